"""Publications in the order of their scores for a claim. A match is rendered when it is first read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from citecheck.matching.comparison_level import SILENT, ComparisonResult
from citecheck.matching.comparisons import FIELD_BY_NAME
from citecheck.matching.contradictions import contradicts, sum_without_contradictions
from citecheck.matching.term_overlap import TermOverlaps
from citecheck.model import Comparison, Publication, ScoredCandidate

# More evidence than this, in bits, makes no difference.
_MOST_BITS = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class ScoredPair:
    """A publication compared with a claim.

    Attributes:
        publication: the publication.
        outcomes: the result of each comparison, by field.
        weights: the bits of each stated field.
        total: the sum of the bits.
        covers: the overlap of the topic with all publications compared together; None without a topic.
        place: the index of this publication in `covers`.
    """

    publication: Publication
    outcomes: Mapping[str, ComparisonResult]
    weights: Mapping[str, float]
    total: float
    covers: TermOverlaps | None = None
    place: int = 0

    @property
    def order(self) -> tuple[float, tuple[int, str]]:
        """The sort key: the highest sum first, equal sums by PMID."""
        pmid = self.publication.pmid
        return -round(self.total, 6), (int(pmid), "") if pmid.isdigit() else (0, pmid)

    def level(self, name: str) -> str:
        """The level of the comparison on the field `name`."""
        return self.outcomes.get(name, SILENT).level

    def agrees(self, name: str) -> bool:
        """Whether claim and record agree on the field `name` so well that it identifies the record."""
        return self.level(name) in FIELD_BY_NAME[name].agreeing

    @property
    def contradicted(self) -> tuple[str, ...]:
        """The fields in which claim and record can't both be right."""
        return tuple(name for name, outcome in self.outcomes.items() if contradicts(name, outcome.level))

    @property
    def strength(self) -> float:
        """The sum of the bits, without negative bits of contradicted fields."""
        return sum_without_contradictions(
            (name, self.outcomes[name].level, bits) for name, bits in self.weights.items()
        )

    @property
    def fit(self) -> float:
        """How well the topic alone fits (0-1): the product of the covered shares of finding and title."""
        return self.covers.fit(self.place) if self.covers else 0.0


class Ranking(Sequence[ScoredCandidate]):
    """The matches of a claim, the likeliest first.

    Only one of them can be the true match: the better the others fit, the lower is the prior of each.
    """

    def __init__(self, weighed: Iterable[ScoredPair], prior: float, unstated: tuple[Comparison, ...]) -> None:
        self._found = tuple(weighed)
        self.prior = prior
        self._matches: dict[int, ScoredCandidate] = {}
        self._unstated = unstated

    @cached_property
    def weighed(self) -> tuple[ScoredPair, ...]:
        """The scored pairs that the matches are rendered from, in the same order."""
        return tuple(sorted(self._found, key=lambda one: one.order))

    @cached_property
    def _priors(self) -> list[float]:
        return candidate_competition([one.total for one in self.weighed], self.prior)

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, at: int) -> ScoredCandidate: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[ScoredCandidate, ...]: ...

    def __getitem__(self, at: int | slice) -> ScoredCandidate | tuple[ScoredCandidate, ...]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self))))
        place = range(len(self))[at]
        match = self._matches.get(place)
        if match is None:
            match = self._matches[place] = written(self.weighed[place], self._priors[place], self._unstated)
        return match

    def with_probability(self, at: int, probability: float) -> ScoredCandidate:
        """The match at a place, with the prior that makes its score the log-odds of a given probability.

        Args:
            at: the place in the ranking, from 0.
            probability: the probability (0-1), kept 1e-12 away from 0 and 1.

        Returns:
            The match, whose score is the log-odds of the probability, in bits.

        Raises:
            IndexError: the ranking has no such place.
        """
        bounded = max(min(probability, 1.0 - 1e-12), 1e-12)
        one = self.weighed[at]
        return written(one, math.log2(bounded / (1.0 - bounded)) - one.total, self._unstated)


def written(weighed: ScoredPair, prior: float, unstated: tuple[Comparison, ...]) -> ScoredCandidate:
    """The match of a scored pair, with a comparison for every field.

    Args:
        weighed: a publication with the results and bits of the fields that are stated.
        prior: the prior of this publication, in bits.
        unstated: a comparison for each field that is used if the field is not stated; it gives the order.

    Returns:
        The match; each field has its comparison, from `weighed` or else from `unstated`.
    """
    stated = {
        name: Comparison(name, outcome.level, weighed.weights[name], outcome.claimed, outcome.shown)
        for name, outcome in weighed.outcomes.items()
        if name in weighed.weights
    }
    return ScoredCandidate(weighed.publication, tuple(stated.get(one.field, one) for one in unstated), prior)


def candidate_competition(bits: Sequence[float], prior: float) -> list[float]:
    """The priors of several candidates, of which at most one is the true match.

    The prior of each is its chance against all others together and against the case that no candidate is the
    true match.

    Args:
        bits: the evidence for each of n candidates, in bits; more than 60 count as 60.
        prior: the prior of a candidate that has no competitor, in bits.

    Returns:
        n priors in bits, in the order of the candidates; each is at most `prior`.
    """
    odds = [math.exp2(min(value, _MOST_BITS)) for value in bits]
    none = math.exp2(-prior)
    heaviest = max(range(len(odds)), key=odds.__getitem__, default=0)
    rest = none + sum(odds[:heaviest]) + sum(odds[heaviest + 1 :])
    whole = rest + (odds[heaviest] if odds else 0.0)
    return [-math.log2(rest if at == heaviest else whole - value) for at, value in enumerate(odds)]
