"""What would have to be different for another verdict, read off the bits that made this one."""

from __future__ import annotations

from collections.abc import Iterable

from citecheck.matching.comparisons import FIELD_BY_NAME
from citecheck.matching.contradictions import contradictions, contradicts
from citecheck.matching.weights import Weights
from citecheck.model import Comparison, ScoredCandidate


def missing_bits(match: ScoredCandidate, weights: Weights, verified: float) -> tuple[str, ...]:
    """Each statement that, were it made and right, would by itself lift this match to `verified`.

    Args:
        match: the nearest publication, which is not verified.
        weights: the measured weights, which give the best level of each field.
        verified: the score from which a match is verified, in bits.

    Returns:
        A sentence for each field that is not stated, or stated wrongly, and whose best level suffices; none
        for fields that the record lacks.
    """
    lacking = verified - match.score
    sentences = []
    for comparison in match.comparisons:
        levels = weights.fields.get(comparison.field, {})
        best = max((weight.bits for weight in levels.values()), default=0.0)
        gain = best - comparison.bits
        condition = FIELD_BY_NAME[comparison.field].condition
        said = condition(match.publication) if condition else None
        silent = comparison.level == "not_stated" or contradicts(comparison.field, comparison.level)
        if said and silent and gain >= lacking:
            sentences.append(
                f"If the article {said}, PMID {match.publication.pmid} would be verified (+{gain:.1f} bits)."
            )
    return tuple(sentences)


def load_bearing_fields(match: ScoredCandidate, floor: float) -> tuple[str, ...]:
    """Each statement without which this match would fall below `floor`.

    Args:
        match: a publication that is verified.
        floor: the score from which a match is verified, in bits.

    Returns:
        A sentence for each such field, the weightiest first.
    """
    spare = match.score - floor
    return tuple(
        f"Without the {_name(c)} ({c.bits:+.1f} bits) it would not be verified."
        for c in sorted(match.comparisons, key=lambda c: -c.bits)
        if c.bits > spare
    )


def corrected_fields(match: ScoredCandidate) -> tuple[str, ...]:
    """What the article would have to say instead, for a publication that it misstates."""
    wrong = [contradiction.comparison for contradiction in contradictions(match)]
    if not wrong:
        return ()
    return (f"With {_listing(_right(c) for c in wrong)} stated instead, it would be verified.",)


def _right(comparison: Comparison) -> str:
    return f"the {_name(comparison)} “{comparison.found}”"


def _name(comparison: Comparison) -> str:
    return comparison.field.replace("_", " ")


def _listing(parts: Iterable[str]) -> str:
    return " and ".join(parts)
