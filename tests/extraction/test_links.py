"""Links to publications and identifiers in prose."""

from __future__ import annotations

import time

import pytest

from citecheck.documents import read_bytes
from citecheck.extraction import links
from citecheck.extraction.references import finder as references
from citecheck.journals import Catalogue


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


def linked(text: str, name: str, catalogue: Catalogue) -> list[tuple[str, str]]:
    """The identifier (or page) and the sentence of each link."""
    document = read_bytes(text.encode(), name)
    found = links.find(document, catalogue, references.find(document, catalogue))
    return [
        (
            draft.claimed.pmid or draft.claimed.doi or draft.claimed.pmcid or "",
            document.text[draft.start : draft.end],
        )
        for draft in found
    ]


CASES = [
    (
        "Sleep matters. [Some](https://pubmed.gov/10909952/) [studies](https://pubmed.gov/12888653) agree.",
        [("10909952", "Some studies agree."), ("12888653", "Some studies agree.")],
    ),
    (
        "Zinc helps (PMID: 23853635; PMCID: PMC128915). So it is.",
        [("23853635", "Zinc helps (PMID: 23853635; PMCID: PMC128915).")],
    ),
    ("Zinc helps. See https://doi.org/10.1000/abc.", [("10.1000/abc", "See https://doi.org/10.1000/abc.")]),
    ("See [doi:10.1000/abc](https://doi.org/10.1000/abc).", [("10.1000/abc", "See doi:10.1000/abc.")]),
    (
        "Zinc [helps](https://doi.org/10.1000/abc) and [helps](https://doi.org/10.1000/abc) again.",
        [("10.1000/abc", "Zinc helps and helps again.")],
    ),
    (
        "Zinc helps people sleep. [4](https://doi.org/10.1000/abc) Copper helps nobody.",
        [("10.1000/abc", "Zinc helps people sleep. 4")],
    ),
    (
        "Zinc helps people sleep. ([Source](https://doi.org/10.1000/abc))",
        [("10.1000/abc", "Zinc helps people sleep.")],
    ),
    (
        "Zinc helps people sleep. [Click here](https://doi.org/10.1000/abc)",
        [("10.1000/abc", "Zinc helps people sleep.")],
    ),
    ("Zinc [helps](https://jamanetwork.com/journals/jama/fullarticle/2664450).", [("", "Zinc helps.")]),
    ("Zinc [helps](https://www.example.com/zinc) and [shines](#zinc).", []),
    ("SOURCE: bit.ly/2Abcd", [("", "SOURCE: bit.ly/2Abcd")]),
    (
        "## References\n\n1. Stone A. Zinc. J Nutr. 2012. [Link](https://doi.org/10.1000/a) PMID: 23853635\n",
        [],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_a_text_links_to(text: str, expected: list[tuple[str, str]], catalogue: Catalogue) -> None:
    assert linked(text, "a.md", catalogue) == expected


def test_author_and_year_as_the_words_of_a_link(catalogue: Catalogue) -> None:
    document = read_bytes(b"Zinc helps ([Perez-Burillo et al., 2019](https://doi.org/10.1000/abc)).", "a.md")
    (draft,) = links.find(document, catalogue)
    assert [person.last_name for person in draft.claimed.authors] == ["Perez-Burillo"]
    assert draft.claimed.year == 2019


def test_an_address_that_says_where(catalogue: Catalogue) -> None:
    document = read_bytes(
        b"One [study](https://academic.oup.com/jn/article/145/3/572/4743711) says so.", "a.md"
    )
    (draft,) = links.find(document, catalogue)
    claimed = draft.claimed
    assert claimed.journal is not None
    assert claimed.journal.journal is not None
    assert claimed.journal.journal.abbreviation == "J Nutr"
    assert claimed.journal.text == "academic.oup.com"
    assert (claimed.volume, claimed.issue, claimed.pages) == ("145", "3", "572")


@pytest.mark.parametrize(
    "unit", ["https://", "[a](https://doi.org/10.1/a)", "PMID: 1; ", "www.a.", "SOURCE: bit.ly/"]
)
def test_nasty_texts_take_linear_time(unit: str, catalogue: Catalogue) -> None:
    document = read_bytes((unit * (60_000 // len(unit))).encode(), "a.txt")
    began = time.perf_counter()
    links.find(document, catalogue)
    assert time.perf_counter() - began < 4


CONTEXTS = [
    ("https://pubmed.ncbi.nlm.nih.gov/20219962/", ""),
    ("See https://pubmed.ncbi.nlm.nih.gov/20219962/ for more.", ""),
    ("[View in PubMed](https://pubmed.ncbi.nlm.nih.gov/20219962/)", ""),
    ("PMID: 20219962", ""),
    ("Zinc helps people sleep (doi: 10.1000/abc).", "Zinc helps people sleep ."),
    ("Zinc [helps people sleep](https://doi.org/10.1000/abc).", "Zinc helps people sleep."),
]


@pytest.mark.parametrize(("text", "expected"), CONTEXTS)
def test_addresses_and_labels_are_not_a_topic(text: str, expected: str, catalogue: Catalogue) -> None:
    document = read_bytes(text.encode(), "a.md")
    (draft,) = links.find(document, catalogue)
    assert draft.claimed.context == expected


def test_a_journal_stated_by_an_address_is_not_a_statement(catalogue: Catalogue) -> None:
    text = "Zinc [helps](https://academic.oup.com/jpubhealth/article/24/2/127/1519353)."
    (draft,) = links.find(read_bytes(text.encode(), "a.md"), catalogue)
    assert draft.claimed.journal is not None
    assert draft.claimed.journal.from_address
