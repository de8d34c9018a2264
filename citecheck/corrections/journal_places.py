"""Where the stated journal stands in an entry: all of its name, and nothing of the title before it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rapidfuzz import fuzz

from citecheck.corrections.entry import Entry, find_words, places_of
from citecheck.journals import fold
from citecheck.model import JournalMention, Publication

__all__ = ["EDGE", "is_alike", "journal_places"]

EDGE = " .,;:"
_ADDITION = re.compile(r" \([^()]+\)")
# What ends a title: "?'," in "… of sleep?', Gut"
_TITLE_END = re.compile(r"[\s.,;:?!'’\"”*_)\]]*")
_WORD = re.compile(r"[^\W_]+")
# "Am. J." before what was read as a name
_SHORT_WORD_BEFORE = re.compile(r"(?<![^\W_])[A-Z][a-z]{0,6}\. $")
# What follows a journal: "Gut 2012", "Gut, vol. 3", "Gut (2012)"
_NAME_END = re.compile(r"[\s.,;:(*_]*(?:\bvol\.?\s*)?\b\d|$", re.IGNORECASE)
# "(Oxford, England : 1990)": numbers of a place are no volume.
_PLACE = re.compile(r"\([^()]*[^\W\d_]{2}[^()]*\)")
# Similarity, 0 to 100: from here on words beside a place belong to the name.
_LIKE_THE_REST = 70.0
# Similarity, 0 to 100: from here on a name is the record's, misspelt.
_LIKE_THE_NAME = 88.0
# A name is no longer than a line or two.
_LONGEST = 200


def journal_places(
    entry: Entry, mention: JournalMention | None, publication: Publication, names: Collection[str]
) -> Iterator[tuple[int, int]]:
    """The places where all of the stated name stands.

    A misspelt name may be read in part, its start as the end of the title: "… in mice. J. iol. | Chem". Where
    the record's title stands in the entry, the name is what follows.

    Args:
        entry: the entry.
        mention: the journal that was read from it; None where the name was not seen.
        publication: the publication that the entry cites.
        names: the names that the publication's journal has.

    Yields:
        Start and end of each place.
    """
    quote, title = entry.quote, find_words(publication.title, entry.quote)
    behind = _name_behind(quote, title[1]) if title else None
    if behind and is_alike(quote[slice(*behind)], names):
        yield behind[0], _end_of_edition(quote, behind[1], names)
        return
    for found, end in places_of(mention.text, quote) if mention else ():
        if title and found < title[1] and title[0] < end:
            continue
        start = found if title else _whole_start(quote, found, end, names)
        if title is None and _SHORT_WORD_BEFORE.search(quote[:start]):
            continue
        if mention and not any(_is_part(quote, (start, end), name) for name in names):
            yield _with_addition(quote, (start, end), mention)


def is_alike(text: str, names: Collection[str]) -> bool:
    """Whether a name is one of some names, or one of them misspelt."""
    return _likeness(text, names) >= _LIKE_THE_NAME


def _likeness(text: str, names: Collection[str]) -> float:
    """The highest similarity of a name to some names, 0 to 100."""
    return max(fuzz.ratio(fold(text), fold(name)) for name in names)


def _whole_start(quote: str, start: int, end: int, names: Collection[str]) -> int:
    """Find where a name begins if only its end was read: at "Am." of "Am. J. Infect. Contol"."""
    starts = [start, *(found.start() for found in _WORD.finditer(quote, max(start - _LONGEST, 0), start))]
    alike = [(_likeness(quote[each:end], names), each) for each in starts]
    best, whole = max(alike)
    return whole if best >= _LIKE_THE_NAME else start


def _name_behind(quote: str, start: int) -> tuple[int, int] | None:
    """What stands behind a title, up to the numbers of the volume or the year."""
    opening = _TITLE_END.match(quote, start)
    begin = opening.end() if opening else start
    behind = _PLACE.sub(lambda place: "x" * len(place[0]), quote[begin : begin + _LONGEST])
    end = _NAME_END.search(behind)
    return (begin, begin + end.start()) if end and end.start() else None


def _end_of_edition(quote: str, end: int, names: Collection[str]) -> int:
    """The end of a name with the year of its edition, if it has one: "Social science & medicine (1982)"."""
    found = _ADDITION.match(quote, end)
    return found.end() if found and any(name.endswith(found[0]) for name in names) else end


def _is_part(quote: str, place: tuple[int, int], name: str) -> bool:
    """Whether a place holds only a part of a name: "Renal physiology" of "Am J Physiol. Renal physiology"."""
    start, end = place
    stated, whole = fold(quote[start:end]), fold(name)
    if not stated or len(name) <= end - start:
        return False
    length = len(name) - (end - start)
    before = name[:length].strip() if whole.endswith(stated) else ""
    behind = name[-length:].strip() if whole.startswith(stated) else ""
    return any(
        part and fuzz.ratio(fold(beside), fold(part)) >= _LIKE_THE_REST
        for part, beside in (
            (before, quote[max(start - len(before) - 2, 0) : start]),
            (behind, quote[end : end + len(behind) + 2]),
        )
    )


def _with_addition(quote: str, place: tuple[int, int], mention: JournalMention) -> tuple[int, int]:
    """A place with the brackets behind it, if they belong to the stated name: "Cancers (Basel)"."""
    start, end = place
    names = (mention.journal.title, mention.journal.abbreviation) if mention.journal else ()
    found = _ADDITION.match(quote, end)
    is_part = found and any(quote[start : found.end()] == name for name in names)
    return (start, found.end()) if found and is_part else place
