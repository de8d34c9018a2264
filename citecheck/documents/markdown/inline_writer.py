"""Writes the items of the inline reader: text with its source offsets, marks, line breaks."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Container

from citecheck.documents.document_builder import DocumentBuilder, OpenMark
from citecheck.documents.hidden_citations import (
    HiddenIdentifier,
    find_identifier,
    identifiers_in_shortcode,
    tooltip,
)
from citecheck.documents.html.blocks import link_target
from citecheck.documents.html.tokens import attributes
from citecheck.documents.html.tree import BLOCKS, HEADINGS
from citecheck.documents.markdown.inline import InlineReader, Item
from citecheck.documents.typed_reference_lists import is_field, opens_entry
from citecheck.model import BlockKind, MarkKind

_TAG_NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")
_TAG_MARKS = {
    "sup": MarkKind.SUPERSCRIPT,
    "em": MarkKind.EMPHASIS,
    "i": MarkKind.EMPHASIS,
    "cite": MarkKind.EMPHASIS,
}
# A heading without the line break after it: the bold text at its start is the heading.
_LONGEST_HEADING = 250
_MARKER = 16
_FIELD_NAME = 48
_LINE = re.compile("\n")


class BlockSource:
    """The content of a block, line by line, and where each line stands in the source."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._offsets: list[int] = []
        self._sources: list[int] = []
        self._length = 0
        self.label: str | None = None  # of a footnote

    def add(self, line: str, at: int) -> None:
        """Add a line.

        Args:
            line: its characters, without the line end.
            at: the offset in the source at which it stands.
        """
        self._offsets.append(self._length)
        self._sources.append(at)
        self._lines.append(line)
        self._length += len(line) + 1

    @property
    def content(self) -> str:
        """The lines, joined by line breaks."""
        return "\n".join(self._lines)

    @property
    def source_start(self) -> int:
        """Where the first line stands."""
        return self._sources[0]

    def parts(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """`content[start:end]` line by line.

        Args:
            start: the first offset in the content.
            end: the offset behind the last character.

        Returns:
            For each line its start and end in the content, and the start's offset in the source.
        """
        line = bisect_right(self._offsets, start) - 1
        found = []
        while start < end:
            line_end = self._offsets[line + 1] if line + 1 < len(self._offsets) else end
            stop = min(end, line_end)
            found.append((start, stop, self._sources[line] + start - self._offsets[line]))
            start = stop
            line += 1
        return found

    def source(self, offset: int) -> int:
        """The source offset of a place in the content."""
        line = bisect_right(self._offsets, offset) - 1
        return self._sources[line] + offset - self._offsets[line]


class InlineWriter:
    """Writes one stretch after another to a Writer."""

    def __init__(self, writer: DocumentBuilder, reader: InlineReader, wanted_anchors: Container[str]) -> None:
        self._writer = writer
        self._reader = reader
        self._wanted = wanted_anchors

    def write(self, stretch: BlockSource, kind: BlockKind, label: str | None) -> None:
        """Write a stretch as one block, or as several where it turns out to hold several.

        Args:
            stretch: the lines of the block.
            kind: the kind of the block.
            label: the block's label; None for no label.
        """
        self._writer.begin(kind, label)
        _InlineText(self._writer, self._reader, self._wanted, stretch, kind).write()
        self._writer.end()

    def write_inside(self, stretch: BlockSource) -> None:
        """Write a stretch as a part of the block that is open."""
        _InlineText(self._writer, self._reader, self._wanted, stretch, BlockKind.PARAGRAPH).write()


class _InlineText:
    def __init__(
        self,
        writer: DocumentBuilder,
        reader: InlineReader,
        wanted: Container[str],
        stretch: BlockSource,
        kind: BlockKind,
    ) -> None:
        self.writer = writer
        self.stretch = stretch
        self.content = stretch.content
        self.wanted = wanted
        self.items = reader.read(self.content)
        self.links: list[OpenMark | None] = []
        self.emphases: list[OpenMark] = []
        self.tags: list[tuple[str, OpenMark | None, str | None]] = []
        self.tips: list[str] = []
        self.strong = 0
        self.strong_at = (-1, -1)  # where the last bold text began and ended
        self.bold = writer.bold
        self.broken = _broken_lines(self.content)
        self.bullets = sum(item.kind == "bullet" for item in self.items) >= 2
        # Whether the bold text that is open, or comes next, is a heading without a line of its own.
        self.bold_heading = (
            kind is BlockKind.HEADING
            and len(self.content) > _LONGEST_HEADING
            and self.content.startswith("**")
        )

    def write(self) -> None:
        for item in self.items:
            _WRITERS.get(item.kind, _InlineText.text)(self, item)
        for mark in (*self.links, *self.emphases, *(mark for _, mark, _ in self.tags)):
            if mark:
                self.writer.close(mark)
        self.writer.bold = self.bold
        for tip in self.tips:
            self.writer.begin(BlockKind.DATA, "citation")
            self.writer.replace(tip, self.stretch.source(max(len(self.content) - 1, 0)))

    def text(self, item: Item) -> None:
        self.stand(item.start, item.end)

    def stand(self, start: int, end: int) -> None:
        """Write `content[start:end]` as it stands."""
        for first, last, at in self.stretch.parts(start, end):
            self.writer.add(self.content[first:last], at)

    def line_break(self, item: Item) -> None:
        at = self.stretch.source(item.start)
        soft = item.value == "\n" and self.content[max(item.start - 2, 0) : item.start] != "  "
        if soft and item.end not in self.broken and not self._is_bold_line(item.start):
            self.writer.add(" ", at)
        else:
            self.writer.newline(at)

    def _is_bold_line(self, end: int) -> bool:
        """Whether the line that ends here is all bold: a title above the authors, or a heading."""
        begun, ended = self.strong_at
        line = self.content.rfind("\n", 0, begun) + 1
        return ended == end and begun >= 0 and not self.content[line:begun].strip()

    def bullet(self, item: Item) -> None:
        if self.bullets:
            self.writer.begin(BlockKind.LIST_ITEM)
        else:
            self.stand(item.start + item.value.startswith("\\"), item.end)

    def lost_heading(self, item: Item) -> None:
        self.bold_heading = self.content.startswith("**", item.end)
        if self.bold_heading:
            self.writer.begin(BlockKind.HEADING, str(item.value.count("#")))
        else:
            self.writer.begin(BlockKind.PARAGRAPH)

    def escape(self, item: Item) -> None:
        self.stand(item.start + 1, item.end)

    def delimiter(self, item: Item) -> None:
        for run in item.closes:
            if run == "**":
                self._strong(-1)
                self.strong_at = (self.strong_at[0], item.end)
            elif self.emphases:
                self.writer.close(self.emphases.pop())
        self.stand(item.start, item.start + item.left)
        for run in item.opens:
            if run == "**":
                if self.strong == 0:
                    self.strong_at = (item.start, -1)
                self._strong(1)
            else:
                self.emphases.append(self.writer.open(MarkKind.EMPHASIS))

    def _strong(self, step: int) -> None:
        self.strong += step
        self.writer.bold += step
        if self.strong == 0 and self.bold_heading:
            self.bold_heading = False
            self.writer.begin(BlockKind.PARAGRAPH)

    def note(self, item: Item) -> None:
        mark = self.writer.open(MarkKind.NOTE, item.value)
        self.stand(item.start, item.start + 1)
        self.stand(item.start + 2, item.end)
        self.writer.close(mark)

    def raised(self, item: Item) -> None:
        mark = self.writer.open(MarkKind.SUPERSCRIPT)
        self.stand(item.start, item.end)
        self.writer.close(mark)

    def link(self, item: Item) -> None:
        target = link_target(item.value)
        self.links.append(self.writer.open(MarkKind.LINK, target) if target else None)

    def link_end(self, _: Item) -> None:
        mark = self.links.pop() if self.links else None
        if mark:
            self.writer.close(mark)

    def auto(self, item: Item) -> None:
        target = link_target(item.value[1:-1])
        mark = self.writer.open(MarkKind.LINK, target) if target and "://" in target else None
        self.stand(item.start + 1, item.end - 1)
        if mark:
            self.writer.close(mark)

    def entity(self, item: Item) -> None:
        self.writer.replace(html.unescape(item.value), self.stretch.source(item.start))

    def shortcode(self, item: Item) -> None:
        if item.value.startswith("{#"):
            self._anchor(item.value[2:-1])
            return
        at = self.stretch.source(item.start)
        for identifier in identifiers_in_shortcode(item.value):
            self._print(identifier, at)

    def _print(self, identifier: HiddenIdentifier, at: int) -> None:
        """Write an identifier that is stated by markup without text."""
        self.writer.replace(" ", at)
        self.writer.replace(identifier.printed, at)
        self.writer.replace(" ", at)

    def _anchor(self, name: str | None) -> None:
        if name and name in self.wanted:
            self.writer.anchor(name)

    def nothing(self, _: Item) -> None:
        """Markup without text."""

    def tag(self, item: Item) -> None:
        found = _TAG_NAME.match(item.value)
        name = found[1].lower() if found else ""
        at = self.stretch.source(item.start)
        if name == "br":
            self.writer.newline(at)
        elif item.value.startswith("</"):
            self._end_tag(name)
        else:
            self._start_tag(name, item.value, at)

    def _start_tag(self, name: str, tag: str, at: int) -> None:
        stated = attributes(tag[1 + len(name) : -1]) if " " in tag or "\n" in tag else {}
        if name in HEADINGS:
            self.writer.begin(BlockKind.HEADING, name[1])
        elif name in BLOCKS:
            self.writer.split()
        self._anchor(stated.get("id") or (stated.get("name") if name == "a" else None))
        identifier = find_identifier(name, stated) if stated else None
        if tag.endswith("/>"):
            if identifier is not None:
                self._print(identifier, at)
            elif alone := tooltip(name, stated):
                self.tips.append(alone)
            return
        mark = None
        if identifier is not None:
            self.tags.append((name, self.writer.open(MarkKind.LINK, identifier.address), None))
            return
        tip = tooltip(name, stated) if stated else None
        target = link_target(stated.get("href", "")) if name == "a" else None
        if name in _TAG_MARKS:
            mark = self.writer.open(_TAG_MARKS[name])
        elif target:
            mark = self.writer.open(MarkKind.LINK, target)
        elif name in ("b", "strong"):
            self.writer.bold += 1
        elif tip is None:
            return
        self.tags.append((name, mark, tip))

    def _end_tag(self, name: str) -> None:
        if name in BLOCKS:
            self.writer.split()
            return
        for depth in range(len(self.tags) - 1, max(len(self.tags) - 20, -1), -1):
            if self.tags[depth][0] == name:
                _, mark, tip = self.tags.pop(depth)
                if mark:
                    self.writer.close(mark)
                elif name in ("b", "strong"):
                    self.writer.bold -= 1
                if tip:
                    self.tips.append(tip)
                return


_WRITERS = {
    "hard": _InlineText.line_break,
    "bullet": _InlineText.bullet,
    "heading": _InlineText.lost_heading,
    "escape": _InlineText.escape,
    "delimiter": _InlineText.delimiter,
    "note": _InlineText.note,
    "raised": _InlineText.raised,
    "link": _InlineText.link,
    "link_end": _InlineText.link_end,
    "auto": _InlineText.auto,
    "entity": _InlineText.entity,
    "shortcode": _InlineText.shortcode,
    "strike": _InlineText.nothing,
    "tag": _InlineText.tag,
}


def _opens_entry(content: str, at: int) -> bool:
    return opens_entry(content[at : at + _MARKER].replace("\\", "").lstrip())


def _broken_lines(content: str) -> frozenset[int]:
    """Where lines start that are more than wrapped.

    These are entries of a list (at least two, or the first line is one), and fields under each
    other ("**Source:** …").
    """
    if "\n" not in content:
        return frozenset()
    starts = [0, *(place.end() for place in _LINE.finditer(content))]
    fields = [start for start in starts if is_field(content[start : start + _FIELD_NAME])]
    if len(fields) >= 2 and fields[0] == 0:
        return frozenset(fields)
    entries = [start for start in starts if _opens_entry(content, start)]
    return frozenset(entries) if len(entries) >= 2 or entries[:1] == [0] else frozenset()
