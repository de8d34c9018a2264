"""A page's title, publication date, author and section: meta tags, JSON-LD, <time>, headings."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import deque
from collections.abc import Iterator, Sequence

from citecheck.documents.dates import parse_date
from citecheck.documents.html.tokens import plain_text
from citecheck.documents.html.tree import Element, Event, EventKind
from citecheck.documents.vocabulary import read_words

_LONGEST_JSON = 1_000_000
# Values that can still be read from JSON-LD that is not valid JSON.
_DATE_IN_JSON = re.compile(r'"datePublished"\s*:\s*"([^"\n]{8,40})"')


class Metadata:
    """Collects metadata from the events; the first statement of each kind counts."""

    def __init__(self, source: str, events: Sequence[Event]) -> None:
        self._source = source
        self._meta: dict[str, str] = {}
        self._headlines: list[str] = []
        self._times: list[str] = []
        self._first_headings: list[str] = []
        self._page_title = ""
        for event in events:
            if event.kind is EventKind.OPEN:
                self._open(event.element)
            elif event.kind is EventKind.TEXT:
                self._text(event)

    def _open(self, element: Element) -> None:
        if element.name == "meta":
            attributes = element.attributes
            content = attributes.get("content", "").strip()
            for key in ("property", "name", "itemprop"):
                if content and key in attributes:
                    self._meta.setdefault(attributes[key].strip().lower(), content)
        elif element.name == "time" and element.raw_attributes:
            stated = element.attributes.get("datetime")
            if stated:
                first = (
                    "pubdate" in element.attributes or element.attributes.get("itemprop") == "datePublished"
                )
                self._times.insert(0 if first else len(self._times), stated)

    def _text(self, event: Event) -> None:
        element = event.element
        if element.name == "script":
            if (
                "ld+json" in element.attributes.get("type", "").lower()
                and event.end - event.start <= _LONGEST_JSON
            ):
                self._json_ld(self._source[event.start : event.end])
        elif element.name == "title" and not self._page_title and _in_head(element):
            self._page_title = plain_text(self._source, event.start, event.end)
        elif element.name == "h1" and len(self._first_headings) < 5:
            self._first_headings.append(plain_text(self._source, event.start, event.end))
        elif element.name == "time":
            self._times.append(self._source[event.start : event.end])

    def _json_ld(self, text: str) -> None:
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            if found := _DATE_IN_JSON.search(text):
                self._meta.setdefault("datepublished", found[1])
            return
        for node in _dictionaries(data):
            published = node.get("datePublished")
            headline = node.get("headline")
            if isinstance(published, str):
                self._meta.setdefault("datepublished", published)
            if isinstance(node.get("dateModified"), str):
                self._meta.setdefault("datemodified", str(node["dateModified"]))
            if isinstance(headline, str):
                self._headlines.append(" ".join(headline.split()))
            if headline or published:
                self._note("author", _name_in(node.get("author")))
                self._note("articlesection", _name_in(node.get("articleSection")))

    def _note(self, key: str, value: str | None) -> None:
        if value:
            self._meta.setdefault(key, value)

    @property
    def title(self) -> str | None:
        """The article's title, without the site's name where that can be separated."""
        stated = [self._meta[key] for key in read_words("metadata", "title") if key in self._meta]
        titles = [title for title in (*self._headlines, *stated, self._page_title) if title]
        headings = [heading for heading in self._first_headings if heading]
        for heading in headings:
            if any(title.casefold().startswith(heading.casefold()) for title in titles):
                return heading
        return next(iter((*titles, *headings)), None)

    @property
    def date(self) -> dt.date | None:
        """The day of publication; the day of the last change where only that is stated."""
        published = [self._meta[key] for key in read_words("metadata", "date") if key in self._meta]
        changed = [self._meta[key] for key in read_words("metadata", "date_changed") if key in self._meta]
        dates = (parse_date(text) for text in (*published, *self._times, *changed))
        return next((date for date in dates if date), None)

    @property
    def author(self) -> str | None:
        """Who wrote the article; an address is not a name."""
        return self._stated("author")

    @property
    def section(self) -> str | None:
        """The section of the site to which the article belongs."""
        return self._stated("section")

    def _stated(self, kind: str) -> str | None:
        values = (self._meta[key] for key in read_words("metadata", kind) if key in self._meta)
        return next((" ".join(value.split()) for value in values if "://" not in value), None)


def _name_in(value: object) -> str | None:
    """The name that JSON-LD gives: text, an object with a name, or the first of several."""
    if isinstance(value, list) and value:
        return _name_in(value[0])
    if isinstance(value, dict):
        return _name_in(value.get("name"))
    return value if isinstance(value, str) else None


def _in_head(element: Element) -> bool:
    return not any(around.name == "svg" for around in element.ancestors())


def _dictionaries(data: object) -> Iterator[dict[str, object]]:
    """All objects of a JSON value, outer ones first, without recursion."""
    waiting = deque([data])
    while waiting:
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
