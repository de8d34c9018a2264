"""A record under construction: the parts as NLM's elements give them, and the publication that they make."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache

from citecheck.model import Author, Journal, Notice, PartialDate, Publication, fold_doi
from citecheck.pubmed.locators import locators

# "Res Sq [Preprint]", "JMIR Res Protoc [Internet]": what NLM's citations add to a journal's name.
_QUALIFIER = re.compile(r"\s*\[(?:Preprint|Internet)\]$")


@dataclass(slots=True)
class RecordBuilder:
    """What has been read of one record so far, under the names that Publication uses."""

    pmid: str = ""
    title: str = ""
    vernacular_title: str | None = None
    journal: Journal | None = None
    book_title: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    issued: PartialDate | None = None
    issued_until: PartialDate | None = None
    online: PartialDate | None = None
    authors: tuple[Author, ...] = ()
    authors_complete: bool = True
    abstract: str = ""
    other_abstracts: list[str] = field(default_factory=list)
    publication_types: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    keywords: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    notices: tuple[Notice, ...] = ()
    dois: list[str] = field(default_factory=list)
    listed_dois: list[str] = field(default_factory=list)
    pmcid: str | None = None
    pii: str | None = None
    revised: dt.date | None = None
    version: int = 1
    listed_pmids: list[str] = field(default_factory=list)
    accession: str | None = None
    journal_title: str = ""
    iso_abbreviation: str | None = None
    abbreviation: str = ""
    nlm_id: str | None = None
    issns: list[str] = field(default_factory=list)

    def publication(self) -> Publication:
        """The finished record."""
        dois = _each_once([*self.dois, *self.listed_dois])
        pages, article_number, pii = locators(self.pages, self.pii)
        return Publication(
            self.pmid,
            self.title,
            self.vernacular_title,
            self._journal(),
            self.book_title,
            self.volume,
            self.issue,
            pages,
            self.issued,
            self.online,
            self.authors,
            self.authors_complete,
            self.abstract,
            tuple(self.other_abstracts),
            self.publication_types,
            self.mesh,
            tuple(self.keywords),
            tuple(self.languages),
            self.notices,
            dois[0] if dois else None,
            self.pmcid,
            pii,
            self.revised,
            self.issued_until,
            tuple(dois[1:]),
            article_number,
            self.version,
            tuple([pmid for pmid in self.listed_pmids if pmid != self.pmid]) if self.listed_pmids else (),
            self.accession,
        )

    def _journal(self) -> Journal | None:
        abbreviation = self.abbreviation or (self.iso_abbreviation or "").replace(".", "")
        if not (abbreviation or self.journal_title):
            return None
        return journal(
            self.journal_title,
            abbreviation,
            self.iso_abbreviation,
            self.nlm_id,
            tuple(dict.fromkeys(self.issns)),
        )


def _each_once(dois: list[str]) -> list[str]:
    """DOIs in order, those that differ in capitals only once."""
    if not dois or dois.count(dois[0]) == len(dois):  # nearly all records
        return dois[:1]
    kept: dict[str, str] = {}
    for doi in dois:
        kept.setdefault(fold_doi(doi), doi)
    return list(kept.values())


@lru_cache(maxsize=65536)
def journal(
    title: str, abbreviation: str, iso: str | None, nlm_id: str | None, issns: tuple[str, ...]
) -> Journal:
    """Return the journal with these names, ids and ISSNs; records of one journal share one object."""
    title, abbreviation = _QUALIFIER.sub("", title), _QUALIFIER.sub("", abbreviation)
    return Journal(title or abbreviation, abbreviation or title, iso, nlm_id, issns)
