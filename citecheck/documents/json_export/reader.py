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
from citecheck.documents.document_builder import line_starts
from citecheck.documents.encoding import decode
from citecheck.documents.formats import sniff
from citecheck.documents.json_export.fields import (
    FieldNames,
    JsonObject,
    RecordFields,
    fields_of,
    guess_text_field,
    name_of,
    strings_under,
)
from citecheck.documents.json_export.parser import JsonValue, normalize_composed, parse_json
from citecheck.documents.vocabulary import folded_key, read_words
from citecheck.model import Comment, Document, DocumentFormat
from citecheck.safety.budget import Budget, DocumentError, bounded
from citecheck.safety.files import LEADS_OUT, leads_out, open_regular_file

LARGEST = 50_000_000
_TAG = re.compile(
    r"</?(?:p|br|div|h[1-6]|li|ul|ol|a|em|strong|span|sup|i|b|table|section|script|style)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_HEAD = 16_384
# Records before the first with text that have an error each, and fields that an error names.
_MOST_ERRORS = 20
_MOST_NAMES = 12


class RecordReader(Iterator[Document]):
    """The articles of an export, one after the other.

    `fields` says which fields are read, None while no record had any text; `own_name` is the id or address
    that the last record gives itself, and `position` where it ends in the file. A line that is not
    JSON is a Document with an error, and so is a record without text; but of records none of
    which has text (facts about articles that lie elsewhere) there is one error for all.
    """

    def __init__(self, name: str, records: Iterator[_ExportRow], named: FieldNames, alone: bool) -> None:
        self.fields: RecordFields | None = None
        self.own_name: str | None = None
        self.position = 0
        self._name = name
        self._named = named
        self._alone = alone
        self._documents = self._read(records)
        # The fields are guessed from the first document.
        self._documents = chain([next(self._documents)], self._documents)

    def __next__(self) -> Document:
        return next(self._documents)

    def _read(self, records: Iterator[_ExportRow]) -> Iterator[Document]:
        without: list[_ExportRow] = []
        count = 0
        is_empty = True
        for record in records:
            is_empty = False
            self.position, self.own_name = record.end, None
            if record.content is None:
                yield self._failed(record, record.fault)
                continue
            fields = self._fields(record.content)
            if self.fields is None and not strings_under(record.content, fields.text):
                count += 1
                without += [record] if count <= _MOST_ERRORS else []
                continue
            if self.fields is None:
                self.fields = fields
                yield from self._without_text(without, count, len(without) == count)
            self.own_name = name_of(record.content, fields, self._named)
            yield self._document(record, record.content, fields)
        if is_empty:
            yield Document(self._name, DocumentFormat.JSON, error="The file holds no records.")
        if self.fields is None:
            self.own_name = None
            yield from self._without_text(without, count, each=False)

    def _document(self, record: _ExportRow, content: JsonObject, fields: RecordFields) -> Document:
        size = sum(len(string.raw) for string in strings_under(content, fields.text))
        try:
            return bounded(Budget.of(size), _document, self._called(record), record, fields)
        except DocumentError as error:
            return self._failed(record, str(error))

    def _fields(self, content: JsonObject) -> RecordFields:
        if self.fields and (self._named.text or strings_under(content, self.fields.text)):
            return self.fields
        return fields_of(content, self._named)

    def _called(self, record: _ExportRow) -> str:
        return self._name if self._alone else f"{self._name}#{record.number}"

    def _failed(self, record: _ExportRow, fault: str | None) -> Document:
        return Document(self._called(record), DocumentFormat.JSON, error=fault)

    def _without_text(self, records: list[_ExportRow], count: int, each: bool) -> Iterator[Document]:
        """An error for `each` of the records before the first with text, or one for all of them."""
        where = f"under {self._named.text!r}" if self._named.text else "in any field"
        if each or (count == 1 and self._alone):
            yield from (self._failed(record, f"There is no text {where}.") for record in records)
        elif count:
            names = ", ".join(list(records[0].content or {})[:_MOST_NAMES])
            fault = f"There is no text {where} of its first {count:,} records, which have the fields {names}."
            yield Document(self._name, DocumentFormat.JSON, error=fault)


@dataclass(frozen=True, slots=True)
class _ExportRow:
    number: int
    content: JsonObject | None
    lines: tuple[int, ...] = (0,)
    fault: str | None = None
    end: int = 0


def read_records(
    path: Path,
    text_field: str | None = None,
    title_field: str | None = None,
    date_field: str | None = None,
    id_field: str | None = None,
    url_field: str | None = None,
    *,
    shown_as: str | None = None,
    largest: int = LARGEST,
) -> RecordReader:
    """The articles in a JSON or JSON Lines file: one object, a list of them, or one a line.

    Fields that are not named are guessed from the first record; see `RecordReader.fields`. A Document's path
    is the file's, with "#" and the record's number where the file holds several. JSON Lines are read line by
    line, so the file may be of any size; positions then count within the line. Faults of the file are
    Documents with an error.

    Args:
        path: the file.
        text_field: the field that holds the text, a dot leads into an inner object; None to guess, as in the
            next four.
        title_field: the field that holds the title.
        date_field: the field that holds the date of publication.
        id_field: the field that holds the record's own name.
        url_field: the field that holds the article's address.
        shown_as: the path that the Documents carry; None for `path`.
        largest: the most bytes of a JSON file, or of one line of JSON Lines.

    Returns:
        An iterator over the Documents.
    """
    name = str(path) if shown_as is None else shown_as
    named = FieldNames(text_field, title_field, date_field, id_field, url_field)
    if path.suffix.lower() == ".jsonl" and not leads_out(path):
        return RecordReader(name, _line_records(path, largest), named, alone=False)
    if leads_out(path):
        return _failed(name, LEADS_OUT)
    try:
        with open_regular_file(path) as stream:
            data = stream.read(largest + 1)
    except OSError as fault:
        return _failed(name, f"The file can't be opened: {fault.strerror}.")
    if len(data) > largest:
        return _failed(
            name, f"The file is larger than {largest / 1_000_000:g} MB; JSON Lines may be of any size."
        )
    return records_in(data, name, named)


def records_in(data: bytes, name: str, named: FieldNames = FieldNames()) -> RecordReader:  # noqa: B008 - frozen
    """The articles in the bytes of a JSON or JSON Lines file.

    Args:
        data: the bytes of the file.
        name: the path that the Documents carry.
        named: the fields that the user names.

    Returns:
        An iterator over the Documents; one with an error where the bytes are not JSON or hold no records.
    """
    source = decode(data)
    try:
        value = bounded(Budget.of(len(source)), _json_or_none, source)
    except DocumentError as error:
        return _failed(name, str(error))
    if value is None:
        lines = (
            _line_record(number, line) for number, line in enumerate(data.splitlines(), 1) if line.strip()
        )
        first = next(lines, None)
        if first is None or first.content is None:
            return _failed(name, "The file is not valid JSON.")
        return RecordReader(name, chain([first], lines), named, alone=False)
    starts = line_starts(source)
    objects = _objects(value, named.text)
    if not objects:
        return _failed(name, "The file holds no records.")
    records = (_ExportRow(number, content, starts) for number, content in enumerate(objects, 1))
    return RecordReader(name, records, named, alone=len(objects) == 1)


def _json_or_none(source: str) -> JsonValue:
    try:
        return parse_json(source)
    except ValueError:
        return None


def _failed(name: str, fault: str) -> RecordReader:
    return RecordReader(name, iter([_ExportRow(1, None, fault=fault)]), FieldNames(), alone=True)


def _line_records(path: Path, largest: int) -> Iterator[_ExportRow]:
    number = read = 0
    try:
        with open_regular_file(path) as stream:
            while line := stream.readline(largest + 1):
                number += 1
                if len(line) > largest:
                    yield _ExportRow(
                        number, None, fault=f"Line {number} is larger than {largest / 1_000_000:g} MB."
                    )
                    return
                read += len(line)
                if line.strip():
                    yield replace(_line_record(number, line), end=read)
    except OSError as fault:
        yield _ExportRow(number + 1, None, fault=f"The file can't be read: {fault.strerror}.")


def _line_record(number: int, line: bytes) -> _ExportRow:
    try:
        value = bounded(Budget.of(len(line)), _json_or_none, decode(line))
    except DocumentError as error:
        return _ExportRow(number, None, fault=str(error))
    if isinstance(value, dict):
        return _ExportRow(number, value)
    return _ExportRow(number, None, fault=f"Line {number} is not a JSON object.")


def _objects(value: JsonValue, text_field: str | None) -> list[JsonObject]:
    """The records of a JSON value: itself, its items, or the items of the first list that holds articles."""
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict)]
    if not isinstance(value, dict):
        return []
    if text_field and strings_under(value, text_field):
        return [value]
    for inner in value.values():
        objects = [item for item in inner if isinstance(item, dict)] if isinstance(inner, list) else []
        if objects and guess_text_field(objects[0]) and not guess_text_field(value):
            return objects
    return [value]


def _document(name: str, record: _ExportRow, fields: RecordFields) -> Document:
    content = record.content or {}
    strings = strings_under(content, fields.text)
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
    positions = normalize_composed(inner.positions, anchors, record.lines)
    lines = inner.positions.lines
    starts = [start for start, _ in anchors]
    comments = tuple(
        Comment(comment.text, bisect_right(record.lines, _source(starts, anchors, lines[comment.line - 1])))
        for comment in inner.comments
    )
    return replace(
        inner,
        format=DocumentFormat.JSON,
        title=_title(content, fields.title) or inner.title,
        date=_date(content, fields.date) or inner.date,
        author=_named(content, "author") or inner.author,
        section=_named(content, "section") or inner.section,
        positions=positions,
        comments=comments,
        error=None if inner.text else "No text was found in it.",
    )


def _source(starts: list[int], anchors: list[tuple[int, int]], place: int) -> int:
    at = max(bisect_right(starts, place) - 1, 0)
    return anchors[at][1] + place - anchors[at][0]


def _read(text: str, name: str) -> Document:
    """Read the article in a field: HTML, Markdown or plain text, detected from its first characters."""
    kind = sniff(text[:_HEAD].encode("utf-8", "replace"))
    if kind is DocumentFormat.HTML:
        from citecheck.documents.html.reader import read_html

        return read_html(text, name)
    if kind is DocumentFormat.MARKDOWN or _TAG.search(text[:_HEAD]):
        from citecheck.documents.markdown.reader import read_markdown

        return read_markdown(text, name)
    from citecheck.documents.plain import read_text

    return read_text(text, name)


def _title(content: JsonObject, path: str | None) -> str | None:
    strings = strings_under(content, path) if path else []
    return " ".join(html.unescape(strings[0].text).split()) or None if strings else None


def _named(content: JsonObject, kind: str) -> str | None:
    """The author or section of a record: a text, the first of several, or the name in an inner object."""
    keys = {folded_key(key): key for key in content}
    for name in read_words("front_matter", kind):
        if name in keys:
            for path in (keys[name], f"{keys[name]}.name"):
                if title := _title(content, path):
                    return title
    return None


def _date(content: JsonObject, path: str | None) -> dt.date | None:
    strings = strings_under(content, path) if path else []
    return parse_date(strings[0].text) if strings else None
