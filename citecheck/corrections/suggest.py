"""Suggestions for what a place states otherwise than the record of the publication that it cites."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from citecheck.corrections.author_names import author_variants
from citecheck.corrections.entry import Change, Entry, Variant, find_words, read_citation
from citecheck.corrections.journal_names import journal_variants
from citecheck.corrections.numbers import (
    identifier_changes,
    other_identifiers,
    pages_variants,
    volume_changes,
    year_changes,
)
from citecheck.corrections.titles import title_changes
from citecheck.extraction.references.parser import Journals
from citecheck.matching.comparison_level import NOT_STATED
from citecheck.matching.comparisons import FIELD_BY_NAME
from citecheck.model import (
    AddressCorrection,
    Citation,
    CitationFields,
    Comparison,
    Publication,
    ScoredCandidate,
    Suggestion,
)

__all__ = ["address_corrections", "misstated_fields", "suggest_corrections"]

_CORRECTION = "what the record has"
_RECORD_FORM = "the record's own form"
# Levels that verdicts take for the record's own words, slips of the pen in them apart.
_MISSPELT = {"journal": "misspelt", "title": "near", "first_author": "near"}
# Levels at which the record lacks what the article states.
_INCOMPLETE = ("first_only",)
_WRITERS: Mapping[str, Callable[[Entry, Publication], Iterator[Variant]]] = {
    "journal": journal_variants,
    "first_author": author_variants,
    "authors": author_variants,
    "date": year_changes,
    "volume": volume_changes,
    "pages": pages_variants,
}


@dataclass(frozen=True, slots=True)
class _Difference:
    """A field that differs; `is_error` where the words are wrong, not only another form."""

    field: str
    is_error: bool


def misstated_fields(statements: Iterable[ScoredCandidate]) -> frozenset[str]:
    """The fields that a place states wrongly or misspells, given what it states of its publication."""
    return frozenset(one.field for match in statements for one in _differences(match) if one.is_error)


def suggest_corrections(
    citation: Citation,
    statements: Iterable[ScoredCandidate],
    journals: Journals,
    uncertain: Collection[str] = (),
) -> tuple[Suggestion, ...]:
    """What could be written for just those characters of a citation that differ from the record.

    Args:
        citation: the place.
        statements: what its words state, compared with the publication that it cites for certain.
        journals: the known journals.
        uncertain: fields without which the identity of the publication would not be certain.

    Returns:
        Suggestions in the order of the text; offsets are the start of the citation's span plus those in its
        quote. A field has none where the characters to change cannot be located for certain.
    """
    differing = [(match.publication, one) for match in statements for one in _differences(match)]
    if not differing:
        return ()
    entry = read_citation(citation, journals)
    found: dict[tuple[int, int], Suggestion] = {}
    for publication, difference in differing:
        certain = difference.is_error and difference.field not in uncertain
        for change in _changes(entry, difference.field, publication):
            for edit in change.edits:
                start, end = citation.span.start + edit.start, citation.span.start + edit.end
                why = _CORRECTION if difference.is_error else _RECORD_FORM
                one = Suggestion(start, end, edit.text, difference.field, why, certain, edit.styles)
                if edit.styles or citation.quote[edit.start : edit.end] != edit.text:
                    found.setdefault((start, end), one)
    return tuple(found[place] for place in sorted(found))


def address_corrections(
    statements: Iterable[ScoredCandidate], stated: CitationFields, uncertain: Collection[str] = ()
) -> tuple[AddressCorrection, ...]:
    """The identifiers of a citation that are not its publication's, with the publication's own.

    Args:
        statements: what its words state, compared with the publication that it cites for certain.
        stated: the same as it is stated.
        uncertain: fields without which the identity of the publication would not be certain.
    """
    certain = "identifier" not in uncertain
    found: dict[str, AddressCorrection] = {}
    for match in statements:
        if any(one.field == "identifier" and one.is_error for one in _differences(match)):
            for kind, wrong, right in other_identifiers(stated, match.publication):
                found[kind] = AddressCorrection(kind, wrong, right, certain)
    return tuple(found.values())


def _differences(match: ScoredCandidate) -> Iterator[_Difference]:
    for one in match.comparisons:
        known = FIELD_BY_NAME[one.field]
        is_wrong = one.level in known.contradictions or _MISSPELT.get(one.field) == one.level
        if (is_wrong or one.level in known.notes) and _is_stated(one) and one.level not in _INCOMPLETE:
            yield _Difference(one.field, is_wrong)
    if match.level("title") == "cut" and match.level("journal") == NOT_STATED:
        # A misspelt journal may be read as the end of the title.
        yield _Difference("journal", is_error=True)


def _is_stated(comparison: Comparison) -> bool:
    return bool(comparison.claimed and comparison.found)


def _changes(entry: Entry, field: str, publication: Publication) -> Iterator[Change]:
    if field == "identifier":
        chosen = [entry.choose(variants) for variants in identifier_changes(entry, publication)]
    elif field == "title":
        chosen = [entry.choose(title_changes(entry, publication))]
    elif field in _WRITERS:
        chosen = [entry.choose(_outside_title(entry, publication, _WRITERS[field](entry, publication)))]
    else:
        chosen = []
    yield from (change for change in chosen if change)


def _outside_title(entry: Entry, publication: Publication, variants: Iterable[Variant]) -> Iterator[Variant]:
    """Without changes within the publication's title: "[reply to: Med. Hypotheses 129 (2019) 1-6]"."""
    title = find_words(publication.title, entry.quote)
    for style, changes in variants:
        kept = (
            change
            for change in changes
            if not title or not any(one.start < title[1] and title[0] < one.end for one in change.edits)
        )
        yield Variant(style, tuple(kept))
