"""Year, volume, pages and identifiers as the record has them, written as the entry writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from citecheck.corrections.entry import Change, Entry, QuoteEdit, Variant, places_of
from citecheck.model import CitationFields, Publication, fold_doi
from citecheck.text.page_ranges import PageStyle, read_page_range

__all__ = [
    "identifier_changes",
    "other_identifiers",
    "pages_variants",
    "styles_of_pages",
    "volume_changes",
    "year_changes",
]

_DASHES = re.compile(r"\s?[-–—−‐‑]{1,2}\s?")
_DIGITS = re.compile(r"\d+")

Variants = Iterator[Variant]


def year_changes(entry: Entry, publication: Publication) -> Variants:
    """The year of the issue, or of the electronic article, instead of the stated one."""
    right = publication.year
    if entry.stated.year and right:
        yield _each_place(entry, str(entry.stated.year), str(right), "year", right)


def volume_changes(entry: Entry, publication: Publication) -> Variants:
    """The record's volume instead of the stated one."""
    if entry.stated.volume and publication.volume:
        yield _each_place(entry, entry.stated.volume, publication.volume, "volume", publication.volume)


def other_identifiers(stated: CitationFields, publication: Publication) -> Iterator[tuple[str, str, str]]:
    """Stated identifiers that are not the record's: "pmid", "doi" or "pmcid", the stated and the record's."""
    if stated.pmid and stated.pmid not in publication.pmids:
        yield "pmid", stated.pmid, publication.pmid
    if stated.doi and publication.doi and not publication.has_doi(stated.doi):
        yield "doi", stated.doi, publication.doi
    if stated.pmcid and publication.pmcid and stated.pmcid != publication.pmcid:
        yield "pmcid", stated.pmcid, publication.pmcid


def identifier_changes(entry: Entry, publication: Publication) -> Iterator[Variants]:
    """The record's PMID, DOI and PMCID instead of stated ones that are not its own, each by itself."""
    for kind, wrong, right in other_identifiers(entry.stated, publication):
        if kind == "pmid":
            yield iter((_each_place(entry, wrong, right, "pmid", right),))
        elif kind == "doi":
            yield iter((_doi_change(entry, wrong, right),))
        else:
            digits, new = (_DIGITS.findall(each)[0] for each in (wrong, right))
            found = re.finditer(rf"(?<!\d){digits}(?!\d)", entry.quote)
            yield iter((Variant("", tuple(_change(*one.span(), new, "pmcid", right) for one in found)),))


def pages_variants(entry: Entry, publication: Publication) -> Variants:
    """The record's pages instead of the stated ones, in each style that the entry may have."""
    stated, held = entry.stated.pages, publication.pages or publication.article_number
    if not stated or not held:
        return
    for style, right in _in_styles(stated, held).items():
        wanted = _DASHES.sub("-", right)

        def fits(again: CitationFields, wanted: str = wanted) -> bool:
            return again.pages is not None and _DASHES.sub("-", again.pages) == wanted

        changes = (
            Change(tuple(_page_edits(entry.quote[start:end], right, start)), frozenset({"pages"}), fits)
            for start, end in places_of(stated, entry.quote)
        )
        yield Variant(style, tuple(changes))


def styles_of_pages(stated: str) -> frozenset[PageStyle]:
    """The styles in which a range is written; none for a single page."""
    found = read_page_range(stated)
    if found is None:
        return frozenset()
    missing = len(found.first) - len(found.last)
    if found.full == found and missing > 0:
        # "1269-6" ends before it begins, but shows how the last page is shortened.
        return frozenset(
            (PageStyle.SHORT,) if len(found.last) == 1 else (PageStyle.SHORT, PageStyle.TWO_DIGITS)
        )
    return frozenset(style for style, each in found.in_styles.items() if str(each) == str(found))


def _in_styles(stated: str, held: str) -> Mapping[str, str]:
    """The record's pages in each style that an entry with these pages may have.

    Args:
        stated: the pages of the entry: "541", "541-7", "541-547".
        held: the record's.
    """
    mine, theirs = read_page_range(stated), read_page_range(held)
    if theirs is None:
        return {PageStyle.WHOLE: held}
    if mine is None and (stated.isdigit() or stated[:1].isalpha()):
        return {PageStyle.WHOLE: theirs.first}
    own = styles_of_pages(stated)
    return {style: str(each) for style, each in theirs.in_styles.items() if style in own or not own}


def _page_edits(old: str, new: str, offset: int) -> Iterator[QuoteEdit]:
    """Edits of both pages, where both are ranges; the dash stays."""
    mine, right = read_page_range(old), read_page_range(new)
    if mine is None or right is None:
        yield QuoteEdit(offset, offset + len(old), new)
        return
    yield QuoteEdit(offset, offset + len(mine.first), right.first)
    yield QuoteEdit(offset + len(mine.first) + len(mine.dash), offset + len(old), right.last)


def _doi_change(entry: Entry, stated: str, right: str) -> Variant:
    """One change at all places of a DOI: what is written like it is nothing else."""
    pattern = rf"(?<!\w){re.escape(stated)}(?![\w/])"
    edits = tuple(
        QuoteEdit(*found.span(), right) for found in re.finditer(pattern, entry.quote, re.IGNORECASE)
    )

    def fits(again: CitationFields) -> bool:
        return again.doi is not None and fold_doi(again.doi) == fold_doi(right)

    return Variant("", (Change(edits, frozenset({"doi"}), fits),) if edits else ())


def _each_place(entry: Entry, old: str, new: str, field: str, value: object) -> Variant:
    places = places_of(old, entry.quote)
    return Variant("", tuple(_change(*place, new, field, value) for place in places))


def _change(start: int, end: int, new: str, field: str, value: object) -> Change:
    return Change(
        (QuoteEdit(start, end, new),), frozenset({field}), lambda again: getattr(again, field) == value
    )
