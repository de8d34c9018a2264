"""The curves of identity: their file, the size of the source, and how far each feature counts."""

from __future__ import annotations

import pytest

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
    rows = "\n".join(f"{name} = {1.0 if name == 'topic' else 0.0}" for name in FEATURES)
    curves = parse_curves(
        f"records = 100\nwhole = 400\n[grades.placed]\nstart = 0.0\nper_doubling = 1.0\n{rows}"
    )
    even = tuple(2.0 if name == "topic" else 5.0 for name in FEATURES)
    assert curves.probability("placed", even, None) == 0.5


@pytest.mark.parametrize(
    ("field", "feature", "most"),
    [("topic", "topic", 10.0), ("people", "people", 12.0), ("sample_size", "numbers", 8.0)],
)
def test_one_kind_of_evidence_adds_nothing_past_what_its_curve_was_fitted_on(
    field: str, feature: str, most: float
) -> None:
    def value_of(bits: float) -> float:
        pair = ScoredPair(_RECORD, {}, {field: bits}, bits)
        return features_of(pair, 0.0)[FEATURES.index(feature)]

    for sign in (1.0, -1.0):
        nearly, all_but, past, far_past = (value_of(sign * (most + bits)) for bits in (-1.0, -0.5, 0.5, 9.0))
        assert nearly != all_but
        assert past == far_past


def test_a_lead_of_more_than_eight_bits_adds_nothing() -> None:
    def value_of(margin: float) -> float:
        return features_of(ScoredPair(_RECORD, {}, {}, 0.0), margin)[FEATURES.index("margin")]

    assert value_of(7.0) < value_of(7.5) < value_of(8.5) == value_of(20.0)
