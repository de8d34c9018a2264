"""Fits the coefficients of the topic's features on labelled claims and all hits of their searches.

At most one hit is the true match. The chance of each is its odds among those of all and of
"none of them" (a conditional logit); every claim is seen twice, with the true match among the
hits and, counting less, without it. Records with an abstract and records without are measured apart,
so that to have one counts for nothing by itself: for the latter, the abstracts of the true matches are
removed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from citecheck.matching.comparisons.topic import Coefficients

_Array = NDArray[np.float64]

# Shrinks coefficients towards 0, on standardised features, since there are few claims.
_SHRINKING = 0.003
# How often the true match is taken to be missing from the hits: most that are cited are in PubMed.
_ABSENT = 0.35
_STEPS = 400


@dataclass(frozen=True, slots=True)
class CandidateHits:
    """One claim's hits: the features of each, the true match first, and their bits of other fields."""

    features: tuple[tuple[float, ...], ...]
    other_bits: tuple[float, ...]
    weight: float = 1.0


def fit_coefficients(claims: Sequence[CandidateHits]) -> Coefficients:
    """The coefficients of the greatest penalised likelihood; at least one claim is needed."""
    stacked = np.array([row for claim in claims for row in claim.features])
    centre, spread = stacked.mean(axis=0), stacked.std(axis=0) + 1e-9
    scaled = [
        (_with_start((np.array(claim.features) - centre) / spread), np.array(claim.other_bits) * math.log(2))
        for claim in claims
    ]
    weights = np.array([claim.weight for claim in claims]) / sum(claim.weight for claim in claims)
    found = _newton(scaled, weights)
    slopes = found[1:] / spread
    start = found[0] - float(slopes @ centre)
    return Coefficients(float(start) / math.log(2), tuple(float(slope) / math.log(2) for slope in slopes))


def _with_start(rows: _Array) -> _Array:
    return np.column_stack([np.ones(len(rows)), rows])


def _newton(claims: Sequence[tuple[_Array, _Array]], weights: _Array) -> _Array:
    size = claims[0][0].shape[1]
    shrinking = np.diag([0.0] + [2 * _SHRINKING] * (size - 1))
    at = np.zeros(size)
    for _ in range(_STEPS):
        slope, curve = shrinking @ at, shrinking + 1e-9 * np.eye(size)
        for (rows, offset), weight in zip(claims, weights, strict=True):
            for rows_there, offset_there, of_match, often in (
                (rows, offset, rows[0], 1.0 - _ABSENT),
                (rows[1:], offset[1:], 0.0, _ABSENT),
            ):
                shares = _shares(rows_there @ at + offset_there)
                mean = shares @ rows_there
                slope += weight * often * (mean - of_match)
                curve += weight * often * ((rows_there.T * shares) @ rows_there - np.outer(mean, mean))
        step = np.linalg.solve(curve, slope)
        at -= step * min(1.0, 2.0 / (np.abs(step).max() + 1e-12))
        if np.abs(step).max() < 1e-6:
            break
    return at


def _shares(scores: _Array) -> _Array:
    """The chance of each hit, beside the chance that none is the true match."""
    most = max(0.0, float(scores.max(initial=0.0)))
    odds = np.exp(scores - most)
    return np.asarray(odds / (odds.sum() + math.exp(-most)))
