"""Measures the overlap of a candidate with a claim beyond chance, estimated from the other candidates.

A search returns records that have the claim's words, so that the rarity of a word in the language says little
about which of them is cited. How many of the other candidates have it, for their length, says how likely any
record that the search returns has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from citecheck.matching.claim_index import Bools, Floats
from citecheck.matching.ranking import ScoredPair

# The count of a term that no other candidate has.
_UNSEEN = 0.5
_LEAST_CHANCE = 1e-6
# A sentence speaks for a candidate if what they share is as improbable as this, in bits.
_TELLS = 3.0
# Further sentences that speak for a candidate add nothing.
_MOST_SENTENCES = 6


class ChanceOverlap(NamedTuple):
    """How improbable it is that another candidate shares so much with the claim.

    Attributes:
        shared_bits: the improbability of the shared terms, in bits.
        lead_bits: by how much that is more than that of any rival; negative where a rival shares more.
        title_bits: the improbability of the terms shared with the title alone.
        title_lead_bits: by how much that is more than that of any rival.
        sentences: how many sentences of the passage fit it at least as well as any rival.
    """

    shared_bits: float = 0.0
    lead_bits: float = 0.0
    title_bits: float = 0.0
    title_lead_bits: float = 0.0
    sentences: int = 0


def chance_overlap(candidate: ScoredPair, others: Sequence[ScoredPair]) -> ChanceOverlap:
    """What a candidate shares with the claim beyond chance.

    The rivals of a candidate in the stated journal are the others in that journal, else all others.

    Args:
        candidate: the candidate.
        others: all other candidates of the same claim.

    Returns:
        The overlap; zeros for a claim without a topic.
    """
    if candidate.covers is None:
        return ChanceOverlap()
    pairs = (candidate, *others)
    sizes, terms, title_terms, stems = _rows(pairs)
    in_journal = candidate.agrees("journal")
    rivals = np.array(
        [at > 0 and (not in_journal or pair.agrees("journal")) for at, pair in enumerate(pairs)]
    )
    bits = _surprise(terms, sizes)
    shared, in_title = (terms * bits).sum(axis=1), (title_terms * bits).sum(axis=1)
    return ChanceOverlap(
        float(shared[0]),
        _lead(shared, rivals),
        float(in_title[0]),
        _lead(in_title, rivals),
        _sentences(candidate.covers.of.sentences, stems * _surprise(stems, sizes), rivals),
    )


def _rows(pairs: Sequence[ScoredPair]) -> tuple[Floats, Bools, Bools, Bools]:
    """How many stems each candidate has, and which terms and stems of the claim; a row for each."""
    rows = [(pair.covers, pair.place) for pair in pairs if pair.covers]
    covers = rows[0][0]
    if all(other is covers for other, _ in rows):  # They were all found before they were weighed.
        at = [place for _, place in rows]
        return covers.sizes[at], covers.terms[at], covers.title_terms[at], covers.stems[at]
    return (
        np.array([covers.sizes[place] for covers, place in rows]),
        np.array([covers.terms[place] for covers, place in rows]),
        np.array([covers.title_terms[place] for covers, place in rows]),
        np.array([covers.stems[place] for covers, place in rows]),
    )


def _surprise(there: Bools, sizes: Floats) -> Floats:
    """How improbable each term is in each candidate, in bits, by how often the other candidates have it."""
    elsewhere = there.sum(axis=0) - there + _UNSEEN
    words = sizes.sum() - sizes + sizes.mean()
    chance = 1.0 - np.exp(-elsewhere * (sizes / words)[:, None])
    surprise: Floats = -np.log2(np.maximum(chance, _LEAST_CHANCE))
    return surprise


def _lead(values: Floats, rivals: Bools) -> float:
    return float(values[0] - (values[rivals].max() if rivals.any() else 0.0))


def _sentences(sentences: Sequence[Sequence[int]], bits: Floats, rivals: Bools) -> int:
    """How many sentences speak for the first candidate, and for no rival more."""
    speaking = 0
    for places in sentences:
        shared = bits[:, list(places)].sum(axis=1)
        speaking += bool(shared[0] >= _TELLS and _lead(shared, rivals) >= 0.0)
    return min(speaking, _MOST_SENTENCES)
