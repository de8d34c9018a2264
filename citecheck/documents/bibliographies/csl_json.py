"""CSL-JSON: what citation processors read, and Zotero, Mendeley and Pandoc write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from citecheck.documents.bibliographies.entry import Entry, first_year

__all__ = ["entry_of_item", "read_csl_json"]

_PMID_IN_NOTE = re.compile(r"\bPMID:?\s*(\d{1,8})\b")
_NEXT = re.compile(r"[\s,]*")


def read_csl_json(text: str) -> Iterator[Entry]:
    """Yield the items of a CSL-JSON file, in order; raises ValueError where it is not JSON."""
    decoder = json.JSONDecoder(strict=False)
    at = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    if text[at : at + 1] != "[":
        whole = json.loads(text[at:], strict=False)
        items = whole.get("items", [whole]) if isinstance(whole, dict) else []
        yield from (entry_of_item(item, at) for item in items if isinstance(item, dict))
        return
    at += 1
    while at < len(text):
        following = _NEXT.match(text, at)
        at = following.end() if following else at
        if text[at : at + 1] in ("]", ""):
            return
        item, end = decoder.raw_decode(text, at)
        if isinstance(item, dict):
            yield entry_of_item(item, at)
        at = end


def entry_of_item(item: dict[str, Any], offset: int) -> Entry:
    """Return the fields of one CSL item.

    Args:
        item: one object of the CSL-JSON list.
        offset: characters from the start of the file to the item.

    Returns:
        The entry; a field that the item does not state is empty.
    """
    note = _PMID_IN_NOTE.search(_text(item.get("note")))
    return Entry(
        offset=offset,
        type=_text(item.get("type")),
        authors=tuple(_authors(item.get("author"))),
        title=_text(item.get("title")),
        journal=_text(item.get("container-title")),
        year=_year(item.get("issued")),
        volume=_text(item.get("volume")),
        issue=_text(item.get("issue")),
        pages=_text(item.get("page")),
        publisher=_text(item.get("publisher")),
        doi=_text(item.get("DOI")).removeprefix("https://doi.org/"),
        pmid=_text(item.get("PMID")) or (note[1] if note else ""),
        pmcid=_text(item.get("PMCID")),
    )


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def _authors(names: object) -> Iterator[tuple[str, str]]:
    for name in names if isinstance(names, list) else ():
        if not isinstance(name, dict):
            continue
        last = " ".join(filter(None, (_text(name.get("non-dropping-particle")), _text(name.get("family")))))
        if group := last or _text(name.get("literal")):
            yield group, _text(name.get("given"))


def _year(issued: object) -> int | None:
    """Return the year of {"date-parts": [[2012, 8]]}, {"raw": "2012"} or "2012-08"."""
    if isinstance(issued, dict):
        parts = issued.get("date-parts")
        while isinstance(parts, list) and parts:
            parts = parts[0]
        issued = str(parts or issued.get("raw") or issued.get("literal") or "")
    return first_year(str(issued or ""))
