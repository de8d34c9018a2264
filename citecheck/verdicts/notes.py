"""Differences between an article and a record that no editor would correct, and the record's own form.

A note never changes a verdict: pages of the online version, a dropped subtitle, a former journal title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from citecheck.matching.comparisons import FIELD_BY_NAME
from citecheck.matching.contradictions import sentence_on
from citecheck.model import Citation, ScoredCandidate, Suggestion

_CORRECTION = "what the record has"
_RECORD_FORM = "the record's own form"


def notes_of(statements: Iterable[ScoredCandidate]) -> tuple[str, ...]:
    """A sentence for each difference in form, each once."""
    noted = (
        sentence_on(c, notes)
        for match in statements
        for c in match.comparisons
        if c.level in (notes := FIELD_BY_NAME[c.field].notes)
    )
    return tuple(dict.fromkeys(noted))


def suggestions_of(citation: Citation, statements: Iterable[ScoredCandidate]) -> tuple[Suggestion, ...]:
    """The replacements for just those characters of a citation that differ from the record.

    Args:
        citation: The place; its quote must stand in the source letter for letter.
        statements: What its words state, compared with the publication.

    Returns:
        A suggestion for each difference whose words stand once in the quote, in the order of the text.
    """
    span, quote = citation.span, citation.quote
    if span.end - span.start != len(quote):
        return ()
    found: dict[tuple[int, int], Suggestion] = {}
    for match in statements:
        for field, stated, right, why in _replacements(match):
            if quote.count(stated) == 1:
                at = span.start + quote.index(stated)
                found.setdefault((at, at + len(stated)), Suggestion(at, at + len(stated), right, field, why))
    return tuple(found[place] for place in sorted(found))


def _replacements(match: ScoredCandidate) -> Iterator[tuple[str, str, str, str]]:
    """Field, stated words, the record's words and why, for each statement that differs."""
    for c in match.comparisons:
        field = FIELD_BY_NAME[c.field]
        is_wrong = c.level in field.contradictions
        if not (is_wrong or c.level in field.notes) or not c.claimed or not c.found or not field.replacement:
            continue
        if words := field.replacement(c, match.publication):
            yield c.field, *words, _CORRECTION if is_wrong else _RECORD_FORM
