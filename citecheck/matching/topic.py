"""What the article says that the study was about, against everything that the record says."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from typing import NamedTuple

from citecheck.matching.claim import Claim
from citecheck.matching.outcome import SILENT, Outcome
from citecheck.matching.record import Record

FIELD = "topic"
# The scale for records that have no abstract.
OF_TITLE = "topic_of_title"
FEATURES = ("claim", "title", "telling", "unshown", "around", "adjoining", "surprising", "passage")
# A passage twice as long has twice the chance to hold any word: so much of that bit a shared word tells less.
_BY_CHANCE = 0.5
# A term of two words counts as there if one of them is.
_MOSTLY = 0.5
# What a word counts that is only akin to the one looked for, times their likeness.
_CREDIT = 0.5
_TITLE_CREDIT = 0.5
# Where one level ends and the next begins, in bits.
_EDGES = (-6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0)
LEVELS = ("strangers", "faint", "weak", "middling", "good", "strong", "striking", "full")


@dataclass(frozen=True, slots=True)
class Proportions:
    """How much each of the FEATURES adds to the likeness, and what it starts from, in bits."""

    start: float
    of_features: tuple[float, ...]


class Coverage(NamedTuple):
    """How far claim and record cover each other; all but the shares are in bits.

    `told` weighs the finding's terms that the record has, `telling` the same less what a record of so many
    terms has by chance, `unshown` the title's terms that the article
    lacks, `around` the terms of the wider passage that the record has outside its title, `adjoining` words
    that follow each other in the article as in the record. `claim` and `title` are the covered shares of
    finding and title. `passage` is the length of what the article says, in doublings; `surprising` weighs
    the title's terms that it has, less what a passage of that length has by chance. `missing` are the key
    concepts that the record lacks, `lacking` is their share of the weight of all.
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


# Ranking asks for it first, the verdict on the same claim and record again: of so many pairs it is kept.
@lru_cache(maxsize=16384)
def coverage(claim: Claim, record: Record) -> Coverage:
    """How far they cover each other, synonyms counting as the same."""
    terms, title_terms = record.terms, record.title_terms
    near, touched = claim.reach.touched(terms)
    told = telling = 0.0
    shares: dict[int, float] = {}
    for place in touched:
        group = claim.groups[place]
        share = shares[place] = group.share_in(near) or _CREDIT * group.kin_in(near)
        told += share * group.weight
        telling += share * max(group.weight - record.length, 0.0)
    # Sums of other order than the whole differ in their last digit.
    untold = max(claim.groups_weight - told, 0.0)
    held, surprising, unshown = _title_coverage(claim, title_terms)
    missing = [group for place, group in claim.key_groups if shares.get(place, 0.0) < _MOSTLY]
    return Coverage(
        told,
        telling,
        unshown,
        _around(claim, terms, title_terms.keys()),
        _adjoining(claim, record),
        told / (told + untold) if told else 0.0,
        held / (held + unshown) if held else 0.0,
        claim.length,
        surprising,
        tuple(group.text for group in missing),
        sum(group.weight for group in missing) / claim.key_weight if missing else 0.0,
        tuple(claim.groups[place].text for place, share in shares.items() if share >= _MOSTLY),
    )


def _title_coverage(claim: Claim, title_terms: Mapping[str, float]) -> tuple[float, float, float]:
    """The weight of the title's terms that the article has, less what chance does, and of those it lacks."""
    mine, used, akin = claim.terms, claim.counts, claim.kin
    by_chance = _BY_CHANCE * claim.length
    held = surprising = unshown = 0.0
    for key, weight in title_terms.items():
        if key in mine:
            held += weight
            if key in used and weight > by_chance:
                surprising += weight - by_chance
        else:
            unshown += (1.0 - _TITLE_CREDIT * akin.get(key, 0.0)) * weight
    return held, surprising, unshown


def _adjoining(claim: Claim, record: Record) -> float:
    """The weight of neighbours in the article that are neighbours in the record."""
    weights = claim.stem_weights
    shared = {(min(pair), max(pair)) for pair in claim.neighbours & record.neighbours}
    return sum(min(weights[one], weights[other]) for one, other in sorted(shared))


def _around(claim: Claim, terms: frozenset[str], in_title: Set[str]) -> float:
    """The weight of the wider passage's terms that the record has outside its title."""
    near, touched = claim.context_reach.touched(terms)
    return sum(
        group.weight
        for group in (claim.context_groups[place] for place in touched)
        if group.covered_by(near) and not any(alternative <= in_title for alternative in group.alternatives)
    )


def features(cover: Coverage) -> tuple[float, ...]:
    """What likeness is made of, in the order of FEATURES.

    Bits enter by their roots, for a tenth matching word adds less than the first.
    """
    return (
        cover.claim,
        cover.title,
        math.sqrt(cover.telling),
        math.sqrt(cover.unshown),
        math.sqrt(cover.around),
        math.sqrt(cover.adjoining),
        math.sqrt(cover.surprising),
        cover.passage,
    )


def likeness(cover: Coverage, proportions: Proportions) -> float:
    """The coverage in bits: how much likelier it is with the publication meant than with others."""
    return sum(map(mul, proportions.of_features, features(cover)), start=proportions.start)


def scale_of(record: Record) -> str:
    """The proportions to be used: a title alone has fewer words to agree, or disagree, than an abstract."""
    return FIELD if record.has_abstract else OF_TITLE


def compare(claim: Claim, record: Record, proportions: Mapping[str, Proportions]) -> Outcome:
    """The level of likeness; its value are its bits."""
    if not claim.has_topic:
        return SILENT
    cover = coverage(claim, record)
    value = likeness(cover, proportions[scale_of(record)])
    missing = f"; not there: {', '.join(cover.missing)}" if cover.missing else ""
    found = ", ".join(cover.covered) or "none of it"
    return Outcome(level_of(value), claim.topic, found + missing, value)


def level_of(value: float) -> str:
    """The name of a place on the scale."""
    return LEVELS[bisect_right(_EDGES, value)]
