"""Contradicted where the abstract denies what a claim relates, or turns it around."""

import pytest

from citecheck.claims import relation_contradiction
from citecheck.claims.passage import RecordText
from citecheck.claims.relation_contradiction import contradicting_relation

NO_LINK = "Conclusions: There is no convincing evidence that elderberry syrup prevents influenza."
SHIFTS = "Results: Night work was not associated with mortality from breast cancer."
SLEEP = "Results: Lack of vitamin K was associated with an increased risk of insomnia."
PARTS = "Results: Low birth weight and household mould increased the risk of eczema."
DOSES = "Results: Less than two cups of cocoa a day had no effect on acne."


def clause(claim: str, abstract: str) -> str | None:
    return contradicting_relation(claim, RecordText(abstract, claim))


@pytest.mark.parametrize(
    ("claim", "abstract"),
    [
        ("Elderberry syrup prevents influenza", NO_LINK),
        ("Elderberry syrup can prevent influenza (study)", NO_LINK),
        # in other words for the same thing
        ("Night work is linked to deaths from breast cancer", SHIFTS),
        # more of the one is less of the other
        ("Vitamin K raises the risk of insomnia", SLEEP),
    ],
)
def test_what_is_denied_or_turned_around(claim: str, abstract: str) -> None:
    assert clause(claim, abstract)


@pytest.mark.parametrize(
    ("claim", "abstract"),
    [
        ("Elderberry syrup does not prevent influenza", NO_LINK),
        ("Does elderberry syrup prevent influenza?", NO_LINK),
        ("Elderberry syrup is safe and prevents influenza", NO_LINK),
        ("Elderberry syrup prevents influenza better than honey", NO_LINK),
        ("Elderberry syrup prevents bronchitis and asthma", NO_LINK),
        ("Garlic prevents influenza", NO_LINK),
        ("Lack of vitamin K raises the risk of insomnia", SLEEP),
        ("Vitamin K may affect insomnia", SLEEP),
        # what is low is not the mould
        ("Household mould increases the risk of eczema", PARTS),
        # little of it says nothing of much
        ("Cocoa causes acne", DOSES),
        # that there is no benefit does not deny a harm
        ("Elderberry syrup worsens influenza", "Elderberry syrup was not beneficial in influenza."),
        # hypotheses and aims are no results
        (
            "Elderberry syrup prevents influenza",
            "We asked whether elderberry syrup does not prevent influenza.",
        ),
        # one sentence of the abstract agrees
        ("Elderberry syrup prevents influenza", f"{NO_LINK} Elderberry syrup prevents influenza."),
    ],
)
def test_everything_else_is_left_open(claim: str, abstract: str) -> None:
    assert clause(claim, abstract) is None


@pytest.mark.parametrize(
    ("threshold", "claim", "abstract"),
    [
        ("DENIED", "Elderberry syrup prevents influenza", NO_LINK),
        ("OPPOSED", "Vitamin K raises the risk of insomnia", SLEEP),
    ],
)
def test_the_shares_decide(
    threshold: str, claim: str, abstract: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relation_contradiction, threshold, 1.01)
    assert clause(claim, abstract) is None


def test_half_of_the_outcome_is_enough() -> None:
    assert clause("Elderberry syrup prevents influenza pneumonia", NO_LINK)
    assert not clause("Elderberry syrup prevents influenza pneumonia in pilots", NO_LINK)


def test_what_is_too_long_for_a_clause_is_not_read() -> None:
    assert not clause(
        "Elderberry syrup prevents influenza", NO_LINK.replace("that", "that, " + "as such, " * 120)
    )
