"""PubMed records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from citecheck.model.citation import DateRange
from citecheck.model.doi import doi_version, fold_doi
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
    """A date as precise as the record gives it; `month` and `day` are None if unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def days(self) -> DateRange:
        """The days that it covers: the whole month if the day is unknown, the whole year if the month is."""
        first = dt.date(self.year, self.month or 1, 1)
        if self.month and self.day:
            # "31 April" is in some records; it is read as the end of the month.
            day = first + dt.timedelta(days=min(self.day, _last_day(first)) - 1)
            return DateRange(day, day)
        if self.month:
            return DateRange(first, first + dt.timedelta(days=_last_day(first) - 1))
        return DateRange(first, dt.date(self.year, 12, 31))


def _last_day(first: dt.date) -> int:
    following = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return (following - first).days


@dataclass(frozen=True, slots=True)
class Notice:
    """A relation from a record to another one.

    `kind` is NLM's RefType, which names the other record's part: "ErratumIn" leads from an article to its
    erratum, "ErratumFor" from the erratum to the article. `text` is NLM's citation of the other record,
    `date` the date in it.
    """

    kind: str
    text: str = ""
    pmid: str | None = None
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """The parts of a PubMed record that matching, verdicts and reports need.

    `journal` has the record's own title, abbreviation, NLM id and ISSNs (None for books, which have
    `book_title`). `abstract` joins all its sections; `other_abstracts` are OtherAbstract texts. `issued` is
    the date of the issue, `online` that of the electronic article; an issue of "1998 Dec-1999 Jan" has
    `issued` December 1998 and `issued_until` January 1999. `vernacular_title` is the title in the original
    language. `pages` may be an article number, which is then in `article_number`, too; it is never a
    publisher's item identifier (PII). `other_dois` are further DOIs, as a record may state two. `version` is
    NLM's version of the record; `former_pmids` belong to records that were merged into this one; `accession`
    is a Bookshelf accession ("NBK430685").
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
    issued_until: PartialDate | None = None
    other_dois: tuple[str, ...] = ()
    article_number: str | None = None
    version: int = 1
    former_pmids: tuple[str, ...] = ()
    accession: str | None = None

    @property
    def dois(self) -> tuple[str, ...]:
        """All its DOIs, the one to cite first."""
        return (self.doi, *self.other_dois) if self.doi else self.other_dois

    @property
    def pmids(self) -> tuple[str, ...]:
        """Its PMID and its former PMIDs."""
        return (self.pmid, *self.former_pmids)

    def has_doi(self, doi: str) -> bool:
        """Whether a DOI names this work: as one of its DOIs, or as another version of one."""
        asked = fold_doi(doi)
        mine = {fold_doi(each) for each in self.dois}
        return asked in mine or doi_version(asked)[0] in {doi_version(each)[0] for each in mine}

    @property
    def last_names(self) -> tuple[str, ...]:
        """The last names of the authors who are persons, in order."""
        return tuple(author.last_name for author in self.authors if author.last_name)

    @property
    def collectives(self) -> dict[int, str]:
        """The names of the authors that are groups, by their places among all authors."""
        return {at: author.collective for at, author in enumerate(self.authors) if author.collective}

    @property
    def year(self) -> int | None:
        """The year of the issue, else of the electronic article."""
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
