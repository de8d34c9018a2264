"""PubMed's own export (nbib, MEDLINE), read with Biopython."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from citecheck.documents.bibliographies.entry import Entry, first_year

__all__ = ["read_nbib"]

_BEGIN = re.compile(r"^PMID- ", re.MULTILINE)
_DOI = re.compile(r"(10\.\d{4,9}/\S+) \[doi\]")


def read_nbib(text: str) -> Iterator[Entry]:
    """Yield the records of an nbib file, in order."""
    from Bio import Medline

    starts = [found.start() for found in _BEGIN.finditer(text)]
    for start, end in pairwise((*starts, len(text))):
        fields = Medline.read(io.StringIO(text[start:end]))  # type: ignore[no-untyped-call]
        if fields:
            yield _entry(fields, start)


def _entry(fields: Mapping[str, Any], offset: int) -> Entry:
    located = " ".join((*_listed(fields.get("LID")), *_listed(fields.get("AID"))))
    doi = _DOI.search(located)
    names = [*_listed(fields.get("AU")), *_listed(fields.get("CN"))]
    return Entry(
        offset=offset,
        type="article",
        authors=tuple(_author(name) for name in names),
        title=str(fields.get("TI") or fields.get("BTI") or ""),
        journal=str(fields.get("JT") or fields.get("TA") or ""),
        year=first_year(str(fields.get("DP", ""))),
        volume=str(fields.get("VI", "")),
        issue=str(fields.get("IP", "")),
        pages=str(fields.get("PG", "")),
        doi=doi[1] if doi else "",
        pmid=str(fields.get("PMID", "")),
        pmcid=str(fields.get("PMC", "")),
    )


def _listed(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _author(name: str) -> tuple[str, str]:
    """Return surname and initials of "Stone AB"; a group's name is all surname."""
    last, _, initials = name.rpartition(" ")
    return (last, initials) if last and initials.isupper() and len(initials) <= 4 else (name, "")
