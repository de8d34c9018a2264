"""Exports as archives: each record of a JSON, JSON Lines or CSV file is an article."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from citecheck.audit.inputs.article import Article, Inputs
from citecheck.documents import FieldNames, read_bytes, read_records
from citecheck.documents.dates import parse_date
from citecheck.documents.vocabulary import folded_key, read_words
from citecheck.model import Document, DocumentFormat
from citecheck.reports.printable import one_line
from citecheck.safety.files import open_regular_file

# Articles are longer than the csv module's usual limit for a cell.
_LARGEST_CELL = 50_000_000
_MOST_NAMES = 12

# Called with a description of the guessed fields and the name of the file.
Once = Callable[[str, str], None]


def read_rows(file: Path, inputs: Inputs, once: Once) -> Iterator[Article]:
    """Read the articles of an export: CSV by the ending of its name, else JSON or JSON Lines.

    Args:
        file: The path of the export.
        inputs: The names of fields, and where progress is recorded.
        once: Called with the guessed fields and the file's name.

    Returns:
        An iterator over the articles, named by their address, else their id, else their number.
        A file or record that cannot be read is an article with an error.
    """
    return _rows(file, inputs, once) if file.suffix.lower() == ".csv" else _records(file, inputs, once)


def _records(file: Path, inputs: Inputs, once: Once) -> Iterator[Article]:
    named = inputs.fields
    reader = read_records(file, named.text, named.title, named.date, named.id, named.url)
    if (fields := reader.fields) and fields.guessed:
        held = {"text": fields.text, "title": fields.title, "date": fields.date}
        once(_guessed({**held, "id": fields.id or fields.url}), str(file))
    for document in reader:
        inputs.extent.reach(reader.position)
        name = _name(file, reader.own_name) if reader.own_name else document.path
        yield Article(name, document=replace(document, path=name))


def _name(file: Path, own_name: str) -> str:
    """The name of an article: its address, or the path of the file with the record's id."""
    return own_name if own_name.startswith(("http://", "https://")) else f"{file}#{own_name}"


def _guessed(fields: Mapping[str, str | None]) -> str:
    """Say which fields were guessed to hold text, title, date and id."""
    return "; ".join(
        f"{kind} from “{one_line(name)}”" if name else f"no {kind}" for kind, name in fields.items()
    )


def _rows(file: Path, inputs: Inputs, once: Once) -> Iterator[Article]:
    """The rows of a CSV export whose first row names the columns."""
    csv.field_size_limit(min(_LARGEST_CELL, sys.maxsize))
    try:
        with (
            open_regular_file(file) as raw,
            io.TextIOWrapper(raw, "utf-8-sig", "replace", newline="") as lines,
        ):
            reader = csv.DictReader(lines)
            columns = _columns(reader.fieldnames or (), inputs.fields)
            if columns["text"] not in (reader.fieldnames or ()):
                yield _failed(str(file), _no_text(columns["text"], reader.fieldnames or ()))
                return
            if not all((inputs.fields.text, inputs.fields.title, inputs.fields.date, inputs.fields.id)):
                once(_guessed(columns), str(file))
            for number, row in enumerate(reader, 1):
                inputs.extent.reach(raw.tell())
                yield _row(file, number, row, columns)
    except (OSError, csv.Error) as fault:
        yield _failed(str(file), f"The file can't be read as CSV: {fault}.")


def _no_text(named: str | None, names: Sequence[str]) -> str:
    what = f"no column “{named}”" if named else "no column with the text of articles"
    return f"The file has {what}; its columns are {', '.join(names[:_MOST_NAMES])}."


def _columns(names: Sequence[str], named: FieldNames) -> dict[str, str | None]:
    folded = {folded_key(name.strip()): name for name in names}

    def first(*usual: str) -> str | None:
        return next((folded[name] for name in usual if name in folded), None)

    own = (named.id, named.url) if named.id or not named.url else (named.url, named.id)
    return {
        "text": named.text or first(*read_words("records", "text")),
        "title": named.title or first(*read_words("front_matter", "title")),
        "date": named.date or first(*read_words("front_matter", "date")),
        "id": own[0] or own[1] or first(*read_words("records", "id")) or first(*read_words("records", "url")),
    }


def _row(file: Path, number: int, row: dict[str, str], columns: dict[str, str | None]) -> Article:
    def cell(kind: str) -> str:
        return row.get(columns[kind] or "") or ""

    name = _name(file, cell("id") or str(number))
    text = cell("text")
    if not text:
        return _failed(name, "The row has no text.")
    looks_like_html = text.lstrip().startswith("<")
    document = read_bytes(text.encode(), f"{name}.html" if looks_like_html else f"{name}.txt")
    title, date = cell("title") or document.title, parse_date(cell("date")) or document.date
    return Article(name, document=replace(document, path=name, title=title, date=date))


def _failed(name: str, error: str) -> Article:
    return Article(name, document=Document(name, DocumentFormat.UNKNOWN, error=error))
