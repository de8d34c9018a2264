"""Markdown into a Document: CommonMark, tables, footnotes, front matter, and what blogs add to it.

markdown-it reads the blocks; code in fences is left out, but indented text is not code here: in
articles it is sloppy indentation. Its link definitions are switched off too, because footnotes and
numbered references look like them and are read with their positions here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from citecheck.documents.comments import find_comments
from citecheck.documents.document_builder import DocumentBuilder, line_starts
from citecheck.documents.html.reader import fragment_targets
from citecheck.documents.html.tree import TreeBuilder
from citecheck.documents.markdown.embedded_html import MarkdownHtmlBlockWriter, tags_on_one_line
from citecheck.documents.markdown.front_matter import Scalar, read_front_matter
from citecheck.documents.markdown.hidden_comments import blank_comments
from citecheck.documents.markdown.inline import InlineReader, folded_label
from citecheck.documents.markdown.inline_writer import BlockSource, InlineWriter
from citecheck.model import BlockKind, Document, DocumentFormat

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LINE_END = re.compile(r"\r\n?")
# [1]: https://doi.org/10.1136/bmj.m1328 "The trial"
_DEFINITION = re.compile(
    r"[ ]{0,3}\[(?!\^)(?P<label>[^\[\]]{1,200})\]:\s*<?(?P<target>(?:https?://|www\.|/|#|\.\.?/|mailto:)[^\s<>]*)>?"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*$"
)
_FOOTNOTE = re.compile(r"\[\^(?P<label>[^\]\s]{1,60})\]:[ \t]*")  # [^1]: Smith J, Jones K. …
# "[ ] Smith J. …", "[x] …", "[[@smith2010]]: Smith J. …": a box to tick, a reference manager's key
_OPENING = re.compile(r"\[[ xX]\]\s+|\[\[@[\w:.-]{1,80}\]\]:?\s*(?=\S)")
_MODULE_LINE = re.compile(
    r"(?:import\s.{1,300}\sfrom\s+['\"]|import\s+['\"]|export\s+(?:const|default|let|function)\b)"
)
# A bracketed label in use, not its definition; a link within the page.
_CALLED = re.compile(r"\[([^\[\]]{1,200})\](?!:)")
_FRAGMENT = re.compile(r"\]\(#([^()\s]{1,200})")
_TOP = 12
# Deeper nesting of quotes and lists is left out; people stop at five.
_DEEPEST = 24


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST})
    return parser.enable("table").disable(["code", "reference"])


@dataclass(slots=True)
class _List:
    """A list that is open; `following` is the number of its next item, None for bullets."""

    following: int | None
    label: str | None = None
    written: int = -1  # length of the text when the item began; -1 before the first

    def begin_item(self, written: int) -> None:
        """Count an item; `written` is the length of the text before it."""
        self.written = written
        if self.following is not None:
            self.label = str(self.following)
            self.following += 1


def read_markdown(source: str, path: str) -> Document:
    """The article in a Markdown file. Never fails: every text is valid Markdown.

    Args:
        source: the decoded text of the file.
        path: the path that the Document carries.

    Returns:
        The Document.
    """
    return _Reader(source).document(path)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.front = read_front_matter(source)
        body = tags_on_one_line(blank_comments(source[self.front.body_start :]))
        self.starts = [self.front.body_start + start for start in line_starts(body)]
        self.starts.append(len(source))
        normal = _LINE_END.sub("\n", body) if "\r" in body else body
        self.lines = normal.split("\n")
        self.tokens: list[Token] = []
        parser = _parser()
        parser.block.parse(normal, parser, {}, self.tokens)
        self.called = {folded_label(found[1]) for found in _CALLED.finditer(normal)}
        self.definitions: dict[str, str] = {}
        wanted = fragment_targets(source) | {found[1] for found in _FRAGMENT.finditer(source)}
        self.wanted = wanted
        self.writer = DocumentBuilder()
        self.tree = TreeBuilder()
        self.inline = InlineReader(self.definitions)
        self.flow = MarkdownHtmlBlockWriter(source, self.writer, self.inline, wanted)
        self.lists: list[_List] = []
        self.quotes = 0
        self.heading: str | None = None
        self.row = (-1, 0)  # the line of the table row being read, and how far
        self.footnote: str | None = None

    def document(self, path: str) -> Document:
        contents = [self._stretches(index, token) for index, token in enumerate(self.tokens)]
        self._front_references(self.front.references)
        inline = InlineWriter(self.writer, self.inline, self.wanted)
        for index, (token, stretches) in enumerate(zip(self.tokens, contents, strict=True)):
            for stretch in stretches:
                inline.write(stretch, *self._kind(index, stretch))
            if token.type == "html_block" and not self.quotes:
                self._html(token)
            elif token.type != "inline":
                self._structure(token)
        written = self.writer.finish(self.source)
        headings = [b for b in written.blocks[:_TOP] if b.kind is BlockKind.HEADING and b.label == "1"]
        first = written.text[headings[0].start : headings[0].end] if headings else None
        comments = find_comments(self.source, written.positions.lines)
        document = written.document(
            path, DocumentFormat.MARKDOWN, self.front.title or first, self.front.date, comments
        )
        return replace(document, author=self.front.author, section=self.front.section)

    def _front_references(self, scalars: Sequence[Scalar]) -> None:
        """A DATA block for each item of the front matter that speaks of publications."""
        item: tuple[str, int] | None = None
        for scalar in scalars:
            if (scalar.key, scalar.item) == item:
                self.writer.newline(scalar.start)
            else:
                self.writer.begin(BlockKind.DATA, scalar.key)
                item = (scalar.key, scalar.item)
            raw = self.source[scalar.start : scalar.end]
            text = scalar.value if scalar.value in raw else raw.strip("\"'")
            self.writer.add(text, scalar.start + raw.index(text))
        self.writer.end()

    def _stretches(self, index: int, token: Token) -> list[BlockSource]:
        """A block's content cut at footnotes; link definitions in use and MDX module lines are taken out."""
        if token.type != "inline" and not (token.type == "html_block" and self.quotes):
            return []
        first, last = token.map or [0, 0]
        opening = token.content.split("\n", 1)[0].strip()
        # markdown-it strips lines of unusual white space from a block but counts them.
        while first < last - 1 and opening not in self.lines[first]:
            first += 1
        cell = self.tokens[index - 1].type in ("td_open", "th_open")
        stretches: list[BlockSource] = []
        for number, line in enumerate(token.content.split("\n"), first):
            text = line.lstrip()
            text, at = self._cell_place(text, number) if cell else (text, self._place(text, number))
            if box := _OPENING.match(text):
                text, at = text[box.end() :], at + box.end()
            definition = _DEFINITION.match(text)
            if definition and self._is_in_use(definition):
                continue
            if _MODULE_LINE.match(text):
                continue
            footnote = _FOOTNOTE.match(text)
            if footnote or definition or not stretches:
                stretches.append(BlockSource())
            if footnote:
                stretches[-1].label = footnote["label"]
                text, at = text[footnote.end() :], at + footnote.end()
            elif definition:
                stretches[-1].label = definition["label"]
                text, at = text[definition.start("target") :], at + definition.start("target")
            stretches[-1].add(text, at)
        return stretches

    def _is_in_use(self, definition: re.Match[str]) -> bool:
        """Record a link definition. One that no link uses is a reference, and is kept as a footnote."""
        label = folded_label(definition["label"])
        self.definitions.setdefault(label, definition["target"])
        return label in self.called

    def _place(self, text: str, number: int) -> int:
        """The source offset of a line of a block: behind the markers of quotes, lists and headings."""
        if number >= len(self.lines):
            return self.starts[-1]
        return self.starts[number] + max(self.lines[number].rfind(text), 0)

    def _cell_place(self, text: str, number: int) -> tuple[str, int]:
        """A cell's text as it stands (markdown-it has taken out the escapes before bars), and its offset."""
        line, done = self.row
        done = done if line == number else 0
        text = text.strip()
        found = self.lines[number].find(text, done)
        if found < 0:
            text = text.replace("|", "\\|")
            found = self.lines[number].find(text, done)
        found = max(found, done)
        self.row = (number, found + len(text))
        return text, self.starts[number] + found

    def _kind(self, index: int, stretch: BlockSource) -> tuple[BlockKind, str | None]:
        before = self.tokens[index - 1].type if index else ""
        if stretch.label is not None:
            self.footnote = stretch.label
            return BlockKind.FOOTNOTE, stretch.label
        if before in ("td_open", "th_open"):
            return BlockKind.TABLE_CELL, None
        if self.footnote is not None:
            line = bisect_right(self.starts, stretch.source_start) - 1
            if self.source.startswith(("  ", "\t"), self.starts[line]):
                return BlockKind.FOOTNOTE, self.footnote
            self.footnote = None
        if self.heading:
            return BlockKind.HEADING, self.heading
        item = self.lists[-1] if self.lists else None
        if item and item.written == self.writer.length:
            return BlockKind.LIST_ITEM, item.label
        return (BlockKind.QUOTE if self.quotes else BlockKind.PARAGRAPH), None

    def _structure(self, token: Token) -> None:
        """Track the quotes, lists and headings that are open."""
        kind = token.type
        if kind in ("blockquote_open", "blockquote_close"):
            self.quotes += token.nesting
        elif kind == "ordered_list_open":
            self.lists.append(_List(int(token.attrs.get("start", 1))))
        elif kind == "bullet_list_open":
            self.lists.append(_List(None))
        elif kind in ("ordered_list_close", "bullet_list_close"):
            self.lists.pop()
        elif kind == "list_item_open":
            self.lists[-1].begin_item(self.writer.length)
        elif kind in ("heading_open", "heading_close"):
            self.heading = token.tag[1] if token.nesting > 0 else None

    def _html(self, token: Token) -> None:
        first, last = token.map or [0, 0]
        events = self.tree.feed(self.source, self.starts[first], self.starts[min(last, len(self.starts) - 1)])
        self.flow.resume()
        self.flow.handle(events)
        self.writer.end()
