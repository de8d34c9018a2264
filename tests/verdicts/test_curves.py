"""The curves of identity: their file, the size of the source, and how far each feature counts."""

from __future__ import annotations

import pytest

from citecheck.matching.chance_overlap import ChanceOverlap
from citecheck.matching.ranking import ScoredPair
from citecheck.verdicts.curves import FEATURES, features_of, load_curves, parse_curves
from tests.makers import published

_RECORD = published()


def test_a_larger_source_holds_more_that_looks_alike_and_a_smaller_one_proves_no_more() -> None:
    curves = load_curves()
    features = tuple(1.0 for _ in FEATURES)
    for grade in curves.of_grades:
        small, measured, whole = (curves.probability(grade, features, n) for n in (60_000, 313_731, None))
        assert small == measured
        assert whole < measured


def test_a_curve_is_read_from_its_file() -> None:
    rows = "\n".join(f"{name} = {1.0 if name == 'claim' else 0.0}" for name in FEATURES)
    curves = parse_curves(
        f"records = 100\nwhole = 400\n[grades.placed]\nstart = 0.0\nper_doubling = 1.0\n{rows}"
    )
    even = tuple(2.0 if name == "claim" else 5.0 for name in FEATURES)
    assert curves.probability("placed", even, None) == 0.5


@pytest.mark.parametrize(
    ("field", "feature", "most"),
    [("people", "people", 12.0), ("sample_size", "numbers", 8.0)],
)
def test_one_kind_of_evidence_adds_nothing_past_what_its_curve_was_fitted_on(
    field: str, feature: str, most: float
) -> None:
    def value_of(bits: float) -> float:
        pair = ScoredPair(_RECORD, {}, {field: bits}, bits)
        return features_of(pair, 0.0, ChanceOverlap())[FEATURES.index(feature)]

    for sign in (1.0, -1.0):
        nearly, all_but, past, far_past = (value_of(sign * (most + bits)) for bits in (-1.0, -0.5, 0.5, 9.0))
        assert nearly != all_but
        assert past == far_past


def test_what_is_shared_beyond_chance_enters_by_its_root_and_a_lag_by_a_negative_one() -> None:
    beyond = ChanceOverlap(16.0, -4.0, 9.0, 0.0, 5)
    features = dict(zip(FEATURES, features_of(ScoredPair(_RECORD, {}, {}, 0.0), 25.0, beyond), strict=True))
    named = ("margin", "shared", "lead", "title_shared", "title_lead", "sentences")
    assert [features[name] for name in named] == [5.0, 4.0, -2.0, 3.0, 0.0, 5.0]
