"""Identifiers of publications as people type and paste them: bare, labelled, or as an address."""

from __future__ import annotations

import re
from typing import NamedTuple

from citecheck.model import fold_doi

# "31", "PMID: 31", "https://pubmed.ncbi.nlm.nih.gov/31/", "https://www.ncbi.nlm.nih.gov/pubmed/31",
# "https://europepmc.org/article/MED/31"
_PMID = re.compile(
    r"(?:pmid[\s:]*|(?:https?://)?(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed"
    r"|(?:www\.)?europepmc\.org/(?:article|abstract)/med)/(?:\?term=)?)?0*([1-9]\d{0,8})(?:[/?#].*)?",
    re.IGNORECASE,
)
# "PMC128915", "PMCID: PMC128915.1", "https://pmc.ncbi.nlm.nih.gov/articles/PMC128915/"
_PMCID = re.compile(
    r"(?:pmcid[\s:]*|(?:https?://)?[\w.]+/\S*)?(PMC\s?\d{1,9})(?:\.\d+)?(?:[/?#].*)?", re.IGNORECASE
)
# "10.1056/NEJMoa1112010", "doi:10.1056/…", "https://doi.org/10.1056/…", "https://publisher.com/doi/full/10.1056/…"
_DOI = re.compile(r"(?:doi[\s:]*|\S*/)?(10\.\d{4,9}/[^\s?#]+)(?:[?#].*)?", re.IGNORECASE)
# "NBK430685", "Bookshelf ID: NBK430685", "https://www.ncbi.nlm.nih.gov/books/NBK430685/"
_ACCESSION = re.compile(
    r"(?:bookshelf id[\s:]*|(?:https?://)?[\w.]+/books/)?(NBK\d{2,8})(?:[/?#].*)?", re.IGNORECASE
)


class Identifier(NamedTuple):
    """An identifier and its kind: "pmid", "doi", "pmcid" or "accession" (of NCBI's Bookshelf)."""

    kind: str
    value: str


def read_identifier(text: str) -> Identifier | None:
    """Return the identifier that a text states; None if it states none."""
    words = text.strip().strip("<>\"'.,;")
    if found := _PMID.fullmatch(words):
        return Identifier("pmid", found.group(1))
    if found := _DOI.fullmatch(words):
        return Identifier("doi", fold_doi(found.group(1)))
    if found := _PMCID.fullmatch(words):
        return Identifier("pmcid", found.group(1).upper().replace(" ", ""))
    if found := _ACCESSION.fullmatch(words):
        return Identifier("accession", found.group(1).upper())
    return None
