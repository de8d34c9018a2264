"""Differences between an article and a record that no editor would correct, and what could be written.

A note never changes a verdict: pages of the online version, a dropped subtitle, a former journal title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from citecheck.matching.contradictions import contradicts
from citecheck.model import Citation, Comparison, ScoredCandidate, Suggestion

_YEAR = re.compile(r"\d{4}")
_CORRECTION = "what the record has"
_RECORD_FORM = "the record's own form"


def _misspelt_journal(c: Comparison) -> str:
    return f"The article writes the journal “{c.claimed}”; PubMed has “{c.found}”."


def _renamed_journal(c: Comparison) -> str:
    return f"“{c.claimed}” is a former or later name of the journal “{c.found}”."


def _slip_in_title(c: Comparison) -> str:
    return f"The article gives the title “{c.claimed}”; PubMed has “{c.found}”."


def _shortened_title(c: Comparison) -> str:
    return f"The article gives the title in another form (“{c.claimed}”); PubMed has “{c.found}”."


def _other_year(c: Comparison) -> str:
    return f"The article says {c.claimed}, the record {c.found}: print and online may be a year apart."


def _other_form(c: Comparison) -> str:
    return f"The article gives {c.field} {c.claimed}, the record {c.found}: both may be right."


def _first_author_alone(c: Comparison) -> str:
    return f"The record lists {c.found} alone, so that the further authors could not be compared."


def _misspelt_author(c: Comparison) -> str:
    return f"The article writes the author {c.claimed}; the record has {c.found}."


# Levels at which claim and record differ in form only, and the sentence that says so.
_NOTED: dict[tuple[str, str], Callable[[Comparison], str]] = {
    ("journal", "misspelt"): _misspelt_journal,
    ("journal", "renamed"): _renamed_journal,
    ("title", "near"): _slip_in_title,
    ("title", "cut"): _shortened_title,
    ("date", "adjacent_year"): _other_year,
    ("pages", "other_form"): _other_form,
    ("volume", "other_form"): _other_form,
    ("authors", "first_only"): _first_author_alone,
    ("first_author", "near"): _misspelt_author,
}


def notes_of(statements: Iterable[ScoredCandidate]) -> tuple[str, ...]:
    """A sentence for each difference in form, each once."""
    noted = (
        _NOTED[c.field, c.level](c)
        for match in statements
        for c in match.comparisons
        if (c.field, c.level) in _NOTED
    )
    return tuple(dict.fromkeys(noted))


def suggestions_of(citation: Citation, statements: Iterable[ScoredCandidate]) -> tuple[Suggestion, ...]:
    """What could be written for just those characters of a citation that differ from the record.

    Args:
        citation: The place; its quote must stand in the source letter for letter.
        statements: What its words state, laid against the publication.

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
        is_wrong = contradicts(c.field, c.level)
        if not (is_wrong or (c.field, c.level) in _NOTED) or not c.claimed or not c.found:
            continue
        why = _CORRECTION if is_wrong else _RECORD_FORM
        if c.field == "date":
            stated, held = _YEAR.search(c.claimed), _YEAR.search(c.found)
            if stated and held:
                yield c.field, stated[0], held[0], why
        elif c.field == "identifier":
            if c.claimed == f"PMID {c.claimed.removeprefix('PMID ')}" and "," not in c.claimed:
                yield c.field, c.claimed.removeprefix("PMID "), match.publication.pmid, why
        elif c.field in ("journal", "title", "volume", "pages"):
            yield c.field, c.claimed, c.found.rstrip("."), why
