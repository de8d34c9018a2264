"""PMIDs, PMCIDs and DOIs in running text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.extraction.identifiers import clean_doi, doi_in, find_identifiers

SENTENCES = [
    ("Sleep improved (PMID: 23853635).", ["pmid:23853635"]),
    ("See PubMed ID 23853635 for details.", ["pmid:23853635"]),
    ("PMID 0123456 has a zero in front.", ["pmid:123456"]),
    ("An early record is PMID: 17.", ["pmid:17"]),
    ("PMIDs 10909952, 12888653 and 24138971 agree.", ["pmid:10909952", "pmid:12888653", "pmid:24138971"]),
    ("The text is PMC128915.", ["pmcid:pmc128915"]),
    ("PMID: 11111; PMCID: PMC128915.", ["pmid:11111", "pmcid:pmc128915"]),
    ("PMCID: 128915", ["pmcid:pmc128915"]),
    ("doi:10.1016/S0140-6736(19)30041-8.", ["doi:10.1016/s0140-6736(19)30041-8"]),
    ("(doi: 10.1038/s41366-018-0122-1)", ["doi:10.1038/s41366-018-0122-1"]),
    ("(Lancet, 10.1016/S0140-6736(19)30041-8)", ["doi:10.1016/s0140-6736(19)30041-8"]),
    ("[10.1002/x[1]y]", ["doi:10.1002/x[1]y"]),
    (
        "10.1002/(SICI)1097-0142(19960315)77:6<1060::AID-CNCR4>3.0.CO;2-1.",
        ["doi:10.1002/(sici)1097-0142(19960315)77:6<1060::aid-cncr4>3.0.co;2-1"],
    ),
    ("<a>10.1000/abc</a>", ["doi:10.1000/abc"]),
    ("10.1001/jama.2017.16190.PMID: 29114830", ["doi:10.1001/jama.2017.16190", "pmid:29114830"]),
    ("10.1000/abc;10.1000/def", ["doi:10.1000/abc", "doi:10.1000/def"]),
    ("“10.1000/abc,” he said", ["doi:10.1000/abc"]),
    ("DOI: 10.3390 / nu9050429", ["doi:10.3390/nu9050429"]),
    # a journal whose DOIs contain a word that is elsewhere glued to a DOI
    ("See doi:10.1093/pubmed/fdr033.", ["doi:10.1093/pubmed/fdr033"]),
    # the check sign of a SICI, and SICIs in other brackets
    (
        "10.1002/(SICI)1097-0215(19980529)76:5<757::AID-IJC22>3.0.CO;2-#.",
        ["doi:10.1002/(sici)1097-0215(19980529)76:5<757::aid-ijc22>3.0.co;2-#"],
    ),
    (
        "(10.1175/1520-0442(1996)009<0296:PNSCCT>2.0.CO;2)",
        ["doi:10.1175/1520-0442(1996)009<0296:pnscct>2.0.co;2"],
    ),
    (
        "10.1002/1097-0215(200002)9:9<::aid-ijc1040>3.0.co;2-2",
        ["doi:10.1002/1097-0215(200002)9:9<::aid-ijc1040>3.0.co;2-2"],
    ),
    (
        "10.1043/1543-2165(2005)129[1237:EDIAP]2.0.CO;2,",
        ["doi:10.1043/1543-2165(2005)129[1237:ediap]2.0.co;2"],
    ),
    # a preprint's version is not part of its DOI, unless the registrant says so
    ("doi: 10.1101/2020.09.07.20190165v2.", ["doi:10.1101/2020.09.07.20190165"]),
    ("10.1101/182709v1", ["doi:10.1101/182709"]),
    ("10.21203/rs.3.rs-123/v1", ["doi:10.21203/rs.3.rs-123/v1"]),
    # hyphens that an editor replaced with dashes
    ("(doi 10.1182/blood–2017–03–770180)", ["doi:10.1182/blood-2017-03-770180"]),
    ("10.1182/blood‑2016‑01‑631259 and", ["doi:10.1182/blood-2016-01-631259"]),
    ("10.1001/jama.2019.0077PMID: 30707218", ["doi:10.1001/jama.2019.0077", "pmid:30707218"]),
    ("arXiv:2101.12345v2 [q-bio]", ["doi:10.48550/arxiv.2101.12345"]),
    ("It cost 10.50/kg and rose 10.1 % in PubMed in 2019.", []),
    ("PubMed holds 35,000,000 records; 2019-2020 were busy.", []),
    ("A ratio of 10.1000/ is not a DOI.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_what_a_sentence_identifies(sentence: str, expected: list[str]) -> None:
    assert [key for hit in find_identifiers(sentence) for key in hit.identifiers.keys] == expected


def test_the_place_of_an_identifier_is_where_it_is_printed() -> None:
    text = "As said (doi:10.1000/abc(1)2.), PMID: 24138971."
    assert [text[hit.start : hit.end] for hit in find_identifiers(text)] == [
        "10.1000/abc(1)2",
        "PMID: 24138971",
    ]


def test_only_the_asked_stretch_is_read() -> None:
    text = "PMID: 24138971 and PMID: 10909952"
    assert [hit.identifiers.pmid for hit in find_identifiers(text, 15)] == ["10909952"]


def test_texts_that_are_not_dois() -> None:
    assert clean_doi("10.1000/") is None
    assert clean_doi("10.1000/)") is None
    assert doi_in("no identifier here") is None


@given(st.text(alphabet="10./()<>[]abcPMID: ;,\u200b", max_size=300))
def test_any_text_is_read_and_places_lie_inside(text: str) -> None:
    for hit in find_identifiers(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.identifiers


@pytest.mark.parametrize(
    "unit", ["10.1000/", "10.1000/((((", "PMID: 1,", "PMIDs 1234567, ", "<1::AID", "10.1000/a;", "PMC "]
)
def test_nasty_strings_take_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.perf_counter()
    find_identifiers(text)
    assert time.perf_counter() - began < 2.0
