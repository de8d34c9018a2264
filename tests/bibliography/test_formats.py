"""Whole files of every format, and what other libraries read from them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from Bio import Medline

from citecheck.bibliography import FORMATS, render_references
from citecheck.model import Publication
from tests.bibliography.made import ALL, CHAPTER, MANY, TRIAL

EXPECTED = Path(__file__).parent / "expected"
ARTICLES = [each for each in ALL if each.journal]


@pytest.mark.parametrize("format_", FORMATS)
def test_the_whole_output(format_: str) -> None:
    expected = (EXPECTED / f"references.{format_}.txt").read_text(encoding="utf-8")
    assert render_references(ALL, format_) == expected


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_found_is_an_empty_list(format_: str) -> None:
    assert render_references((), format_) == ("[]\n" if format_ == "csl-json" else "")


@pytest.mark.parametrize("format_", FORMATS)
def test_no_control_character_and_no_line_of_a_record_gets_out(format_: str) -> None:
    hostile = Publication("1", "Tea\x1b[31m\nER  - \nTY  - JOUR", doi="10.1/x\n\x07y")
    text = render_references((hostile,), format_)
    assert not {"\x1b", "\x07"} & set(text)
    if format_ == "ris":
        assert len(rispy.loads(text)) == 1


def test_ris_is_read_with_the_same_fields() -> None:
    records = rispy.loads(render_references(ALL, "ris"))
    assert [record["accession_number"] for record in records] == [each.pmid for each in ALL]
    trial, many, *_ = records
    assert trial["authors"] == [
        "Rodríguez-Morán, Jean-Pierre A",
        "van den Berg, Ada",
        "Zinc and Sleep Study Group",
    ]
    assert trial["title"] == TRIAL.title.rstrip(".")
    assert trial["secondary_title"] == "The American Journal of Clinical Nutrition"
    assert (trial["year"], trial["volume"], trial["number"]) == ("2019", "103", "4")
    assert (trial["start_page"], trial["end_page"], trial["doi"]) == ("1260", "1266", TRIAL.doi)
    assert (many["start_page"], many.get("end_page"), len(many["authors"])) == (
        "e104",
        None,
        len(MANY.authors),
    )
    assert [record["type_of_reference"] for record in records] == ["JOUR", "JOUR", "JOUR", "CHAP", "JOUR"]


def test_bibtex_is_read_with_the_same_fields() -> None:
    library = parse_string(render_references(ALL, "bibtex"), append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [
        "rodriguezmoran2019", "stoneb2019", "stoneb2019b", "hill2020", "pmid2021",
    ]  # fmt: skip
    trial = {name: field.value for name, field in library.entries[0].fields_dict.items()}
    assert str(trial["title"]).replace("\\{", "{").replace("\\}", "}").strip("{}") == TRIAL.title.rstrip(".")
    assert trial["journal"] == "The American Journal of Clinical Nutrition"
    assert (trial["year"], trial["volume"], trial["number"]) == ("2019", "103", "4")
    assert (trial["pages"], trial["doi"], trial["pmid"]) == ("1260–1266", TRIAL.doi, "101")


def test_nbib_is_read_with_the_same_fields() -> None:
    records = list(Medline.parse(io.StringIO(render_references(ARTICLES, "nbib"))))  # type: ignore[no-untyped-call]
    assert [record["PMID"] for record in records] == [each.pmid for each in ARTICLES]
    trial = records[0]
    assert trial["AU"] == ["Rodríguez-Morán JPA", "van den Berg A"]
    assert trial["CN"] == ["Zinc and Sleep Study Group"]
    assert (trial["TI"], trial["JT"]) == (TRIAL.title, TRIAL.journal.title if TRIAL.journal else "")
    assert (trial["VI"], trial["IP"], trial["PG"], trial["DP"]) == ("103", "4", "1260-6", "2019 Apr 2")


def test_csl_json_has_the_same_fields() -> None:
    trial, *_, chapter, _ = json.loads(render_references(ALL, "csl-json"))
    assert trial["issued"] == {"date-parts": [[2019, 4, 2]]}
    assert trial["author"][-1] == {"literal": "Zinc and Sleep Study Group"}
    assert (trial["page"], trial["DOI"], trial["PMID"]) == ("1260-1266", TRIAL.doi, "101")
    assert (chapter["type"], chapter["container-title"]) == ("chapter", CHAPTER.book_title)
