"""Intervals hold the true share about as often as they promise."""

from __future__ import annotations

import random

import pytest

from citecheck.audit.views.review_estimate import weighted, wilson


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    # Newcombe 1998, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_wilson(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right, of) == pytest.approx((low, high), abs=5e-5)


def test_nothing_reviewed_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_one_stratum_is_its_own_interval() -> None:
    assert weighted({"a": (15, 148)}, {"a": 1000}) == pytest.approx((15 / 148, *wilson(15, 148)))


def test_strata_count_by_their_size() -> None:
    share, low, high = weighted({"a": (10, 10), "b": (0, 10)}, {"a": 900, "b": 100})
    assert share == pytest.approx(0.9)
    assert 0.6 < low < 0.9 < high < 0.95


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    sizes, truth, of = {"a": 700, "b": 300}, {"a": 0.95, "b": 0.4}, 40
    true = sum(sizes[name] * truth[name] for name in sizes) / 1000
    held = 0
    for _ in range(1000):
        counts = {name: (sum(chance.random() < truth[name] for _ in range(of)), of) for name in sizes}
        _, low, high = weighted(counts, sizes)
        held += low <= true <= high
    assert 930 <= held <= 985
