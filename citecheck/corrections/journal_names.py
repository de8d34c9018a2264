"""The record's journal under the kind of name that the entry uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from rapidfuzz import fuzz

from citecheck.corrections.entry import (
    Change,
    Entry,
    QuoteEdit,
    Variant,
    find_words,
    holds_another_field,
)
from citecheck.corrections.journal_places import EDGE, is_alike, journal_places
from citecheck.journals import fold
from citecheck.journals.printed_names import NameStyle, names_in_styles, printed_title
from citecheck.model import CitationFields, JournalMention, Publication

__all__ = ["journal_variants", "styles_of"]

# "J. Nutr.", "Br. Med. J"
_DOTTED = re.compile(r"\b[A-Z][A-Za-z]{0,6}\. ")
# "5, e8789" and "vol. 5" behind a name: no stop of the entry stands before them, as before "2012;5:1".
_VOLUME_BEHIND = re.compile(r"\.,?\s+(?:vol\.?\s*)?(?!(?:19|20)\d\d\b)\d")


def journal_variants(entry: Entry, publication: Publication) -> Iterator[Variant]:
    """The names that the record's journal may have in this entry, each with the places where it may stand."""
    mention, journal = entry.stated.journal, publication.journal
    if journal is None or (mention and mention.from_address):
        return
    names = names_in_styles(journal)
    if journal.title == journal.abbreviation and " " in journal.title:
        # Records whose journal's title was not known repeat the abbreviation as the title.
        names = {style: name for style, name in names.items() if style.kind != NameStyle.TITLE.kind}
    if entry.read is None:
        names = {NameStyle.TITLE: printed_title(journal)}
    places = tuple(journal_places(entry, mention, publication, names.values()))
    if len(places) != 1 or holds_another_field(
        entry.quote[slice(*places[0])], journal.title, publication.title
    ):
        return
    stated = entry.quote[slice(*places[0])]
    if not is_alike(stated, names.values()) and _begins_within_title(entry, publication):
        return
    # Where a stop ends the title, one ends the journal, too.
    title = find_words(publication.title, entry.quote)
    for style, name in _suiting(stated, mention, names).items():
        is_clear = not _may_lose_stop(entry.quote, places[0], style, name) or title is not None
        yield Variant(style, (_change(entry, publication, places[0], style, name),) if is_clear else ())


def styles_of(mention: JournalMention) -> frozenset[NameStyle]:
    """The styles in which a name is written; none where it is in no style that is known."""
    if mention.journal is None or mention.misspelt:
        return frozenset((NameStyle.WITH_STOPS,)) if _DOTTED.search(f"{mention.text} ") else frozenset()
    stated = mention.text.strip(EDGE)
    names = names_in_styles(mention.journal)
    return frozenset(style for style, name in names.items() if name.strip(EDGE) == stated)


def _begins_within_title(entry: Entry, publication: Publication) -> bool:
    """Whether what is read as the title goes on behind the record's: "… in mice. J. iol" before "Chem"."""
    if entry.read is None or not entry.read.title or not publication.title:
        return False
    return fold(entry.read.title).startswith(f"{fold(publication.title)} ")


def _suiting(
    stated: str, mention: JournalMention | None, names: Mapping[NameStyle, str]
) -> Mapping[NameStyle, str]:
    """Return those names of the journal whose style the entry may have.

    Args:
        stated: the name that the entry states.
        mention: the journal that was read from it, if one was.
        names: the names of the record's journal, at least one.
    """
    if is_alike(stated, names.values()):
        likeness = {style: fuzz.ratio(stated, name.strip(EDGE)) for style, name in names.items()}
        best = max(likeness.values())
        return {style: name for style, name in names.items() if likeness[style] == best}
    own = styles_of(replace(mention, text=stated)) if mention else frozenset()
    suiting = {style: name for style, name in names.items() if style in own}
    return suiting if own else names


def _may_lose_stop(quote: str, place: tuple[int, int], style: NameStyle, name: str) -> bool:
    """Whether a final stop after the name is optional: "Gut. 2012" or "Gut 2012"."""
    start, end = place
    is_shortened = quote[end : end + 1] == "." and _DOTTED.search(f"{quote[start:end]}. ") is not None
    is_whole = style is NameStyle.WITH_STOPS and not name.endswith(".")
    return is_shortened and is_whole and not _VOLUME_BEHIND.match(quote, end)


def _change(
    entry: Entry, publication: Publication, place: tuple[int, int], style: NameStyle, name: str
) -> Change:
    quote, (start, end) = entry.quote, place
    if quote[:start].endswith("The ") and not quote[start:end].startswith("The "):
        # The article belongs to the stated name: "in The Lancet".
        start -= len("The ")
    new = name
    if name.endswith(".") and quote[end : end + 1] == ".":
        # The stop behind the stated name serves the new one, too.
        new = name[:-1]
    elif style is NameStyle.WITH_STOPS and _VOLUME_BEHIND.match(quote, end):
        # Here the stop belongs to the stated name.
        end += 1
    title = fold(publication.title)
    fields = {"journal"}
    is_whole = entry.stated.journal is not None and entry.stated.journal.text == quote[slice(*place)]
    if not is_whole and find_words(publication.title, quote):
        # A part of the title that was read as the journal's name is not replaced, nor is the reverse.
        fields.add("title")

    def fits(again: CitationFields) -> bool:
        is_title = "title" not in fields or fold(again.title or "") == title
        return is_title and again.journal is not None and again.journal.text.strip(EDGE) == name.strip(EDGE)

    return Change((QuoteEdit(start, end, new),), frozenset(fields), fits)
