"""Exports: JSON files and JSON Lines whose records are articles."""

from __future__ import annotations

import datetime as dt
import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from citecheck.documents.dates import parse_date
from citecheck.documents.encoding import decode
from citecheck.documents.json_text import JsonString, JsonValue, composed, parse_json
from citecheck.documents.kinds import sniff
from citecheck.documents.vocabulary import folded_key, words
from citecheck.documents.writer import line_starts
from citecheck.model import Comment, Document, DocumentFormat

LARGEST = 50_000_000
_TAG = re.compile(
    r"</?(?:p|br|div|h[1-6]|li|ul|ol|a|em|strong|span|sup|i|b|table|section|script|style)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_HEAD = 16_384
# A field that nobody's list of names knows is the text if it is as long as one.
_SHORTEST_TEXT = 200
_DEEPEST = 4

JsonObject = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class RecordFields:
    """The fields that hold text, title and date; a dot leads into an inner object."""

    text: str  # empty if there seems to be none
    title: str | None = None
    date: str | None = None
    guessed: bool = False  # whether any was not named


class RecordReader(Iterator[Document]):
    """The articles of an export, one after the other. `fields` says which fields are read.

    A record without text or a line that is not JSON is a Document with an error; the rest goes on.
    """

    def __init__(
        self, name: str, records: Iterator[_Record], named: tuple[str | None, ...], alone: bool
    ) -> None:
        self._name = name
        self._named = named
        self._alone = alone
        first = next(records, None)
        self._records = chain([first] if first else [], records)
        self.fields = _fields(first.content, *named) if first and first.content else None

    def __next__(self) -> Document:
        record = next(self._records)
        name = self._name if self._alone else f"{self._name}#{record.number}"
        if record.content is None:
            return Document(name, DocumentFormat.JSON, error=record.fault)
        fields = self.fields
        if fields is None or (not self._named[0] and not _strings(record.content, fields.text)):
            fields = _fields(record.content, *self._named)
        return _document(name, record, fields)


@dataclass(frozen=True, slots=True)
class _Record:
    number: int
    content: JsonObject | None
    lines: tuple[int, ...] = (0,)
    fault: str | None = None


def read_records(
    path: Path,
    text_field: str | None = None,
    title_field: str | None = None,
    date_field: str | None = None,
    *,
    shown_as: str | None = None,
    largest: int = LARGEST,
) -> RecordReader:
    """The articles in a JSON or JSON Lines file: one object, a list of them, or one a line.

    Fields that are not named are guessed from the first record; see `RecordReader.fields`. A
    Document's path is the file's, with "#" and the record's number where the file holds several.
    JSON Lines are read line by line, so the file may be of any size; positions then count within
    the line. Faults of the file are Documents with an error.
    """
    name = str(path) if shown_as is None else shown_as
    named = (text_field, title_field, date_field)
    if path.suffix.lower() == ".jsonl":
        return RecordReader(name, _line_records(path, largest), named, alone=False)
    try:
        with path.open("rb") as stream:
            data = stream.read(largest + 1)
    except OSError as fault:
        return _failed(name, f"The file can't be opened: {fault.strerror}.")
    if len(data) > largest:
        return _failed(
            name, f"The file is larger than {largest / 1_000_000:g} MB; JSON Lines may be of any size."
        )
    return records_in(data, name, named)


def records_in(data: bytes, name: str, named: tuple[str | None, ...] = (None, None, None)) -> RecordReader:
    """The same for the bytes of a JSON file."""
    source = decode(data)
    try:
        value = parse_json(source)
    except ValueError:
        lines = (
            _line_record(number, line) for number, line in enumerate(data.splitlines(), 1) if line.strip()
        )
        first = next(lines)
        if first.content is None:
            return _failed(name, "The file is not valid JSON.")
        return RecordReader(name, chain([first], lines), named, alone=False)
    starts = line_starts(source)
    objects = _objects(value, named[0])
    if not objects:
        return _failed(name, "The file holds no records.")
    records = (_Record(number, content, starts) for number, content in enumerate(objects, 1))
    return RecordReader(name, records, named, alone=len(objects) == 1)


def _failed(name: str, fault: str) -> RecordReader:
    return RecordReader(name, iter([_Record(1, None, fault=fault)]), (None, None, None), alone=True)


def _line_records(path: Path, largest: int) -> Iterator[_Record]:
    number = 0
    try:
        with path.open("rb") as stream:
            while line := stream.readline(largest + 1):
                number += 1
                if len(line) > largest:
                    yield _Record(
                        number, None, fault=f"Line {number} is larger than {largest / 1_000_000:g} MB."
                    )
                    return
                if line.strip():
                    yield _line_record(number, line)
    except OSError as fault:
        yield _Record(number + 1, None, fault=f"The file can't be read: {fault.strerror}.")


def _line_record(number: int, line: bytes) -> _Record:
    try:
        value = parse_json(decode(line))
    except ValueError:
        value = None
    if isinstance(value, dict):
        return _Record(number, value)
    return _Record(number, None, fault=f"Line {number} is not a JSON object.")


def _objects(value: JsonValue, text_field: str | None) -> list[JsonObject]:
    """The records of a JSON value: itself, its items, or the items of the first list that holds articles."""
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict)]
    if not isinstance(value, dict):
        return []
    if text_field and _strings(value, text_field):
        return [value]
    for inner in value.values():
        objects = [item for item in inner if isinstance(item, dict)] if isinstance(inner, list) else []
        if objects and _guessed_text(objects[0]) and not _guessed_text(value):
            return objects
    return [value]


def _fields(content: JsonObject, text: str | None, title: str | None, date: str | None) -> RecordFields:
    guessed_title = _first_of(content, words("front_matter", "title"))
    guessed_date = _first_of(content, words("front_matter", "date"))
    return RecordFields(
        text or _guessed_text(content) or "",
        title or guessed_title,
        date or guessed_date,
        guessed=not (text and title and date),
    )


def _guessed_text(content: JsonObject) -> str | None:
    """A field that is called as texts are called; else the longest one, if it is long enough."""
    paths = dict(_paths(content))
    for name in words("records", "text"):
        for path in paths:
            if folded_key(path.rpartition(".")[2]) == name:
                return path
    longest = max(paths, key=lambda path: paths[path], default=None)
    return longest if longest and paths[longest] >= _SHORTEST_TEXT else None


def _paths(content: JsonObject) -> Iterator[tuple[str, int]]:
    """The paths of all strings (and lists of strings) with their lengths, outer ones first."""
    level: list[tuple[str, JsonValue]] = list(content.items())
    for _ in range(_DEEPEST):
        inner: list[tuple[str, JsonValue]] = []
        for path, value in level:
            if isinstance(value, dict):
                inner += [(f"{path}.{key}", item) for key, item in value.items()]
            elif found := _string_list(value):
                yield path, sum(len(string.raw) for string in found)
        level = inner


def _first_of(content: JsonObject, names: tuple[str, ...]) -> str | None:
    keys = {folded_key(key): key for key, value in content.items() if isinstance(value, JsonString)}
    return next((keys[name] for name in names if name in keys), None)


def _string_list(value: JsonValue) -> list[JsonString]:
    if isinstance(value, JsonString):
        return [value] if value.raw else []
    if isinstance(value, list) and all(isinstance(item, JsonString) for item in value):
        return [item for item in value if isinstance(item, JsonString) and item.raw]
    return []


def _strings(content: JsonObject, path: str) -> list[JsonString]:
    """The strings under a path; a key with a dot in it goes before an inner object."""
    value: JsonValue = content.get(path)
    if value is None and path:
        value = content
        for key in path.split("."):
            value = value.get(key) if isinstance(value, dict) else None
    return _string_list(value)


def _document(name: str, record: _Record, fields: RecordFields) -> Document:
    content = record.content or {}
    strings = _strings(content, fields.text)
    if not strings:
        where = f"under {fields.text!r}" if fields.text else "in any field"
        return Document(name, DocumentFormat.JSON, error=f"There is no text {where}.")
    parts: list[str] = []
    anchors: list[tuple[int, int]] = []
    length = 0
    for string in strings:
        text, places = string.decoded()
        anchors += [(length + place, source) for place, source in places]
        parts.append(text)
        length += len(text) + 2
    inner = _read("\n\n".join(parts), name)
    positions = composed(inner.positions, anchors, record.lines)
    lines = inner.positions.lines
    comments = tuple(
        Comment(comment.text, bisect_right(record.lines, _source(anchors, lines[comment.line - 1])))
        for comment in inner.comments
    )
    return replace(
        inner,
        format=DocumentFormat.JSON,
        title=_title(content, fields.title) or inner.title,
        date=_date(content, fields.date) or inner.date,
        positions=positions,
        comments=comments,
        error=None if inner.text else "No text was found in it.",
    )


def _source(anchors: list[tuple[int, int]], place: int) -> int:
    at = max(bisect_right([anchor for anchor, _ in anchors], place) - 1, 0)
    return anchors[at][1] + place - anchors[at][0]


def _read(text: str, name: str) -> Document:
    """The article in a field: HTML, Markdown, or plain text, by its looks."""
    kind = sniff(text[:_HEAD].encode("utf-8", "replace"))
    if kind is DocumentFormat.HTML:
        from citecheck.documents.html import read_html

        return read_html(text, name)
    if kind is DocumentFormat.MARKDOWN or _TAG.search(text[:_HEAD]):
        from citecheck.documents.markdown import read_markdown

        return read_markdown(text, name)
    from citecheck.documents.plain import read_text

    return read_text(text, name)


def _title(content: JsonObject, path: str | None) -> str | None:
    strings = _strings(content, path) if path else []
    return " ".join(html.unescape(strings[0].text).split()) or None if strings else None


def _date(content: JsonObject, path: str | None) -> dt.date | None:
    strings = _strings(content, path) if path else []
    return parse_date(strings[0].text) if strings else None
