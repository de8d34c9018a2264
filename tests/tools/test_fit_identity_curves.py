"""The tools of the verdicts: curves are fitted and read back, thresholds moved one by one."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.calibration.evaluate import LabelledText
from citecheck.verdicts.curves import FEATURES, MISSTATED, load_curves, parse_curves
from tools.change_thresholds import changes_of
from tools.fit_identity_curves import (
    Example,
    balanced,
    fit_curve,
    fit_curves,
    read_texts,
    render_curves,
)

SHARED, LACKING, PASSAGE = map(FEATURES.index, ("shared", "lacking", "passage"))


def example(value: float, *, is_right: bool, at: int = SHARED, weight: float = 1.0) -> Example:
    return Example("placed", tuple(value if at == n else 0.0 for n in range(len(FEATURES))), is_right, weight)


def test_what_separates_right_from_wrong_gets_its_weight() -> None:
    examples = [example(value, is_right=value > 0.0) for value in (-3.0, -2.0, -1.0, 1.0, 2.0, 3.0) * 20]
    curve = fit_curve(examples, 0.3)
    assert curve.per_doubling == 0.3
    assert curve.coefficients[SHARED] > 0.5
    assert all(abs(value) < 1e-6 for at, value in enumerate(curve.coefficients) if at != SHARED)


@pytest.mark.parametrize(("at", "low", "high"), [(SHARED, 0, 0), (LACKING, -99, -0.5), (PASSAGE, -99, -0.5)])
def test_no_evidence_speaks_against_a_candidate(at: int, low: float, high: float) -> None:
    examples = [
        example(value, is_right=value < 0.0, at=at) for value in (-3.0, -2.0, -1.0, 1.0, 2.0, 3.0) * 20
    ]
    assert low <= fit_curve(examples, 0.3).coefficients[at] <= high


def test_an_example_counts_by_its_weight() -> None:
    examples = [example(1.0, is_right=True, weight=3.0), example(1.0, is_right=False, weight=1.0)] * 40
    assert fit_curve(examples, 0.0).start == pytest.approx(math.log(3.0), abs=0.01)


def test_a_curve_of_few_examples_stays_near_that_of_its_family() -> None:
    family = [example(value, is_right=value > 0.0) for value in (-2.0, -1.0, 1.0, 2.0) * 40]
    even = [example(value, is_right=right) for value in (-1.0, 1.0) for right in (True, False)] * 10
    alone, drawn = fit_curve(even, 0.3), fit_curve(even, 0.3, [*family, *even])
    assert alone.coefficients[SHARED] == pytest.approx(0.0, abs=1e-3)
    assert drawn.coefficients[SHARED] > 0.01


def test_passages_and_sentences_are_one_family() -> None:
    """Both have their own curve; the passages' examples are known by the end of the name."""
    sentences = [example(value, is_right=value > 0.0) for value in (-2.0, -1.0, 1.0, 2.0) * 40]
    passages = [replace(one, curve="placed_of_passage", is_right=not one.is_right) for one in sentences]
    curves = fit_curves([*sentences, *passages], load_curves(), 500).of_grades
    alone = fit_curve(sentences, curves["placed"].per_doubling).coefficients[SHARED]
    assert 0.0 < curves["placed"].coefficients[SHARED] < alone
    assert curves["placed_of_passage"].coefficients[SHARED] == pytest.approx(0.0, abs=0.05)


def test_absent_studies_count_more_than_misstated_ones() -> None:
    right, wrong = example(1.0, is_right=True), example(0.0, is_right=False)
    assert [one.weight for one in balanced([right, wrong, wrong, wrong, wrong])] == [1.0, *[0.4375] * 4]
    assert balanced([right]) == [right]
    assert MISSTATED in load_curves().of_grades


def test_a_grade_with_few_examples_keeps_its_curve_and_the_file_is_read_back() -> None:
    known = load_curves()
    curves = fit_curves([example(1.0, is_right=True)] * 5, known, 500)
    assert curves.of_grades == known.of_grades
    again = parse_curves(render_curves(curves, "five texts"))
    assert (again.records, set(again.of_grades)) == (500, set(known.of_grades))


def test_labelled_texts_are_read_in_either_form(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text(
        '{"text": "A study.", "kind": "invented", "pmid": null}\n'
        '{"sentences": ["A study.", "It found."], "pmid": 7}\n'
        '{"text": "A story.", "record": {"pmid": "8"}}\n'
    )
    assert read_texts(path) == (
        LabelledText("A study.", "invented", None),
        LabelledText("A study.\n\nIt found.", "real", "7"),
        LabelledText("A story.", "real", "8"),
    )


def test_each_constant_is_moved_both_ways() -> None:
    source = "# Shares.\nVERIFIED = 0.9\n_FIRST, _LAST = 4, -9.0\n_EDGES = (0.0, 6.0)\n_NAME = 'Gut'\n"
    moved = list(changes_of(source))
    assert [(one.name, round(one.value, 3)) for one in moved] == [
        ("VERIFIED", 0.6), ("VERIFIED", 0.933), ("_FIRST", 3), ("_FIRST", 5), ("_LAST", -12), ("_LAST", -6),
        ("_EDGES", -1), ("_EDGES", 1), ("_EDGES", 4), ("_EDGES", 8),
    ]  # fmt: skip
    assert moved[4].source == source.replace("-9.0", "-12.0")


def test_a_constant_that_only_bounds_memory_stays() -> None:
    assert not list(changes_of("_MOST_RECORDS = 20_000\n"))
