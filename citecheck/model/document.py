"""An article as it was read: text, blocks, inline marks, and a map back to the source file."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum


class DocumentFormat(StrEnum):
    """The kinds of article that can be read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    JSON = "json"
    BIBTEX = "bibtex"
    RIS = "ris"
    NBIB = "nbib"
    CSL_JSON = "csl_json"
    UNKNOWN = "unknown"


class BlockKind(StrEnum):
    """The kinds of blocks in a document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    TABLE_CELL = "table_cell"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    DATA = "data"


class MarkKind(StrEnum):
    """The kinds of inline marks."""

    EMPHASIS = "emphasis"
    SUPERSCRIPT = "superscript"
    LINK = "link"
    NOTE = "note"
    ANCHOR = "anchor"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item …: `text[start:end]` of its Document.

    `label` is a heading's level ("2"), a list item's printed number ("3"), a footnote's label
    ("1"), or the key of a value of front matter ("references"); else None.
    """

    kind: BlockKind
    start: int
    end: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Inline meaning of `text[start:end]`.

    `target` is the URL of a LINK (an in-page link keeps its "#"), the label of the footnote a
    NOTE leads to, and the id of an ANCHOR (an empty stretch is allowed); None for the others.
    """

    kind: MarkKind
    start: int
    end: int
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of the source (`<!-- … -->`), without its delimiters.

    `line` is the line on which it ends, `column` the column at which it begins.
    """

    text: str
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Span:
    """A range in the source: offsets in its decoded text, and lines and columns counted from 1."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Positions:
    """Maps offsets in a Document's text back to the source file.

    `texts[i]` → `sources[i]` are ascending anchors: after an anchor, text and source offsets grow
    together, up to the next anchor. `lines` are the source offsets at which lines start.
    `pages` are the text offsets at which pages start (empty if there are no pages).
    """

    texts: tuple[int, ...] = (0,)
    sources: tuple[int, ...] = (0,)
    lines: tuple[int, ...] = (0,)
    pages: tuple[int, ...] = ()

    def source_offset(self, offset: int) -> int:
        """The source offset of the character at text offset `offset`."""
        at = max(bisect_right(self.texts, offset) - 1, 0)
        place = self.sources[at] + offset - self.texts[at]
        if at + 1 < len(self.sources):
            place = min(place, self.sources[at + 1])
        return place

    def text_offset(self, source: int) -> int:
        """The text offset of the character that stands at a source offset, or before it in the source."""
        at = max(bisect_right(self.sources, source) - 1, 0)
        return self.texts[at] + source - self.sources[at]

    def literal_range(self, start: int, end: int) -> tuple[int, int] | None:
        """Where `text[start:end]` stands in the source letter for letter.

        Args:
            start: the text offset of the first character.
            end: the text offset after the last character, beyond `start`.

        Returns:
            The source offsets of start and end; None where markup, a decoded character or folded white space
            stands among the characters.
        """
        first = self.source_offset(start)
        if any(self.source_offset(at) - first != at - start for at in range(start, end)):
            return None
        return first, first + end - start

    def span(self, start: int, end: int) -> Span:
        """The source span of `text[start:end]`.

        Args:
            start: the text offset of the first character.
            end: the text offset after the last character; the span is empty if it is not after `start`.

        Returns:
            Source offsets, lines and columns (from 1), and the page if the document has pages.
        """
        first = self.source_offset(start)
        last = max(self.source_offset(end - 1) + 1 if end > start else first, first)
        line, end_line = bisect_right(self.lines, first), bisect_right(self.lines, last)
        page = bisect_right(self.pages, start) if self.pages else None
        return Span(
            first,
            last,
            line,
            first - self.lines[line - 1] + 1,
            end_line,
            last - self.lines[end_line - 1] + 1,
            page,
        )


@dataclass(frozen=True, slots=True)
class TypedReference:
    """A reference from a file with a field for each fact: `text[start:end]` of its Document.

    `authors` are pairs (surname, given names or initials); a group's name is in place of the surname. `type`
    is the format's own word for the kind of source ("article", "JOUR", "book").
    """

    start: int
    end: int
    type: str = ""
    authors: tuple[tuple[str, str], ...] = ()
    title: str | None = None
    journal: str | None = None
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One article: its text, blocks and marks, and the map back to its source.

    `text` holds the blocks in reading order, separated by blank lines, without the line wrapping of the
    source; entities are decoded and markup is removed. Blocks never overlap. An unreadable document
    has `error` (one sentence) and an empty text. `author` and `section` (of the website or magazine) are set
    if the source states them. `references` are those of a file that holds nothing else (BibTeX, RIS …).
    """

    path: str
    format: DocumentFormat
    text: str = ""
    title: str | None = None
    date: dt.date | None = None
    blocks: tuple[Block, ...] = ()
    marks: tuple[Mark, ...] = ()
    comments: tuple[Comment, ...] = ()
    positions: Positions = field(default_factory=Positions)
    error: str | None = None
    author: str | None = None
    section: str | None = None
    references: tuple[TypedReference, ...] = ()
