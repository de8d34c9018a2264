"""Front matter: the block between --- (YAML) or +++ (TOML) at the top of a Markdown file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from citecheck.documents.dates import parse_date
from citecheck.documents.vocabulary import folded_key, word_set
from citecheck.safety.toml import parse_toml

if TYPE_CHECKING:
    from yaml.events import Event

_FENCED = re.compile(r"\s*(?P<fence>---|\+\+\+)[ \t]*(?:\r\n?|\n)")
# `key: value` at the left margin, for front matter that is not valid YAML.
_KEY_LINE = re.compile(r"^(?P<key>[\w .-]{1,60}):[ \t]+(?P<value>\S.*?)[ \t]*$", re.MULTILINE)
# An address that leads to a publication, whatever its key is called.
_LEADS_TO_PUBLICATION = re.compile(r"(?:doi\.org/|ncbi\.nlm\.nih\.gov/|europepmc\.org/)", re.IGNORECASE)
# In characters: a longer block is text between two horizontal rules.
_LONGEST = 262_144


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value of the front matter: its top-level key, the list item it belongs to, and where it stands."""

    key: str
    item: int
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Title, date, author, section, the values that cite publications, and where the article starts."""

    title: str | None = None
    date: dt.date | None = None
    references: tuple[Scalar, ...] = ()
    body_start: int = 0
    author: str | None = None
    section: str | None = None


def read_front_matter(source: str) -> FrontMatter:
    """The front matter of a Markdown file, empty where it has none. Never fails; nothing in it is run."""
    opening = _FENCED.match(source)
    if not opening:
        return FrontMatter()
    closing = re.compile(rf"^(?:{re.escape(opening['fence'])}|\.\.\.)[ \t]*\r?$", re.MULTILINE)
    end = closing.search(source, opening.end(), opening.end() + _LONGEST)
    if not end:
        return FrontMatter()
    text = source[opening.end() : end.start()]
    if opening["fence"] == "+++":
        scalars = list(_toml_scalars(text, opening.end()))
    else:
        read = _yaml_scalars(text, opening.end())
        scalars = list(_line_scalars(text, opening.end())) if read is None else read
    if not scalars and text.strip():
        return FrontMatter()  # a text between two horizontal rules
    return FrontMatter(
        _first(scalars, "title"),
        _date(scalars),
        tuple(s for s in scalars if _is_reference(s)),
        end.end(),
        _first(scalars, "author"),
        _first(scalars, "section"),
    )


def _first(scalars: list[Scalar], name: str) -> str | None:
    keys = word_set("front_matter", name)
    for scalar in scalars:
        value = " ".join(scalar.value.split())
        if folded_key(scalar.key) in keys and value:
            return value
    return None


def _date(scalars: list[Scalar]) -> dt.date | None:
    for name in ("date", "date_changed"):
        keys = word_set("front_matter", name)
        for scalar in scalars:
            if folded_key(scalar.key) in keys and (date := parse_date(scalar.value)):
                return date
    return None


def _is_reference(scalar: Scalar) -> bool:
    if scalar.start == scalar.end:
        return False
    if folded_key(scalar.key) in word_set("front_matter", "references"):
        return bool(scalar.value.strip())
    return _LEADS_TO_PUBLICATION.search(scalar.value) is not None


def _yaml_scalars(text: str, offset: int) -> list[Scalar] | None:
    """The values of a YAML mapping, from its events: nothing is built, so no alias can multiply."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    walk = _YamlWalk()
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.CollectionStartEvent):
                walk.enter(isinstance(event, yaml.MappingStartEvent))
            elif isinstance(event, yaml.CollectionEndEvent):
                walk.leave()
            elif isinstance(event, yaml.ScalarEvent):
                start, end = _place(event)
                walk.scalar(event.value, offset + start, offset + end)
            elif isinstance(event, yaml.AliasEvent):
                walk.scalar("", offset, offset)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return walk.found


@dataclass(slots=True)
class _Collection:
    is_mapping: bool
    at_key: bool = True


class _YamlWalk:
    """Tracks the position of a value in the mapping: its key and its list item."""

    def __init__(self) -> None:
        self.found: list[Scalar] = []
        self._open: list[_Collection] = []
        self._key = ""
        self._item = 0

    def enter(self, is_mapping: bool) -> None:
        self._is_key()
        self._open.append(_Collection(is_mapping))

    def leave(self) -> None:
        self._open.pop()

    def scalar(self, value: str, start: int, end: int) -> None:
        if not self._open or not self._open[0].is_mapping:
            return
        if self._is_key():
            if len(self._open) == 1:
                self._key = value
        elif start < end:
            self.found.append(Scalar(self._key, self._item, value, start, end))

    def _is_key(self) -> bool:
        """Whether the next event is the key of a mapping; counts items of the values at the top."""
        if not self._open:
            return False
        inner = self._open[-1]
        key = inner.is_mapping and inner.at_key
        if inner.is_mapping:
            inner.at_key = not inner.at_key
        if len(self._open) <= 2 and not (key and len(self._open) == 2):
            self._item += 1
        return key


def _place(event: Event) -> tuple[int, int]:
    if event.start_mark is None or event.end_mark is None:
        raise ValueError("a YAML event without a place")
    return event.start_mark.index, event.end_mark.index


def _toml_scalars(text: str, offset: int) -> Iterator[Scalar]:
    """Yield the values of a TOML table; each is searched in the text after the previous value."""
    try:
        table = parse_toml(text)
    except ValueError:
        yield from _line_scalars(text.replace(" = ", ":  "), offset)
        return
    at = 0
    for key, content in table.items():
        items = content if isinstance(content, list) else [content]
        for number, item in enumerate(items):
            for value in item.values() if isinstance(item, dict) else [item]:
                written = str(value)
                place = text.find(written, at)
                if place < 0:
                    yield Scalar(key, number, written, offset + at, offset + at)
                    continue
                at = place + len(written)
                yield Scalar(key, number, written, offset + place, offset + at)


def _line_scalars(text: str, offset: int) -> Iterator[Scalar]:
    for number, found in enumerate(_KEY_LINE.finditer(text)):
        value = found["value"].strip("\"'")
        start = offset + found.start("value")
        yield Scalar(found["key"], number, value, start, start + len(found["value"]))
