"""Where sentences begin and end: "… by Smith et al. in 2019.1 The U.S. trial …" are two."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple, overload

from citecheck.extraction.word_lists import load_words
from citecheck.model import Block, BlockKind, Document, MarkKind

# A possible end of a sentence: a stop, closing quotes or brackets, glued or bracketed note numbers,
# white space, and something that can begin a sentence.
# Without white space only before a word that begins sentences: "… in Eye Care.They also said".
#   … reduces pain.”  The    … conditions.12 The    … in rats.[4] Another    … in rats [4]. Another
_STOP = re.compile(
    r"""[.!?…]['"”’»)\]*_]{0,3}(?:\d{1,3}(?:[,–-]\d{1,3}){0,3}|(?:\[\[?\d{1,3}\]?\]){1,4})?(?:\s+(?=['"“‘«(\[*_]{0,3}[^\Wa-z_])"""
    r"""|(?<=[a-z][a-z]\.)(?=(?:The|They|This|These|It|In|However|But|And|We|He|She|Our|A|An)\s))"""
)
_WORD_BEFORE = re.compile(r"[^\w.’'-]")
_WORD_AFTER = re.compile(r"['\"“‘«(\[*_]{0,3}(\w+)")

# The marks of notes behind a stop: "… in rats. [4] Another", "… in rats. ⁴ Another"
_LEADING_MARK = re.compile(
    r"(?:\[\^?\[?\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,9}\]\]?\s*|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,–-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}){0,5}\s+)+"
    r"(?=['\"“‘«(*_]{0,3}[^\W\da-z_]|\Z)"
)
_MARK_OPENINGS = frozenset("[(0123456789⁰¹²³⁴⁵⁶⁷⁸⁹")
# The words of a mark that leads to a note: "9", "[9]", "9, 10"
_MARK_WORDS = re.compile(r"[\s\[(^]{0,3}(?P<first>\d{1,3})(?:\s?[,;–-]\s?\d{1,3}){0,9}[\s\]).,;]{0,3}")
# What may stand between a stop and the mark of a note, and between such marks
_BESIDE_MARKS = re.compile(r"[\s\[\](),;^]*")
_BEHIND_MARK = re.compile(r"[\s\]),;.]*")
# A number before a word that begins sentences is a mark too: "… in rats. 9 Another"
_PLAIN_MARK = re.compile(r"\d{1,3}(?:[,–-]\d{1,3}){0,3}\s+(?=([A-Z][a-z]*)\s)")

# In characters: the longest word before a stop that is read.
_REACH = 24
# Behind this many letters a stop ends the sentence, except for a few abbreviations.
_LONG = 5


class Sentence(NamedTuple):
    """One sentence, `text[start:end]` of the document; `block` is its block's place in Document.blocks."""

    start: int
    end: int
    block: int
    kind: BlockKind = BlockKind.PARAGRAPH


class Sentences(Sequence[Sentence]):
    """All sentences of a document's prose, in reading order.

    Most are only passed over, so that a `Sentence` is made when it is asked for.
    """

    __slots__ = ("_blocks", "_numbers", "ends", "starts")

    def __init__(
        self, blocks: Sequence[Block], starts: list[int], ends: list[int], numbers: list[int]
    ) -> None:
        """Take the offsets at which sentences start and end, and the places of their blocks in `blocks`."""
        self._blocks = blocks
        self.starts = starts
        self.ends = ends
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, at: int) -> Sentence: ...

    @overload
    def __getitem__(self, at: slice) -> list[Sentence]: ...

    def __getitem__(self, at: int | slice) -> Sentence | list[Sentence]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        number = self._numbers[at]
        return Sentence(self.starts[at], self.ends[at], number, self._blocks[number].kind)

    def at(self, offset: int) -> int | None:
        """The index of the sentence at this offset; None between sentences and outside of prose."""
        place = bisect_right(self.starts, offset) - 1
        if place >= 0 and offset < self.ends[place]:
            return place
        return None


def split_sentences(document: Document, outside: Iterable[tuple[int, int]] = ()) -> Sentences:
    """Split all blocks except data into sentences.

    Args:
        document: the document.
        outside: (start, end) of stretches; a sentence that touches one of them is left out.

    Returns:
        The sentences in reading order.
    """
    text, data = document.text, BlockKind.DATA
    starts: list[int] = []
    ends: list[int] = []
    numbers: list[int] = []
    marks = leading_marks(document)
    stops = list(map(re.Match.span, _STOP.finditer(text)))
    first = 0
    for number, block in enumerate(document.blocks):
        if block.kind is data:
            continue
        begin = block.start
        while first < len(stops) and stops[first][0] < begin:
            first += 1
        _part(text, begin, block.end, stops, first, marks, starts, ends)
        numbers += [number] * (len(starts) - len(numbers))
    if barred := sorted(outside):
        kept = list(_apart_from(barred, starts, ends))
        starts, ends, numbers = ([values[at] for at in kept] for values in (starts, ends, numbers))
    return Sentences(document.blocks, starts, ends, numbers)


def _apart_from(
    barred: Sequence[tuple[int, int]], starts: Sequence[int], ends: Sequence[int]
) -> Iterator[int]:
    """The indices of the sentences that touch none of the ascending stretches."""
    at = 0
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        while at < len(barred) and barred[at][1] <= start:
            at += 1
        if at == len(barred) or barred[at][0] >= end:
            yield index


def leading_marks(document: Document) -> dict[int, int]:
    """The links, footnote marks and superscripts whose words are only a number: "[9]", "9".

    Args:
        document: the document.

    Returns:
        The end of each mark by the place of its first figure.
    """
    text = document.text
    numbered = (
        _MARK_WORDS.fullmatch(text, mark.start, mark.end)
        for mark in document.marks
        if mark.kind in _LEADING_KINDS and not text[mark.start : mark.start + 1].isalpha()
    )
    return {words.start("first"): words.end() for words in numbered if words}


_LEADING_KINDS = (MarkKind.LINK, MarkKind.NOTE, MarkKind.SUPERSCRIPT)


def split(
    text: str, start: int = 0, end: int | None = None, marks: Mapping[int, int] = MappingProxyType({})
) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]`, without the white space around them.

    Args:
        text: the text of the document.
        start: the first offset in characters.
        end: the offset behind the last character; None for the end of the text.
        marks: the document's `leading_marks`.

    Returns:
        (start, end) of each sentence in `text`.
    """
    end = len(text) if end is None else end
    starts: list[int] = []
    ends: list[int] = []
    stops = list(map(re.Match.span, _STOP.finditer(text, start, end)))
    _part(text, start, end, stops, 0, marks, starts, ends)
    return list(zip(starts, ends, strict=True))


def _part(
    text: str,
    start: int,
    end: int,
    stops: Sequence[tuple[int, int]],
    first: int,
    marks: Mapping[int, int],
    starts: list[int],
    ends: list[int],
) -> None:
    """Add the sentences of `text[start:end]` to `starts` and `ends`; `stops[first]` is its first stop."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    for number in range(first, len(stops)):
        stop, past = stops[number]
        if past >= end:
            break
        if _ends(text, stop, past, start):
            if text[past] in _MARK_OPENINGS:
                past = _behind_marks(text, past, end, marks)
            close = past
            while text[close - 1].isspace():
                close -= 1
            starts.append(start)
            ends.append(close)
            start = past
    if start < end:
        starts.append(start)
        ends.append(end)


def _behind_marks(text: str, past: int, end: int, marks: Mapping[int, int]) -> int:
    """Where the next sentence begins: the marks of notes behind a stop belong to the previous sentence.

    A link or superscript that is only a number is a mark: "… in rats. [9](https://…) Another trial failed."
    """
    if printed := _LEADING_MARK.match(text, past, end):
        past = printed.end()
    elif (plain := _PLAIN_MARK.match(text, past, end)) and is_behind_mark(plain[1]):
        past = plain.end()
    place = past
    while beside := _BESIDE_MARKS.match(text, place, end):
        if beside.end() not in marks:
            break
        place = marks[beside.end()]
    if place == past:
        return past
    closed = _BEHIND_MARK.match(text, place, end)
    at = closed.end() if closed else place
    return at if at == end or not text[at].islower() else past


def _ends(text: str, at: int, past: int, begin: int) -> bool:
    """Whether the stop at `at`, which `past` follows, ends a sentence and is not part of an abbreviation."""
    if text[at] != ".":
        return True
    if at - begin > _LONG and (letters := text[at - _LONG : at]).isalpha() and letters not in _long_endings():
        return True
    word = text[max(begin, at - _REACH) : at].rpartition(" ")[2]
    if not word.isalpha():
        word = _WORD_BEFORE.split(word)[-1]
        if not word:
            return True
    glued = text[at + 1 : past].lstrip("'\"”’»)]*_")
    if glued[:1].isdigit() and not word[-1].isalpha():
        return False  # 3.5 Million
    if len(word) > 4 and "." not in word and word not in _shortenings():
        return True
    after = _WORD_AFTER.match(text, past)
    following = after[1] if after else ""
    if following[:1].isdigit() and text.endswith("et al", begin, at):
        return False  # Smith et al. (2019)
    if following[:1].isdigit():
        return word not in _before_numbers() and not _in_bracket(text, begin, at)
    if word in _titles() or text.endswith("et al", begin, at):
        return word not in _titles() and following in _openers()
    if word in _shortenings() or (len(word) == 1 and word.isupper()):
        return following in _openers()
    if len(word) > 1 and word[-2] == "." and word[-1].isupper():  # initials: J.K., U.S.A.
        return following in _openers()
    return True


def _in_bracket(text: str, begin: int, at: int) -> bool:
    """Whether a bracket is open before a stop: "… slept longer (J Sleep Res. 2012)"."""
    return text.rfind("(", begin, at) > text.rfind(")", begin, at)


def is_behind_mark(word: str) -> bool:
    """Whether a lone number before this word is the mark of a note and not a count: "9 Another", not "9 Men".

    Args:
        word: the word, with its capital.
    """
    return word in _behind_marks_words()


@cache
def _behind_marks_words() -> frozenset[str]:
    return load_words("sentences", "behind marks")


@cache
def _titles() -> frozenset[str]:
    return load_words("sentences", "titles")


@cache
def _long_endings() -> frozenset[str]:
    """The last letters of the long abbreviations."""
    return frozenset(word[-_LONG:] for word in _shortenings() if len(word) >= _LONG)


@cache
def _shortenings() -> frozenset[str]:
    return load_words("sentences", "shortenings")


@cache
def _before_numbers() -> frozenset[str]:
    return load_words("sentences", "before numbers")


@cache
def _openers() -> frozenset[str]:
    return load_words("sentences", "openers")
