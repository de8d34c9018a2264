"""The fields of an export's records that hold text, title, date and names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from citecheck.documents.json_export.parser import JsonString, JsonValue
from citecheck.documents.vocabulary import folded_key, read_words

# A field with an unknown name holds the text if it is at least this long.
_SHORTEST_TEXT = 200
_DEEPEST = 4

JsonObject = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class FieldNames:
    """The fields that a user names; a dot leads into an inner object. A field that is None is guessed."""

    text: str | None = None
    title: str | None = None
    date: str | None = None
    id: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RecordFields:
    """The fields in use; a dot leads into an inner object."""

    text: str  # empty if there seems to be none
    title: str | None = None
    date: str | None = None
    id: str | None = None
    url: str | None = None
    guessed: bool = False  # whether any was not named


def fields_of(content: JsonObject, named: FieldNames) -> RecordFields:
    """The fields that are named, and guesses at those that are not.

    Args:
        content: one record.
        named: the fields that the user names.

    Returns:
        The paths of the fields in this record.
    """
    return RecordFields(
        named.text or guess_text_field(content) or "",
        named.title or _first_of(content, read_words("front_matter", "title")),
        named.date or _first_of(content, read_words("front_matter", "date")),
        named.id or _first_of(content, read_words("records", "id")),
        named.url or _first_of(content, read_words("records", "url")),
        guessed=not (named.text and named.title and named.date and (named.id or named.url)),
    )


def guess_text_field(content: JsonObject) -> str | None:
    """Return a field with a usual name for texts; else the longest field, if it is long enough."""
    paths = dict(_paths(content))
    for name in read_words("records", "text"):
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


def strings_under(content: JsonObject, path: str) -> list[JsonString]:
    """The strings under a path; a key with a dot in it goes before an inner object.

    Args:
        content: one record.
        path: a key, or keys joined by dots.

    Returns:
        The strings, in order; empty where the path leads to no string.
    """
    value: JsonValue = content.get(path)
    if value is None and path:
        value = content
        for key in path.split("."):
            value = value.get(key) if isinstance(value, dict) else None
    return _string_list(value)


def name_of(content: JsonObject, fields: RecordFields, named: FieldNames) -> str | None:
    """The name of a record: its id or its address; the one that the user names goes first.

    Args:
        content: one record.
        fields: the paths of the record's fields.
        named: the fields that the user names.

    Returns:
        The name; None where the record states neither.
    """
    paths = (fields.url, fields.id) if named.url and not named.id else (fields.id, fields.url)
    found = (strings_under(content, path) for path in paths if path)
    return next((strings[0].text for strings in found if strings), None)
