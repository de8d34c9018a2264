"""RIS, the format that most reference managers exchange, read with rispy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from citecheck.documents.bibliographies.entry import Entry, first_year, split_name

__all__ = ["read_ris"]

_BEGIN = re.compile(r"^\ufeff?TY  - ", re.MULTILINE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_DIGITS = re.compile(r"\d{4,8}")


def read_ris(text: str) -> Iterator[Entry]:
    """Yield the references of a RIS file, in order. A record that cannot be parsed is left out."""
    import rispy

    starts = [found.start() for found in _BEGIN.finditer(text)]
    for start, end in pairwise((*starts, len(text))):
        record = text[start:end].lstrip("\ufeff").rstrip()
        if not re.search(r"^ER  -", record, re.MULTILINE):
            record += "\nER  - "
        try:
            (fields,) = rispy.loads(record)
        except (ValueError, OSError, KeyError, IndexError):
            continue
        yield _entry(fields, start)


def _entry(fields: Mapping[str, Any], offset: int) -> Entry:
    def first(*names: str) -> str:
        found = (fields.get(name) for name in names)
        return next(
            (" ".join(str(value).split()) for value in found if value and not isinstance(value, list)), ""
        )

    pages = "-".join(page for page in (first("start_page"), first("end_page")) if page)
    doi = _DOI.search(f"{first('doi')} {' '.join(map(str, fields.get('urls', [])))}")
    database = first("name_of_database", "database_provider").lower()
    number = _DIGITS.fullmatch(first("accession_number"))
    pmid = number[0] if number and ("pubmed" in database or "medline" in database) else ""
    return Entry(
        offset=offset,
        type=first("type_of_reference").lower(),
        authors=tuple(
            split_name(name) for name in (fields.get("authors") or fields.get("first_authors") or ())
        ),
        title=first("title", "primary_title"),
        journal=first("journal_name", "secondary_title", "alternate_title3", "alternate_title1"),
        year=first_year(first("year", "publication_year", "date")),
        volume=first("volume"),
        issue=first("number"),
        pages=pages,
        publisher=first("publisher"),
        doi=doi[0].rstrip(".,;") if doi else "",
        pmid=pmid,
        pmcid="",
    )
