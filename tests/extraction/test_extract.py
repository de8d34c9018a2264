"""Properties of every extraction."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citecheck.extraction import extract
from citecheck.journals import Catalogue
from citecheck.model import Document, DocumentFormat
from tests.extraction.conftest import Reading, written

WORDS = (
    *(
        "A",
        "study",
        "published",
        "in",
        "the",
        "journal",
        "Gut",
        "found",
        "that",
        "Dr.",
        "Lee",
        "et",
        "al.",
        "of",
    ),
    *(
        "University",
        "Yale",
        "2019",
        ",",
        ".",
        "(",
        ")",
        "[",
        "]",
        "“",
        "”",
        "’s",
        "randomized",
        "researchers",
    ),
    *("report", "The", "BMJ", "according", "to", "3,000", "nurses", "last", "week", "said", "*", "#", "İ"),
    *("&reg;", "12", "\n\n"),
)


def test_an_unreadable_document_has_no_citations(catalogue: Catalogue) -> None:
    broken = Document("x.pdf", DocumentFormat.PDF, error="This file has no text.")
    assert extract(broken, catalogue) == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_words_in_any_order(catalogue: Catalogue, words: list[str]) -> None:
    document = written(" ".join(words) or "x")
    found = extract(document, catalogue)
    assert found == extract(document, catalogue)
    assert [citation.id for citation in found] == [f"c{n}" for n in range(1, len(found) + 1)]
    ids = {citation.id for citation in found}
    for citation in found:
        assert citation.quote in document.text
        assert citation.same_as is None or citation.same_as in ids - {citation.id}
        journal = citation.claimed.journal
        assert journal is None or journal.text in document.text


NASTY = {
    "capitals": "Aa " * 4000,
    "study": "study " * 4000,
    "a study of": "a study of the " * 2000,
    "journal of": "Journal of the " * 2000,
    "published in": "published in " * 2000,
    "quotes": '“‘"' * 3000,
    "brackets": "[1] " * 3000 + "(" * 3000,
    "digits": "1,234 " * 3000 + "9" * 6000,
    "dots": "." * 8000,
    "hyphens": "a-" * 5000,
    "apostrophes": "O'" * 5000 + "’s " * 3000,
    "initials": "J. " * 4000,
    "one word": "x" * 30000,
    "commas": "a, " * 5000,
    "spaces": "study" + " " * 20000 + "found",
    "et al": "Lee et al. " * 2000,
    "university": "University of " * 2000,
    "dates": "May 1, 2019 " * 2000,
    "according": "according to researchers at the " * 1500,
}


@pytest.mark.parametrize("name", NASTY)
def test_hostile_text_takes_no_longer_than_its_length(reading: Reading, name: str) -> None:
    def seconds(text: str) -> float:
        began = time.process_time()
        reading(text)
        return time.process_time() - began

    half = NASTY[name][: len(NASTY[name]) // 2]
    seconds(half)
    short, long = seconds(half), seconds(NASTY[name])
    assert long < max(3.5 * short, 0.5)
