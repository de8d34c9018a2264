"""Tags into a tree, as browsers mend it: void elements, implied ends, misplaced and missing ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from citecheck.documents.html.tokens import Token, TokenKind, attributes, tokens

VOID = frozenset(
    (
        "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    )
)  # fmt: skip
BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "html", "legend", "li", "main", "menu", "nav",
        "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
        "ul",
    )
)  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

# What a start tag closes first, and the elements beyond which it does not reach.
_CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir", "table", "td", "th"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl", "table", "td", "th"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl", "table", "td", "th"})),
    "tr": (frozenset({"tr", "td", "th", "caption"}), frozenset({"table"})),
    "td": (frozenset({"td", "th", "caption"}), frozenset({"table", "tr"})),
    "th": (frozenset({"td", "th", "caption"}), frozenset({"table", "tr"})),
    "tbody": (frozenset({"thead", "tbody", "tfoot", "caption"}), frozenset({"table"})),
    "tfoot": (frozenset({"thead", "tbody", "caption"}), frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select", "datalist"})),
    "body": (frozenset({"head"}), frozenset()),
    "a": (frozenset({"a"}), BLOCKS),
}
_P = (frozenset({"p"}), frozenset({"table", "td", "th", "caption", "button", "object"}))
_CLOSES_P = BLOCKS - {
    "tr",
    "td",
    "th",
    "tbody",
    "thead",
    "tfoot",
    "caption",
    "li",
    "dt",
    "dd",
    "html",
    "body",
}
_CELLS = frozenset({"td", "th", "caption", "table"})

# Deeper elements are read as if their tags were not there; browsers stop at 512 too.
_DEEPEST = 512


@dataclass(eq=False, slots=True)
class Element:
    """One element. `order` numbers elements by their start tags; the root has no `parent`."""

    name: str
    order: int
    parent: Element | None
    raw_attributes: str = ""
    start: int = 0
    _attributes: dict[str, str] | None = field(default=None, repr=False)

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes, read when first asked for."""
        if self._attributes is None:
            self._attributes = attributes(self.raw_attributes) if self.raw_attributes else {}
        return self._attributes

    def ancestors(self) -> Iterator[Element]:
        """The elements around this one, the nearest first."""
        around = self.parent
        while around is not None:
            yield around
            around = around.parent


class EventKind(Enum):
    """What happens at a place of the tree."""

    OPEN = auto()
    CLOSE = auto()
    TEXT = auto()


class Event(NamedTuple):
    """An element opens or closes, or `source[start:end]` is text in it. Opens and closes are paired."""

    kind: EventKind
    element: Element
    start: int
    end: int


class TreeBuilder:
    """Turns stretches of HTML into paired events. Elements may stay open from one stretch to the next."""

    def __init__(self) -> None:
        self.root = Element("", 0, None)
        self._stack = [self.root]
        self._count = 1
        self._open: dict[str, int] = {}
        self._ignored: dict[str, int] = {}
        self._events: list[Event] = []

    def feed(self, source: str, start: int = 0, end: int | None = None) -> list[Event]:
        """The events of `source[start:end]`.

        Args:
            source: the text of the page.
            start: the first offset in characters.
            end: the offset behind the last character; None for the end of the page.

        Returns:
            The events in order; elements that are still open get their end events from `finish`.
        """
        for token in tokens(source, start, end):
            if token.kind is TokenKind.TEXT:
                self._events.append(Event(EventKind.TEXT, self._stack[-1], token.start, token.end))
            elif token.kind is TokenKind.START:
                self._start_tag(token)
            else:
                self._end_tag(token)
        events, self._events = self._events, []
        return events

    def finish(self, at: int) -> list[Event]:
        """Close everything that is still open."""
        while len(self._stack) > 1:
            self._pop(at)
        events, self._events = self._events, []
        return events

    def _start_tag(self, token: Token) -> None:
        name = token.name
        if name in _CLOSES_P and self._open.get("p"):
            self._close_nearest(*_P, token.start)
        if name in _CLOSES:
            closed, barrier = _CLOSES[name]
            if any(self._open.get(other) for other in closed):
                self._close_nearest(closed, barrier, token.start)
        if name not in VOID and len(self._stack) > _DEEPEST:
            self._ignored[name] = self._ignored.get(name, 0) + 1
            return
        element = Element(name, self._count, self._stack[-1], token.attributes, token.start)
        self._count += 1
        self._events.append(Event(EventKind.OPEN, element, token.start, token.end))
        # "<div />" opens a div for browsers; of a component's tag ("<Figure />") nobody expects an end.
        if name in VOID or (token.attributes.endswith("/") and name not in BLOCKS):
            self._events.append(Event(EventKind.CLOSE, element, token.end, token.end))
            return
        self._stack.append(element)
        self._open[name] = self._open.get(name, 0) + 1

    def _end_tag(self, token: Token) -> None:
        name = token.name
        if self._ignored.get(name):
            self._ignored[name] -= 1
        elif name == "br":
            self._start_tag(token)
        elif self._open.get(name) and name not in ("html", "body"):
            barrier = (
                frozenset({"table"})
                if name in _CELLS or name in ("tr", "tbody", "thead", "tfoot")
                else _CELLS
            )
            self._close_nearest(
                frozenset({name}), barrier if name in BLOCKS else BLOCKS, token.start, token.end
            )

    def _close_nearest(
        self, names: frozenset[str], barrier: frozenset[str], at: int, end: int | None = None
    ) -> None:
        """Close the nearest open element of these names, and all in it, unless a barrier stands before."""
        for depth in range(len(self._stack) - 1, 0, -1):
            name = self._stack[depth].name
            if name in names:
                while len(self._stack) > depth + 1:
                    self._pop(at)
                self._pop(at if end is None else end)
                return
            if name in barrier:
                return

    def _pop(self, at: int) -> None:
        element = self._stack.pop()
        self._open[element.name] -= 1
        self._events.append(Event(EventKind.CLOSE, element, at, at))
