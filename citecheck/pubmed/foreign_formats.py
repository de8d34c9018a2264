"""Formats that are often mistaken for PubMed's, recognised by their beginning."""

from __future__ import annotations

import re

_BEGINNINGS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("RIS", re.compile(rb"TY {1,2}- ?[A-Z]{2,}")),  # "TY  - JOUR"
    ("BibTeX", re.compile(rb"@[A-Za-z]+\s*\{")),  # "@article{smith2019,"
    ("EndNote", re.compile(rb"%0 [A-Z]")),  # "%0 Journal Article"
    ("JSON", re.compile(rb"[\[{]\s*[\"\[{\]}]")),
    ("a PDF", re.compile(rb"%PDF-")),
    ("a ZIP archive", re.compile(rb"PK\x03\x04")),
    ("CSV", re.compile(rb"\"?(?:PMID|Title|Authors?)\"?[,;\t]", re.IGNORECASE)),  # "PMID,Title,Authors,…"
)


def foreign_format(head: bytes) -> str | None:
    """Return the name of a file's format by its beginning, None where it may be PubMed's."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((name for name, beginning in _BEGINNINGS if beginning.match(start)), None)
