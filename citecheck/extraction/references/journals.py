"""Where in a reference entry the journal stands: before a volume or a page, in italics, at the end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from citecheck.extraction.references.journal_boundary import (
    QUOTES,
    JournalBoundary,
    Journals,
    is_name_like,
    name_forms,
)
from citecheck.extraction.references.journals_without_locator import find_without_locator
from citecheck.extraction.references.locators import MONTH, SUREST, LocatorSpan, find_locators
from citecheck.extraction.word_patterns import WordPattern
from citecheck.journals import fold
from citecheck.model import Journal

__all__ = ["find_journal_boundary"]

# "In: Verhoeckx K, editors. Springer; 2015", "3rd ed.", "University of Adelaide Press"
_BOOK = re.compile(
    r"\b(?:[Ee]ditors?|[Ee]ds?\.|\d(?:st|nd|rd|th) ed(?:ition|\.|n)|Press|Publish(?:er|ers|ing)|ISBN)(?!\w)"
)
# "The FASEB Journal, April 2017" before its volume
_NAME_WITH_DATE = re.compile(rf",?\s+(?:{MONTH},?\s)?\(?(?P<year>(?:19|20)\d\d)\)?$")
# A journal's name can begin behind any of these
_BEGIN = re.compile(
    r"(?=[.?!:;,”\"'’)\]–—I\sA-Z])"
    r"(?:(?:[.?!:;,”\"'’)\]–—]|\bIn:|(?<=[.?!;,”\"’'] )In)[*_]{0,2}\s+[*_\"“‘']{0,2}(?=\S)"
    r"|(?<=[.?!][”\"’'])\s+|(?<=[a-z)][.?!])(?=[A-Z]))"
)
_REACH = 260
# The weight of a name in the catalogue, added to the weight of its locator.
_KNOWN = 4
# In words: the longest name of a journal
_WORDIEST = 28


def find_journal_boundary(
    body: str, begin: int, stop: int, journals: Journals, emphasis: Sequence[tuple[int, int]]
) -> JournalBoundary | None:
    """Find the journal: the best stretch before something that looks like a volume, a page or a date.

    Args:
        body: the text of the entry without its identifiers.
        begin: the offset in characters behind the authors.
        stop: the offset at which the entry proper ends and remarks on access begin.
        journals: the known journals.
        emphasis: (start, end) of the stretches set in italics or bold.

    Returns:
        The journal and what follows it; None for a book, or if nothing looks like a journal.
    """
    begins = [hit.span() for hit in _BEGIN.finditer(body, begin)]
    best = _before_a_place(body, begin, stop, journals, emphasis, begins)
    best = _with_addition(body, best, journals) if best and best.journal else best
    unnamed = _unnamed(best) if best and best.journal is None else None
    if best and (best.journal or (best.placed.weight >= 2 and is_name_like(body[best.start : best.end]))):
        return unnamed if best.journal is None and _BOOK.search(body, begin) else best
    if _BOOK.search(body, begin):
        return unnamed
    named = find_without_locator(body, begin, stop, journals, emphasis, _between(begins, begin, stop))
    return named or unnamed


def _unnamed(found: JournalBoundary) -> JournalBoundary | None:
    """A locator with year, volume and pages behind a title or an editor, without the name of a journal."""
    placed = found.placed
    if not (placed.volume and placed.pages and placed.year):
        return None
    return JournalBoundary(found.end, found.end, None, placed, 1)


def _before_a_place(
    body: str,
    begin: int,
    stop: int,
    journals: Journals,
    emphasis: Sequence[tuple[int, int]],
    begins: Sequence[tuple[int, int]],
) -> JournalBoundary | None:
    """The most likely of the names before a volume, a page or a date."""
    best: JournalBoundary | None = None
    for place in find_locators(body, begin, stop):
        if best is not None and _KNOWN + place.weight < best.weight:
            continue
        if best is not None and best.weight == _KNOWN + SUREST and not _is_supplement(best.placed.volume):
            break  # no other can have a higher weight, and no name contains such a locator
        end = _name_end(body, begin, place.start)
        placed = place
        if dated := _NAME_WITH_DATE.search(body, max(begin, end - 40), end):
            end = dated.start()
            placed = place._replace(year=place.year or int(dated["year"]))
        if end - begin < 2:
            continue
        hinge = _named(body, begin, end, placed, journals, emphasis, begins)
        longer = (
            best
            and hinge.journal
            and best.journal
            and hinge.weight == best.weight
            and hinge.start == best.start
        )
        if best is None or hinge.weight > best.weight or longer:
            best = hinge
    return best


def _is_supplement(volume: str | None) -> bool:
    """Whether the name may contain this volume: "Br J Psychiatry Suppl. 172"."""
    return volume is not None and volume[:1] in "Ss"


def _name_end(body: str, begin: int, place: int) -> int:
    """Where the name before this locator ends."""
    end = place
    while end > begin and (body[end - 1].isspace() or body[end - 1] in ".,;:([" + QUOTES):
        end -= 1
    if body[end : end + 1] == ")" and body.rfind("(", begin, end) > body.rfind(")", begin, end):
        end += 1
    return end


def _named(
    body: str,
    begin: int,
    end: int,
    placed: LocatorSpan,
    journals: Journals,
    emphasis: Sequence[tuple[int, int]],
    begins: Sequence[tuple[int, int]],
) -> JournalBoundary:
    """The name that ends here, without a publisher behind it: one of the catalogue, else an unknown one."""
    near = _between(begins, max(begin, end - _REACH), end)
    known = _known(body, _starts(near, begin, end, emphasis), end, journals, placed.weight)
    if known is None and placed.weight >= SUREST - 1:
        known = _grown_into(body, begin, end, journals)
    if known is None:
        start = _unknown_start(body, begin, end, near, emphasis)
        publisher = _PUBLISHER.search(body, max(begin, start - 2), end)
        if publisher is None:
            return JournalBoundary(start, end, None, placed, placed.weight)
        cut = publisher.start()
        near = _between(begins, max(begin, cut - _REACH), cut)
        known = _known(body, _starts(near, begin, cut, ()), cut, journals, placed.weight)
        if known is None:
            return JournalBoundary(start, end, None, placed, placed.weight)
        end = cut
    return JournalBoundary(known[0], end, known[1], placed, _KNOWN + placed.weight)


# A publisher or a city behind the journal: "Gut. BMJ Group; 1994; 37: 12", "Revista, Lima, v. 45".
_PUBLISHER = WordPattern(
    "Revista, Lima",
    r"[.,;:(]\s+(?:{references:publishers})\b[^.;:]{0,40}$|,\s[A-ZÀ-Þ][^\W\d_]+(?:\s[A-ZÀ-Þ][^\W\d_]+)?$",
)


def _between(begins: Sequence[tuple[int, int]], low: int, end: int) -> Sequence[tuple[int, int]]:
    """The (start, end) pairs that begin in `low` to `end` and end before `end`."""
    near = begins[bisect_left(begins, (low,)) : bisect_left(begins, (end,))]
    return near[:-1] if near and near[-1][1] >= end else near


def _starts(
    near: Sequence[tuple[int, int]], begin: int, end: int, emphasis: Sequence[tuple[int, int]]
) -> list[int]:
    """Where the journal's name may start, leftmost first."""
    low = max(begin, end - _REACH)
    found = {start for _, start in near}
    found |= {start for start, _ in emphasis if low <= start < end}
    if low == begin:
        found.add(begin)
    set_apart = [start for start, finish in emphasis if begin < start < end <= finish + 2]
    if set_apart:  # italics begin where the name does
        found = {start for start in found if start <= set_apart[0]}
    return sorted(found)


# "London: Routledge; 2004", "12": a year or number alone does not show that ordinary words are a periodical.
_SURE_PLACE = 2


def _known(
    body: str, starts: Sequence[int], end: int, journals: Journals, weight: int = _SURE_PLACE
) -> tuple[int, Journal] | None:
    """The longest name that ends here and that the catalogue knows.

    A name that is known only without its part behind a colon is rejected for a shorter one, because the part
    before the colon may be the end of a title. `weight` is that of the locator behind the name.
    """
    lookup = journals.lookup if weight >= _SURE_PLACE else journals.lookup_distinctive
    found: tuple[int, Journal] | None = None
    for start in starts:
        name = body[start:end]
        if len(name) < 2 or name.count(" ") > _WORDIEST or not (name[0].isalnum() or name[0] in QUOTES):
            continue
        for form in name_forms(name):
            if journal := lookup(form):
                found = start + len(name) - len(name.lstrip(QUOTES + " ")), journal
                if ":" not in form or fold(form) in {fold(journal.title), fold(journal.abbreviation)}:
                    return found
                break
    return found


# Where a name without a full stop before it may begin: "… censored data Can J Stat. 2012"
_CAPITAL_BEHIND_SMALL = re.compile(r"(?<= )(?P<word>[a-z]{3,}) (?=[A-Z][\w&-]*[. ] ?[A-Z])")
_OF = frozenset({"and", "for", "the", "with", "journal", "from"})
_LONGEST_NAME_OF_ONE_SORT = 40


def _grown_into(body: str, begin: int, end: int, journals: Journals) -> tuple[int, Journal] | None:
    """A known name of at least two capitalised words with no sign between it and the title."""
    for hit in _CAPITAL_BEHIND_SMALL.finditer(body, max(begin, end - _LONGEST_RUN), end):
        title = body[max(begin, hit.start() - _LONGEST_NAME_OF_ONE_SORT) : hit.end()]
        if hit["word"] in _OF or len(title) < _LONGEST_NAME_OF_ONE_SORT or "." in title:
            continue  # "Brazilian journal of Sports Medicine" is a name of its own
        if journal := journals.lookup_distinctive(body[hit.end() : end]):
            return hit.end(), journal
    return None


# "(1985)" behind "J Appl Physiol": a part of the name, not the year of publication
_BRACKETS_BEHIND = re.compile(r"\s?\([^()]{0,40}\b(?:1[89]|20)\d\d\)")


def _with_addition(body: str, hinge: JournalBoundary, journals: Journals) -> JournalBoundary:
    """The journal whose known name includes the brackets behind it: "J Appl Physiol (1985)"."""
    if hinge.placed.volume is None or not (added := _BRACKETS_BEHIND.match(body, hinge.end)):
        return hinge
    journal = journals.lookup(body[hinge.start : added.end()].strip(QUOTES + " "))
    if journal is None:
        return hinge
    placed = hinge.placed
    if placed.start < added.end():
        placed = placed._replace(year=None, month=None)
    return hinge._replace(journal=journal, placed=placed)


_ABBREVIATED = re.compile(r"(?:^|\s)[A-Z][\w&-]{0,10}\.\s*$")
# "J. Phys. Educ. " before "Recreat. Dance"
_ABBREVIATIONS = re.compile(r"(?<=[.?!”\"] )(?:[A-Z][A-Za-z&-]{0,9}\. ?)+$")


def _unknown_start(
    body: str,
    begin: int,
    end: int,
    near: Sequence[tuple[int, int]],
    emphasis: Sequence[tuple[int, int]],
) -> int:
    """The most likely start of a name that is not in the catalogue."""
    skipped = 0
    for start, finish in emphasis:
        if begin <= start < end <= finish + 2 and end - start >= 3:
            return start
    for at, past in reversed(near):
        sign = body[at:past]
        if past >= end - 1 or not (
            sign.strip(" *_").startswith((".", "?", "!", '"', "”", "’", "'"))
            or not sign
            or (sign[0] == "," and body[at - 1] in "\"”’'")
        ):
            continue
        before = body[begin : at + 1]
        # "J. Nutr. Biochem.": a stop behind a short capitalised word is part of an abbreviation
        if sign[:1] == "." and _ABBREVIATED.search(before) and len(before) > 12:
            if end - past < 12:
                skipped = skipped or past
                continue
            run = _ABBREVIATIONS.search(body, max(begin, past - _LONGEST_RUN), past)
            return run.start() if run and run.start() > begin + 12 else past
        return past
    return skipped if skipped and _SENTENCE.search(body, begin, skipped) else begin


# What the names of journals hardly ever contain: "creative training on adult learners", ": An Experiment"
_SENTENCE = re.compile(r"(?:[a-z]{3,}\s){4}|: An?\s|\swith\s|\sby\s|\sfrom\s|\sis\s|\sare\s|\?")
_LONGEST_RUN = 60
