"""The stems of a claim that are searched for in records, in tables, with the weight of each."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citecheck.matching import lexicons
from citecheck.matching.claim_features import ClaimFeatures, Group
from citecheck.matching.term_keys import number_of

Bools = NDArray[np.bool_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]


class Wordings(NamedTuple):
    """The alternatives of all groups, one after the other.

    `stems` are the places of their stems; alternatives begin at `alternatives` among these, and have
    `sizes` stems; groups begin at `groups` among the alternatives.
    """

    stems: Indices
    alternatives: Indices
    sizes: Floats
    groups: Indices
    weights: Floats


class RelatedTerms(NamedTuple):
    """The stems related to those of each group's own wording, each with its similarity, group after group."""

    stems: Indices
    similarity: Floats
    groups: Indices


class ClaimIndex:
    """Numbers a claim's n stems 0 to n-1; the number n stands for every other stem.

    Attributes:
        terms: the terms of the finding, then those of the wider passage.
        of_finding: how many of them are the finding's.
        in_any_variant: whether the claim uses a stem in any variant of its terms, shape (n+1,).
        used: whether the claim uses it in its own words, shape (n+1,).
        similarity: how closely it is related to a stem that the claim uses (0-1), shape (n+1,).
    """

    def __init__(self, claim: ClaimFeatures) -> None:
        self.claim = claim
        groups = (*claim.groups, *claim.context_groups)
        related = [_related_to(group.alternatives[0]) for group in claim.groups]
        # Sums are added in the order of places: the claim's own words come first, in their own order.
        stems = dict.fromkeys(claim.counts)
        self.own = len(stems)
        stems |= dict.fromkeys(stem for group in groups for each in group.alternatives for stem in each)
        stems |= dict.fromkeys(itertools.chain(claim.terms, claim.related_stems, *related))
        self._places = dict(zip(stems, itertools.count(), strict=False))
        self.size = len(stems)
        self.terms = self._wordings(groups)
        self.of_finding = len(claim.groups)
        self.related = RelatedTerms(
            self._all_places(itertools.chain.from_iterable(related)),
            np.array([alike for row in related for alike in row.values()], dtype=np.float64),
            _starts([len(row) for row in related]),
        )
        self.in_any_variant = self._marked(claim.terms)
        self.used = self._marked(claim.counts)
        self.similarity = np.zeros(self.size + 1)
        self.similarity[self._all_places(claim.related_stems)] = list(claim.related_stems.values())
        numbers = np.array(list(map(number_of, stems)), dtype=np.int64)
        self._order = np.argsort(numbers)
        self._numbers = numbers[self._order]
        self._pair(claim)

    def _all_places(self, stems: Iterable[str]) -> Indices:
        return _places(list(map(self._places.__getitem__, stems)))

    def _marked(self, stems: Iterable[str]) -> Bools:
        marked = np.zeros(self.size + 1, dtype=np.bool_)
        marked[self._all_places(stems)] = True
        return marked

    def _wordings(self, groups: Sequence[Group]) -> Wordings:
        alternatives = [alternative for group in groups for alternative in group.alternatives]
        sizes = [len(alternative) for alternative in alternatives]
        return Wordings(
            self._all_places(itertools.chain.from_iterable(alternatives)),
            _starts(sizes),
            np.array(sizes, dtype=np.float64),
            _starts([len(group.alternatives) for group in groups]),
            np.array([group.weight for group in groups], dtype=np.float64),
        )

    def _pair(self, claim: ClaimFeatures) -> None:
        weights: dict[int, float] = {}
        for one, other in itertools.pairwise(claim.sequence):
            if one != other:
                lower, higher = sorted((self._places[one], self._places[other]))
                weights[lower * self.own + higher] = min(claim.stem_weights[one], claim.stem_weights[other])
        self._pairs = _places(sorted(weights))
        self._pair_weights = np.array([weights[pair] for pair in sorted(weights)], dtype=np.float64)

    def places(self, numbers: Indices) -> Indices:
        """The place of each stem, by its number."""
        if not self.size:
            return np.zeros(len(numbers), dtype=np.int64)
        at = np.searchsorted(self._numbers, numbers)
        at[at == self.size] = 0
        return np.where(self._numbers[at] == numbers, self._order[at], self.size)

    def adjoining(self, ones: Indices, others: Indices, owners: Indices, count: int) -> Floats:
        """What neighbouring words of the passage weigh that are also neighbours in each of several records.

        Args:
            ones: for each pair of neighbours in the records, the place of the first word; own words only.
            others: the place of the second word, as long as `ones`.
            owners: the number of the record (0 to count - 1) that has the pair, as long as `ones`.
            count: how many records there are.

        Returns:
            `count` sums in bits. A pair counts in either order, and once for each record.
        """
        if not len(self._pairs) or not len(ones):
            return np.zeros(count)
        pairs = np.minimum(ones, others) * self.own + np.maximum(ones, others)
        at = np.searchsorted(self._pairs, pairs)
        at[at == len(self._pairs)] = 0
        there = self._pairs[at] == pairs
        is_held = np.zeros(count * len(self._pairs), dtype=np.bool_)
        is_held[owners[there] * len(self._pairs) + at[there]] = True
        owner, pair = np.divmod(np.flatnonzero(is_held), len(self._pairs))
        return np.bincount(owner, self._pair_weights[pair], count).astype(np.float64)


# Neighbouring citations share terms.
@lru_cache(maxsize=4096)
def _related_to(wording: frozenset[str]) -> Mapping[str, float]:
    """The stems related to a group's own wording, and one stem of that with 0, so that no row is empty."""
    row = dict.fromkeys(itertools.islice(wording, 1), 0.0)
    for stem in wording:
        for other, alike in lexicons.related_stems(stem).items():
            row[other] = max(alike, row.get(other, 0.0))
    return row


def _places(values: Sequence[int]) -> Indices:
    return np.array(values, dtype=np.int64)


def _starts(sizes: Sequence[int]) -> Indices:
    """Where each of several runs of these sizes begins."""
    return _places([0, *itertools.accumulate(sizes)][: len(sizes)])
