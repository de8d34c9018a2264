"""How far a claim and records cover each other's words: all candidates of a claim are measured together."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.claim_index import Bools, ClaimIndex, Floats, Indices, Wordings
from citecheck.matching.record_features import RecordFeatures, Stems

# A passage twice as long has twice the chance to hold any word: a shared word loses this share of that bit.
_BY_CHANCE = 0.5
# A term of two words counts as there if one of them is.
_MOSTLY = 0.5
# What a word counts that is only related to the one looked for, times their likeness.
_CREDIT = 0.5
_TITLE_CREDIT = 0.5


class TermOverlap(NamedTuple):
    """How far claim and record cover each other; all but the shares are in bits.

    `told` weighs the finding's terms that the record has, `telling` the same less what a record of so many
    terms has by chance, `unshown` the title's terms that the article
    lacks, `around` the terms of the wider passage that the record has outside its title, `adjoining` words
    that follow each other in the article as in the record. `claim` and `title` are the covered shares of
    finding and title. `passage` is the length of what the article says, in doublings; `surprising` weighs
    the title's terms that it has, less what a passage of that length has by chance. `missing` are the key
    concepts that the record lacks, `lacking` is their share of the weight of all; `absent` are those of a
    role (the intervention, the condition) of which the record has nothing at all, and `has_key_concepts` says
    whether the claim has any.
    """

    told: float
    telling: float
    unshown: float
    around: float
    adjoining: float
    claim: float
    title: float
    passage: float
    surprising: float
    missing: tuple[str, ...]
    lacking: float
    covered: tuple[str, ...]
    absent: tuple[str, ...]
    has_key_concepts: bool


_CLAIM, _TITLE = map(TermOverlap._fields.index, ("claim", "title"))


@dataclass(frozen=True, slots=True)
class TermOverlaps:
    """The coverage of a claim and each of several records: `measures` has a row for each measure of Coverage.

    `covered` says which of the finding's terms are there, with a row for each record.
    """

    of: ClaimFeatures
    measures: Floats
    covered: Bools

    def fit(self, place: int) -> float:
        """The product of the covered shares of finding and title, for one of the records."""
        return float(self.measures[_CLAIM, place] * self.measures[_TITLE, place])

    def at(self, place: int) -> TermOverlap:
        """The coverage of one of the records."""
        told, telling, unshown, around, adjoining, claim, title, passage, surprising = self.measures[
            :, place
        ].tolist()
        there = self.covered[place]
        missing = [group for at, group in self.of.key_groups if not there[at]]
        held_roles = {group.role for at, group in self.of.key_groups if there[at]}
        return TermOverlap(
            told, telling, unshown, around, adjoining, claim, title, passage, surprising,
            tuple(group.text for group in missing),
            sum(group.weight for group in missing) / self.of.key_weight if missing else 0.0,
            tuple(group.text for group, held in zip(self.of.groups, there, strict=True) if held),
            tuple(group.text for group in missing if group.role not in held_roles),
            bool(self.of.key_groups),
        )  # fmt: skip


def term_overlaps(sought: ClaimIndex, records: Sequence[RecordFeatures]) -> TermOverlaps:
    """How far a claim and each of several records cover each other; synonyms count as the same.

    Args:
        sought: the claim's stems, laid out in tables.
        records: n records.

    Returns:
        The coverage of the n records, in their order: a column of measures for each of them.
    """
    claim = sought.claim
    stems = [record.stems for record in records]
    lengths = np.array([one.length for one in stems])
    words = _Words.of(sought, [one.all for one in stems])
    title_words = _Words.of(sought, [one.title for one in stems])
    there = words.there()
    shares = _shares(sought, there)
    weights = sought.finding.weights
    told = (shares * weights).sum(axis=1)
    telling = (shares * np.maximum(weights - lengths[:, None], 0.0)).sum(axis=1)
    held, surprising, unshown = _title_coverage(sought, title_words, stems)
    measures = np.array(
        [
            told,
            telling,
            unshown,
            _around(sought.context, there, title_words.there()),
            _adjoining(sought, words, stems),
            _share(told, np.maximum(claim.groups_weight - told, 0.0)),
            _share(held, unshown),
            np.full(len(stems), claim.length),
            surprising,
        ]
    )
    return TermOverlaps(claim, measures, shares >= _MOSTLY)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of several records, one record after the other, with the record and the place of each."""

    records: int
    owners: Indices
    places: Indices
    size: int

    @classmethod
    def of(cls, sought: ClaimIndex, stems: Sequence[Collection[int]]) -> _Words:
        """The words of these records as a claim sees them."""
        owners = np.repeat(np.arange(len(stems)), [len(one) for one in stems])
        numbers = np.array(list(itertools.chain.from_iterable(stems)), dtype=np.int64)
        return cls(len(stems), owners, sought.places(numbers), sought.size)

    def there(self) -> Bools:
        """Which stem of the claim which record has; a row for each record."""
        there = np.zeros((self.records, self.size + 1), dtype=np.bool_)
        known = self.places < self.size
        there[self.owners[known], self.places[known]] = True
        return there


def _whole(wordings: Wordings, there: Bools) -> Floats:
    """How many of each alternative's stems are there."""
    whole: Floats = np.add.reduceat(there[:, wordings.stems], wordings.alternatives, axis=1, dtype=np.float64)
    return whole


def _shares(sought: ClaimIndex, there: Bools) -> Floats:
    """How much of its best variant, or else of its related stems, stands in a record: 1 is all."""
    wordings, kin = sought.finding, sought.kin
    if not len(wordings.groups):
        return np.zeros((len(there), 0))
    own = np.maximum.reduceat(_whole(wordings, there) / wordings.sizes, wordings.groups, axis=1)
    akin = np.maximum.reduceat(there[:, kin.stems] * kin.likeness, kin.groups, axis=1)
    return np.where(own > 0.0, own, _CREDIT * akin)


def _around(context: Wordings, there: Bools, in_title: Bools) -> Floats:
    """The weight of the wider passage's terms that a record has outside its title."""
    if not len(context.groups):
        return np.zeros(len(there))

    outside = _covered(context, there) & ~_covered(context, in_title)
    around: Floats = (outside * context.weights).sum(axis=1)
    return around


def _covered(wordings: Wordings, there: Bools) -> Bools:
    """Which groups have an alternative that is there as a whole."""
    return np.logical_or.reduceat(_whole(wordings, there) == wordings.sizes, wordings.groups, axis=1)


def _title_coverage(
    sought: ClaimIndex, words: _Words, stems: Sequence[Stems]
) -> tuple[Floats, Floats, Floats]:
    """The weight of a title's terms that the article has, less chance, and of those that it lacks."""
    weights = np.array([weight for one in stems for weight in one.title.values()], dtype=np.float64)
    mine = sought.mine[words.places]
    beyond_chance = np.where(
        mine & sought.used[words.places], np.maximum(weights - _BY_CHANCE * sought.claim.length, 0.0), 0.0
    )
    lacking = np.where(mine, 0.0, weights * (1.0 - _TITLE_CREDIT * sought.akin[words.places]))

    count = len(stems)
    return (
        np.bincount(words.owners, weights * mine, count).astype(np.float64),
        np.bincount(words.owners, beyond_chance, count).astype(np.float64),
        np.bincount(words.owners, lacking, count).astype(np.float64),
    )


def _adjoining(sought: ClaimIndex, words: _Words, stems: Sequence[Stems]) -> Floats:
    """The weight of neighbours in the article that are neighbours in a record's title or abstracts."""
    told = np.repeat(
        np.tile([True, False], len(stems)), [n for one in stems for n in (one.told, len(one.all) - one.told)]
    )
    own = (words.places < sought.own) & told
    at = np.flatnonzero(own[:-1] & own[1:])
    return sought.adjoining(words.places[at], words.places[at + 1], words.owners[at], len(stems))


def _share(there: Floats, lacking: Floats) -> Floats:
    return np.divide(there, there + lacking, out=np.zeros(len(there)), where=there > 0.0)
