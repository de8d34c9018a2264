"""Plain text into a Document: paragraphs, lines broken by hand, lines wrapped at a width, headings, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from citecheck.documents.comments import find_comments, without_directives
from citecheck.documents.document_builder import DocumentBuilder
from citecheck.documents.line_joints import address_goes_on, compound_goes_on
from citecheck.documents.typed_reference_lists import opens_entry
from citecheck.model import BlockKind, Document, DocumentFormat

_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n|\Z)")

# Text is wrapped at 60 to 100 columns; a paragraph with a longer line is not wrapped at all.
_WIDEST = 120
_NARROWEST = 40
_LONGEST_HEADING = 90
_ENDS_SENTENCE = tuple('.!?)”"]')
_ENDS_NO_HEADING = tuple(".,;:!…”\"')]")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    indent: int = 0

    @property
    def width(self) -> int:
        """Columns up to the last character."""
        return self.indent + len(self.text)


def read_text(source: str, path: str) -> Document:
    """The paragraphs of a plain text.

    Lines that were wrapped at a width are joined; a break before which the next word would still have fitted
    is the author's own and parts paragraphs. Short lines without a full stop are headings. The title is the
    first line, if it is a heading. Comments that speak to citecheck (`<!-- citecheck: … -->`) are not text.

    Args:
        source: the decoded text of the file.
        path: the path that the Document carries.

    Returns:
        The Document.
    """
    writer = DocumentBuilder()
    for paragraph in _paragraphs(without_directives(source)):
        if _is_heading(paragraph):
            writer.begin(BlockKind.HEADING, "2")
        else:
            writer.begin(BlockKind.PARAGRAPH)
        for line, after in zip_longest(paragraph, paragraph[1:]):
            writer.add(line.text + _between(line.text, after.text if after else ""), line.start)
    written = writer.finish(source)
    first = written.blocks[0] if written.blocks else None
    is_title = first is not None and first.kind is BlockKind.HEADING
    title = written.text[first.start : first.end] if first and is_title else None
    comments = find_comments(source, written.positions.lines)
    return written.document(path, DocumentFormat.TEXT, title, None, comments)


def _between(text: str, following: str) -> str:
    """Return the text between two joined lines: a space, or nothing within an address or a compound."""
    if following and (address_goes_on(text, following) or compound_goes_on(text, following)):
        return ""
    return " "


def _paragraphs(source: str) -> Iterator[list[_Line]]:
    for chunk in _chunks(source):
        if _hangs(chunk):
            yield from _entries_at_margin(chunk)
            continue
        # An address longer than the width is alone on a longer line.
        widths = [line.width for line in chunk if " " in line.text] or [chunk[0].width]
        width = max(widths)
        yield from _wrapped_at(chunk, width if _NARROWEST <= width <= _WIDEST else None)


def _entries_at_margin(chunk: Sequence[_Line]) -> Iterator[list[_Line]]:
    """The paragraphs of a chunk with hanging indent: each begins at the margin."""
    paragraph: list[_Line] = []
    for line in chunk:
        if paragraph and line.indent == chunk[0].indent:
            yield paragraph
            paragraph = []
        paragraph.append(line)
    yield paragraph


def _wrapped_at(chunk: Sequence[_Line], width: int | None) -> Iterator[list[_Line]]:
    """The paragraphs of lines that were wrapped at this width; without one each line is a paragraph."""
    paragraph = [chunk[0]]
    for line in chunk[1:]:
        if width is None or opens_entry(line.text) or _is_own_break(paragraph, line, width):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    yield paragraph


def _is_own_break(paragraph: Sequence[_Line], line: _Line, width: int) -> bool:
    """Whether the author broke the line before this one: the next word would still have fitted.

    Within an entry a line that ends no sentence goes on anyhow.
    """
    before = paragraph[-1]
    word = line.text.split(None, 1)[0]
    if before.width + 1 + len(word) > width or address_goes_on(before.text, line.text):
        return False
    return before.text.endswith(_ENDS_SENTENCE) or not opens_entry(paragraph[0].text)


def _hangs(chunk: Sequence[_Line]) -> bool:
    """Whether all lines but the first of each entry are indented, as in a bibliography."""
    margin = chunk[0].indent
    deeper = sum(line.indent > margin for line in chunk)
    if not deeper or any(line.indent < margin for line in chunk):
        return False
    # A story's paragraphs whose first lines are indented have fewer such lines than others.
    return deeper * 2 >= len(chunk) - 1 and chunk[1].indent > margin


def _chunks(source: str) -> Iterator[list[_Line]]:
    """The lines between blank lines, stripped."""
    chunk: list[_Line] = []
    for found in _LINE.finditer(source):
        text = found[0].strip()
        if text:
            indent = found[0].index(text)
            chunk.append(_Line(text, found.start() + indent, indent))
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
