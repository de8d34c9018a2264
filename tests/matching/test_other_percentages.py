"""Percentages of a finding that its record gives otherwise."""

from __future__ import annotations

import pytest

from citecheck.matching.other_percentages import other_percentages
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import CitationFields, Quantity
from tests.makers import published

RESULTS = "Naps helped 81.4% of the adults and 61 per cent of the others. "


def record(length: int = 460, results: str = RESULTS) -> RecordFeatures:
    """The record of a study with an abstract of so many characters."""
    return RecordFeatures(published(abstract=results.ljust(length, "z")))


def stated(*percentages: float, unit: str = "%", story: bool = False) -> CitationFields:
    numbers = tuple(Quantity(f"{one:g}{unit}", one, unit) for one in percentages)
    return CitationFields(finding="naps help", numbers=numbers, story=story)


@pytest.mark.parametrize(
    ("claimed", "others"),
    [
        (stated(99.8, 12.0), ("99.8%", "12%")),
        (stated(99.8, 82.1), ("99.8%", "82.1%")),
        # The article rounds, or has one number of its own.
        (stated(99.8, 82.0), ()),
        (stated(99.8, 80.9), ()),
        (stated(99.8), ()),
        (stated(99.8, 12.0, unit="years"), ()),
        (stated(99.8, 12.0, story=True), ()),
    ],
)
def test_percentages_that_an_abstract_gives_otherwise(
    claimed: CitationFields, others: tuple[str, ...]
) -> None:
    assert other_percentages(claimed, record()) == others


@pytest.mark.parametrize(
    ("held", "gives_others"),
    [
        (record(420), True),
        (record(380), False),
        (record(results="Naps helped 81.4% of the adults. "), False),
        (record(results="Naps helped the adults. "), False),
    ],
)
def test_only_a_whole_abstract_with_percentages_gives_others(
    held: RecordFeatures, gives_others: bool
) -> None:
    assert bool(other_percentages(stated(99.8, 12.0), held)) is gives_others
