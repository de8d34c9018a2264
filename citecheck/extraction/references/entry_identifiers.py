"""The identifiers of one reference entry, and the entry with blanks in place of addresses and identifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.extraction.identifiers import Identifiers, find_identifiers
from citecheck.extraction.literal_set import LiteralSet
from citecheck.extraction.publisher_urls import read_url

# "[Internet]", "[Epub ahead of print]", GB/T 7714's "[J]": tags that belong to no field
_TAG = re.compile(
    r"\[(?:(?:[Ii]nternet|[Oo]nline|electronic|[Ee]-?pub|[Aa]rticle|[Pp]reprint)[^\[\]]{0,30}"
    r"|[A-Z](?:/OL)?|[Nn]o authors? listed|(?:cited|accessed|updated) [^\[\]]{4,30})\](?=\s?[.,;:]|\s|$)"
)
# A publisher's own number of the article: "pii: S0016-5085(19)30123-4", "4407 [pii]"
_PII = re.compile(r"S\d{4}(?<!\wS\d{4})-?\d{3}[\dX]\(\d\d\)\d{5}-?[\dX]\b")
# bioRxiv's and medRxiv's: "2021 Mar 5:2021.03.04.21252528"; behind "bioRxiv" the year stays
_PREPRINT_NUMBER = re.compile(
    r"(?<=:)20\d\d\.\d\d\.\d\d\.\d{6,8}(?:v\d)?\b|(?<=20\d\d)\.\d\d\.\d\d\.\d{6,8}(?:v\d)?\b"
)
_NAMED_PII = re.compile(r"\bpii\s?:\s?[\w.()-]{2,40}|[\w.()/-]{2,40}\s?\[pii\]")
_URL = re.compile(
    r"<?\b(?:https?://|www\.)[^\s<>\"”]{3,500}>?"
    r"|\b[a-z0-9-]{2,30}\.(?:ly|org|com|gl|co|gov|net|be)/[^\s<>\"”]{1,300}",
    re.IGNORECASE,
)
# Every address contains one of these.
_IN_ADDRESSES = LiteralSet("://|www.|.ly/|.org/|.com/|.gl/|.co/|.gov/|.net/|.be/")


def read_identifiers(text: str, urls: Sequence[str]) -> tuple[Identifiers, str]:
    """All identifiers of an entry, and the entry without them.

    Args:
        text: the text of the entry.
        urls: the addresses that its words link to.

    Returns:
        The first PMID, DOI, PMCID and Bookshelf accession, and a text of the same length in which
        addresses, identifiers and publishers' own numbers are blanks.
    """
    found: list[Identifiers] = []
    blanks: list[tuple[int, int]] = []
    if _IN_ADDRESSES.find(text.lower()):
        for hit in _URL.finditer(text):
            found.append(read_url(hit[0].strip("<>").rstrip(".,;)")).identifiers)
            blanks.append(hit.span())
    for identified in find_identifiers(text):
        found.append(identified.identifiers)
        blanks.append((identified.start, identified.end))
    if "[" in text:
        blanks += [tag.span() for tag in _TAG.finditer(text)]
    if "pii" in text:
        blanks += [number.span() for number in _NAMED_PII.finditer(text)]
    if ")" in text:
        blanks += [number.span() for number in _PII.finditer(text)]
    if "Rxiv" in text:
        blanks += [number.span() for number in _PREPRINT_NUMBER.finditer(text)]
    found += [read_url(url).identifiers for url in urls]
    body = text
    for start, end in blanks:
        body = f"{body[:start]}{' ' * (end - start)}{body[end:]}"
    return (
        Identifiers(
            next((i.pmid for i in found if i.pmid), None),
            next((i.doi for i in found if i.doi), None),
            next((i.pmcid for i in found if i.pmcid), None),
            next((i.accession for i in found if i.accession), None),
        ),
        body,
    )
