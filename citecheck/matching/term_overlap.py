"""How far a claim and records cover each other's words: all candidates of a claim are measured together."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.claim_index import Bools, ClaimIndex, Floats, Indices
from citecheck.matching.record_features import RecordFeatures, Stems

# A passage twice as long has twice the chance to hold any word: a shared word loses this share of that bit.
_BY_CHANCE = 0.5
# A term of two words counts as there if one of them is.
_MOSTLY = 0.5
# What a word counts that is only related to the one looked for, times their likeness.
_CREDIT = 0.5
_TITLE_CREDIT = 0.5


class TermOverlap(NamedTuple):
    """How far claim and record cover each other.

    Attributes:
        matched_bits: the weight of the finding's terms that the record has.
        matched_bits_above_chance: the same, less what a record of so many terms has by chance.
        title_only_bits: the weight of the title's terms that the article lacks.
        context_bits: the weight of the wider passage's terms that the record has outside its title.
        neighbour_bits: the weight of words that follow each other in the article as in the record.
        finding_share: the covered share (0-1) of the finding.
        title_share: the covered share (0-1) of the title.
        passage_length: the length of what the article says, in doublings.
        title_bits_above_chance: the weight of the title's terms that the article has, less what a passage of
            that length has by chance.
        missing: the key concepts that the record lacks.
        lacking_share: their share (0-1) of the weight of all key concepts.
        covered: the terms of the finding that the record has.
        absent: the missing key concepts of a role (the intervention, the condition) of which the record has
            nothing at all.
        has_key_concepts: whether the claim has any key concept.
    """

    matched_bits: float
    matched_bits_above_chance: float
    title_only_bits: float
    context_bits: float
    neighbour_bits: float
    finding_share: float
    title_share: float
    passage_length: float
    title_bits_above_chance: float
    missing: tuple[str, ...]
    lacking_share: float
    covered: tuple[str, ...]
    absent: tuple[str, ...]
    has_key_concepts: bool


_FINDING, _TITLE = map(TermOverlap._fields.index, ("finding_share", "title_share"))


@dataclass(frozen=True, slots=True)
class TermOverlaps:
    """The overlap of a claim with each of n records.

    Attributes:
        of: the claim.
        measures: the first nine fields of TermOverlap, shape (9, n).
        covered: which of the finding's terms each record has, shape (n, number of the claim's groups).
        terms: which terms of finding and wider passage each record has as a whole, shape (n, their number).
        title_terms: the same of its title alone.
        stems: which of the claim's own stems each record has, in the order of `counts`, shape (n, their
            number).
        sizes: how many different stems each record has, shape (n,).
    """

    of: ClaimFeatures
    measures: Floats
    covered: Bools
    terms: Bools
    title_terms: Bools
    stems: Bools
    sizes: Floats

    def fit(self, place: int) -> float:
        """The product of the covered shares of finding and title, for one of the records."""
        return float(self.measures[_FINDING, place] * self.measures[_TITLE, place])

    def at(self, place: int) -> TermOverlap:
        """The overlap with one of the records."""
        there = self.covered[place]
        missing = [group for at, group in self.of.key_groups if not there[at]]
        held_roles = {group.role for at, group in self.of.key_groups if there[at]}
        return TermOverlap._make(
            (
                *self.measures[:, place].tolist(),
                tuple(group.text for group in missing),
                sum(group.weight for group in missing) / self.of.key_weight if missing else 0.0,
                tuple(group.text for group, held in zip(self.of.groups, there, strict=True) if held),
                tuple(group.text for group in missing if group.role not in held_roles),
                bool(self.of.key_groups),
            )
        )


def term_overlaps(index: ClaimIndex, records: Sequence[RecordFeatures]) -> TermOverlaps:
    """How far a claim and each of several records cover each other; synonyms count as the same.

    Args:
        index: the claim's stems, laid out in tables.
        records: n records.

    Returns:
        The overlap with each of the n records, in their order.
    """
    claim = index.claim
    stems = [record.stems for record in records]
    lengths = np.array([one.length for one in stems])
    words = _Words.of(index, [one.all for one in stems])
    title_words = _Words.of(index, [one.title for one in stems])
    there = words.there()
    held = _held_shares(index, there)
    terms, title_terms = held == 1.0, _held_shares(index, title_words.there()) == 1.0
    shares = _finding_shares(index, there, held)
    weights = index.terms.weights[: index.of_finding]
    matched = (shares * weights).sum(axis=1)
    above_chance = (shares * np.maximum(weights - lengths[:, None], 0.0)).sum(axis=1)
    held, title_above_chance, title_only = _title_coverage(index, title_words, stems)
    measures = np.array(
        [
            matched,
            above_chance,
            title_only,
            _around(index, terms & ~title_terms),
            _adjoining(index, words, stems),
            _share(matched, np.maximum(claim.groups_weight - matched, 0.0)),
            _share(held, title_only),
            np.full(len(stems), claim.length),
            title_above_chance,
        ]
    )
    return TermOverlaps(
        claim, measures, shares >= _MOSTLY, terms, title_terms, there[:, : index.own], np.exp2(lengths)
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of several records, one record after the other, with the record and the place of each."""

    records: int
    owners: Indices
    places: Indices
    size: int

    @classmethod
    def of(cls, index: ClaimIndex, stems: Sequence[Collection[int]]) -> _Words:
        """The words of these records as a claim sees them."""
        owners = np.repeat(np.arange(len(stems)), [len(one) for one in stems])
        numbers = np.array(list(itertools.chain.from_iterable(stems)), dtype=np.int64)
        return cls(len(stems), owners, index.places(numbers), index.size)

    def there(self) -> Bools:
        """Which stem of the claim which record has; a row for each record."""
        there = np.zeros((self.records, self.size + 1), dtype=np.bool_)
        known = self.places < self.size
        there[self.owners[known], self.places[known]] = True
        return there


def _held_shares(index: ClaimIndex, there: Bools) -> Floats:
    """How much of its best variant stands in a record, for each term of finding and passage: 1 is all."""
    terms = index.terms
    if not len(terms.groups):
        return np.zeros((len(there), 0))
    stems = np.add.reduceat(there[:, terms.stems], terms.alternatives, axis=1, dtype=np.float64)
    held: Floats = np.maximum.reduceat(stems / terms.sizes, terms.groups, axis=1)
    return held


def _finding_shares(index: ClaimIndex, there: Bools, held: Floats) -> Floats:
    """How much of its best variant, or else of its related stems, a record has, for the finding's terms."""
    own, related = held[:, : index.of_finding], index.related
    if not index.of_finding:
        return own
    similar = np.maximum.reduceat(there[:, related.stems] * related.similarity, related.groups, axis=1)
    return np.where(own > 0.0, own, _CREDIT * similar)


def _around(index: ClaimIndex, outside: Bools) -> Floats:
    """The weight of the wider passage's terms that a record has outside its title."""
    first = index.of_finding
    around: Floats = (outside[:, first:] * index.terms.weights[first:]).sum(axis=1)
    return around


def _title_coverage(
    index: ClaimIndex, words: _Words, stems: Sequence[Stems]
) -> tuple[Floats, Floats, Floats]:
    """The weight of a title's terms that the article has, less chance, and of those that it lacks."""
    weights = np.array([weight for one in stems for weight in one.title.values()], dtype=np.float64)
    mine = index.in_any_variant[words.places]
    beyond_chance = np.where(
        mine & index.used[words.places], np.maximum(weights - _BY_CHANCE * index.claim.length, 0.0), 0.0
    )
    lacking = np.where(mine, 0.0, weights * (1.0 - _TITLE_CREDIT * index.similarity[words.places]))

    count = len(stems)
    return (
        np.bincount(words.owners, weights * mine, count).astype(np.float64),
        np.bincount(words.owners, beyond_chance, count).astype(np.float64),
        np.bincount(words.owners, lacking, count).astype(np.float64),
    )


def _adjoining(index: ClaimIndex, words: _Words, stems: Sequence[Stems]) -> Floats:
    """The weight of neighbours in the article that are neighbours in a record's title or abstracts."""
    of_text = np.repeat(
        np.tile([True, False], len(stems)),
        [n for one in stems for n in (one.of_text, len(one.all) - one.of_text)],
    )
    own = (words.places < index.own) & of_text
    at = np.flatnonzero(own[:-1] & own[1:])
    return index.adjoining(words.places[at], words.places[at + 1], words.owners[at], len(stems))


def _share(there: Floats, lacking: Floats) -> Floats:
    return np.divide(there, there + lacking, out=np.zeros(len(there)), where=there > 0.0)
