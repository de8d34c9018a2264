"""A JSON parser that keeps the position of each string."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.model import Positions

_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)"|[{}\[\],:]|[^\s"{}\[\],:]++', re.DOTALL)
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class JsonString:
    """A string and where it stands: `raw` starts at the offset `start` of the source."""

    raw: str
    start: int

    @property
    def text(self) -> str:
        """The string without its escapes."""
        return self.decoded()[0]

    def decoded(self) -> tuple[str, list[tuple[int, int]]]:
        """The string without its escapes, and (offset in it, offset in the source) after each escape."""
        parts: list[str] = []
        anchors = [(0, self.start)]
        length = done = 0
        for escape in _ESCAPE.finditer(self.raw):
            parts += (self.raw[done : escape.start()], _character(escape[0]))
            length += escape.start() - done + 1
            done = escape.end()
            anchors.append((length, self.start + done))
        parts.append(self.raw[done:])
        return _LONE_SURROGATE.sub("\ufffd", "".join(parts)), anchors


JsonValue = dict[str, "JsonValue"] | list["JsonValue"] | JsonString | None


def _character(escape: str) -> str:
    if escape[1] != "u":
        return _SIMPLE.get(escape[1], escape[1])
    if len(escape) == 6:
        return chr(int(escape.removeprefix("\\u"), 16))
    high, low = int(escape[2:6], 16), int(escape[8:], 16)
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def parse_json(source: str) -> JsonValue:
    """The value of a JSON text. Numbers come as their digits; true, false and null as None.

    Raises ValueError for what is not JSON or is nested too deeply.
    """
    try:
        json.loads(source, strict=False)
    except RecursionError as fault:
        raise ValueError("nested too deeply") from fault
    top: list[JsonValue] = []
    stack: list[dict[str, JsonValue] | list[JsonValue]] = [top]
    keys: list[str | None] = [None]
    for token in _TOKEN.finditer(source):
        mark = source[token.start()]
        if mark in ",:":
            continue
        if mark in "}]":
            stack.pop()
            keys.pop()
            continue
        inner = stack[-1]
        if mark == '"' and isinstance(inner, dict) and keys[-1] is None:
            keys[-1] = JsonString(token[1], 0).text
            continue
        value = _value(mark, token)
        if isinstance(inner, dict):
            inner[keys[-1] or ""] = value
            keys[-1] = None
        else:
            inner.append(value)
        if isinstance(value, dict | list):
            stack.append(value)
            keys.append(None)
    return top[0]


def _value(mark: str, token: re.Match[str]) -> JsonValue:
    if mark == "{":
        return {}
    if mark == "[":
        return []
    if mark == '"':
        return JsonString(token[1], token.start(1))
    return JsonString(token[0], token.start()) if mark in "-0123456789" else None


def normalize_composed(
    inner: Positions, anchors: Sequence[tuple[int, int]], lines: tuple[int, ...]
) -> Positions:
    """Positions in a string of JSON into positions in its file.

    Args:
        inner: positions of the document's text in the string.
        anchors: pairs of an offset in the string and its offset in the file, in order.
        lines: the offsets at which the lines of the file start.

    Returns:
        Positions of the document's text in the file.
    """
    places = [place for place, _ in anchors]
    texts: list[int] = []
    sources: list[int] = []
    ends = [*inner.texts[1:], None]
    for text, place, end in zip(inner.texts, inner.sources, ends, strict=True):
        at = max(bisect_right(places, place) - 1, 0)
        texts.append(text)
        sources.append(anchors[at][1] + place - places[at])
        for following in range(at + 1, len(anchors)):
            here = text + places[following] - place
            if end is not None and here >= end:
                break
            texts.append(here)
            sources.append(anchors[following][1])
    return Positions(tuple(texts), tuple(sources), lines, inner.pages)
