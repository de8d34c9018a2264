"""What the article says that the study was about, against everything that the record says."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.matching.claim import Claim
from citecheck.matching.outcome import SILENT, Outcome
from citecheck.matching.record import Record

FIELD = "topic"
LEVELS = ("strangers", "faint", "weak", "middling", "good", "strong", "striking", "full")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far claim and record cover each other.

    `claim` and `title` are shares by rarity: of the finding's terms that the record has, and of
    the title's terms that the article has. `told` and `shown` are the same in bits of rarity;
    `around` counts the terms of the wider passage. `missing` are the key concepts that the
    record lacks.
    """

    claim: float
    told: float
    title: float
    shown: float
    around: float
    missing: tuple[str, ...]
    covered: tuple[str, ...]


def coverage(claim: Claim, record: Record) -> Coverage:
    """How far they cover each other, synonyms counting as the same."""
    terms = record.terms
    told = total = 0.0
    missing: list[str] = []
    covered: list[str] = []
    for group in claim.groups:
        total += group.rarity
        if group.covered_by(terms):
            told += group.rarity
            covered.append(group.text)
        elif group.key:
            missing.append(group.text)
    mine = claim.terms
    shown = sum(rarity for key, rarity in record.title_terms.items() if key in mine)
    whole = sum(record.title_terms.values())
    around = sum(group.rarity for group in claim.context_groups if group.covered_by(terms))
    return Coverage(
        told / total if total else 0.0,
        told,
        shown / whole if whole else 0.0,
        shown,
        around,
        tuple(missing),
        tuple(covered),
    )


def likeness(cover: Coverage) -> float:
    """One number for the coverage, on the scale on which the topic's levels are placed."""
    return (
        0.22 * min(cover.told, 60.0) * (0.4 + 0.6 * cover.claim)
        + 0.22 * min(cover.shown, 60.0) * (0.4 + 0.6 * cover.title)
        + 0.06 * min(cover.around, 60.0)
    )


def compare(claim: Claim, record: Record) -> Outcome:
    """The level of likeness; the value places it on the scale."""
    if not claim.has_topic:
        return SILENT
    cover = coverage(claim, record)
    value = likeness(cover)
    missing = f"; not there: {', '.join(cover.missing)}" if cover.missing else ""
    found = ", ".join(cover.covered) or "none of it"
    return Outcome(level_of(value), ", ".join(group.text for group in claim.groups), found + missing, value)


def level_of(value: float) -> str:
    """The name of a place on the scale."""
    edges = (2.0, 4.0, 7.0, 10.0, 13.0, 17.0, 22.0)
    return LEVELS[sum(value >= edge for edge in edges)]
