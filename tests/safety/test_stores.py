"""Stores and caches as somebody else made them: reading changes nothing, runs nothing, and ends."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.audit.store.old_tables import make_old_tables
from tests.safety.command import ARTICLE, PUBMED, run


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("audit") / "work"
    here.mkdir()
    (here / "a.md").write_text(ARTICLE)
    done = run(here, "audit", "run", "a.md", "--source", PUBMED, "--store", "audit.db")
    assert done.returncode == 0, done.stderr
    return here / "audit.db"


@pytest.fixture
def here(store: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    shutil.copy(store, folder / "audit.db")
    return folder


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("words", [("report",), ("query", "SELECT * FROM current"), ("query", "SELECT 1")])
def test_reading_changes_nothing(words: tuple[str, ...], here: Path) -> None:
    before = bytes_below(here)
    done = run(here, "audit", *words, "--store", "audit.db")
    assert done.returncode in (0, 1), done.stderr
    assert bytes_below(here) == before


@pytest.mark.parametrize(
    "sql",
    [
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION SELECT x + 1 FROM n) SELECT x FROM n ORDER BY random()",
        "SELECT randomblob(1000000000)",
        "SELECT hex(zeroblob(900000000))",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT hex(zeroblob(999999)) FROM n",
        "SELECT " + "(" * 5_000 + "1" + ")" * 5_000,
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'other.db'",
        "SELECT load_extension('x')",
        "PRAGMA writable_schema = 1",
        "PRAGMA user_version = 9",
    ],
)
def test_a_query_is_limited(sql: str, here: Path) -> None:
    done = run(here, "audit", "query", sql, "--store", "audit.db", "--timeout", "2")
    assert done.returncode == 2, done.stdout[:200]
    assert done.stderr.startswith("citecheck: SQL: ")
    assert sorted(path.name for path in here.iterdir()) == ["audit.db"]


def test_an_older_store_whose_view_names_hold_sql_writes_no_other_file(tmp_path: Path) -> None:
    here = tmp_path / "work"
    here.mkdir()
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(here / "audit.db")) as base, base:
        make_old_tables(base, 2)
        base.execute(
            f"""CREATE VIEW "x; COMMIT; ATTACH '{other}' AS y; CREATE TABLE y.z (a); --" AS SELECT 1"""
        )
        base.execute("CREATE VIEW x AS SELECT 1")
    before = bytes_below(here)
    for words in (("query", "SELECT 1"), ("report",)):
        done = run(here, "audit", *words, "--store", "audit.db")
        assert not other.exists()
        assert done.returncode == 2
        assert "citecheck audit migrate --store" in done.stderr
        assert bytes_below(here) == before
    migrated = run(here, "audit", "migrate", "--store", "audit.db")
    assert not other.exists()
    assert migrated.returncode == 0, migrated.stderr
    assert run(here, "audit", "query", "SELECT line FROM current", "--store", "audit.db").returncode == 0


def test_damaged_stores_are_reported_in_a_sentence(here: Path) -> None:
    whole = (here / "audit.db").read_bytes()
    chance = random.Random(7)  # noqa: S311 - it spreads damage
    for _ in range(6):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 60)):
            data[chance.randrange(100, len(data))] = chance.randrange(256)
        (here / "audit.db").write_bytes(data)
        for words in (("report",), ("query", "SELECT * FROM current")):
            done = run(here, "audit", *words, "--store", "audit.db")
            assert done.returncode in (0, 1, 2)
            assert "Traceback" not in done.stderr, done.stderr
