"""Records for people and programs."""

import io
import json
from pathlib import Path

import pytest

from citecheck.model import PartialDate, Publication
from citecheck.pubmed import FORMATS, parse_medline, read_records
from citecheck.pubmed.output_formats import as_json, as_nbib, as_text, citation_line, date_text


def record(name: str) -> Publication:
    (found,) = read_records(Path(__file__).with_name(name))
    assert isinstance(found, Publication)
    return found


@pytest.mark.parametrize("name", ["every_field.xml", "book_chapter.xml"])
def test_nbib_can_be_read_again(name: str) -> None:
    before = record(name)
    (after,) = parse_medline(io.StringIO(as_nbib(before)))
    assert isinstance(after, Publication)
    for field in (
        "pmid",
        "title",
        "abstract",
        "volume",
        "pages",
        "doi",
        "pmcid",
        "mesh",
        "languages",
        "issued",
    ):
        assert getattr(after, field) == getattr(before, field), field
    assert [a.short for a in after.authors] == [a.short for a in before.authors]
    assert (after.journal and after.journal.nlm_id) == (before.journal and before.journal.nlm_id)


def test_json_has_every_field() -> None:
    row = json.loads(as_json(record("every_field.xml")))
    assert row["pmid"] == "31056293"
    assert (row["issued"], row["online"], row["revised"]) == ("1998-12", "2019-04-03", "2019-12-31")
    assert row["journal"]["abbreviation"] == "Lancet"
    assert row["authors"][0]["last_name"] == "Núñez"
    assert set(row) == set(Publication.__dataclass_fields__)


def test_text() -> None:
    text = as_text(record("every_field.xml"))
    assert text.startswith("Lancet. 1998 Dec;393:1801-1809.\n\nEffect of E. coli")
    assert "RetractionIn: Lancet. 2020;395:1" in text
    assert "PMID: 31056293  DOI: 10.1016/S0140-6736(18)31812-9  PMCID: PMC6899507" in text
    assert citation_line(record("book_chapter.xml")) == "GeneReviews. 1993."


def test_a_record_with_only_a_pmid() -> None:
    bare = Publication("7")
    for render in FORMATS.values():
        assert "7" in render(bare)
    assert date_text(None) == ""
    assert date_text(PartialDate(2011, 6, 3)) == "2011 Jun 3"


def test_a_record_cannot_control_the_terminal() -> None:
    hostile = Publication("7", title="Red \x1b[31malert\x9b2J", pages="\x1b]0;x\x07")
    for render in (as_text, as_nbib, citation_line):
        assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in render(hostile))
