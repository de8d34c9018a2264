"""Overstated only where the article states a cause and the record an association."""

import pytest

from citecheck.claims import strength
from citecheck.claims.strength import is_overstated, strength_of

ASSOCIATED = "Higher egg consumption was associated with a lower risk of stroke."


@pytest.mark.parametrize(
    ("claim", "passage", "overstated"),
    [
        ("Eating eggs cuts the risk of stroke", ASSOCIATED, True),
        ("Eating eggs may cut the risk of stroke", ASSOCIATED, False),
        ("Eating eggs is linked to a lower risk of stroke", ASSOCIATED, False),
        ("Eating eggs does not cut the risk of stroke", ASSOCIATED, False),
        ("Eating eggs cuts the risk of stroke", "Eggs reduced strokes in a randomised trial.", False),
    ],
)
def test_overstated(claim: str, passage: str, overstated: bool) -> None:
    assert is_overstated(claim, passage) is overstated


def test_the_bound_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strength, "OVERSTATED", 1.0)
    assert not is_overstated("Eating eggs cuts the risk of stroke", ASSOCIATED)


def test_the_four_kinds_add_up() -> None:
    likely = strength_of(ASSOCIATED)
    assert sum(likely.values()) == pytest.approx(1)
    assert max(likely, key=lambda kind: likely[kind]) == "association"
