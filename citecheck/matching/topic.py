"""What the article says that the study was about, against everything that the record says."""

from __future__ import annotations

import itertools
import math
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache

from citecheck.matching.claim import Claim
from citecheck.matching.outcome import SILENT, Outcome
from citecheck.matching.record import Record

FIELD = "topic"
# A term of two words counts as there if one of them is.
_MOSTLY = 0.5
# What a word counts that is only akin to the one looked for, times their likeness.
_CREDIT = 0.5
_TITLE_CREDIT = 0.5
# Where one level ends and the next begins on the scale.
_EDGES = (-1.0, 0.5, 2.0, 3.5, 5.0, 6.5, 8.0)
LEVELS = ("strangers", "faint", "weak", "middling", "good", "strong", "striking", "full")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far claim and record cover each other; all but the shares are in bits.

    `told` and `untold` weigh the finding's terms that the record has and lacks, `shown` and
    `unshown` the title's terms that the article has (repeated ones more) and lacks, `around` the terms of
    the wider passage that the record has outside its title, `adjoining` neighbours in the title that are
    neighbours in the article. `claim` and `title` are the covered shares of finding and title.
    `missing` are the key concepts that the record lacks, `partly` those that it lacks or has in part.
    """

    told: float
    untold: float
    shown: float
    unshown: float
    around: float
    adjoining: float
    claim: float
    title: float
    missing: tuple[str, ...]
    partly: tuple[str, ...]
    covered: tuple[str, ...]


# Ranking asks for it first, the verdict on the same claim and record again: of so many pairs it is kept.
@lru_cache(maxsize=16384)
def coverage(claim: Claim, record: Record) -> Coverage:
    """How far they cover each other, synonyms counting as the same."""
    terms, title_terms = record.terms, record.title_terms
    told = untold = 0.0
    missing: list[str] = []
    partly: list[str] = []
    covered: list[str] = []
    near, touched = claim.reach.touched(terms)
    for place, group in enumerate(claim.groups):
        share = 0.0
        if place in touched:
            share = group.share_in(near) or _CREDIT * group.kin_in(near)
        told += share * group.weight
        untold += (1.0 - share) * group.weight
        if share >= _MOSTLY:
            covered.append(group.text)
        elif group.key:
            missing.append(group.text)
        if group.key and share < 1.0:
            partly.append(group.text)
    mine, counts, akin = claim.terms, claim.counts, claim.kin
    held = shown = unshown = 0.0
    for key, weight in title_terms.items():
        if key in mine:
            held += weight
            shown += weight * math.log2(1 + counts.get(key, 1))
        else:
            credit = _TITLE_CREDIT * akin.get(key, 0.0)
            shown += credit * weight
            unshown += (1.0 - credit) * weight
    pairs = claim.neighbours
    adjoining = sum(
        min(title_terms[one], title_terms[other])
        for one, other in itertools.pairwise(title_terms)
        if one in counts and other in counts and ((one, other) in pairs or (other, one) in pairs)
    )
    return Coverage(
        told,
        untold,
        shown,
        unshown,
        _around(claim, terms, title_terms.keys()),
        adjoining,
        told / (told + untold) if told else 0.0,
        held / (held + unshown) if held else 0.0,
        tuple(missing),
        tuple(partly),
        tuple(covered),
    )


def _around(claim: Claim, terms: frozenset[str], in_title: Set[str]) -> float:
    """The weight of the wider passage's terms that the record has outside its title."""
    near, touched = claim.context_reach.touched(terms)
    return sum(
        group.weight
        for group in (claim.context_groups[place] for place in touched)
        if group.covered_by(near) and not any(alternative <= in_title for alternative in group.alternatives)
    )


def likeness(cover: Coverage) -> float:
    """One number for the coverage, on the scale on which the topic's levels are placed.

    The proportions come from a regression on the development pairs; roots, for a tenth matching word
    adds less than the first.
    """
    return (
        0.45 * math.sqrt(cover.told)
        - 0.30 * math.sqrt(cover.untold)
        + 0.20 * math.sqrt(cover.shown)
        - 0.40 * math.sqrt(cover.unshown)
        + 0.65 * math.sqrt(cover.around)
        + 0.40 * math.sqrt(cover.adjoining)
    )


def compare(claim: Claim, record: Record) -> Outcome:
    """The level of likeness; the value places it on the scale."""
    if not claim.has_topic:
        return SILENT
    cover = coverage(claim, record)
    value = likeness(cover)
    missing = f"; not there: {', '.join(cover.missing)}" if cover.missing else ""
    found = ", ".join(cover.covered) or "none of it"
    return Outcome(level_of(value), claim.topic, found + missing, value)


def level_of(value: float) -> str:
    """The name of a place on the scale."""
    return LEVELS[sum(value >= edge for edge in _EDGES)]
