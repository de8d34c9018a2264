"""Designs, sample sizes and numbers: tables of (stated, recorded, level)."""

from typing import Any

import pytest

from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparisons import study_design
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import CitationFields, Design, Quantity
from tests.makers import publication

# A short abstract need not give the number of participants.
WHOLE = " We asked all of them what they ate and drank, and looked at the registers of deaths." * 5
ABSTRACT = "We followed 61 433 women and 1,204 men for 19.5 years; 23% of them took calcium."


@pytest.mark.parametrize(
    ("design", "held", "level"),
    [
        (Design.RANDOMIZED_TRIAL, {"publication_types": ("Randomized Controlled Trial",)}, "same"),
        (Design.RANDOMIZED_TRIAL, {"publication_types": ("Meta-Analysis",)}, "other"),
        (Design.META_ANALYSIS, {"publication_types": ("Systematic Review",)}, "compatible"),
        (Design.COHORT, {"title": "Tea and stroke: a cohort study"}, "same"),
        (Design.ANIMAL, {"mesh": ("Mice",)}, "same"),
        (Design.COHORT, {"publication_types": ("Journal Article",)}, "not_recorded"),
        (None, {}, "not_stated"),
    ],
)
def test_designs(design: Design | None, held: dict[str, Any], level: str) -> None:
    assert (
        study_design.compare_design(
            ClaimFeatures(CitationFields(design=design)), RecordFeatures(publication(**held))
        ).level
        == level
    )


@pytest.mark.parametrize(
    ("size", "level"),
    [
        (61433, "found"),
        (1204, "found"),
        (61000, "rounded"),
        (1200, "rounded"),
        (5000, "absent"),
        (None, "not_stated"),
    ],
)
def test_sample_sizes(size: int | None, level: str) -> None:
    record = RecordFeatures(publication(abstract=ABSTRACT + WHOLE))
    assert study_design.compare_size(ClaimFeatures(CitationFields(sample_size=size)), record).level == level


@pytest.mark.parametrize(("length", "level"), [(350, "not_recorded"), (450, "absent")])
def test_a_short_abstract_need_not_give_the_sample_size(length: int, level: str) -> None:
    record = RecordFeatures(publication(abstract=(ABSTRACT + WHOLE)[:length]))
    claim = ClaimFeatures(CitationFields(sample_size=5000))
    assert study_design.compare_size(claim, record).level == level


def test_a_record_without_abstract_says_nothing_of_sizes() -> None:
    assert (
        study_design.compare_size(
            ClaimFeatures(CitationFields(sample_size=10)), RecordFeatures(publication())
        ).level
        == "not_recorded"
    )


@pytest.mark.parametrize(
    ("values", "level"), [((23.0, 19.5), "most"), ((23.0, 7.0, 8.0), "some"), ((7.0,), "none")]
)
def test_numbers(values: tuple[float, ...], level: str) -> None:
    numbers = tuple(Quantity(f"{value}%", value, "%") for value in values)
    record = RecordFeatures(publication(abstract=f"{ABSTRACT} {'And so on. ' * 50}"))
    assert study_design.compare_numbers(ClaimFeatures(CitationFields(numbers=numbers)), record).level == level


def test_a_number_that_a_short_abstract_leaves_out_says_nothing() -> None:
    record = RecordFeatures(publication(abstract=ABSTRACT))
    numbers = (Quantity("7%", 7.0, "%"),)
    assert (
        study_design.compare_numbers(ClaimFeatures(CitationFields(numbers=numbers)), record).level
        == "not_recorded"
    )
