"""Which way a sentence points, and how a claim is taken apart."""

import pytest

from citecheck.claims.direction import Way, find_signals, read_effect
from citecheck.text import stem_token


@pytest.mark.parametrize(
    ("sentence", "ways"),
    [
        ("Blood pressure was higher with liquorice.", [Way.UP]),
        ("Zinc reduced the number of colds.", [Way.DOWN]),
        ("Pain did not differ between the groups.", [Way.SAME]),
        ("There was no significant difference in weight.", [Way.SAME]),
        ("Sleep improved in the valerian group.", [Way.GOOD]),
        # less decline is more
        ("There was less decline in memory with exercise.", [Way.UP]),
        # what denies a direction goes with it
        ("Ginger tea was not associated with fewer headaches.", [Way.SAME]),
        ("Pain was similar and sleep was longer.", [Way.SAME, Way.UP]),
        ("People who drank three cups or more slept as well.", []),
        ("Patients with lower back pain were asked.", []),
        ("It doesn’t reduce fever.", [Way.SAME]),
    ],
)
def test_signals(sentence: str, ways: list[Way]) -> None:
    assert [signal.way for signal in find_signals(sentence)] == ways


def test_a_word_of_the_outcome_is_no_signal() -> None:
    assert [s.way for s in find_signals("weight gain was smaller", frozenset({"weight", "gain"}))] == [
        Way.DOWN
    ]


def test_a_claim_of_two_arms_is_taken_apart() -> None:
    effect = read_effect("liquorice led to higher blood pressure than placebo did")
    assert effect is not None
    assert effect.way is Way.UP
    assert effect.outcome == {stem_token("blood"), stem_token("pressure")}
    assert "placebo" in effect.comparator
    assert effect.intervention


def test_the_signal_after_the_verb_is_the_claims() -> None:
    effect = read_effect(
        "less tight targets (fasting glucose lower than 5) led to higher birth weight than tight targets did"
    )
    assert effect is not None
    assert effect.way is Way.UP
    assert effect.outcome == {stem_token("birth"), stem_token("weight")}


@pytest.mark.parametrize("claim", ["Does zinc reduce colds?", "Forty nurses took part"])
def test_questions_and_plain_facts_have_no_effect(claim: str) -> None:
    assert read_effect(claim) is None
