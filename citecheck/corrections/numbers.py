"""Year, volume, pages and identifiers as the record has them, written as the entry writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citecheck.corrections.entry import Change, Entry, QuoteEdit, places_of
from citecheck.model import CitationFields, Publication, fold_doi
from citecheck.text.page_ranges import PageRange, read_page_range

__all__ = ["identifier_changes", "pages_changes", "volume_changes", "year_changes"]

_DASHES = re.compile(r"\s?[-–—−‐‑]{1,2}\s?")
# "2012;68(3):541-7", "2012 Mar;68:541": entries of this shape abbreviate pages and journals.
_VANCOUVER_LOCATOR = re.compile(r";\s?\w+\s?(?:\([^()]*\))?\s?:")
_DIGITS = re.compile(r"\d+")

Variants = Iterator[tuple[Change, ...]]


def year_changes(entry: Entry, publication: Publication) -> Variants:
    """The year of the issue, or of the electronic article, instead of the stated one."""
    right = publication.year
    if entry.stated.year and right:
        yield _each_place(entry, str(entry.stated.year), str(right), "year", right)


def volume_changes(entry: Entry, publication: Publication) -> Variants:
    """The record's volume instead of the stated one."""
    if entry.stated.volume and publication.volume:
        yield _each_place(entry, entry.stated.volume, publication.volume, "volume", publication.volume)


def identifier_changes(entry: Entry, publication: Publication) -> Iterator[Variants]:
    """The record's PMID, DOI and PMCID instead of stated ones that are not its own, each by itself."""
    stated = entry.stated
    if stated.pmid and stated.pmid not in publication.pmids:
        yield iter((_each_place(entry, stated.pmid, publication.pmid, "pmid", publication.pmid),))
    if stated.doi and publication.doi and not publication.has_doi(stated.doi):
        yield iter((_doi_change(entry, stated.doi, publication.doi),))
    if stated.pmcid and publication.pmcid and stated.pmcid != publication.pmcid:
        digits, right = (_DIGITS.findall(each)[0] for each in (stated.pmcid, publication.pmcid))
        places = tuple(
            _change(start, end, right, "pmcid", publication.pmcid)
            for start, end in (found.span() for found in re.finditer(rf"(?<!\d){digits}(?!\d)", entry.quote))
        )
        yield iter((places,))


def pages_changes(entry: Entry, publication: Publication) -> Variants:
    """The record's pages instead of the stated ones, as long as the entry writes pages."""
    stated, held = entry.stated.pages, publication.pages or publication.article_number
    if not stated or not held:
        return
    right = _in_style(stated, held, is_short=_VANCOUVER_LOCATOR.search(entry.quote) is not None)
    fields = frozenset({"pages"})
    wanted = _DASHES.sub("-", right)

    def fits(again: CitationFields) -> bool:
        return again.pages is not None and _DASHES.sub("-", again.pages) == wanted

    yield tuple(
        Change(tuple(_page_edits(entry.quote[start:end], right, start)), fields, fits)
        for start, end in places_of(stated, entry.quote)
    )


def _in_style(stated: str, held: str, *, is_short: bool) -> str:
    """The record's pages as an entry writes them that has these pages instead.

    Args:
        stated: the pages of the entry: "541", "541-7", "541-547".
        held: the record's.
        is_short: whether the entry's style abbreviates pages where its own do not show it.
    """
    mine, theirs = read_page_range(stated), read_page_range(held)
    if theirs is None:
        return held
    if mine is None:
        return theirs.first if stated.isdigit() or stated[:1].isalpha() else held
    if len(mine.last) < len(mine.first):
        return _as_short_as(mine, theirs)
    if str(mine.full) != str(mine.short):
        return str(theirs.full)
    return held if is_short else str(theirs.full)


def _as_short_as(mine: PageRange, theirs: PageRange) -> str:
    """The pages abbreviated as far as the entry abbreviates its own."""
    short = theirs.short
    if str(mine) == str(mine.short):
        return str(short)
    # Some styles keep two digits: "541-47".
    kept = max(len(mine.last), len(short.last))
    return str(short._replace(last=theirs.full.last[-kept:]))


def _page_edits(old: str, new: str, offset: int) -> Iterator[QuoteEdit]:
    """Edits of just the page that is wrong, where both are ranges; the dash stays."""
    mine, right = read_page_range(old), read_page_range(new)
    if mine is None or right is None:
        yield QuoteEdit(offset, offset + len(old), new)
        return
    if mine.first != right.first:
        yield QuoteEdit(offset, offset + len(mine.first), right.first)
    if mine.last != right.last:
        yield QuoteEdit(offset + len(mine.first) + len(mine.dash), offset + len(old), right.last)


def _doi_change(entry: Entry, stated: str, right: str) -> tuple[Change, ...]:
    """One change at all places of a DOI: what is written like it is nothing else."""
    pattern = rf"(?<!\w){re.escape(stated)}(?![\w/])"
    edits = tuple(
        QuoteEdit(*found.span(), right) for found in re.finditer(pattern, entry.quote, re.IGNORECASE)
    )

    def fits(again: CitationFields) -> bool:
        return again.doi is not None and fold_doi(again.doi) == fold_doi(right)

    return (Change(edits, frozenset({"doi"}), fits),) if edits else ()


def _each_place(entry: Entry, old: str, new: str, field: str, value: object) -> tuple[Change, ...]:
    return tuple(_change(*place, new, field, value) for place in places_of(old, entry.quote))


def _change(start: int, end: int, new: str, field: str, value: object) -> Change:
    return Change(
        (QuoteEdit(start, end, new),), frozenset({field}), lambda again: getattr(again, field) == value
    )
