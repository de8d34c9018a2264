"""The record's journal under the kind of name that the entry uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from citecheck.corrections.entry import Change, Entry, QuoteEdit, holds_another_field, places_of
from citecheck.journals import fold
from citecheck.journals.printed_names import (
    dotted_abbreviation,
    printed_title,
    title_without_subtitle,
    without_place,
)
from citecheck.model import CitationFields, Journal, JournalMention, Publication

__all__ = ["journal_changes"]

# "Smith, J. (2012). …", "vol. 12", "pp. 3-9": styles that print journals' names in full
_FULL_STYLE = re.compile(r"\((?:19|20)\d\d[a-z]?\)[.,]?\s+[‘'“\"A-Z\[]|\bvol\.|\bpp\.")
# "J. Nutr.", "Br. Med. J"
_DOTTED = re.compile(r"\b[A-Z][A-Za-z]{0,6}\. ")
_SMALL_WORD = re.compile(r"(?<= )(?!(?:and|of|the|for|in|on|et|de|der|und|la|del|des|&) )[a-z]{3,}\b")
# "Antibiotics (Basel)"
_ADDED = re.compile(r" \([^()]+\)$")
_ADDITION = re.compile(r" \([^()]+\)")
# Of 100: words before a place that are so like the start of a name belong to it.
_LIKE_THE_START = 70.0
_EDGE = " .,;:"


def journal_changes(entry: Entry, publication: Publication) -> Iterator[tuple[Change, ...]]:
    """The names that the record's journal may have in this entry, the likeliest first, at each place."""
    mention, journal = entry.stated.journal, publication.journal
    if mention is None or journal is None or mention.from_address:
        return
    if holds_another_field(mention.text, journal.title, publication.title):
        return
    names = _names(entry, mention, journal)
    places = [
        place
        for place in places_of(mention.text, entry.quote)
        if not any(_begins_before(entry.quote, place, name) for name in names)
    ]
    in_full = not _is_abbreviated(entry, mention)
    for name in names:
        is_title = in_full and name == printed_title(journal)
        catalogued = title_without_subtitle(journal) if is_title else name
        yield tuple(
            _change(entry.quote, _with_addition(entry.quote, place, mention), name, catalogued)
            for place in places
        )


def _begins_before(quote: str, place: tuple[int, int], name: str) -> bool:
    """Whether a place holds only a name's end: "Renal physiology" of "Am J Physiol. Renal physiology"."""
    start, end = place
    stated = quote[start:end]
    if not fold(name).endswith(fold(stated)) or len(name) <= len(stated):
        return False
    before = name[: len(name) - len(stated)].strip()
    return fuzz.ratio(fold(quote[max(start - len(before) - 2, 0) : start]), fold(before)) >= _LIKE_THE_START


def _with_addition(quote: str, place: tuple[int, int], mention: JournalMention) -> tuple[int, int]:
    """A place with the brackets behind it, if they belong to the stated name: "Cancers (Basel)"."""
    start, end = place
    names = (mention.journal.title, mention.journal.abbreviation) if mention.journal else ()
    found = _ADDITION.match(quote, end)
    is_part = found and any(quote[start : found.end()] == name for name in names)
    return (start, found.end()) if found and is_part else place


def _change(quote: str, place: tuple[int, int], name: str, catalogued: str) -> Change:
    start, end = place
    if quote[:start].endswith("The ") and not quote[start:end].startswith("The "):
        # The article belongs to the stated name: "in The Lancet".
        start -= len("The ")
    # The stop behind the stated name serves the new one, too.
    new = name[:-1] if name.endswith(".") and quote[end : end + 1] == "." else name

    def fits(again: CitationFields) -> bool:
        return again.journal is not None and again.journal.text.strip(_EDGE) == name.strip(_EDGE)

    edit = QuoteEdit(start, end, new, catalogued if catalogued != name else None)
    return Change((edit,), frozenset({"journal"}), fits)


def _names(entry: Entry, mention: JournalMention, journal: Journal) -> list[str]:
    """The journal's names in the order in which they suit the entry, each once."""
    if entry.read is None:
        return [printed_title(journal)]
    whole, short = _full_name(mention, journal), journal.abbreviation
    forms = [whole, printed_title(journal), title_without_subtitle(journal), short, without_place(short)]
    if mention.misspelt or _is_alike(mention.text, journal):
        forms = [*forms, dotted_abbreviation(journal), printed_title(journal).removeprefix("The ")]
        return sorted(dict.fromkeys(forms), key=lambda form: -fuzz.ratio(mention.text, form))
    if _is_abbreviated(entry, mention):
        first = dotted_abbreviation(journal) if _has_stops(mention) else short
        forms = [first, short, *forms]
    return list(dict.fromkeys(forms))


def _is_alike(text: str, journal: Journal) -> bool:
    names = (printed_title(journal), journal.title, journal.abbreviation)
    return any(fuzz.ratio(fold(text), fold(name)) >= 88.0 for name in names)


def _full_name(mention: JournalMention, journal: Journal) -> str:
    """The title as NLM writes it if the entry copies NLM's titles, else with capitals and without place."""
    stated = mention.journal
    copies = stated is not None and printed_title(stated) != mention.text == title_without_subtitle(stated)
    if copies or _ADDED.search(mention.text) or _SMALL_WORD.search(f"{mention.text} "):
        return title_without_subtitle(journal)
    return printed_title(journal)


def _has_stops(mention: JournalMention) -> bool:
    """Whether a name is abbreviated with stops; "The Lancet. Oncology" is not."""
    is_title = mention.journal is not None and fold(mention.text) == fold(mention.journal.title)
    return not is_title and _DOTTED.search(f"{mention.text} ") is not None


def _is_abbreviated(entry: Entry, mention: JournalMention) -> bool:
    """Whether the entry abbreviates journals: by the stated name, or, of one word, by the entry's shape."""
    if _has_stops(mention):
        return True
    if mention.journal is not None:
        name = fold(without_place(mention.text))
        is_short = name == fold(without_place(mention.journal.abbreviation))
        is_whole = name in (fold(printed_title(mention.journal)), fold(mention.journal.title))
        if is_short != is_whole:
            return is_short
    return _FULL_STYLE.search(entry.quote) is None
