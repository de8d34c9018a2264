"""Exports: which records are articles, which fields hold what, and where the words stand in the file."""

import datetime as dt
import json
from pathlib import Path

import pytest

from citecheck.documents import read, read_bytes, read_records
from citecheck.documents.json_export.parser import parse_json
from citecheck.model import DocumentFormat

LONG = "A study in Gut found that zinc helps. " * 8


def write(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_file_with_one_article_is_a_document(tmp_path: Path) -> None:
    article = {"title": "Zinc &amp; you", "date": "Dec 15, 2025", "content": "## Zinc\n\nIt *helps*."}
    document = read(write(tmp_path, "a.json", article))
    assert (document.format, document.title) == (DocumentFormat.JSON, "Zinc & you")
    assert (document.date, document.text) == (dt.date(2025, 12, 15), "Zinc\n\nIt helps.")


@pytest.mark.parametrize(
    ("content", "field", "text"),
    [
        ({"id": "x", "body": "Zinc helps."}, "body", "Zinc helps."),
        (
            {"meta": {"author": "A"}, "data": {"articleBody": "Zinc helps."}},
            "data.articleBody",
            "Zinc helps.",
        ),
        ({"summary": "short", "blurb": LONG}, "blurb", LONG.strip()),
        ({"text": ["Zinc helps.", "It does."]}, "text", "Zinc helps.\n\nIt does."),
        ({"contentHtml": "<p>Zinc <b>helps</b></p>"}, "contentHtml", "Zinc helps"),
    ],
)
def test_fields_are_guessed(tmp_path: Path, content: object, field: str, text: str) -> None:
    reader = read_records(write(tmp_path, "a.json", content))
    assert reader.fields is not None
    assert (reader.fields.text, reader.fields.guessed) == (field, True)
    assert [document.text for document in reader] == [text]


def test_fields_can_be_named(tmp_path: Path) -> None:
    record = {"text": "teaser", "deep": {"copy": "Zinc helps."}, "h": "Zinc", "day": "2024-02-03"}
    path = write(tmp_path, "a.json", [record, {"text": "only a teaser"}])
    reader = read_records(path, "deep.copy", "h", "day")
    first, second = reader
    assert (first.text, first.title, first.date) == ("Zinc helps.", "Zinc", dt.date(2024, 2, 3))
    assert second.error == "There is no text under 'deep.copy'."
    assert (first.path, second.path) == (f"{path}#1", f"{path}#2")


def test_lists_of_articles_inside_an_object(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", {"site": "x", "posts": [{"body": "One."}, {"body": "Two."}]})
    assert [document.text for document in read_records(path)] == ["One.", "Two."]
    assert read(path).error == "The file holds several articles and must be read as an export."


def test_json_lines(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"body": "One."}\n\n{"body": \n{"body": "Three."}\n[1]\n')
    documents = list(read_records(path))
    assert [document.text for document in documents] == ["One.", "", "Three.", ""]
    assert [document.path.rpartition("#")[2] for document in documents] == ["1", "3", "4", "5"]
    assert documents[1].error == "Line 3 is not a JSON object."


def test_words_stand_where_they_stand_in_the_file() -> None:
    text = 'Caf\u00e9 \U0001f600 "Gut"\tfound\n\nthat <i>zinc</i> &amp; copper\\\u2014help'
    source = json.dumps({"a": "x", "content": text}, indent=1)
    document = read_bytes(source.encode(), "a.json")
    for word in ("Gut", "found", "that", "zinc", "copper", "help"):
        at = document.text.index(word)
        span = document.positions.span(at, at + len(word))
        assert source[span.start : span.end] == word
        assert span.line == 3


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b'{"a": ', "The file is not valid JSON."),
        (b"[" * 100_000, "The file is not valid JSON."),
        (b"[1, 2]", "The file holds no records."),
        (b'{"a": 1}', "There is no text in any field."),
        (b'{"body": "<script>x</script>"}', "No text was found in it."),
    ],
)
def test_what_cannot_be_read_says_so(data: bytes, error: str) -> None:
    assert read_bytes(data, "a.json").error == error


def test_lone_surrogates_do_no_harm() -> None:
    document = read_bytes(b'{"body": "zinc \\ud800 helps"}', "a.json")
    assert document.text == "zinc \ufffd helps"


@pytest.mark.parametrize("value", [{"a": [1, {"b": None}], "c": {"d": "e"}}, [[], {}, [[]]], {"": {"": ""}}])
def test_values_are_those_of_the_json_module(value: object) -> None:
    def plain(parsed: object) -> object:
        if isinstance(parsed, dict):
            return {key: plain(item) for key, item in parsed.items()}
        if isinstance(parsed, list):
            return [plain(item) for item in parsed]
        return getattr(parsed, "text", None)

    def as_text(original: object) -> object:
        if isinstance(original, dict):
            return {key: as_text(item) for key, item in original.items()}
        if isinstance(original, list):
            return [as_text(item) for item in original]
        return None if original is None else str(original)

    assert plain(parse_json(json.dumps(value))) == as_text(value)


@pytest.mark.parametrize(
    ("fields", "author", "section"),
    [
        ({"author": "Ann Nut", "category": "Diet"}, "Ann Nut", "Diet"),
        ({"authors": ["Ann Nut", "Bob Nut"], "section": {"name": "Diet"}}, "Ann Nut", "Diet"),
        ({}, None, None),
    ],
)
def test_a_record_says_who_wrote_it_and_where_it_stands(
    tmp_path: Path, fields: dict[str, object], author: str | None, section: str | None
) -> None:
    document = read(write(tmp_path, "a.json", {"body": LONG, **fields}))
    assert (document.author, document.section) == (author, section)
