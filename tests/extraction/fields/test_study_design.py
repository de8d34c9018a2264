from __future__ import annotations

import pytest

from citecheck.extraction.fields.study_design import find_design, find_sample_size, find_trial_names
from citecheck.model import Design


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a randomised, double-blind trial", Design.RANDOMIZED_TRIAL),
        ("a meta-analysis of 12 randomized trials", Design.META_ANALYSIS),
        ("a Cochrane review of trials", Design.SYSTEMATIC_REVIEW),
        ("a case-control study", Design.CASE_CONTROL),
        ("a prospective study", Design.COHORT),
        ("a cross-sectional survey", Design.CROSS_SECTIONAL),
        ("an experiment in mice", Design.ANIMAL),
        ("tested in vitro", Design.IN_VITRO),
        ("a survey of doctors", Design.SURVEY),
        ("an editorial", Design.COMMENT),
        ("a new study", None),
    ],
)
def test_design(text: str, expected: Design | None) -> None:
    assert find_design(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a study of nearly 3,000 nurses", 3000),
        ("researchers followed 1.2 million adults", 1_200_000),
        ("In a crossover study, 14 participants ate chili", 14),
        ("a trial in 640 British infants", 640),
        ("a study of 220,000 people published Friday", 220_000),
        ("20 percent of women", None),
        ("one in 10 people", None),
        ("In 2011 people ate more", None),
        ("people aged 50 and over", None),
        ("sleep came 12 minutes sooner in 240 shift workers", 240),
        ("fell by 8 points in 1,000 55-year-old women", 1000),
    ],
)
def test_sample_size(text: str, expected: int | None) -> None:
    assert find_sample_size(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The DASH trial showed less.", ("DASH",)),
        ("data from the Nurses’ Health Study and the HF-ACTION trial", ("Nurses’ Health Study", "HF-ACTION")),
        ("the Women's Health Initiative", ("Women's Health Initiative",)),
        ("a journal of the Association for the Study of Rest", ()),
        ("A New Study Finds It", ()),
    ],
)
def test_trial_names(text: str, expected: tuple[str, ...]) -> None:
    assert find_trial_names(text) == expected
