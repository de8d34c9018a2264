"""Entries typed by hand: "[1] Smith J …", "2. Jones K …", "• Further reading" at the start of a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.model import Block, BlockKind

# The printed number or bullet that opens an entry. Numbers have at most three digits, so that
# a year at the start of a line is not one.
_BRACKETED = r"\[(?P<bracketed>\d{1,3})\]:?\s*(?=\S)"  # "[12] Smith J, Jones K. …"
_NUMBERED = r"(?P<numbered>\d{1,3})[.)]\s+(?=[^\W\d_]|[\"“‘'(\[*]|https?:)"  # "12. Smith J, Jones K. …"
_ROUND = r"\((?P<round>\d{1,3})\)\s+(?=\S)"  # "(12) Smith J, Jones K. …"
_BULLET = r"(?P<bullet>[•‣▪●◦∙·])\s*(?=\S)"  # "• Smith J, Jones K. …"
_ENTRY = re.compile(rf"(?:{_BRACKETED}|{_NUMBERED}|{_ROUND}|{_BULLET})")

# What may open a paragraph that stands alone and still make it an entry. A round bracket may
# just as well be the first of a run-in list.
_ENTRY_ALONE = re.compile(rf"(?:{_BRACKETED}|{_NUMBERED}|{_BULLET})")

# A number of a reference, brackets and all; an entry is a line of text.
_LONGEST_NUMBER = 6
_SHORTEST_ENTRY = 20

# "**Published:** Feb. 13, 2026", as lines at the top of exported articles
_FIELD = re.compile(r"(?:\*\*|__)?[A-Z][\w ()/-]{1,30}:(?:\*\*|__)?\s")


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A part of a paragraph that is an entry (without its marker), or the text before the first entry."""

    start: int
    end: int
    label: str | None
    is_entry: bool


def opens_entry(line: str) -> bool:
    """Whether a line starts as an entry of a list does, its number in brackets, with a dot, or a bullet."""
    return _ENTRY.match(line) is not None


def entry_number(line: str) -> int | None:
    """Return the number of the entry that a line opens; None if it opens no entry, or one with a bullet."""
    entry = _ENTRY.match(line)
    label = _label(entry) if entry else None
    return int(label) if label else None


def is_field(line: str) -> bool:
    """Whether a line states one field with its name: "Publisher: ScienceDaily"."""
    return _FIELD.match(line) is not None


def entry_lines(paragraph: str) -> list[EntryLine]:
    """The entries in a paragraph's lines; empty where it holds none.

    A line that opens no entry belongs to the entry before it.
    """
    if "\n" not in paragraph:
        alone = _ENTRY_ALONE.match(paragraph)
        return [EntryLine(alone.end(), len(paragraph), _label(alone), True)] if alone else []
    found: list[EntryLine] = []
    entries = offset = 0
    for line in paragraph.split("\n"):
        entry, end = _ENTRY.match(line), offset + len(line)
        if entry:
            found.append(EntryLine(offset + entry.end(), end, _label(entry), True))
            entries += 1
        elif found:
            last = found[-1]
            found[-1] = EntryLine(last.start, end, last.label, last.is_entry)
        else:
            found.append(EntryLine(offset, end, None, False))
        offset = end + 1
    return found if entries >= 2 or (entries and found[0].is_entry) else []


def join_numbered_cells(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Tables of references: a cell with a number before a cell with an entry become a numbered item.

    Only where the numbers of rows follow each other, so that a table of doses stays a table.

    Args:
        text: the text of the document.
        blocks: the document's blocks in order.

    Returns:
        The blocks, with an item in place of each such pair of cells.
    """
    joined: list[Block] = []
    cells = [_cell_number(text, block) for block in blocks]
    at = 0
    while at < len(blocks):
        if cells[at] is not None and (_row_follows(blocks, cells, at) or _row_precedes(blocks, cells, at)):
            entry = blocks[at + 1]
            joined.append(Block(BlockKind.LIST_ITEM, entry.start, entry.end, str(cells[at])))
            at += 2
        else:
            joined.append(blocks[at])
            at += 1
    return joined


def _cell_number(text: str, block: Block) -> int | None:
    if block.kind is not BlockKind.TABLE_CELL or block.end - block.start > _LONGEST_NUMBER:
        return None
    number = text[block.start : block.end].strip("[]().^↑ ")
    return int(number) if number.isdecimal() else None


def _is_row(blocks: Sequence[Block], cells: Sequence[int | None], at: int) -> bool:
    if not 0 <= at < len(blocks) - 1 or cells[at] is None:
        return False
    entry = blocks[at + 1]
    return entry.kind is BlockKind.TABLE_CELL and entry.end - entry.start >= _SHORTEST_ENTRY


def _row_follows(blocks: Sequence[Block], cells: Sequence[int | None], at: int) -> bool:
    here, after = cells[at], cells[at + 2] if at + 2 < len(cells) else None
    return (
        _is_row(blocks, cells, at)
        and _is_row(blocks, cells, at + 2)
        and here is not None
        and after == here + 1
    )


def _row_precedes(blocks: Sequence[Block], cells: Sequence[int | None], at: int) -> bool:
    return _is_row(blocks, cells, at) and at >= 2 and _row_follows(blocks, cells, at - 2)


def _label(entry: re.Match[str]) -> str | None:
    return entry["bracketed"] or entry["numbered"] or entry.groupdict().get("round")
