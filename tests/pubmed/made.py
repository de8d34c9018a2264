"""Makes PubMed records of any form, for tests of how a form is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from tests.pubmed.records import article_set


@dataclass(frozen=True)
class Made:
    """One record; what is "" or empty is left out. Titles and names are escaped, the rest stands as it is."""

    pmid: str
    title: str
    authors: tuple[str, ...] = ("Okafor AB", "Lindqvist C")
    journal: str = "PloS one"
    abbreviation: str = "PLoS One"
    nlm_id: str = "101285081"
    volume: str = ""
    issue: str = ""
    pages: str = ""
    date: str = "<Year>2019</Year><Month>Apr</Month>"
    locations: tuple[tuple[str, str], ...] = ()
    ids: tuple[tuple[str, str], ...] = ()
    types: tuple[str, ...] = ("Journal Article",)
    relations: tuple[tuple[str, str, str], ...] = ()
    abstract: str = ""
    version: int = 1
    revised: str = "2020-01-02"
    escaped_title: str = field(default="", kw_only=True)

    def __str__(self) -> str:
        year, month, day = self.revised.split("-")
        people = "".join(map(_person, self.authors))
        return (
            f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="{self.version}">'
            f"{self.pmid}</PMID><DateRevised><Year>{year}</Year><Month>{month}</Month><Day>{day}</Day>"
            '</DateRevised><Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print">'
            + _element("Volume", self.volume)
            + _element("Issue", self.issue)
            + f"<PubDate>{self.date}</PubDate></JournalIssue><Title>{escape(self.journal)}</Title>"
            f"<ISOAbbreviation>{self.abbreviation}</ISOAbbreviation></Journal>"
            f"<ArticleTitle>{self.escaped_title or escape(self.title)}</ArticleTitle>"
            + (f"<Pagination>{_element('MedlinePgn', self.pages)}</Pagination>" if self.pages else "")
            + "".join(
                f'<ELocationID EIdType="{kind}" ValidYN="Y">{escape(value)}</ELocationID>'
                for kind, value in self.locations
            )
            + (
                f"<Abstract><AbstractText>{escape(self.abstract)}</AbstractText></Abstract>"
                if self.abstract
                else ""
            )
            + f'<AuthorList CompleteYN="Y">{people}</AuthorList><Language>eng</Language><PublicationTypeList>'
            + "".join(f'<PublicationType UI="">{kind}</PublicationType>' for kind in self.types)
            + "</PublicationTypeList></Article>"
            f"<MedlineJournalInfo><MedlineTA>{self.abbreviation}</MedlineTA><NlmUniqueID>{self.nlm_id}</NlmUniqueID></MedlineJournalInfo>"
            + (
                f"<CommentsCorrectionsList>{self._relations()}</CommentsCorrectionsList>"
                if self.relations
                else ""
            )
            + "</MedlineCitation><PubmedData><ArticleIdList>"
            f'<ArticleId IdType="pubmed">{self.pmid}</ArticleId>'
            + "".join(f'<ArticleId IdType="{kind}">{escape(value)}</ArticleId>' for kind, value in self.ids)
            + "</ArticleIdList></PubmedData></PubmedArticle>\n"
        )

    def _relations(self) -> str:
        return "".join(
            f'<CommentsCorrections RefType="{kind}">{_element("RefSource", source)}{_element("PMID", pmid)}'
            "</CommentsCorrections>"
            for kind, source, pmid in self.relations
        )


def _element(name: str, words: str) -> str:
    return f"<{name}>{escape(words)}</{name}>" if words else ""


def _person(name: str) -> str:
    last, _, initials = name.rpartition(" ")
    return f'<Author ValidYN="Y"><LastName>{last}</LastName><Initials>{initials}</Initials></Author>'


def write_records(path: Path, *records: Made | str) -> Path:
    """A PubMed file of these records (and of other elements, as text)."""
    path.write_bytes(article_set(map(str, records)))
    return path
