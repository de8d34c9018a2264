"""Builds a Document's text piece by piece and keeps the way back to the source.

A reader says what stands where: `begin` a block, `add` the characters that run in step with the
source from an offset on, `replace` what stands for something else there (an entity), `newline`
for a line break of the author's own, `open` and `close` marks, `end` the block. White space is
folded to single spaces, characters that nobody sees are left out, blocks without text vanish.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import accumulate

from citecheck.documents.dates import byline_date
from citecheck.documents.links import find_bare_links, find_superscripts
from citecheck.documents.typed_reference_lists import entry_lines, join_numbered_cells
from citecheck.model import Block, BlockKind, Comment, Document, DocumentFormat, Mark, MarkKind, Positions

# White space other than a single space, and invisible characters: controls, soft hyphens, zero-width
# spaces, word joiners, byte order marks.
_INVISIBLE = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff"
_IRREGULAR = re.compile(rf"(\s{{2,}}|[^\S ])|[{_INVISIBLE}]+")
_NEVER_SEEN = re.compile(rf"[{_INVISIBLE}]+")
_WHITE = re.compile(r"\s+")

_LINE_END = re.compile(r"\r\n?|\n")

# Bounds the time that each block's end takes for open marks.
_DEEPEST = 16
# A publication date is stated near the top.
_TOP = 12
# A paragraph that is all bold is a heading, unless it is longer than this.
_LONGEST_BOLD_HEADING = 90
# A heading longer than this is a paragraph: the line break after the heading was lost.
_LONGEST_HEADING = 250


# "A study in The Lancet found that zinc shortens colds." · with a note: "… colds.1", "… colds.[1]"
_SENTENCE_END = re.compile(r"[a-z)%][.!][”\"’')\]]{0,2}(?:\[?\d{1,3}(?:[,–-]\d{1,3})*\]?)?\s*$")
_SHORTEST_SENTENCE = 6


def visible_text(text: str) -> str:
    """Return the text without characters that nobody sees, its white space folded to single spaces."""
    return _WHITE.sub(" ", _NEVER_SEEN.sub("", text))


def _is_sentence(text: str) -> bool:
    """Whether a short text is a sentence and not a heading: it has a few words and a full stop."""
    return len(text.split()) >= _SHORTEST_SENTENCE and _SENTENCE_END.search(text) is not None


@dataclass(eq=False, slots=True)
class OpenMark:
    """A mark that has begun. `start` is None until the first text inside it is written."""

    kind: MarkKind
    target: str | None
    start: int | None = None
    closed: bool = False


class DocumentBuilder:
    """Collects text, blocks, marks and anchors. Offsets given to it must ascend."""

    def __init__(self) -> None:
        self.bold = 0  # how many bold elements are open
        self._parts: list[str] = []
        self._length = 0
        self._texts = [0]
        self._sources = [0]
        self._blocks: list[Block] = []
        self._marks: list[Mark] = []
        self._open: dict[OpenMark, None] = {}
        self._unstarted: list[OpenMark] = []
        self._anchors: list[str] = []
        self._kind = BlockKind.PARAGRAPH
        self._label: str | None = None
        self._start: int | None = None  # of the block, once it has text
        self._first_part = 0
        self._all_bold = True
        self._pending = ""
        self._pending_at = 0

    @property
    def length(self) -> int:
        """The number of characters written so far."""
        return self._length

    def begin(self, kind: BlockKind, label: str | None = None) -> None:
        """End the block that is open and begin another.

        Args:
            kind: the kind of the new block.
            label: a heading's level, an item's number or another label of the block; None for no label.
        """
        self.end()
        self._kind, self._label = kind, label

    def split(self) -> None:
        """End the block that is open; what follows is a paragraph or another block of the same kind."""
        self.end()
        if self._kind in (BlockKind.HEADING, BlockKind.LIST_ITEM):
            self._kind, self._label = BlockKind.PARAGRAPH, None

    def end(self) -> None:
        """End the block that is open, if it has text."""
        self._pending = ""
        if self._start is None:
            self._all_bold = True
            return
        self._set_anchors()
        for mark in self._open:
            self._record(mark)
            if mark.start is not None:
                mark.start = None
                self._unstarted.append(mark)
        self._blocks += self._finished_blocks(self._start)
        self._start = None
        self._all_bold = True

    def _finished_blocks(self, start: int) -> list[Block]:
        kind, label, end = self._kind, self._label, self._length
        if kind is BlockKind.HEADING and end - start > _LONGEST_HEADING:
            kind, label = BlockKind.PARAGRAPH, None
        short = kind is BlockKind.PARAGRAPH and self._all_bold and end - start <= _LONGEST_BOLD_HEADING
        if short and not _is_sentence("".join(self._parts[self._first_part :])):
            return [Block(BlockKind.HEADING, start, end, "6")]
        if kind is not BlockKind.PARAGRAPH:
            return [Block(kind, start, end, label)]
        text = "".join(self._parts[self._first_part :])
        lines = entry_lines(text)
        if not lines:
            return [Block(kind, start, end, label)]
        return [
            Block(
                BlockKind.PARAGRAPH if line.label is None and not line.is_entry else BlockKind.LIST_ITEM,
                start + line.start,
                start + line.end,
                line.label,
            )
            for line in lines
        ]

    def add(self, piece: str, at: int) -> None:
        """Write characters of the source, white space folded.

        Args:
            piece: the characters as they stand in the source.
            at: the offset in the source of the first character.
        """
        if "  " not in piece and piece.isprintable():  # nothing that `_IRREGULAR` finds is printable
            self._run(piece, at)
            return
        done = 0
        for gap in _IRREGULAR.finditer(piece):
            if gap.start() > done:
                self._run(piece[done : gap.start()], at + done)
            if gap[1]:
                self._space(at + gap.start())
            done = gap.end()
        if done == 0:
            self._run(piece, at)
        elif done < len(piece):
            self._run(piece[done:], at + done)

    def replace(self, text: str, at: int) -> None:
        """Write text that stands for something else in the source, such as a decoded entity.

        Args:
            text: what the document gets, white space folded and invisible characters left out.
            at: the offset in the source of what it stands for.
        """
        self._run(visible_text(text), at)

    def newline(self, at: int) -> None:
        """Break the line, as the author did at offset `at`; a second break in a row ends the block."""
        if self._start is None:
            return
        if self._pending == "\n":
            self.split()
        else:
            self._pending, self._pending_at = "\n", at

    def open(self, kind: MarkKind, target: str | None = None) -> OpenMark:
        """Begin a mark at the text that comes next.

        Args:
            kind: the kind of the mark.
            target: the address or anchor that the mark leads to; None for no target.

        Returns:
            The open mark; already closed, and never written, where the marks are nested too deep.
        """
        mark = OpenMark(kind, target)
        if len(self._open) >= _DEEPEST:
            mark.closed = True
            return mark
        self._open[mark] = None
        self._unstarted.append(mark)
        return mark

    def close(self, mark: OpenMark) -> None:
        """End a mark behind the text last written. A mark without text vanishes."""
        if not mark.closed:
            self._record(mark)
            mark.closed = True
            del self._open[mark]

    def anchor(self, name: str) -> None:
        """Put an anchor at the next text, or at the block's end if no text follows."""
        self._anchors.append(name)

    def _record(self, mark: OpenMark) -> None:
        if mark.start is not None and mark.start < self._length:
            self._marks.append(Mark(mark.kind, mark.start, self._length, mark.target))

    def _set_anchors(self) -> None:
        self._marks += [Mark(MarkKind.ANCHOR, self._length, self._length, name) for name in self._anchors]
        self._anchors.clear()

    def _run(self, text: str, at: int) -> None:
        """Write text whose only white space is single spaces."""
        if text[:1] == " ":
            self._space(at)
            text, at = text[1:], at + 1
        if not text:
            return
        if text[-1] == " ":
            self._emit(text[:-1], at)
            self._space(at + len(text) - 1)
        else:
            self._emit(text, at)

    def _space(self, at: int) -> None:
        if not self._pending:
            self._pending, self._pending_at = " ", at

    def _emit(self, text: str, at: int) -> None:
        if self._start is None:
            if self._length:
                self._parts.append("\n\n")
                self._length += 2
            self._start = self._length
            self._first_part = len(self._parts)
        elif self._pending:
            self._set_position(self._pending_at)
            self._parts.append(self._pending)
            self._length += 1
        self._pending = ""
        if self._unstarted:
            for mark in self._unstarted:
                mark.start = self._length
            self._unstarted.clear()
        if self._anchors:
            self._set_anchors()
        if not self.bold:
            self._all_bold = False
        self._set_position(at)
        self._parts.append(text)
        self._length += len(text)

    def _set_position(self, at: int) -> None:
        """Record that the next character is at source offset `at`, unless that follows from the last one."""
        if at - self._length == self._sources[-1] - self._texts[-1]:
            return
        if self._texts[-1] == self._length:
            self._sources[-1] = at
        else:
            self._texts.append(self._length)
            self._sources.append(at)

    def finish(self, source: str) -> BuiltText:
        """Return everything that was written. `source` is the whole decoded text of the file."""
        self.end()
        text = "".join(self._parts)
        marks = [*self._marks, *find_superscripts(text)]
        marks += find_bare_links(text, [mark for mark in marks if mark.kind is MarkKind.LINK])
        marks.sort(key=lambda mark: (mark.start, -mark.end, mark.kind, mark.target or ""))
        positions = Positions(tuple(self._texts), tuple(self._sources), line_starts(source))
        blocks = join_numbered_cells(text, self._blocks)
        return BuiltText(text, tuple(blocks), tuple(marks), positions)


@dataclass(frozen=True, slots=True)
class BuiltText:
    """What a Writer made: the parts of a Document that come from its body."""

    text: str
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]
    positions: Positions

    def document(
        self,
        path: str,
        kind: DocumentFormat,
        title: str | None,
        date: dt.date | None,
        comments: tuple[Comment, ...] = (),
    ) -> Document:
        """The whole Document.

        Args:
            path: the path that the Document carries.
            kind: the format of the file.
            title: the stated title; None if the document states no title.
            date: the stated date of publication; where it is None, a line near the top may state it.
            comments: the comments of the source.

        Returns:
            The Document with the text, blocks, marks and positions that were written.
        """
        top = (self.text[block.start : block.end] for block in self.blocks[:_TOP])
        date = date or byline_date([line for block in top for line in block.split("\n")])
        return Document(path, kind, self.text, title, date, self.blocks, self.marks, comments, self.positions)


def line_starts(source: str) -> tuple[int, ...]:
    """The offsets at which lines start, for line ends of every system."""
    if "\r" in source:
        return (0, *(end.end() for end in _LINE_END.finditer(source)))
    *lines, _ = source.split("\n")  # finds line feeds in a third of the time
    return (0, *accumulate(len(line) + 1 for line in lines))
