"""Differences between an article and a record that no editor would correct.

A note never changes a verdict: pages of the online version, a dropped subtitle, a former journal title.
"""

from __future__ import annotations

from collections.abc import Iterable

from citecheck.matching.comparisons import FIELD_BY_NAME
from citecheck.matching.contradictions import sentence_on
from citecheck.model import ScoredCandidate


def notes_of(statements: Iterable[ScoredCandidate]) -> tuple[str, ...]:
    """A sentence for each difference in form, each once."""
    noted = (
        sentence_on(c, notes)
        for match in statements
        for c in match.comparisons
        if c.level in (notes := FIELD_BY_NAME[c.field].notes)
    )
    return tuple(dict.fromkeys(noted))
