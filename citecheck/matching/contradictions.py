"""What an article states wrongly of a publication, with the right statement beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from citecheck.model import Comparison, ScoredCandidate

# Levels at which what is stated and what is recorded can't both be so.
CONTRADICTING: dict[str, frozenset[str]] = {
    "identifier": frozenset({"other", "conflicting"}),
    "journal": frozenset({"other", "sister", "unknown"}),
    "title": frozenset({"altered", "partial", "other"}),
    "first_author": frozenset({"absent", "initials_differ"}),
    "authors": frozenset({"none"}),
    "date": frozenset({"other_year"}),
    "volume": frozenset({"other"}),
    "pages": frozenset({"other"}),
}


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
        True if the level is one of those in `CONTRADICTING`.
    """
    return level in CONTRADICTING.get(field, ())


def sum_without_contradictions(said: Iterable[tuple[str, str, float]]) -> float:
    """The sum of the bits of (field, level, bits), without negative bits of contradicted fields."""
    return sum(bits for field, level, bits in said if bits > 0.0 or not contradicts(field, level))


def contradictions(match: ScoredCandidate) -> tuple[Contradiction, ...]:
    """Every field in which claim and record can't both be right, the weightiest first."""
    found = [c for c in match.comparisons if contradicts(c.field, c.level)]
    found.sort(key=lambda c: c.bits)
    return tuple(Contradiction(c, _SENTENCES[c.field](c)) for c in found)


def uncontradicted_bits(match: ScoredCandidate) -> float:
    """The bits for a match, without negative bits of contradicted fields."""
    return sum_without_contradictions((c.field, c.level, c.bits) for c in match.comparisons)


def _identifier(c: Comparison) -> str:
    if c.level == "conflicting":
        return f"The stated identifiers {c.claimed} don't belong together; this publication is {c.found}."
    return f"The stated identifier {c.claimed} is not this publication's; it is {c.found}."


def _journal(c: Comparison) -> str:
    if c.level == "unknown":
        return f"The article names “{c.claimed}”, which is in no catalogue; it appeared in “{c.found}”."
    sister = ", a sister journal" if c.level == "sister" else ""
    return f"The article names the journal “{c.claimed}”; it appeared in “{c.found}”{sister}."


def _title(c: Comparison) -> str:
    return f"The article gives the title “{c.claimed}”; the publication's is “{c.found}”."


def _first_author(c: Comparison) -> str:
    return f"The article names {c.claimed} as author; the publication's authors are {c.found}."


def _date(c: Comparison) -> str:
    return f"The article says {c.claimed}; it was published in {c.found}."


def _other(c: Comparison) -> str:
    return f"The article gives {c.field} {c.claimed}; the publication's is {c.found}."


def _authors(c: Comparison) -> str:
    return f"The article names the further authors {c.claimed}; the publication's authors are {c.found}."


_SENTENCES: dict[str, Callable[[Comparison], str]] = {
    "identifier": _identifier,
    "journal": _journal,
    "title": _title,
    "first_author": _first_author,
    "authors": _authors,
    "date": _date,
    "volume": _other,
    "pages": _other,
}
