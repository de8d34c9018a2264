"""What an article states wrongly of a publication, with the right statement beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from citecheck.matching.comparisons import FIELD_BY_NAME
from citecheck.matching.comparisons.field import Sentences
from citecheck.model import Comparison, ScoredCandidate

_CONTRADICTIONS = frozenset(
    (name, level) for name, field in FIELD_BY_NAME.items() for level in field.contradictions
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One wrong statement: the comparison it comes from, and the sentence that says so."""

    comparison: Comparison
    sentence: str

    @property
    def field(self) -> str:
        """The field that is stated wrongly."""
        return self.comparison.field


def contradicts(field: str, level: str) -> bool:
    """Whether claim and record can't both be right, given the level of a field.

    Args:
        field: the name of a field; a field that cannot be stated wrongly never contradicts.
        level: the level of the comparison on this field.

    Returns:
        True if the level is one of the field's contradictions.
    """
    return (field, level) in _CONTRADICTIONS


def sum_without_contradictions(said: Iterable[tuple[str, str, float]]) -> float:
    """The sum of the bits of (field, level, bits), without negative bits of contradicted fields."""
    return sum(bits for field, level, bits in said if bits > 0.0 or not contradicts(field, level))


def contradictions(match: ScoredCandidate) -> tuple[Contradiction, ...]:
    """Every field in which claim and record can't both be right, the weightiest first."""
    found = [c for c in match.comparisons if contradicts(c.field, c.level)]
    found.sort(key=lambda c: c.bits)
    return tuple(Contradiction(c, sentence_on(c, FIELD_BY_NAME[c.field].contradictions)) for c in found)


def sentence_on(comparison: Comparison, sentences: Sentences) -> str:
    """The sentence that a field has for the level of a comparison, with both values in it.

    Args:
        comparison: the comparison; its level must have a sentence.
        sentences: the field's contradictions, or its notes.

    Returns:
        The sentence.

    Raises:
        KeyError: there is no sentence for this level.
    """
    return sentences[comparison.level].format(claimed=comparison.claimed, found=comparison.found)
