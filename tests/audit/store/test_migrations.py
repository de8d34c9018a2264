"""Stores of older versions: refused with the command that brings them up to date, and taken over whole."""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from citecheck.audit import Store
from citecheck.audit.store.codec import as_json
from citecheck.audit.views.article_details import details
from citecheck.audit.views.statistics import summarize_store
from citecheck.errors import UsageError
from tests.audit.commands import run, run_error
from tests.audit.store.old_tables import make_old_tables
from tests.audit.stores import RETRACTED

SOURCE = json.dumps({"kind": "index", "name": "my.index", "records": 10, "complete": False, "as_of": None})
DETAIL = {
    "id": "c1",
    "refers_to": "c2",
    "span": {"start": 5, "end": 9, "line": 3, "column": 6, "end_line": 3, "end_column": 10, "page": None},
    "claimed": {"title": None, "year": 2014, "authors": ["Ann Nut"], "volume": "7"},
    "verdict": "verified",
    "flags": ["retracted"],
    "reasons": ["It fits.", "It was retracted."],
    "match": {"pmid": "7", "title": "Ice cream and bone", "journal": "Bone", "year": 2014, "authors": []},
    "candidates": [],
    "searches": [{"purpose": "journal", "query": "bone[ta]", "hits": 1, "answered": True, "error": None}],
}  # fmt: skip


def write_old(path: Path, version: int) -> None:
    """A store of that version with one citation, which was found otherwise in the run before."""
    with closing(sqlite3.connect(path)) as base, base:
        make_old_tables(base, version)
        packed = zlib.compress(as_json(RETRACTED).encode())
        if version < 3:
            base.execute("INSERT INTO publications VALUES ('7', ?)", (packed,))
        else:
            base.execute("INSERT INTO records VALUES (1, NULL, ?)", (packed,))
            base.execute("INSERT INTO publications VALUES ('7', NULL, 1, 0)")
        for number in (1, 2):
            base.execute(
                "INSERT INTO runs VALUES (?, '[\"a\"]', ?, '0.1.0', 'then', 'then')", (number, SOURCE)
            )
        base.execute(
            "INSERT INTO articles VALUES ('a.md', 'x', 9, 'markdown', 'A', NULL, NULL, 1, 2,"
            " '2026-01-01T00:00:00+00:00', NULL)"
        )
        for key, until in ((1, 2), (2, None)):
            base.execute(
                "INSERT INTO citations VALUES (?, 'a.md', 'c1', 'attribution', 3, 'Ice is nice.', 'Bone', 1,"
                " 'verified', 'retracted', 4.5, '7', 2014, 'mark', ?, ?, ?)",
                (key, zlib.compress(json.dumps(DETAIL).encode()), key, until),
            )


@pytest.mark.parametrize("version", [1, 2, 3])
def test_an_older_store_is_migrated_on_request(tmp_path: Path, version: int) -> None:
    path = tmp_path / "audit.db"
    write_old(path, version)
    for read_only in (True, False):
        with pytest.raises(UsageError, match=r"citecheck audit migrate --store .*audit\.db"):
            Store(path, read_only=read_only)
    assert f"went from version {version} to 4" in run(tmp_path, path, "migrate")
    with Store(path, read_only=True) as store:
        columns = """SELECT article, line, col, verdict, status, reasons, stated_year, stated_authors,
            stated_volume, publication_title, source, since_run FROM current"""
        assert store.rows(columns) == [
            ("a.md", 3, 6, "verified", "retracted", "It fits.\nIt was retracted.", 2014, "Ann Nut", "7",
             "Ice cream and bone", "my.index", 2),
        ]  # fmt: skip
        assert store.rows("SELECT since_run, until_run FROM history ORDER BY 1") == [(1, 2), (2, None)]
        assert store.records(["7"]) == {"7": RETRACTED}
        assert summarize_store(store).retracted == (("7", RETRACTED, 1),)
        ((key,),) = store.rows("SELECT key FROM current")
        assert details(store, key)["searches"][0]["query"] == "bone[ta]"
    assert "is up to date" in run(tmp_path, path, "migrate")
    assert "articles were stored by an older citecheck" in run(tmp_path, path, "rejudge")


def test_a_store_that_cannot_be_migrated_is_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    write_old(path, 3)
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE citations SET detail = x'00' WHERE key = 2")
    before = path.read_bytes()
    assert "can't be brought up to date" in run_error(tmp_path, path, "migrate")
    assert path.read_bytes() == before


def test_a_file_that_is_not_a_store_is_not_touched(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "audit.db")) as base, base:
        base.execute("CREATE TABLE mine (x)")
    assert "not an audit store" in run_error(tmp_path, tmp_path, "migrate")
