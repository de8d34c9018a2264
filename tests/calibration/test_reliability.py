"""How often stated probabilities were right, by grade."""

from citecheck.calibration.reliability import Identified, reliability_table, render_table
from citecheck.verdicts.identity import Grade


def test_a_row_for_each_grade_and_range_that_occurs() -> None:
    rows = reliability_table(
        [
            Identified(Grade.PLACED, 0.1, is_right=False),
            Identified(Grade.PLACED, 0.97, is_right=True),
            Identified(Grade.PLACED, 1.0, is_right=False),
            Identified(Grade.NAMED, 0.95, is_right=True),
        ]
    )
    assert [(row.grade, row.start, row.end, row.count, row.right) for row in rows] == [
        (Grade.NAMED, 0.95, 1.0, 1, 1.0),
        (Grade.PLACED, 0.0, 0.2, 1, 0.0),
        (Grade.PLACED, 0.95, 1.0, 2, 0.5),
    ]
    assert abs(rows[2].stated - 0.985) < 1e-9
    assert list(render_table(rows))[1] == "named       0.95 to 1.00          1   0.950  1.000"
