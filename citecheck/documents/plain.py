"""Plain text into a Document: paragraphs, lines broken by hand, lines wrapped at a width, headings, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from citecheck.documents.comments import find_comments, without_directives
from citecheck.documents.document_builder import DocumentBuilder
from citecheck.documents.typed_reference_lists import opens_entry
from citecheck.model import BlockKind, Document, DocumentFormat

_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n|\Z)")

# Text is wrapped at 60 to 100 columns; a paragraph with a longer line is not wrapped at all.
_WIDEST = 120
_NARROWEST = 40
_LONGEST_HEADING = 90
_ENDS_NO_HEADING = tuple(".,;:!…”\"')]")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int


def read_text(source: str, path: str) -> Document:
    """The paragraphs of a plain text.

    Lines that were wrapped at a width are joined; a break before which the next word would still
    have fitted is the author's own and parts paragraphs. Short lines without a full stop are
    headings. The title is the first line, if it is one. Comments that speak to citecheck
    (`<!-- citecheck: … -->`) are no text.
    """
    writer = DocumentBuilder()
    for paragraph in _paragraphs(without_directives(source)):
        if _is_heading(paragraph):
            writer.begin(BlockKind.HEADING, "2")
        else:
            writer.begin(BlockKind.PARAGRAPH)
        for line in paragraph:
            writer.add(line.text + " ", line.start)
    written = writer.finish(source)
    first = written.blocks[0] if written.blocks else None
    is_title = first is not None and first.kind is BlockKind.HEADING
    title = written.text[first.start : first.end] if first and is_title else None
    comments = find_comments(source, written.positions.lines)
    return written.document(path, DocumentFormat.TEXT, title, None, comments)


def _paragraphs(source: str) -> Iterator[list[_Line]]:
    for chunk in _chunks(source):
        width = max(len(line.text) for line in chunk)
        wrapped = _NARROWEST <= width <= _WIDEST
        paragraph = [chunk[0]]
        for before, line in pairwise(chunk):
            word = line.text.split(None, 1)[0]
            fitted = len(before.text) + 1 + len(word) <= width
            if not wrapped or fitted or opens_entry(line.text):
                yield paragraph
                paragraph = []
            paragraph.append(line)
        yield paragraph


def _chunks(source: str) -> Iterator[list[_Line]]:
    """The lines between blank lines, stripped."""
    chunk: list[_Line] = []
    for found in _LINE.finditer(source):
        text = found[0].strip()
        if text:
            chunk.append(_Line(text, found.start() + found[0].index(text)))
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _is_heading(paragraph: Sequence[_Line]) -> bool:
    text = paragraph[0].text
    return (
        len(paragraph) == 1
        and len(text) <= _LONGEST_HEADING
        and not text.endswith(_ENDS_NO_HEADING)
        and text[0].isupper()
        and not opens_entry(text)
        and "://" not in text
        and any(letter.isalpha() for letter in text)
    )
