"""Journals without a locator: a whole segment, text in italics, or a name like "Annals of …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citecheck.extraction.references.journal_boundary import (
    QUOTES,
    JournalBoundary,
    Journals,
    is_name_like,
    name_forms,
)
from citecheck.extraction.references.locators import LocatorSpan
from citecheck.extraction.word_lists import load_words

__all__ = ["find_without_locator"]


def find_without_locator(
    body: str,
    begin: int,
    stop: int,
    journals: Journals,
    emphasis: Sequence[tuple[int, int]],
    cuts: Sequence[tuple[int, int]],
) -> JournalBoundary | None:
    """The journal of an entry without volume, page or date.

    Args:
        body: The entry without addresses and identifiers.
        begin: Where the names of its authors end.
        stop: Where remarks on access begin.
        journals: The catalogue.
        emphasis: The stretches in italics or bold.
        cuts: The signs between its segments.
    """
    spans = [*((start, end) for start, end in emphasis if begin <= start < end <= stop + 2)]
    spans += _segments(body, begin, stop, cuts)
    best = _without_place(body, begin, stop, spans, journals)
    return _set_apart(body, begin, stop, journals, emphasis, best) or _by_its_words(body, begin, stop)


def _segments(body: str, begin: int, stop: int, cuts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The segments between signs, and up to four consecutive ones together."""
    starts = [begin, *(past for _, past in cuts)]
    ends = [*(at + (0 if body[at:past][:1] in ".,;:?! " else 1) for at, past in cuts), stop]
    for place, start in enumerate(starts):
        for end in ends[place : place + 4]:
            if 2 <= end - start <= 160:
                yield start, end


def _without_place(
    body: str, begin: int, stop: int, spans: Sequence[tuple[int, int]], journals: Journals
) -> JournalBoundary | None:
    """A whole segment of the entry that is a name of the catalogue."""
    best: JournalBoundary | None = None
    for start, end in spans:
        name = body[start:end].strip(" .,;:()[]" + QUOTES)
        at = body.find(name, start) if name else -1
        if at < 0 or (not name[0].isupper() and not name[:1].isdigit()) or len(name) < 3:
            continue
        journal = next(
            (found for form in name_forms(name) if (found := journals.lookup_distinctive(form))), None
        )
        if journal is None or (at == begin and len(body[at + len(name) : stop].strip(" .,;:" + QUOTES)) > 25):
            continue
        weight = len(name)
        if best is None or at >= best.end or weight > best.weight:
            best = JournalBoundary(at, at + len(name), journal, LocatorSpan(at + len(name)), weight)
    return best


_WORD = re.compile(r"[^\W\d_]+")
_YEAR_LAST = re.compile(r"[\s.,;(]*(?:(?:19|20)\d\d)?[\s.,;)]*$")
_SEGMENT_END = re.compile(r"[.?!”\"’'][”\"’']?\s+")


def _by_its_words(body: str, begin: int, stop: int) -> JournalBoundary | None:
    """A last segment with words that only names of periodicals have: "Journal of …", "… Reviews"."""
    rest = _YEAR_LAST.sub("", body[begin:stop])
    cut = max((hit.end() for hit in _SEGMENT_END.finditer(rest)), default=0)
    name = rest[cut:].strip(" .,;:" + QUOTES)
    worded = _WORD.findall(name)
    if (
        cut < 10
        or not 2 <= len(worded) <= 12
        or not any(w in load_words("references", "periodicals") for w in worded)
    ):
        return None
    if any(w[0].islower() and len(w) > 3 for w in worded):
        return None
    at = body.find(name, begin + cut)
    return JournalBoundary(at, at + len(name), None, LocatorSpan(at + len(name)), 1)


# "The FASEB Journal, April 2017", "Gastroenterology, 166"
_DATED_NAME = re.compile(r",\s+(?:[A-Z][a-z]{2,8}\.?\s)?\d")


def _set_apart(
    body: str,
    begin: int,
    stop: int,
    journals: Journals,
    emphasis: Sequence[tuple[int, int]],
    known: JournalBoundary | None,
) -> JournalBoundary | None:
    """A name in italics behind the title; it is unknown if only a part of it is in the catalogue."""
    for start, finish in reversed(emphasis):
        dated = _DATED_NAME.search(body, start, finish)
        end = dated.start() if dated else finish
        name = body[start:end].strip(" .,;:" + QUOTES)
        if name.lower() in load_words("references", "not journals"):
            continue
        if (
            begin + 10 < start < end <= stop + 2
            and is_name_like(name)
            and len(name) > 3
            and not name.isupper()
        ):
            if known is None and (journal := journals.lookup_distinctive(name)):
                return JournalBoundary(start, end, journal, LocatorSpan(end), 2)
            if known is None and not body[end:stop].strip(" .,;:()0123456789" + QUOTES):
                return JournalBoundary(start, end, None, LocatorSpan(end), 1)
            if (
                known
                and start <= known.start
                and known.end <= end
                and len(name) > known.end - known.start + 3
            ):
                return JournalBoundary(start, end, None, LocatorSpan(end), 1)
    return known
