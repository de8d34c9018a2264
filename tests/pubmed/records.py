"""Records for the tests: real bibliographic facts, abstracts in our own words."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

DOCTYPE = (
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
)

ABSTRACTS = {
    "21659058": "Eighty people with neuropathic pain took oral magnesium or a placebo for four weeks.",
    "30415629": "Daily vitamin D did not lower the rate of invasive cancer or of cardiovascular events.",
}


def article(row: str, *, title: str | None = None, revised: str = "2020-01-02", extra: str = "") -> str:
    """One row of facts.psv as a PubmedArticle."""
    pmid, author, name, journal, abbreviation, nlm_id, year, volume, issue, pages, doi = row.split("|")
    last, _, initials = author.rpartition(" ")
    year_revised, month, day = revised.split("-")
    abstract = ABSTRACTS.get(pmid)
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>'
        f"<DateRevised><Year>{year_revised}</Year><Month>{month}</Month><Day>{day}</Day></DateRevised>"
        f'<Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><Volume>{volume}</Volume>'
        f"<Issue>{issue}</Issue><PubDate><Year>{year}</Year><Month>Apr</Month></PubDate></JournalIssue>"
        f"<Title>{escape(journal)}</Title><ISOAbbreviation>{abbreviation}</ISOAbbreviation></Journal>"
        f"<ArticleTitle>{escape(title or name)}.</ArticleTitle>"
        f"<Pagination><MedlinePgn>{pages}</MedlinePgn></Pagination>"
        + (f"<Abstract><AbstractText>{escape(abstract)}</AbstractText></Abstract>" if abstract else "")
        + f'<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>{last}</LastName>'
        f"<Initials>{initials}</Initials></Author></AuthorList><Language>eng</Language>"
        '<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>'
        "</PublicationTypeList></Article><MedlineJournalInfo>"
        f"<MedlineTA>{abbreviation}</MedlineTA><NlmUniqueID>{nlm_id}</NlmUniqueID></MedlineJournalInfo>"
        f"{extra}</MedlineCitation><PubmedData><ArticleIdList>"
        + (f'<ArticleId IdType="doi">{escape(doi)}</ArticleId>' if doi else "")
        + "</ArticleIdList></PubmedData></PubmedArticle>\n"
    )


def rows() -> list[str]:
    """The lines of facts.psv, one a record."""
    lines = Path(__file__).with_name("facts.psv").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def article_set(articles: Iterable[str]) -> bytes:
    """A whole file of these articles."""
    body = "".join(articles)
    head = f'<?xml version="1.0" encoding="utf-8"?>\n{DOCTYPE}'
    return f"{head}<PubmedArticleSet>\n{body}</PubmedArticleSet>\n".encode()


def deletions(*pmids: str) -> str:
    """The part of an update file that withdraws records."""
    return "<DeleteCitation>" + "".join(f'<PMID Version="1">{p}</PMID>' for p in pmids) + "</DeleteCitation>"


def write(path: Path, articles: Iterable[str]) -> Path:
    """A PubMed file, packed where its name says so."""
    data = article_set(articles)
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


def synthetic(first: int, count: int, *, title: str = "Sleep and memory in shift workers") -> list[str]:
    """Many numbered records that differ in PMID, year, volume and page, for tests of the machinery."""
    return [
        article(
            f"{number}|Kim {chr(65 + number % 26)}|{title} {number}|Sleep|Sleep|7809084|{1990 + number % 30}"
            f"|{number % 40}|1|{number}-{number + 5}|10.1000/test.{number}"
        )
        for number in range(first, first + count)
    ]
