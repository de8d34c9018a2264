"""The tools of the verdicts: curves are fitted and read back, thresholds moved one by one."""

from __future__ import annotations

from citecheck.verdicts.curves import FEATURES, load_curves, parse_curves
from tools.change_thresholds import changes
from tools.fit_identity_curves import Example, fit_curve, fit_curves, render_curves

TOPIC = FEATURES.index("topic")


def example(topic: float, *, is_right: bool) -> Example:
    return Example("placed", tuple(topic if at == TOPIC else 0.0 for at in range(len(FEATURES))), is_right)


def test_what_separates_right_from_wrong_gets_its_weight() -> None:
    examples = [example(topic, is_right=topic > 0.0) for topic in (-3.0, -2.0, -1.0, 1.0, 2.0, 3.0) * 20]
    curve = fit_curve(examples, 0.3)
    assert curve.per_doubling == 0.3
    assert curve.coefficients[TOPIC] > 0.5
    assert all(abs(value) < 1e-6 for at, value in enumerate(curve.coefficients) if at != TOPIC)


def test_a_grade_with_few_examples_keeps_its_curve_and_the_file_is_read_back() -> None:
    known = load_curves()
    curves = fit_curves([example(1.0, is_right=True)] * 5, known, 500)
    assert curves.of_grades == known.of_grades
    again = parse_curves(render_curves(curves, "five texts"))
    assert (again.records, set(again.of_grades)) == (500, set(known.of_grades))


def test_each_threshold_is_moved_both_ways() -> None:
    source = "# A threshold.\nVERIFIED = 0.9\nPOSSIBLE = 0.3\n"
    moved = list(changes(source))
    assert [(name, round(value, 3)) for name, value, _ in moved] == [
        ("VERIFIED", 0.6), ("VERIFIED", 0.933), ("POSSIBLE", 0.2), ("POSSIBLE", 0.533),
    ]  # fmt: skip
    assert "VERIFIED = 0.9\n" in moved[2][2]
