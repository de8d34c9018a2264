"""An article as reports print it: its text without control characters, its blocks, and where quotes stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from citecheck.model import Block, BlockKind, Citation, Document
from citecheck.reports.printable import one_line, sanitize_text

# A heading of an article stands at most so deep; the article's own title is level 2.
_DEEPEST, _HIGHEST = 6, 3


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """A block of the printed text.

    Attributes:
        start: Where it begins in the printed text.
        end: Where it ends.
        kind: What it is to its reader.
        label: The printed number of a list's item or footnote, None if it has none.
        level: The level of a heading, 3 to 6; 0 for everything else.
    """

    start: int
    end: int
    kind: BlockKind
    label: str | None = None
    level: int = 0


def printed_text(document: Document) -> tuple[str, list[PrintedBlock]]:
    """The printable text of a document, and the blocks of it that are not empty."""
    parts: list[str] = []
    blocks: list[PrintedBlock] = []
    length, at, level = 0, 0, 2
    for block in (*document.blocks, Block(BlockKind.PARAGRAPH, len(document.text), len(document.text))):
        for start, end, kind in (
            (at, block.start, BlockKind.PARAGRAPH),
            (block.start, block.end, block.kind),
        ):
            piece = sanitize_text(document.text[start:end])
            if kind is BlockKind.HEADING:
                # A heading is at most one level below the previous heading, under the article's own.
                stated = int(block.label) + 1 if block.label and block.label.isdecimal() else _HIGHEST
                level = min(stated, level + 1, _DEEPEST)
            if piece.strip():
                is_item = kind in (BlockKind.LIST_ITEM, BlockKind.FOOTNOTE)
                label = one_line(block.label) if is_item and block.label else None
                depth = max(_HIGHEST, level) if kind is BlockKind.HEADING else 0
                blocks.append(PrintedBlock(length, length + len(piece), kind, label, depth))
            parts.append(piece)
            length += len(piece)
        at = block.end
    return "".join(parts), blocks


def quote_places(text: str, citations: Iterable[Citation]) -> list[tuple[int, int] | None]:
    """Where the quote of each citation stands in the printed text; None where it does not.

    Args:
        text: The printed text.
        citations: The citations, in reading order.
    """
    places: list[tuple[int, int] | None] = []
    at = 0
    for citation in citations:
        quote = sanitize_text(citation.quote)
        start = text.find(quote, at)
        if start < 0:
            start = text.find(quote)
        at = max(at, start)
        places.append((start, start + len(quote)) if start >= 0 else None)
    return places
