"""The tree's events into blocks and marks."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from citecheck.documents.document_builder import DocumentBuilder, OpenMark
from citecheck.documents.hidden_citations import (
    citations_in_json_ld,
    find_identifier,
    may_cite,
    tooltip,
)
from citecheck.documents.html.tokens import pieces
from citecheck.documents.html.tree import BLOCKS, HEADINGS, Element, Event, EventKind
from citecheck.model import BlockKind, MarkKind

# Elements whose content is not text of the article.
HARD_DROPPED = frozenset(
    (
        "script", "style", "template", "noscript", "svg", "canvas", "iframe", "object", "embed", "applet",
        "video", "audio", "map", "head", "title", "textarea", "select", "option", "datalist", "button",
        "xmp", "noembed", "noframes",
    )
)  # fmt: skip
_EMPHASIS = frozenset(("em", "i", "cite"))
_BOLD = frozenset(("b", "strong"))
_CONTEXTS = {
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "td": BlockKind.TABLE_CELL,
    "th": BlockKind.TABLE_CELL,
    "li": BlockKind.LIST_ITEM,
}
# A paragraph in one of these has the kind of the outer element.
_PASSED_ON = (BlockKind.QUOTE, BlockKind.CAPTION)
_MOST_DIGITS = 6
_CODE_CLASS = re.compile(r"code|lang|highlight|prettyprint", re.IGNORECASE)


@dataclass(slots=True)
class _Context:
    """A block-level element that is open."""

    element: Element
    kind: BlockKind
    label: str | None
    written: int  # how much text there was when it opened


@dataclass(slots=True)
class _Counter:
    """The number that a list's next item shows; None for a list without numbers."""

    element: Element
    following: int | None
    step: int = 1


class HtmlBlockWriter:
    """Writes events to a Writer. Keeps its place between stretches of HTML inside Markdown."""

    def __init__(
        self,
        source: str,
        writer: DocumentBuilder,
        wanted_anchors: Container[str],
        dropped: Container[int] = (),
    ) -> None:
        self._source = source
        self._writer = writer
        self._wanted = wanted_anchors
        self._dropped = dropped
        self._skipped: Element | None = None
        self._contexts: list[_Context] = []
        self._lists: list[_Counter] = []
        self._marks: dict[Element, OpenMark] = {}
        self._bold: set[Element] = set()
        self._cited: dict[Element, OpenMark] = {}
        self._tooltips: dict[Element, str] = {}
        self._tips: list[str] = []  # of the block that is open

    def resume(self) -> None:
        """Continue in the block-level element that is open."""
        self._begin()

    def handle(self, events: Sequence[Event]) -> None:
        """Write the events' text."""
        for event, following in zip_longest(events, islice(events, 1, None)):
            if self._skipped is not None:
                if event.kind is EventKind.CLOSE and event.element is self._skipped:
                    self._skipped = None
                elif event.kind is EventKind.TEXT:
                    self.structured_data(event)
            elif event.kind is EventKind.TEXT:
                self.text(event.start, event.end)
            elif event.kind is EventKind.OPEN:
                if event.element.name == "pre" and _holds_code(event.element, following):
                    self._skip(event.element)
                else:
                    self._open(event.element, event.start)
            else:
                self._close(event.element, event.start)

    def text(self, start: int, end: int) -> None:
        """Write `source[start:end]` with its entities decoded.

        Args:
            start: the first offset in the source.
            end: the offset behind the last character.
        """
        for piece, at, decoded in pieces(self._source, start, end):
            if decoded:
                self._writer.replace(piece, at)
            else:
                self._writer.add(piece, at)

    def _open(self, element: Element, at: int) -> None:
        name = element.name
        if name in HARD_DROPPED or element.order in self._dropped:
            self._skip(element)
            return
        if name in BLOCKS:
            self._open_block(element)
        if element.raw_attributes:
            self._anchors(element)
            if may_cite(element.raw_attributes):
                self._open_hidden(element, at)
        if name not in BLOCKS:
            self._open_inline(element, at)

    def _skip(self, element: Element) -> None:
        self._skipped = element
        if element.name in BLOCKS:
            self._writer.end()

    def _anchors(self, element: Element) -> None:
        attributes = element.attributes
        names = [attributes.get("id"), attributes.get("name") if element.name == "a" else None]
        for name in dict.fromkeys(names):
            if name and name in self._wanted:
                self._writer.anchor(name)

    def structured_data(self, event: Event) -> None:
        """Write the citations of JSON-LD that the page does not show, each as a block of its own."""
        element = event.element
        if element.name != "script" or "ld+json" not in element.attributes.get("type", "").lower():
            return
        source = self._source
        for parts in citations_in_json_ld(source[event.start : event.end]):
            if any(source.find(part, event.end) >= 0 for part in parts):
                continue
            self._writer.begin(BlockKind.DATA, "citation")
            for part in parts:
                at = source.find(part, event.start, event.end)
                if at >= 0:
                    self._writer.newline(at)
                    self._writer.add(part, at)
        self._writer.end()

    def _open_hidden(self, element: Element, at: int) -> None:
        """Open the link that an element's attributes state; an element without text is written out."""
        identifier = find_identifier(element.name, element.attributes)
        if identifier is not None and _is_empty(self._source, at):
            self._writer.replace(" ", at)
            self._writer.replace(identifier.printed, at)
            self._writer.replace(" ", at)
        elif identifier is not None:
            self._cited[element] = self._writer.open(MarkKind.LINK, identifier.address)
        elif text := tooltip(element.name, element.attributes):
            self._tooltips[element] = text

    def _close_hidden(self, element: Element, at: int) -> None:
        if element in self._cited:
            self._writer.close(self._cited.pop(element))
        elif element in self._tooltips:
            self._tips.append(self._tooltips.pop(element))
        if self._tips and element.name in BLOCKS:
            for tip in self._tips:
                self._writer.begin(BlockKind.DATA, "citation")
                self._writer.replace(tip, at)
            self._tips.clear()

    def _open_block(self, element: Element) -> None:
        name, label = element.name, None
        kind = _CONTEXTS.get(name, BlockKind.PARAGRAPH)
        if name in HEADINGS:
            kind, label = BlockKind.HEADING, name[1]
        elif name in ("ul", "ol", "menu", "dir"):
            self._lists.append(_counter(element))
        elif name == "li":
            label = self._number(element)
        elif kind is BlockKind.PARAGRAPH and self._contexts:
            kind, label = self._passed_on()
        self._contexts.append(_Context(element, kind, label, self._writer.length))
        self._begin()

    def _passed_on(self) -> tuple[BlockKind, str | None]:
        """The kind of a plain block in the innermost element: a list item's first paragraph is the item."""
        outer = self._contexts[-1]
        if outer.kind in _PASSED_ON:
            return outer.kind, None
        if outer.kind is BlockKind.LIST_ITEM and outer.written == self._writer.length:
            return outer.kind, outer.label
        return BlockKind.PARAGRAPH, None

    def _number(self, item: Element) -> str | None:
        counter = self._lists[-1] if self._lists else None
        if counter is None or counter.following is None:
            return None
        number = _integer(item.attributes.get("value")) if item.raw_attributes else None
        number = counter.following if number is None else number
        counter.following = number + counter.step
        return str(number)

    def _open_inline(self, element: Element, at: int) -> None:
        name = element.name
        if name == "br":
            self._writer.newline(at)
        elif name == "sup":
            self._marks[element] = self._writer.open(MarkKind.SUPERSCRIPT)
        elif name in _EMPHASIS:
            self._marks[element] = self._writer.open(MarkKind.EMPHASIS)
        elif name in _BOLD:
            self._bold.add(element)
            self._writer.bold += 1
        elif name == "q":
            self._writer.replace("“", at)
        elif name == "a":
            target = link_target(element.attributes.get("href", ""))
            if target:
                self._marks[element] = self._writer.open(MarkKind.LINK, target)

    def _close(self, element: Element, at: int) -> None:
        name = element.name
        if self._cited or self._tooltips or self._tips:
            self._close_hidden(element, at)
        if name in BLOCKS:
            while self._contexts and self._contexts.pop().element is not element:
                continue
            if self._lists and self._lists[-1].element is element:
                self._lists.pop()
            self._begin()
        elif element in self._marks:
            self._writer.close(self._marks.pop(element))
        elif element in self._bold:
            self._bold.remove(element)
            self._writer.bold -= 1
        elif name == "q":
            self._writer.replace("”", at)
        elif name == "hr":
            self._writer.split()

    def _begin(self) -> None:
        """Begin a block of the kind of the innermost element; a list item's number is given once."""
        if not self._contexts:
            self._writer.begin(BlockKind.PARAGRAPH)
            return
        inner = self._contexts[-1]
        again = (
            inner.kind in (BlockKind.LIST_ITEM, BlockKind.HEADING) and inner.written != self._writer.length
        )
        if again:
            self._writer.begin(BlockKind.PARAGRAPH)
        else:
            self._writer.begin(inner.kind, inner.label)


def link_target(address: str) -> str | None:
    """Return the address of a link; None for scripts, mail, template placeholders and empty addresses."""
    address = address.strip()
    scheme = address[:11].lower()
    if not address or scheme.startswith(("javascript:", "mailto:", "tel:", "data:", "{{", "{%")):
        return None
    return address


def _is_empty(source: str, at: int) -> bool:
    """Whether the element whose tag begins at `at` holds nothing: <Cite doi="…" />, <cite doi="…"></cite>."""
    end = source.find(">", at)
    return end < 0 or source[end - 1] == "/" or source.startswith("</", end + 1)


def _holds_code(pre: Element, following: Event | None) -> bool:
    """Whether a <pre> is code by its class, or by the <code> that comes first in it."""
    if following and following.kind is EventKind.OPEN and following.element.name == "code":
        return True
    return _CODE_CLASS.search(pre.attributes.get("class", "")) is not None


def _counter(element: Element) -> _Counter:
    if element.name != "ol":
        return _Counter(element, None)
    attributes = element.attributes
    start = _integer(attributes.get("start"))
    return _Counter(element, 1 if start is None else start, -1 if "reversed" in attributes else 1)


def _integer(text: str | None) -> int | None:
    if text is None or len(text) > _MOST_DIGITS or not text.strip().lstrip("-").isdecimal():
        return None
    return int(text)
