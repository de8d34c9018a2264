"""Publications of a store: each once, in its latest version, wherever it came from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.audit import Store
from citecheck.audit.store.publication_blobs import block, write
from citecheck.model import Author, Publication
from citecheck.pubmed.packed_record import pack, unpack

WALNUTS = Publication("11", "Walnuts and sleep", authors=(Author("Nut", "Ann", "A"),), abstract="One\ntwo.")
ALMONDS = Publication("12", "Almonds and sleep\u2028in men")
PECANS = Publication("13", "Pecans and sleep")


@pytest.fixture
def base(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with Store(tmp_path / "audit.db") as store:
        yield store.base


def put(base: sqlite3.Connection, *publications: Publication) -> None:
    made = block(publications)
    assert made is not None
    write(base, made)


def read(base: sqlite3.Connection, *pmids: str) -> dict[str, Publication]:
    return Store(Path(base.execute("PRAGMA database_list").fetchone()[2])).records(pmids)


def blocks(base: sqlite3.Connection) -> int:
    return int(base.execute("SELECT count(*) FROM records").fetchone()[0])


def test_written_publications_are_read_back(base: sqlite3.Connection) -> None:
    put(base, WALNUTS, ALMONDS)
    assert read(base, "12", "11", "99") == {"11": WALNUTS, "12": ALMONDS}
    assert block([]) is None


def test_a_record_is_stored_once_wherever_it_comes_from(base: sqlite3.Connection) -> None:
    put(base, WALNUTS, ALMONDS)
    put(base, unpack(pack(ALMONDS)), unpack(pack(WALNUTS)))
    assert blocks(base) == 1
    put(base, ALMONDS, PECANS)
    assert blocks(base) == 2
    assert base.execute("SELECT block, line FROM publications WHERE pmid = '12'").fetchone() == (1, 1)
    assert read(base, "12", "13") == {"12": ALMONDS, "13": PECANS}


def test_a_revised_record_takes_the_place_of_the_older_one(base: sqlite3.Connection) -> None:
    put(base, WALNUTS, ALMONDS)
    revised = replace(ALMONDS, publication_types=("Retracted Publication",))
    put(base, WALNUTS, revised)
    assert read(base, "11", "12") == {"11": WALNUTS, "12": revised}


def test_records_in_an_unknown_layout_are_not_read(base: sqlite3.Connection) -> None:
    put(base, WALNUTS)
    base.execute("UPDATE records SET layout = 99")
    assert read(base, "11") == {}
