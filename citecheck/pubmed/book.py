"""PubmedBookArticle: chapters and books of the NCBI Bookshelf, which have no journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citecheck.model import Publication
from citecheck.pubmed.article import (
    abstract_text,
    read_authors,
    read_date,
    read_dates,
    text,
    version_of,
)
from citecheck.pubmed.dates import whole_date
from citecheck.pubmed.record_builder import RecordBuilder

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def read_book(element: Element) -> Publication:
    """The record in a PubmedBookArticle (or bare BookDocument) element.

    A chapter without a title gets the book's title. `online` is the day on which the chapter was added
    to the book, which may be years after the book began.
    """
    into = RecordBuilder()
    document = element if element.tag == "BookDocument" else element.find("BookDocument")
    if document is None:
        return into.publication()
    for child in document:
        _document_part(child, into)
    book = document.find("Book")
    if book is not None:
        _book(book, into)
    into.title = into.title or into.book_title or ""
    for listed in element.iterfind("PubmedBookData/ArticleIdList/ArticleId"):
        _identifier(listed, into)
    return into.publication()


def _document_part(child: Element, into: RecordBuilder) -> None:
    match child.tag:
        case "PMID":
            into.pmid = text(child)
            into.version = version_of(child)
        case "ArticleTitle":
            into.title = text(child)
        case "VernacularTitle":
            into.vernacular_title = text(child) or None
        case "Pagination":
            into.pages = text(child) or None
        case "Language":
            into.languages.append(text(child))
        case "AuthorList":
            if child.get("Type") != "editors":
                read_authors(child, into)
        case "PublicationType":
            into.publication_types += (text(child),)
        case "Abstract":
            into.abstract = abstract_text(child)
        case _:
            _document_rest(child, into)


def _document_rest(child: Element, into: RecordBuilder) -> None:
    match child.tag:
        case "ArticleIdList":
            for listed in child:
                _identifier(listed, into)
        case "KeywordList":
            into.keywords += [word for keyword in child if (word := text(keyword))]
        case "ContributionDate":
            into.online = read_date(child)
        case "DateRevised":
            into.revised = whole_date(*(child.findtext(part) for part in ("Year", "Month", "Day")))


def _book(book: Element, into: RecordBuilder) -> None:
    for child in book:
        match child.tag:
            case "BookTitle":
                into.book_title = text(child) or None
            case "PubDate":
                into.issued, into.issued_until = read_dates(child)
            case "Volume":
                into.volume = text(child) or None
            case "ELocationID" if child.get("EIdType") == "doi" and child.get("ValidYN") != "N":
                into.dois += filter(None, [text(child)])
    if not into.authors:
        for authors in book.iterfind("AuthorList"):
            if authors.get("Type") != "editors" or len(book.findall("AuthorList")) == 1:
                read_authors(authors, into)


def _identifier(element: Element, into: RecordBuilder) -> None:
    match element.get("IdType"):
        case "doi":
            into.listed_dois += filter(None, [text(element)])
        case "pmc":
            into.pmcid = into.pmcid or text(element) or None
        case "pubmed":
            into.pmid = into.pmid or text(element)
        case "bookaccession":
            into.accession = into.accession or text(element) or None
