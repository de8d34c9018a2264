"""What a source is asked, and what it answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from citecheck.model.journal import Journal
from citecheck.model.publication import Publication


@dataclass(frozen=True, slots=True)
class Query:
    """What a source is asked; each source compiles it to its own language.

    A record must match all fields that are set (AND). `pmids`, `dois`, `pmcids` and `accessions` (of NCBI's
    Bookshelf) ask for records with any of these identifiers. `concepts` is an AND of ORs: each inner tuple
    holds one concept's variants. `words` rank the records: a record needs only one of them, and records with
    more and rarer words come first. `title` must be the record's title, except for a word or two. `years` are
    inclusive, and the print or the online date may match them. `purpose` describes the query for people.
    """

    purpose: str
    pmids: tuple[str, ...] = ()
    dois: tuple[str, ...] = ()
    pmcids: tuple[str, ...] = ()
    accessions: tuple[str, ...] = ()
    title: str | None = None
    journal: Journal | None = None
    authors: tuple[str, ...] = ()
    affiliation: str | None = None
    years: tuple[int, int] | None = None
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    concepts: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()
    limit: int = 20

    @property
    def has_identifier(self) -> bool:
        """Whether it asks for records by identifier."""
        return bool(self.pmids or self.dois or self.pmcids or self.accessions)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A source's answer. `hits` counts all matching records; `publications` are the first of them.

    `text` is the query in the source's language. `error` is set, and everything else is empty, if the source
    could not answer: that is never evidence of absence. `notes` are the source's own warnings (ignored terms,
    translation).
    """

    query: Query
    text: str
    hits: int = 0
    publications: tuple[Publication, ...] = ()
    error: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the source answered at all."""
        return self.error is None


class SourceKind(StrEnum):
    """Where publications are looked up."""

    PUBMED = "pubmed"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a source is, and how much of PubMed it holds (`records` is None for the live service).

    `lacks_books`: it holds no record of NCBI's Bookshelf, which NLM's files leave out.
    """

    kind: SourceKind
    name: str
    records: int | None = None
    complete: bool = False
    as_of: dt.date | None = None
    lacks_books: bool = False
