"""Which parts of a page are the article.

Plain rules, in this order. Navigation, asides, footers, forms' controls, and elements whose class
or id names them as furniture are left out, unless they hold half of the page's text or a list of
references. Of what is left, the page's article or main element is taken where it holds a fair
share of the text, else the body. Lists of references outside of it are added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.documents.html.blocks import HARD_DROPPED
from citecheck.documents.html.tokens import plain_text
from citecheck.documents.html.tree import HEADINGS, VOID, Element, Event, EventKind
from citecheck.documents.vocabulary import is_reference_heading, name_words, word_set

_SOFT_DROPPED = frozenset(("nav", "aside", "footer", "dialog"))
_NEVER_DROPPED = VOID | {"", "html", "body", "main", "article"}
_MAY_HEAD = HEADINGS | {"strong", "b", "summary", "dt", "button", "legend", "caption", "p", "span"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

# Boilerplate never holds this share of a page's text; a wrapper called "content-sidebar" does.
_TOO_MUCH_TO_DROP = 0.4
_FAR_TOO_MUCH_TO_DROP = 0.75
# Hidden text of an article that is longer than this is an answer that unfolds on a click.
_LONGEST_HIDDEN = 200
# An article or main element with less than this share is a teaser.
_FAIR_SHARE = 0.3
# Article elements this large, compared with the largest, are articles too (a page of several).
_PEER_SHARE = 0.4
_LONGEST_HEADING = 60
_MAY_HOLD_REFERENCES = frozenset(
    (
        "div", "section", "ol", "ul", "aside", "footer", "details", "table", "p", "li", "dl",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """The stretches of events to read, and the elements to leave out in them."""

    stretches: tuple[tuple[int, int], ...]
    dropped: frozenset[int]


def find_article(source: str, events: Sequence[Event]) -> Article:
    """The article of a page.

    Args:
        source: the text of the page.
        events: the page's start, end and text events, each start paired with its end.

    Returns:
        The stretches of events that hold the article, and the events within them to leave out.
    """
    page = _Page(source, events)
    dropped = page.dropped()
    kept = page.text_amounts(dropped)
    roots = page.roots(kept)
    stretches = sorted([*roots, *page.reference_stretches(roots)])
    merged: list[tuple[int, int]] = []
    for first, last in stretches:
        if merged and first < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return Article(tuple(merged), frozenset(dropped))


class _Page:
    """Facts about a page's elements, gathered in one pass over its events."""

    def __init__(self, source: str, events: Sequence[Event]) -> None:
        self._source = source
        self._events = events
        self.elements: dict[int, Element] = {}
        self.opened: dict[int, int] = {}
        self.closed: dict[int, int] = {}
        self._candidates: list[Element] = []
        self._by_tag: set[int] = set()
        self._in_article: set[int] = set()
        self._hidden: set[int] = set()
        self._reference_elements: list[Element] = []
        self._reference_headings: list[Element] = []
        for index, event in enumerate(events):
            if event.kind is EventKind.OPEN:
                self._open(index, event.element)
            elif event.kind is EventKind.CLOSE:
                self._close(index, event)

    def _open(self, index: int, element: Element) -> None:
        self.elements[element.order] = element
        self.opened[element.order] = index
        inside = element.parent is not None and element.parent.order in self._in_article
        if inside or element.name in ("article", "main"):
            self._in_article.add(element.order)
        by_tag = element.name in _SOFT_DROPPED or (element.name == "header" and not inside)
        if by_tag:
            self._by_tag.add(element.order)
        if not element.raw_attributes:
            if by_tag:
                self._candidates.append(element)
            return
        names = element.attributes.get("class", "") + " " + element.attributes.get("id", "")
        words = name_words(names) if names != " " else set()
        if element.name in _MAY_HOLD_REFERENCES and words & word_set("html", "references"):
            self._reference_elements.append(element)
        elif element.name not in _NEVER_DROPPED:
            if by_tag or _is_furniture(element, words, names):
                self._candidates.append(element)
            elif _is_hidden(element):
                self._candidates.append(element)
                self._hidden.add(element.order)

    def _close(self, index: int, event: Event) -> None:
        element = event.element
        self.closed[element.order] = index
        if element.name not in _MAY_HEAD or index - self.opened[element.order] > 9:
            return
        inside = self._events[self.opened[element.order] : index]
        text = "".join(
            plain_text(self._source, part.start, part.end)
            for part in inside
            if part.kind is EventKind.TEXT and part.end - part.start <= 4 * _LONGEST_HEADING
        )
        if len(text) <= _LONGEST_HEADING and is_reference_heading(text):
            self._reference_headings.append(element)

    def text_amounts(self, dropped: set[int]) -> dict[int, int]:
        """For each element, the characters of text in it that are not dropped. The root's is at 0."""
        amounts = dict.fromkeys((0, *self.elements), 0)
        skipped: Element | None = None
        for event in self._events:
            element = event.element
            if skipped is not None:
                if event.kind is EventKind.CLOSE and element is skipped:
                    skipped = None
            elif event.kind is EventKind.TEXT:
                amounts[element.order] += len(self._source[event.start : event.end].strip())
            elif event.kind is EventKind.OPEN:
                if element.name in HARD_DROPPED or element.order in dropped:
                    skipped = element
            elif element.parent is not None:
                amounts[element.parent.order] += amounts[element.order]
        return amounts

    def dropped(self) -> set[int]:
        """The elements to leave out, by their order."""
        with_references: set[int] = set()
        for element in [*self._reference_elements, *self._reference_headings]:
            for around in element.ancestors():
                if around.order in with_references:
                    break
                with_references.add(around.order)
        amounts = self.text_amounts(set())
        return {
            element.order
            for element in self._candidates
            if element.order not in with_references
            and amounts[element.order] <= self._most_to_drop(element, amounts[0])
        }

    def _most_to_drop(self, element: Element, whole: int) -> float:
        """The most text that an element may hold and still be left out, on a page with so much in all."""
        if element.name == "nav":
            return whole
        if element.order in self._by_tag:
            return whole * _FAR_TOO_MUCH_TO_DROP
        if element.order in self._hidden & self._in_article:
            return _LONGEST_HIDDEN
        return whole * _TOO_MUCH_TO_DROP

    def roots(self, kept: dict[int, int]) -> list[tuple[int, int]]:
        """Return the ranges of events that hold the article itself."""
        fair = kept[0] * _FAIR_SHARE
        articles = [e for e in self.elements.values() if e.name == "article" and kept[e.order] >= fair]
        if articles:
            most = max(kept[element.order] for element in articles)
            return [self._stretch(e) for e in articles if kept[e.order] >= most * _PEER_SHARE]
        mains = [
            element
            for element in self.elements.values()
            if (
                element.name == "main"
                or (element.raw_attributes and element.attributes.get("role") == "main")
            )
            and kept[element.order] >= fair
        ]
        if mains:
            return [self._stretch(element) for element in mains]
        return [(0, len(self._events))]

    def reference_stretches(self, roots: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the lists of references outside of the article: named so, or under such a heading."""
        found = [self._stretch(element) for element in self._reference_elements]
        for heading in self._reference_headings:
            if any(first <= self.opened[heading.order] < last for first, last in roots):
                continue
            section = heading
            for around in heading.ancestors():
                section = around
                if around.order and self._text_between(self.closed[heading.order], self.closed[around.order]):
                    break
            end = self.closed.get(section.order, len(self._events))
            found.append((self.opened[heading.order], end))
        return found

    def _text_between(self, first: int, last: int) -> bool:
        return any(
            event.kind is EventKind.TEXT and not self._source[event.start : event.end].isspace()
            for event in self._events[first : min(last, first + 50)]
        )

    def _stretch(self, element: Element) -> tuple[int, int]:
        return self.opened[element.order], self.closed[element.order] + 1


def _is_furniture(element: Element, words: set[str], names: str) -> bool:
    attributes = element.attributes
    return bool(
        words & word_set("html", "boilerplate")
        or attributes.get("role", "").lower() in word_set("html", "roles")
        or set(names.split()) & word_set("html", "unseen")
    )


def _is_hidden(element: Element) -> bool:
    attributes = element.attributes
    return bool(
        attributes.get("hidden", "until-found") != "until-found"
        or attributes.get("aria-hidden", "").lower() == "true"
        or ("style" in attributes and _HIDDEN.search(attributes["style"]))
    )
