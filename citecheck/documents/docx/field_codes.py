"""Citations in the field codes of reference managers: Zotero, Mendeley, EndNote.

ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": [{"itemData": {"title": …}}]} · ADDIN EN.CITE <EndNote>…
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from citecheck.documents.bibliographies.csl_json import entry_of_item
from citecheck.documents.bibliographies.entry import Entry, first_year, split_name

__all__ = ["LONGEST_CODE", "entries_in_field", "is_bibliography"]

# Longer codes are cut, and a cut one is not read.
LONGEST_CODE = 400_000
_CSL = re.compile(r"\s*ADDIN\s+(?:ZOTERO_ITEM\s+)?(?:CSL_CITATION|Mendeley Citation)\s*(?=\{)")
_ENDNOTE = re.compile(r"\s*ADDIN\s+EN\.CITE\b")
_BIBLIOGRAPHY = re.compile(r"\s*ADDIN\s+(?:ZOTERO_BIBL|CSL_BIBLIOGRAPHY|Mendeley Bibliography|EN\.REFLIST)")
_RECORD = re.compile(r"<record>(?P<record>.*?)</record>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def is_bibliography(code: str) -> bool:
    """Whether a field prints the list of references."""
    return _BIBLIOGRAPHY.match(code) is not None


def entries_in_field(code: str) -> Iterator[Entry]:
    """Yield the references that a field's code states; none where it cannot be read."""
    found = _CSL.match(code)
    if found is not None:
        try:
            data, _ = json.JSONDecoder(strict=False).raw_decode(code, found.end())
        except (ValueError, RecursionError):
            return
        items = data.get("citationItems") if isinstance(data, dict) else None
        for item in items if isinstance(items, list) else ():
            fields = item.get("itemData") if isinstance(item, dict) else None
            if isinstance(fields, dict):
                yield entry_of_item(fields, 0)
    elif _ENDNOTE.match(code):
        for record in _RECORD.finditer(code):
            yield _endnote(record["record"])


def _endnote(record: str) -> Entry:
    """Return the fields of one record of EndNote's XML."""

    def text(name: str) -> str:
        found = re.search(rf"<{name}\b[^<>]*>(.*?)</{name}>", record, re.DOTALL)
        return " ".join(_TAG.sub("", found[1]).split()) if found else ""

    authors = re.findall(r"<author>(.*?)</author>", record, re.DOTALL)
    number = text("accession-num")
    return Entry(
        offset=0,
        authors=tuple(split_name(_TAG.sub("", name).strip()) for name in authors),
        title=text("title"),
        journal=text("full-title") or text("secondary-title"),
        year=first_year(text("year")),
        volume=text("volume"),
        issue=text("number"),
        pages=text("pages"),
        doi=text("electronic-resource-num").removeprefix("https://doi.org/"),
        pmid=number if number.isdigit() and len(number) <= 8 else "",
    )
