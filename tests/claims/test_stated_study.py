"""What an article states of the study itself is wrong only where the record says so."""

import pytest

from citecheck.claims import stated_study
from citecheck.claims.stated_study import StudyStatement, study_statements
from citecheck.model import Publication

COHORT = Publication(
    "1",
    title="Walnuts and cholesterol in nurses: a prospective cohort study",
    abstract="1,240 nurses reported for 6 years what they ate. Walnuts were linked to lower cholesterol.",
)
TRIAL = Publication(
    "2",
    title="Magnesium and sleep in nurses: a randomised controlled trial",
    abstract="We randomised 12 nurses to magnesium and 13 nurses to placebo. They slept better with it.",
)
REVIEW = Publication(
    "3",
    title="Ginger tea for migraine: a systematic review",
    abstract="We searched. Twelve trials and 3 cohort studies with 1,830 participants were included.",
)


def said(text: str, publication: Publication) -> list[tuple[str, bool]]:
    return [(one.sentence, one.is_sure) for one in study_statements(text, publication)]


@pytest.mark.parametrize(
    ("text", "publication", "sentence"),
    [
        (
            "A randomized trial found that walnuts lower cholesterol.",
            COHORT,
            "The article speaks of a randomized trial; the record, of a cohort study.",
        ),
        (
            "According to a meta-analysis, magnesium improves sleep.",
            TRIAL,
            "The article speaks of a review of studies; the record, of a randomized trial.",
        ),
        (
            "In a study of 4,500 people, magnesium improved sleep.",
            TRIAL,
            "The article says 4,500 people; the abstract has 13 nurses.",
        ),
        (
            "In a review of 40 studies, ginger tea helped.",
            REVIEW,
            "The article says 40 studies; the abstract has Twelve trials.",
        ),
    ],
)
def test_what_is_surely_wrong(text: str, publication: Publication, sentence: str) -> None:
    assert said(text, publication) == [(sentence, True)]


@pytest.mark.parametrize(
    ("text", "publication"),
    [
        ("A cohort study found that walnuts lower cholesterol.", COHORT),
        ("A study found that walnuts lower cholesterol.", COHORT),
        ("A survey of 1,200 nurses found that walnuts lower cholesterol.", COHORT),
        # what is said of other studies
        ("Walnuts lower cholesterol, but a randomized trial is needed.", COHORT),
        ("No randomized controlled trial has shown that walnuts lower cholesterol.", COHORT),
        # a part of the participants, or all arms together
        ("In a study of 400 nurses, walnuts lowered cholesterol.", COHORT),
        ("In a trial of 25 nurses, magnesium improved sleep.", TRIAL),
        ("Magnesium improved sleep in more than 10 people.", TRIAL),
        # those invited, perhaps
        ("In a study of 60 people, magnesium improved sleep.", TRIAL),
        ("Insomnia, which one in 4,500 people have, improved.", TRIAL),
        # the sum of both, and a part
        ("In a review of 15 studies, ginger tea helped.", REVIEW),
        ("In a review of twelve studies, ginger tea helped.", REVIEW),
        ("A meta-analysis of randomised controlled trials found that ginger tea helps.", REVIEW),
        # a trial's participants followed on: a cohort within a trial
        (
            "A randomized trial found that magnesium improves sleep.",
            Publication("4", title="A cohort study of sleep", abstract="A secondary analysis of a trial."),
        ),
        # the record does not name its design or numbers
        ("A randomized trial of 4,500 people.", Publication("5", title="Sleep", abstract="Sleep was good.")),
        ("A randomized trial of 4,500 people.", Publication("6", title="Sleep")),
    ],
)
def test_what_may_be_right(text: str, publication: Publication) -> None:
    assert not said(text, publication)


def test_a_design_that_only_the_abstract_names_is_not_sure() -> None:
    record = Publication("7", title="Walnuts", abstract="In this cohort study, cholesterol was lower.")
    (found,) = study_statements("A randomized trial found that walnuts lower cholesterol.", record)
    assert not found.is_sure


def test_fewer_studies_than_the_record_has_are_not_sure() -> None:
    (found,) = study_statements("In a review of 14 studies, ginger tea helped.", REVIEW)
    assert found == StudyStatement("The article says 14 studies; the abstract has Twelve trials.", False)


@pytest.mark.parametrize(
    ("threshold", "text", "publication"),
    [
        ("PARTICIPANTS_BEYOND", "In a study of 76 people, magnesium improved sleep.", TRIAL),
        ("STUDIES_BEYOND", "In a review of 18 studies, ginger tea helped.", REVIEW),
    ],
)
def test_how_far_beyond_decides(
    threshold: str, text: str, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert any(one.is_sure for one in study_statements(text, publication))
    monkeypatch.setattr(stated_study, threshold, 3.1)
    assert not any(one.is_sure for one in study_statements(text, publication))
