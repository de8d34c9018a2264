"""Journals and pages in the style of an article's other entries, where an entry does not show its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from citecheck.corrections.author_names import styles_of_initials
from citecheck.corrections.journal_names import styles_of
from citecheck.corrections.numbers import styles_of_pages
from citecheck.model import CheckedCitation, CitationKind, DocumentReport, Suggestion

__all__ = ["in_list_style"]

# The share of the entries which show a style, or one of two styles, that must show the same one.
_MOST = 0.8

# How often entries show each set of styles.
Votes = Counter[frozenset[str]]


def in_list_style(report: DocumentReport) -> DocumentReport:
    """A report whose suggestions are in the style of the article's entries.

    One whose style neither its entry nor the others show is no longer certain.
    """
    if not any(one.styles for checked in report.citations for one in _suggestions(checked)):
        return report
    votes = _votes(report.citations)
    return replace(report, citations=tuple(_decided(checked, votes) for checked in report.citations))


def _votes(citations: Iterable[CheckedCitation]) -> Mapping[str, Votes]:
    """Count the styles that the entries of an article show, for each field that has styles."""
    journals: Votes = Counter()
    pages: Votes = Counter()
    initials: Votes = Counter()
    for checked in citations:
        stated = checked.citation.claimed
        if checked.citation.kind is CitationKind.REFERENCE:
            if stated.journal:
                journals[styles_of(stated.journal)] += 1
            if stated.pages:
                pages[styles_of_pages(stated.pages)] += 1
            initials[styles_of_initials(stated.authors)] += 1
    return {"journal": journals, "pages": pages, "first_author": initials, "authors": initials}


def _decided(checked: CheckedCitation, votes: Mapping[str, Votes]) -> CheckedCitation:
    if checked.judgement is None:
        return checked
    made = [_in_style(one, votes.get(one.field, Counter())) for one in _suggestions(checked)]
    # The changes of a field are made together or not at all.
    unknown = {before.field for before, one in zip(_suggestions(checked), made, strict=True) if one is None}
    suggestions = tuple(
        replace(one or before, certain=before.certain and before.field not in unknown, styles=())
        for before, one in zip(_suggestions(checked), made, strict=True)
    )
    return replace(checked, judgement=replace(checked.judgement, suggestions=suggestions))


def _in_style(suggestion: Suggestion, votes: Votes) -> Suggestion | None:
    """The suggestion in the style that most entries show; None where they do not show it."""
    if not suggestion.styles:
        return suggestion
    words = dict(suggestion.styles)
    style = _winner(words, votes)
    text = words[style] if style else None
    return None if text is None else replace(suggestion, replacement=text)


def _winner(words: Mapping[str, str | None], votes: Votes) -> str | None:
    """The style that is shown by more entries than any other that would write other words."""
    best = max(words, key=lambda style: _count(votes, style))
    if _count(votes, best) < _MOST * sum(count for shown, count in votes.items() if shown):
        return None
    others = (style for style in words if words[style] != words[best])
    return best if all(_is_shown_instead(best, other, votes) for other in others) else None


def _is_shown_instead(style: str, other: str, votes: Votes) -> bool:
    """Whether the entries that show only one of two styles show the first."""
    for_it = sum(count for shown, count in votes.items() if style in shown and other not in shown)
    against = sum(count for shown, count in votes.items() if other in shown and style not in shown)
    return for_it > 0 and for_it >= _MOST * (for_it + against)


def _count(votes: Votes, style: str) -> int:
    return sum(count for shown, count in votes.items() if style in shown)


def _suggestions(checked: CheckedCitation) -> tuple[Suggestion, ...]:
    return checked.judgement.suggestions if checked.judgement else ()
