"""PubMed records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from citecheck.model.journal import Journal


@dataclass(frozen=True, slots=True)
class Author:
    """An author of a record: a person, or a collective (then only `collective` is set)."""

    last_name: str = ""
    fore_name: str = ""
    initials: str = ""
    collective: str | None = None
    affiliations: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """As PubMed prints it: "Pickering G"."""
        return self.collective or f"{self.last_name} {self.initials}".strip()


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as the record gives it; `month` and `day` are None where unknown."""

    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A link from a record to a comment, correction or retraction (`kind` is NLM's RefType)."""

    kind: str
    text: str = ""
    pmid: str | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """One PubMed record: what matching, verdicts and reports need of it.

    `journal` has the record's own title, abbreviation, NLM id and ISSNs (None for books, whose
    `book_title` is set). `abstract` joins all its sections; `other_abstracts` are OtherAbstract
    texts. `issued` is the date of the issue, `online` that of the electronic article.
    """

    pmid: str
    title: str = ""
    vernacular_title: str | None = None
    journal: Journal | None = None
    book_title: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    issued: PartialDate | None = None
    online: PartialDate | None = None
    authors: tuple[Author, ...] = ()
    authors_complete: bool = True
    abstract: str = ""
    other_abstracts: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    doi: str | None = None
    pmcid: str | None = None
    pii: str | None = None
    revised: dt.date | None = None

    @property
    def last_names(self) -> tuple[str, ...]:
        """The last names of the authors that are persons, in order."""
        return tuple(author.last_name for author in self.authors if author.last_name)

    @property
    def year(self) -> int | None:
        """The year of the issue, or of the electronic article where there is no issue."""
        date = self.issued or self.online
        return date.year if date else None

    @property
    def in_short(self) -> str:
        """Its title, and where and when it appeared: "Zinc and sleep. Gut 2019"."""
        journal = self.journal.abbreviation if self.journal else self.book_title or ""
        title = self.title.rstrip(".")
        ended = f"{title}." if title and title[-1] not in "?!" else title
        return " ".join(part for part in (ended, journal, str(self.year or "")) if part)

    @property
    def url(self) -> str:
        """Its page in PubMed."""
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
