"""Estimates how often verdicts are right, from a random sample that people reviewed.

The sample is stratified by verdict: citations are drawn at random within each verdict, and each share is
weighted by the number of citations with that verdict. The interval of a verdict is Wilson's. Intervals are
combined by the method of variance estimates recovery (Donner and Zou 2012), which keeps them between 0 and 1.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from citecheck.audit.store.store import Store

_Z = 1.959964  # 95 %
RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95 % interval.

    Attributes:
        name: A verdict as it was shown, "all", or "truly …" with the verdict that would be right.
        share: 0 to 1.
        low: Lower end of the interval.
        high: Upper end.
        reviewed: The number of reviewed citations behind it.
    """

    name: str
    share: float
    low: float
    high: float
    reviewed: int


def wilson(right: int, of: int) -> tuple[float, float]:
    """Return the bounds of Wilson's 95 % interval of a share, from 0 to 1; (0, 1) where `of` is 0.

    Args:
        right: The number of right ones.
        of: The number of all that were reviewed.
    """
    if of == 0:
        return 0.0, 1.0
    share, z2 = right / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def weighted(counts: Mapping[str, tuple[int, int]], sizes: Mapping[str, int]) -> tuple[float, float, float]:
    """Estimate a share over several strata.

    Args:
        counts: For each stratum: how many of its sample have the property, and how many were reviewed.
        sizes: For each stratum: the number of all its citations.

    Returns:
        The share and the bounds of its 95 % interval, from 0 to 1.
    """
    total = sum(sizes[name] for name in counts) or 1
    share = low = high = 0.0
    for name, (hits, of) in counts.items():
        weight = sizes[name] / total
        own = hits / of if of else 0.0
        lower, upper = wilson(hits, of)
        share += weight * own
        low += (weight * (own - lower)) ** 2
        high += (weight * (upper - own)) ** 2
    return share, max(0.0, share - math.sqrt(low)), min(1.0, share + math.sqrt(high))


def estimates(store: Store) -> tuple[Estimate, ...]:
    """Estimate how often each verdict is right, and then the true rate of each verdict.

    A review counts only while the citation still has the verdict that its reader saw.
    """
    rows = store.rows("""
        SELECT c.shown, r.truth, count(*) FROM reviews r
        JOIN current c ON c.article_key = r.article AND c.finding = r.finding AND c.shown = r.verdict
        GROUP BY 1, 2""")
    seen: dict[str, dict[str, int]] = defaultdict(dict)
    for verdict, truth, count in rows:
        true = verdict if truth == RIGHT else truth
        seen[verdict][true] = seen[verdict].get(true, 0) + count
    if not seen:
        return ()
    sizes = dict(store.rows("SELECT verdict, citations FROM verdicts"))
    found = []
    for verdict, truths in sorted(seen.items()):
        of = sum(truths.values())
        right = truths.get(verdict, 0)
        found.append(Estimate(verdict, right / of, *wilson(right, of), of))
    reviewed = sum(sum(truths.values()) for truths in seen.values())
    all_right = {v: (truths.get(v, 0), sum(truths.values())) for v, truths in seen.items()}
    found.append(Estimate("all", *weighted(all_right, sizes), reviewed))
    for true in sorted({true for truths in seen.values() for true in truths}):
        counts = {v: (truths.get(true, 0), sum(truths.values())) for v, truths in seen.items()}
        found.append(Estimate(f"truly {true}", *weighted(counts, sizes), reviewed))
    return tuple(found)
