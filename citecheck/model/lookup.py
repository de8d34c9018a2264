"""What is asked of a source, and what it answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from citecheck.model.journal import Journal
from citecheck.model.publication import Publication


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of a source; each source compiles it to its own language.

    All fields that are set must fit (AND). `pmids`, `dois`, `pmcids` ask for records by
    identifier, any of them. `concepts` is an AND of ORs: each inner tuple holds one concept's
    variants. `words` are alternatives that rank: a record need hold only one of them, and those
    with more and rarer ones come first. `title` must be the record's title, give or take a word.
    `years` are inclusive and fit the print or the online date. `purpose` names the step of the
    query plan, in words for people.
    """

    purpose: str
    pmids: tuple[str, ...] = ()
    dois: tuple[str, ...] = ()
    pmcids: tuple[str, ...] = ()
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


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a source answered. `hits` counts all records that fit; `publications` are the first of them.

    `text` is the query as the source saw it. `error` is set, and everything else empty, when
    the source could not answer: that is never evidence of absence. `notes` are the source's
    own warnings (ignored terms, translation).
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
    """What a source is and how much of PubMed it holds (`records` None for the live service)."""

    kind: SourceKind
    name: str
    records: int | None = None
    complete: bool = False
    as_of: dt.date | None = None
