"""What is said of an audit while it runs."""

from collections import Counter

import pytest

from citecheck.audit import RunCounts
from citecheck.cli.progress import progress_line


@pytest.mark.parametrize(
    ("tally", "left", "line"),
    [
        (RunCounts(), None, "0 articles, 0.0 a second, 0 citations"),
        (
            RunCounts(1_200, verdicts=Counter(verified=9, not_in_index=20)),
            5_400.0,
            "1,200 articles, 20 a second, about 90 min left, 29 citations: 20 not in this index, 9 verified",
        ),
        (
            RunCounts(90, unchanged=1_000, unreadable=2),
            90.0,
            "90 articles, 1.5 a second, about 90 s left, 1,000 unchanged, 2 could not be read, 0 citations",
        ),
        (RunCounts(6_000), 36_000.0, "6,000 articles, 100 a second, about 10.0 h left, 0 citations"),
    ],
)
def test_how_far_it_is(tally: RunCounts, left: float | None, line: str) -> None:
    assert progress_line(tally, 60.0, left) == line
