"""Numbers with units: read, rounded as writers round, and held against the only ones of their unit."""

import pytest

from citecheck.claims.numbers import disagreeing_numbers, find_measures, is_rounded


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("after 12 weeks of 300 mg a day", [(12, "weeks"), (300, "mg")]),
        ("1,200 nurses", [(1200, "people")]),
        ("5, 10 and 20 mg", [(5, "mg"), (10, "mg"), (20, "mg")]),
        ("2 mg/kg", [(2, "mg/kg")]),
        ("20 percent lower (95% CI 12-27)", [(20, "%")]),
        ("published in 2019 on page 12", []),
        ("six months", [(6, "months")]),
    ],
)
def test_measures(text: str, measures: list[tuple[float, str]]) -> None:
    assert [(one.value, one.unit) for one in find_measures(text)] == measures


@pytest.mark.parametrize(
    ("claim", "abstract", "notes"),
    [
        ("zinc for 12 weeks helped", "Zinc was taken for 8 weeks.", [("12 weeks", "8 weeks")]),
        ("zinc for 12 weeks helped", "Zinc was taken for 12 weeks.", []),
        # a bound, which the abstract's number keeps to
        ("zinc helped within 12 hours", "Zinc helped after 4 hours.", []),
        ("zinc must be taken at least 12 weeks", "Zinc was taken for 8 weeks.", []),
        # no number of that unit: nothing to compare
        ("zinc for 12 weeks helped", "Zinc was taken by 40 adults.", []),
        # a relative change that the abstract writes as a ratio
        ("a 20 percent lower risk", "The hazard ratio was 0.80; 3% died.", []),
        ("a 50 percent higher risk", "RR 1.5 (1 of 100, 1%).", []),
        ("a 12-point difference, 12 percent", "40% improved with zinc and 52% with placebo.", []),
        ("120 people took part", "60 patients took zinc and 60 patients placebo.", []),
        # "12" stands without a unit and may be the weeks
        ("zinc for 12 weeks helped", "At week 12 the 8 weeks of follow-up began.", []),
    ],
)
def test_disagreements(claim: str, abstract: str, notes: list[tuple[str, str]]) -> None:
    assert [(mine.text, other.text) for mine, other in disagreeing_numbers(claim, abstract)] == notes


@pytest.mark.parametrize(
    ("written", "exact", "fits"),
    [
        (20, 19.6, True),
        (20, 21.1, False),
        (36, 36.4, True),
        (4, 4.4, False),
        (1.5, 1.5, True),
        (0, 0.2, False),
    ],
)
def test_rounding(written: float, exact: float, fits: bool) -> None:
    assert is_rounded(written, exact) is fits


def test_a_number_of_very_many_groups_of_digits_is_read_in_one_way() -> None:
    assert find_measures("1" + ",000" * 5_000 + " times") == ()
    assert find_measures("1, " * 20_000 + "2 mg")[-1].unit == "mg"


def test_a_longer_list_does_not_hide_the_next_measure() -> None:
    assert [measure.text for measure in find_measures("in 2, 3 and 4 of them, 5 mg; 1, 2 mg")] == [
        "5 mg", "1 mg", "2 mg",
    ]  # fmt: skip
