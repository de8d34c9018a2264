"""Find reference lists: stretches below a heading for references, numbered, or in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from citecheck.extraction.word_lists import load_words
from citecheck.extraction.word_patterns import WordPattern
from citecheck.journals import fold
from citecheck.model import Block, BlockKind

__all__ = ["ReferenceItem", "ReferenceList", "find_reference_lists"]


class ReferenceItem(NamedTuple):
    """A stretch that may be an entry. Anchors that belong to it may begin at `reach`."""

    start: int
    end: int
    label: str | None = None
    item: bool = False
    footnote: bool = False
    reach: int = 0
    is_likely: bool = True


@dataclass(slots=True)
class ReferenceList:
    """Consecutive stretches. `heading`: 2 below a heading for references, 1 below a possible one, else 0."""

    heading: int
    entries: list[ReferenceItem] = field(default_factory=list)


# Python 3.11 looks the members of an enumeration up slowly, and a document has many blocks.
_PARAGRAPH, _HEADING, _DATA, _CAPTION = (
    BlockKind.PARAGRAPH,
    BlockKind.HEADING,
    BlockKind.DATA,
    BlockKind.CAPTION,
)
_LIST_ITEM, _TABLE_CELL, _FOOTNOTE = BlockKind.LIST_ITEM, BlockKind.TABLE_CELL, BlockKind.FOOTNOTE
_ITEMS = (_LIST_ITEM, _TABLE_CELL, _FOOTNOTE)
_UNREAD = (_HEADING, _CAPTION)
# Blocks that may stand for a heading
_HEADED = (_HEADING, _PARAGRAPH)
# A paragraph that may stand for a heading: "References:", "Sources"
_SHORT = 80
# A block outside of reference lists is parsed if it contains this. The lookbehind comes after the
# letters, so that Python's matcher can jump from one possible start to the next.
_HINT = WordPattern(
    "in 2018",
    r"1[89]\d\d(?<!\w\d{4})\b|20\d\d(?<!\w\d{4})\b|10\.(?<!\w10\.)\d{4}|PMID(?<!\wPMID)\b|PMCID(?<!\wPMCID)\b",
    starts="18|19|20|10.|PMID|PMCID",
)
_SIGN = re.compile(
    r"[A-Z\d](?:(?<=\d)(?:\s?;\s?\d|\s?\(\w{1,9}\)\s?[:,]|, \d+[-–]\d|: ?e?\d)|(?<=\D)\., (?:&|[A-Z]))"
)
_SIGN_IN_WORDS = WordPattern(
    "Smith J, et al",
    r"\b(?:doi\b|DOI\b|PMC?ID\b|et al\b|vol\.|pp?\. ?\d)|10\.\d{4}/",
    needs="doi|DOI|10.|MID|CID|et al|vol.|p.",
)
# "[3] Smith", "3. Smith", "3) Smith", "(3) Smith", "^3 Smith"
_NUMBER = re.compile(
    r"\s*(?:\[\^?(?P<square>\w{1,6})\]:?|\((?P<round>\d{1,3})\)"
    r"|\^?(?P<plain>\d{1,3})(?:\s?[.)\]:]|(?=\s{0,3}[A-Z][a-z]{1,20} [A-Z]{1,3}\b)))\s*(?=\S)"
)
_LABEL_ALONE = re.compile(r"\s*\[?\^?(\d{1,3}|[a-z*†‡])[.)\]]{0,2}\s*↑?\s*")


def find_reference_lists(text: str, blocks: Sequence[Block]) -> Iterator[ReferenceList]:
    """Group the document's possible entries into lists.

    Args:
        text: the text of the document.
        blocks: the document's blocks in order.

    Returns:
        The runs in reading order.
    """
    run = ReferenceList(0)
    level = 7
    kind: BlockKind | None = None
    waiting: str | None = None
    reach = 0
    hints = _Hints(text)
    for block in blocks:
        if block.kind is _DATA:
            continue
        strength = _heading(text, block) if block.kind in _HEADED else None
        if strength is not None:
            if run.entries:
                yield run
            run, kind, waiting = ReferenceList(strength), None, None
            level = _level(block) or 6
        elif block.kind is _HEADING:
            if not (run.heading and _level(block) > level):
                if run.entries:
                    yield run
                run, kind, waiting = ReferenceList(0), None, None
        elif block.kind is _TABLE_CELL and (alone := _LABEL_ALONE.fullmatch(text, block.start, block.end)):
            waiting, reach = alone[1], block.start
        else:
            is_likely = block.kind is _FOOTNOTE or (hints.any_in(block) and _has_signs(text, block))
            if run.entries and not run.heading and kind is not block.kind:
                yield run
                run = ReferenceList(0)
            if run.heading or is_likely or (block.kind in _ITEMS and block.end - block.start < _LONGEST_ITEM):
                run.entries += _entries(text, block, waiting, reach if waiting else block.start, is_likely)
            kind, waiting = block.kind, None
    if run.entries:
        yield run


_LONGEST_ITEM = 700
_LONGEST = 6000


def _level(block: Block) -> int:
    """A heading's level, 1 to 6; 0 for a block that is not a heading or states no level."""
    label = block.label or ""
    return int(label) if block.kind is _HEADING and label.isdigit() else 0


class _Hints:
    """The places in a text that hint at an entry; blocks are asked for in order."""

    def __init__(self, text: str) -> None:
        self._places = [hit.start() for hit in _HINT.finditer(text)]
        self._next = 0

    def any_in(self, block: Block) -> bool:
        """Whether a hint begins in this block, which follows those that were asked for before."""
        places, at = self._places, self._next
        while at < len(places) and places[at] < block.start:
            at += 1
        self._next = at
        return at < len(places) and places[at] < block.end


def _has_signs(text: str, block: Block) -> bool:
    """Whether a block with a hint has more signs of an entry."""
    if block.kind in _UNREAD or block.end - block.start > _LONGEST:
        return False
    stretch = text[block.start : block.end]
    return _SIGN.search(stretch) is not None or _SIGN_IN_WORDS.search(stretch) is not None


def _heading(text: str, block: Block) -> int | None:
    """The strength of a heading or short paragraph as a heading for references (2 or 1), else None."""
    start, end = block.start, block.end
    if block.kind is not _HEADING:
        closing = text[start:end].rstrip()[-1:]
        if closing == ":" and _LEAD_INS.search(text[max(start, end - 160) : end]):
            return 2
        if end - start > _SHORT or closing == ".":
            return None
    stretch = text[start:end]
    first = _FIRST_WORD.search(stretch)
    plain = stretch.isascii() and "(" not in stretch and "&" not in stretch
    if plain and (first is None or first[0].lower() not in _first_words()):
        return None  # most headings are ruled out by their first word
    folded = fold(_UNNUMBERED.sub(" ", stretch))
    if folded in load_words("references", "strong headings"):
        return 2
    return 1 if folded in load_words("references", "headings") else None


_FIRST_WORD = re.compile(r"[A-Za-z]+")
_UNNUMBERED = re.compile(r"\([^()]*\)|^[\W\d_]*(?:\d{1,2}(?:\.\d{1,2})?\.?\s)?")


@cache
def _first_words() -> frozenset[str]:
    """The first words of headings for references, and "the"."""
    headings = load_words("references", "headings") | load_words("references", "strong headings")
    return frozenset(heading.partition(" ")[0] for heading in headings) | {"the"}


_LEAD_INS = WordPattern(
    "The studies cited here:", r"(?:^|[.!?]\s{1,2})(?:{references:lead-ins})\s?:\s*$", flags=re.IGNORECASE
)


def _entries(
    text: str, block: Block, waiting: str | None, reach: int, is_likely: bool
) -> list[ReferenceItem]:
    """The entries of one block: several if it contains consecutive numbers, else one."""
    item, footnote = block.kind in _ITEMS, block.kind is _FOOTNOTE
    printed = _NUMBER.match(text, block.start, block.end)
    parts = _numbered(text, block, printed)
    if len(parts) < 2 and text.find("(a)", block.start, block.end) >= 0:
        parts = _lettered(text, block, printed)
    if len(parts) > 1:
        found = []
        ends = [start for start, _ in parts[1:]] + [block.end]
        for (start, number), end in zip(parts, ends, strict=True):
            found.append(
                ReferenceItem(
                    start, start + len(text[start:end].rstrip()), _plain(number), item=True, reach=start
                )
            )
        return found
    label = waiting or (block.label if item else None)
    if label is None and printed:
        label = printed["square"] or printed["round"] or printed["plain"]
        item = True
    return [
        ReferenceItem(
            block.start, block.end, _plain(label) if label else None, item, footnote, reach, is_likely
        )
    ]


# "(a)" before a name, behind the number or the end of the part before
_LETTER = re.compile(r"(?:^|(?<=[\s.)\]\d]))\(([a-z])\)\s+(?=[\"“‘']?[A-ZÀ-Þ])")
_SHORTEST_PART = 20


def _lettered(text: str, block: Block, first: re.Match[str] | None) -> list[tuple[int, str]]:
    """Where the parts of an entry begin: "1. (a) Ito, B. J. Med. Chem. 2011, 54, 12. (b) Reed, C. …"."""
    at = first.end() if first else block.start
    opening = _LETTER.match(text, at, block.end)
    if opening is None or opening[1] != "a":
        return []
    number = block.label or (first and (first["square"] or first["round"] or first["plain"])) or ""
    found = [(block.start, f"{number}a")]
    for hit in _LETTER.finditer(text, opening.end(), block.end):
        if ord(hit[1]) == ord(found[-1][1][-1]) + 1 and hit.start() - found[-1][0] > _SHORTEST_PART:
            found.append((hit.start(), f"{number}{hit[1]}"))
    return found


def _plain(label: str) -> str:
    return label.lstrip("0") or label


# The number of an entry within a paragraph, behind the end of the previous entry
_WITHIN = re.compile(
    r"(?=[\s\[\d])(?:(?<=[.\])/\d])|(?<=\s))\s*(?<!\S)(?:\[(\d{1,3})\]|(\d{1,3})[.)])\s+(?=[\"“‘']?[A-ZÀ-Þ])"
)


def _numbered(text: str, block: Block, first: re.Match[str] | None) -> list[tuple[int, str]]:
    """Where consecutively numbered entries begin within a block; `first` is the number of the block."""
    number = first and (first["square"] or first["round"] or first["plain"])
    number = number or (block.label if block.kind is _LIST_ITEM else None)
    if not number or not number.isdigit():
        return []
    found = [(block.start, number)]
    begin, following = first.end() if first else block.start, int(number) + 1
    if all(
        text.find(mark, begin, block.end) < 0 for mark in (f"{following}.", f"{following})", f"{following}]")
    ):
        return found
    for hit in _WITHIN.finditer(text, begin, block.end):
        label = hit[1] or hit[2]
        if text[hit.start() - 2 : hit.start()].rstrip()[-1:] in ("-", "–", "—"):
            continue  # "41 – 8. Epub" ends a range of pages
        if int(label) == int(found[-1][1]) + 1 and hit.start() - found[-1][0] > 20:
            found.append((hit.start() + len(hit[0]) - len(hit[0].lstrip()), label))
    return found
