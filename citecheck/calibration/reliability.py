"""How often a probability was right, by grade of the evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from citecheck.verdicts.identity import Grade

# Where the ranges of stated probabilities begin; the last one is that of verified studies.
_STARTS = (0.0, 0.2, 0.5, 0.8, 0.95)


@dataclass(frozen=True, slots=True)
class Identified:
    """The best candidate of a citation, and whether it is the labelled publication."""

    grade: Grade
    probability: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The citations of one grade whose stated probability lies in one range.

    Attributes:
        grade: the grade of their best candidate.
        start: the least probability of the range.
        end: the end of the range.
        count: how many citations there are, at least one.
        stated: the mean of the stated probabilities (0-1).
        right: the share (0-1) whose best candidate is the labelled publication.
    """

    grade: Grade
    start: float
    end: float
    count: int
    stated: float
    right: float


def reliability_table(identified: Iterable[Identified]) -> tuple[ReliabilityBin, ...]:
    """Compare stated probabilities with the truth, by grade and range of probabilities.

    Args:
        identified: the best candidates of labelled citations.

    Returns:
        A row for each grade and range that occurs, the best grade and the lowest range first.
    """
    bins: dict[tuple[Grade, int], list[Identified]] = defaultdict(list)
    for one in identified:
        bins[one.grade, bisect_right(_STARTS, one.probability) - 1].append(one)
    order = list(Grade)
    return tuple(
        _bin(grade, at, bins[grade, at])
        for grade, at in sorted(bins, key=lambda key: (order.index(key[0]), key[1]))
    )


def _bin(grade: Grade, at: int, found: list[Identified]) -> ReliabilityBin:
    return ReliabilityBin(
        grade,
        _STARTS[at],
        (*_STARTS, 1.0)[at + 1],
        len(found),
        sum(one.probability for one in found) / len(found),
        sum(one.is_right for one in found) / len(found),
    )


def render_table(table: Iterable[ReliabilityBin]) -> Iterator[str]:
    """The lines of a table, its head first."""
    yield "grade       probability   citations  stated  right"
    for row in table:
        bounds = f"{row.start:.2f} to {row.end:.2f}"
        yield f"{row.grade:11} {bounds}  {row.count:9}   {row.stated:.3f}  {row.right:.3f}"
