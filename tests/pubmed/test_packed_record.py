"""Records as the index stores them, and as they come back."""

from __future__ import annotations

import copy
import datetime as dt
import json
from dataclasses import fields, replace

from citecheck.model import Author, Journal, Notice, PartialDate, Publication
from citecheck.pubmed.packed_record import pack, unpack

RECORD = Publication(
    "21659058",
    "Oral magnesium treatment in patients with neuropathic pain",
    authors=(Author("Pickering", "Gisele", "G", affiliations=("CHU Clermont-Ferrand",)), Author("Morel")),
)


def test_a_stored_record_equals_the_original_in_both_directions() -> None:
    back: Publication = unpack(pack(RECORD))
    assert back == RECORD
    assert {RECORD: "kept"}[back] == "kept"
    assert {back: "kept"}[RECORD] == "kept"
    assert unpack(pack(RECORD)) == unpack(pack(RECORD))
    assert hash(unpack(pack(RECORD))) == hash(RECORD)


def test_records_with_different_authors_are_not_equal() -> None:
    other = replace(RECORD, authors=RECORD.authors[:1])
    assert unpack(pack(other)) != RECORD
    assert unpack(pack(RECORD)) not in ("21659058", other)


def test_authors_are_made_when_they_are_read() -> None:
    back = unpack(pack(RECORD))
    assert back.authors == RECORD.authors
    assert back.authors is back.authors
    assert unpack(pack(replace(RECORD, authors=()))).authors == ()
    assert not hasattr(back, "editors")


def test_every_field_comes_back_whichever_is_read_first() -> None:
    whole = replace(
        RECORD,
        vernacular_title="Magnésium",
        journal=Journal("Magnesium research", "Magnes Res", "Magnes. Res.", "8900948", ("0953-1424",)),
        book_title="Pain",
        volume="24",
        issue="2",
        pages="e28",
        issued=PartialDate(2011, 6),
        online=PartialDate(2011, 5, 30),
        authors_complete=False,
        abstract="Ketamine is effective.",
        other_abstracts=("La kétamine est efficace.",),
        publication_types=("Randomized Controlled Trial",),
        mesh=("Magnesium",),
        keywords=("pain",),
        languages=("eng",),
        notices=(Notice("ErratumIn", "Magnes Res. 2011", "21659059", PartialDate(2011)),),
        doi="10.1684/mrh.2011.0282",
        pmcid="PMC1",
        pii="mrh.2011.0282",
        revised=dt.date(2020, 1, 2),
        issued_until=PartialDate(2011, 7),
        other_dois=("10.1684/mrh.2011.0282.v2",),
        article_number="e28",
        version=2,
        former_pmids=("21659057",),
        accession="NBK1116",
    )
    for field in fields(Publication):
        value = getattr(unpack(pack(whole)), field.name)
        assert value == getattr(whole, field.name)
        assert value or field.name == "authors_complete"
    assert unpack(pack(whole)) == whole


def test_a_row_of_the_previous_version_is_read_with_empty_new_fields() -> None:
    row = json.loads(pack(replace(RECORD, pages="S0140-6736(19)30001-2", other_dois=("10.1/b",))))
    back = unpack(json.dumps(row[:24]).encode())
    assert (back.title, back.authors, back.version) == (RECORD.title, RECORD.authors, 1)
    assert (back.other_dois, back.issued_until, back.former_pmids, back.accession) == ((), None, (), None)
    assert (back.pages, back.pii) == (None, "S0140-6736(19)30001-2")


def test_last_names_are_those_of_the_authors_that_are_persons() -> None:
    record = replace(RECORD, authors=(*RECORD.authors, Author(collective="MAG Group")))
    back = unpack(pack(record))
    assert back.last_names == record.last_names == ("Pickering", "Morel")
    assert copy.deepcopy(back).last_names == replace(back, volume="24").last_names == record.last_names
    assert unpack(pack(replace(record, authors=()))).last_names == ()


def test_collectives_are_those_of_the_authors_that_are_groups() -> None:
    group = Author(collective="MAG Group", affiliations=("Lyon",))
    record = replace(RECORD, authors=(*RECORD.authors, group))
    back = unpack(pack(record))
    assert back.collectives == record.collectives == {len(RECORD.authors): "MAG Group"}
    assert copy.deepcopy(back).collectives == replace(back, volume="24").collectives == record.collectives
    assert unpack(pack(RECORD)).collectives == {}


def test_a_stored_record_can_be_copied_and_changed() -> None:
    assert copy.deepcopy(unpack(pack(RECORD))) == RECORD
    assert replace(unpack(pack(RECORD)), volume="24") == replace(RECORD, volume="24")
