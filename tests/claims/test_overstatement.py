"""Overstated only where the record cannot bear what the article says."""

import pytest

from citecheck.claims import compare_claim, overstatement
from citecheck.claims.overstatement import StudyKind, study_kind
from citecheck.claims.overstatement import overstatement as why_overstated
from citecheck.model import Flag, Publication

ASSOCIATED = "Higher egg consumption was associated with a lower risk of stroke."
CAUSE = "The article states a cause, the abstract an association."
PEOPLE = "The article speaks of people, the study was on animals, cells or a simulation."
PROTOCOL = "The article tells a result, the record is the protocol of a study."
PILOT = "The article states a general effect, the record is a pilot study."


@pytest.mark.parametrize(
    ("claim", "passage", "why"),
    [
        ("Eating eggs cuts the risk of stroke", ASSOCIATED, CAUSE),
        ("Eggs are an important contributor to lower risk of stroke", ASSOCIATED, CAUSE),
        ("Eating eggs may cut the risk of stroke", ASSOCIATED, None),
        ("Eating eggs is linked to a lower risk of stroke", ASSOCIATED, None),
        ("Eating eggs does not cut the risk of stroke", ASSOCIATED, None),
        ("The virus that causes mumps was found in eggs", ASSOCIATED, None),
        ("Eating eggs cuts the risk of stroke", "Eggs reduced strokes in a randomised trial.", None),
        (
            "Eating eggs cuts the risk of stroke",
            "Risk was lower in the egg group than in the arm on bran.",
            None,
        ),
        (
            "Eating eggs cuts the risk of stroke",
            "Eggs were not associated with a lower risk of stroke.",
            None,
        ),
    ],
)
def test_a_cause_and_an_association(claim: str, passage: str, why: str | None) -> None:
    assert why_overstated(claim, passage, StudyKind()) == why


def test_a_trial_may_state_a_cause() -> None:
    claim = "Eating eggs cuts the risk of stroke"
    assert why_overstated(claim, ASSOCIATED, StudyKind(is_experiment=True)) is None


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("Women who eat eggs have fewer seizures", PEOPLE),
        ("Women who eat eggs may have fewer seizures", None),
        ("Mice that eat eggs have fewer seizures, as women do", None),
        ("Egg yolk led to fewer seizures", None),
    ],
)
def test_people_and_animals(claim: str, why: str | None) -> None:
    assert why_overstated(claim, "Seizures were fewer.", StudyKind(is_without_people=True)) == why


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("Researchers found that eggs reduced seizures", PROTOCOL),
        ("Researchers will test whether eggs reduced seizures", None),
        ("Researchers look at eggs and seizures", None),
    ],
)
def test_a_result_and_a_protocol(claim: str, why: str | None) -> None:
    assert why_overstated(claim, "Seizures are counted.", StudyKind(is_protocol=True)) == why


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("Eating eggs cures epilepsy and prevents seizures", PILOT),
        ("In a small study, eating eggs prevents seizures", None),
        ("Eating eggs reduced seizures", None),
    ],
)
def test_a_general_truth_and_a_pilot(claim: str, why: str | None) -> None:
    assert why_overstated(claim, "Seizures were fewer.", StudyKind(is_experiment=True, is_pilot=True)) == why


@pytest.mark.parametrize(
    ("publication", "kind"),
    [
        (Publication("1", abstract="We randomised 80 adults."), StudyKind(is_experiment=True)),
        (Publication("1", publication_types=("Randomized Controlled Trial",)), StudyKind(is_experiment=True)),
        (Publication("1", abstract="Mice were fed eggs."), StudyKind(is_without_people=True)),
        (Publication("1", abstract="Mice and patients ate eggs."), StudyKind()),
        (Publication("1", abstract="Mice ate eggs.", mesh=("Humans", "Animals")), StudyKind()),
        (Publication("1", mesh=("Animals", "Eggs")), StudyKind(is_without_people=True)),
        (Publication("1", title="Eggs: study protocol of a survey"), StudyKind(is_protocol=True)),
        (Publication("1", abstract="Adults will be recruited."), StudyKind(is_protocol=True)),
        (Publication("1", publication_types=("Clinical Trial Protocol",)), StudyKind(True, is_protocol=True)),
        (Publication("1", abstract="The stress test followed a protocol of ten minutes."), StudyKind()),
        (Publication("1", title="Eggs: a pilot study"), StudyKind(is_pilot=True)),
    ],
)
def test_the_kind_of_a_study(publication: Publication, kind: StudyKind) -> None:
    assert study_kind(publication) == kind


@pytest.mark.parametrize("threshold", ["STATES_A_CAUSE", "STATES_AN_ASSOCIATION"])
def test_the_probabilities_decide(threshold: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overstatement, threshold, 1.01)
    assert why_overstated("Eating eggs cuts the risk of stroke", ASSOCIATED, StudyKind()) is None


def test_it_is_a_flag_with_both_sentences() -> None:
    found = compare_claim("Eating eggs cuts the risk of stroke", Publication("1", abstract=ASSOCIATED))
    assert found.flags == (Flag.OVERSTATED,)
    assert found.notes == (f"The article states a cause, the abstract an association: “{ASSOCIATED}”",)
