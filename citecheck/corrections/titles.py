"""The words of a title that are wrong, and the record's words for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from citecheck.corrections.entry import (
    Change,
    Entry,
    QuoteEdit,
    Variant,
    edited,
    holds_another_field,
    places_of,
)
from citecheck.journals import fold
from citecheck.matching.comparisons.title import american_spelling
from citecheck.model import CitationFields, Publication

__all__ = ["title_changes"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Names that were read as a title
_ET_AL = re.compile(r"\bet al\b")
# With so many stretches that differ the whole title is another.
_MOST_STRETCHES = 4
_ALIKE = str.maketrans("–—−‐‑‘’“”", "-----''\"\"")
_CAPITALISED = 0.6
_LONG = 4


def title_changes(entry: Entry, publication: Publication) -> Iterator[Variant]:
    """The record's words for those of the stated title that differ; a translated title is not taken."""
    stated, right = entry.stated.title, publication.title.rstrip(".")
    if not stated or not right or right.startswith("[") or _ET_AL.search(stated):
        return
    if publication.journal and holds_another_field(stated, right, publication.journal.title):
        return
    changes = []
    for start, end in places_of(stated, entry.quote):
        edits = tuple(_word_edits(entry.quote[start:end], right, start))
        if edits:
            changes.append(_change(edits, entry.quote, start, end))
    yield Variant("", tuple(changes))


def _change(edits: tuple[QuoteEdit, ...], quote: str, start: int, end: int) -> Change:
    moved = [QuoteEdit(one.start - start, one.end - start, one.text) for one in edits]
    wanted = fold(edited(quote[start:end], moved))

    def fits(again: CitationFields) -> bool:
        return again.title is not None and fold(again.title) == wanted

    return Change(edits, frozenset({"title"}), fits)


def _word_edits(old: str, new: str, offset: int) -> Iterator[QuoteEdit]:
    """The edits that make `old`, which begins at `offset`, a title of the same words as `new`."""
    mine, theirs = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    matcher = SequenceMatcher(None, [_key(word) for word in mine], [_key(word) for word in theirs], False)
    stretches = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    if len(stretches) > _MOST_STRETCHES or any(code[0] != "replace" for code in stretches):
        yield QuoteEdit(offset, offset + len(old), new)
        return
    all_capitals = _has_capitals(mine)
    for _, first, last, first_right, last_right in stretches:
        start, end = mine[first].start(), mine[last - 1].end()
        start_right, end_right = theirs[first_right].start(), theirs[last_right - 1].end()
        if all_capitals or (first == 0 and mine[0][0][:1].isupper()):
            new = new[:start_right] + new[start_right : start_right + 1].upper() + new[start_right + 1 :]
        # Signs beside a wrong word are wrong with it where the record has others.
        if first and first_right:
            gap, gap_right = mine[first - 1].end(), theirs[first_right - 1].end()
            if _signs(old[gap:start]) != _signs(new[gap_right:start_right]):
                start, start_right = gap, gap_right
        if last < len(mine) and last_right < len(theirs):
            gap, gap_right = mine[last].start(), theirs[last_right].start()
            if _signs(old[end:gap]) != _signs(new[end_right:gap_right]):
                end, end_right = gap, gap_right
        if last == len(mine) and last_right == len(theirs) and _signs(old[end:]) != _signs(new[end_right:]):
            end, end_right = len(old), len(new)
        yield QuoteEdit(offset + start, offset + end, new[start_right:end_right])


def _signs(gap: str) -> str:
    """What stands between two words but white space; all dashes and quotes are alike."""
    return "".join(gap.split()).translate(_ALIKE)


def _key(word: re.Match[str]) -> str:
    return american_spelling(fold(word[0]))


def _has_capitals(words: list[re.Match[str]]) -> bool:
    long = [word[0] for word in words if len(word[0]) >= _LONG]
    return sum(word[:1].isupper() for word in long) > _CAPITALISED * len(long)
