"""What is beyond the bounds of a comparison is not compared, and what is within them is."""

import pytest

from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparisons.authors import compare_others
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import CitationFields, Person
from tests.makers import publication


def letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")


@pytest.mark.parametrize(("count", "level"), [(199, "some"), (200, "none")])
def test_two_hundred_authors_are_compared(count: int, level: str) -> None:
    strangers = tuple(Person(f"Xu{letters(at)}", f"Xu{letters(at)}") for at in range(count))
    claim = ClaimFeatures(CitationFields(title="Zinc", authors=(*strangers, Person("Pant A", "Pant", "A"))))
    record = RecordFeatures(publication(authors=("Gribbin S", "Pant A")))
    assert compare_others(claim, record).level == level


@pytest.mark.parametrize(("length", "kept"), [(2_000, True), (2_001, False)])
def test_two_thousand_characters_of_a_title_are_compared(length: int, kept: bool) -> None:
    title = "a" * (length - 5) + " zinc"
    claim, record = ClaimFeatures(CitationFields(title=title)), RecordFeatures(publication(title=title))
    assert claim.title.endswith(" zinc") is kept
    assert record.titles[0].endswith(" zinc") is kept
