"""One PubmedArticle, PubmedBookArticle or DeleteCitation element, read into our own types.

Children are walked once and distinguished by tag: looking each field up by its path costs several
times as much, and all of PubMed passes through here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from citecheck.model import Author, Notice, PartialDate, Publication
from citecheck.pubmed.dates import free_date, free_dates, partial_date, whole_date
from citecheck.pubmed.record_builder import RecordBuilder

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# What is left of "&amp;#947;" or "&amp;lt;i&amp;gt;" once XML has been read: text that was escaped twice.
_ESCAPED = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
_INLINE_TAG = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|br|scp?|italic|bold)\s*/?>", re.IGNORECASE)


def text(element: Element) -> str:
    """All text inside, markup dropped, white space evened out."""
    whole = "".join(map(str, element.itertext())) if len(element) else element.text
    if not whole:
        return ""
    if "&" in whole:
        whole = unescaped(whole)
    if whole.isascii() and "\n" not in whole and "  " not in whole and "\t" not in whole:
        return whole.strip()  # nearly all text comes like this, and splitting it is slow
    return " ".join(whole.split())


def unescaped(words: str) -> str:
    """Decode a text that was escaped twice: "&#947;-globin" is "γ-globin", "&lt;i&gt;" is removed.

    A text with a mere ampersand ("R&D;", "AT&T") stays as it is.
    """
    if not _ESCAPED.search(words):
        return words
    plainer = html.unescape(words)
    if _ESCAPED.search(plainer):  # three times, in a few records
        plainer = html.unescape(plainer)
    return _INLINE_TAG.sub("", plainer)


def plain(element: Element) -> str:
    """The text of an element that has no markup inside."""
    return (element.text or "").strip()


def read_article(element: Element) -> Publication:
    """The record in a PubmedArticle (or bare MedlineCitation) element."""
    into = RecordBuilder()
    if element.tag == "MedlineCitation":
        _citation(element, into)
        return into.publication()
    for child in element:
        if child.tag == "MedlineCitation":
            _citation(child, into)
        elif child.tag == "PubmedData":
            for part in child:
                if part.tag == "ArticleIdList":
                    _article_ids(part, into)
    return into.publication()


def _citation(element: Element, into: RecordBuilder) -> None:
    for child in element:
        match child.tag:
            case "PMID":
                into.pmid = plain(child)
                into.version = version_of(child)
            case "DateRevised":
                into.revised = whole_date(*_date_parts(child))
            case "Article":
                _article(child, into)
            case "MedlineJournalInfo":
                _journal_info(child, into)
            case "MeshHeadingList":
                names = [plain(name) for name in child.iter("DescriptorName")]
                into.mesh = tuple(dict.fromkeys(filter(None, names)))
            case "CommentsCorrectionsList":
                into.notices = tuple(_notices(child))
            case "OtherAbstract":
                into.other_abstracts.append(abstract_text(child))
            case "KeywordList":
                into.keywords += [word for keyword in child if (word := text(keyword))]


def _article(element: Element, into: RecordBuilder) -> None:
    for child in element:
        match child.tag:
            case "Journal":
                _journal_issue(child, into)
            case "ArticleTitle":
                into.title = text(child)
            case "VernacularTitle":
                into.vernacular_title = text(child) or None
            case "Pagination":
                into.pages = _pages(child)
            case "ELocationID":
                _location(child, into)
            case "Abstract":
                into.abstract = abstract_text(child)
            case "AuthorList":
                read_authors(child, into)
            case "Language":
                into.languages.append(plain(child))
            case "PublicationTypeList":
                into.publication_types = tuple([kind for each in child if (kind := plain(each))])
            case "ArticleDate":
                into.online = partial_date(*_date_parts(child))


def _journal_issue(element: Element, into: RecordBuilder) -> None:
    for child in element:
        match child.tag:
            case "Title":
                into.journal_title = plain(child)
            case "ISOAbbreviation":
                into.iso_abbreviation = plain(child) or None
            case "ISSN":
                into.issns += plain(child).split()
            case "JournalIssue":
                for part in child:
                    match part.tag:
                        case "Volume":
                            into.volume = plain(part) or None
                        case "Issue":
                            into.issue = plain(part) or None
                        case "PubDate":
                            into.issued, into.issued_until = read_dates(part)


def _journal_info(element: Element, into: RecordBuilder) -> None:
    for child in element:
        match child.tag:
            case "MedlineTA":
                into.abbreviation = plain(child)
            case "NlmUniqueID":
                into.nlm_id = plain(child) or None
            case "ISSNLinking":
                into.issns += plain(child).split()


def _date_parts(element: Element) -> tuple[str | None, str | None, str | None]:
    year = month = day = None
    for part in element:
        match part.tag:
            case "Year":
                year = part.text
            case "Month":
                month = part.text
            case "Day":
                day = part.text
    return year, month, day


def read_date(element: Element) -> PartialDate | None:
    """Read a PubDate in any of its three forms; of a range, its beginning."""
    return read_dates(element)[0]


def read_dates(element: Element) -> tuple[PartialDate | None, PartialDate | None]:
    """Read a PubDate as its first date, and as its last date if it is a range."""
    for part in element:
        if part.tag == "MedlineDate":
            return free_dates(text(part))
    return partial_date(*_date_parts(element)), None


def version_of(pmid: Element) -> int:
    """NLM's version of the record, from its PMID element; 1 where the element has no version."""
    stated = pmid.get("Version")
    if not stated or stated == "1":
        return 1
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 4 else 1


def _pages(element: Element) -> str | None:
    first = last = None
    for part in element:
        match part.tag:
            case "MedlinePgn":
                if pages := plain(part):
                    return pages
            case "StartPage":
                first = plain(part)
            case "EndPage":
                last = plain(part)
    return f"{first}-{last}" if first and last and first != last else first or None


def _location(element: Element, into: RecordBuilder) -> None:
    if element.get("ValidYN") == "N":
        return
    if element.get("EIdType") == "doi":
        if doi := plain(element):
            into.dois.append(doi)
    elif element.get("EIdType") == "pii":
        into.pii = into.pii or plain(element) or None


def _article_ids(element: Element, into: RecordBuilder) -> None:
    for child in element:
        match child.get("IdType"):
            case "doi":
                if doi := plain(child):
                    into.listed_dois.append(doi)
            case "pmc":
                into.pmcid = into.pmcid or plain(child) or None
            case "pii":
                into.pii = into.pii or plain(child) or None
            case "pubmed":
                pmid = plain(child)
                into.pmid = into.pmid or pmid
                if pmid != into.pmid:
                    into.listed_pmids.append(pmid)
            case "bookaccession":
                into.accession = into.accession or plain(child) or None


def abstract_text(element: Element) -> str:
    """All sections, each after its label, as MEDLINE prints them; the copyright line is left out."""
    sections = []
    for child in element:
        if child.tag == "AbstractText" and (words := text(child)):
            label = child.get("Label")
            sections.append(f"{label}: {words}" if label and label != "UNLABELLED" else words)
    return " ".join(sections)


def read_authors(element: Element, into: RecordBuilder) -> None:
    """Add the people and groups of an AuthorList, in order; those marked as not valid are left out.

    Args:
        element: The AuthorList element.
        into: The record, which gets the authors, and whether the list is complete.
    """
    into.authors += tuple(
        [_author(child) for child in element if child.tag == "Author" and child.get("ValidYN") != "N"]
    )
    if element.get("CompleteYN") == "N":
        into.authors_complete = False


def _author(element: Element) -> Author:
    last = fore = initials = ""
    collective = None
    affiliations: list[str] = []
    for part in element:
        match part.tag:
            case "LastName":
                last = plain(part)
            case "ForeName":
                fore = plain(part)
            case "Initials":
                initials = plain(part)
            case "CollectiveName":
                collective = text(part) or None
            case "AffiliationInfo":
                affiliations += [text(each) for each in part if each.tag == "Affiliation"]
            case "Affiliation":  # before 2015 the affiliation stood in the author itself
                affiliations.append(text(part))
    return Author(last, fore, initials, None if last else collective, tuple(affiliations))


def _notices(element: Element) -> Iterator[Notice]:
    for child in element:
        kind = child.get("RefType") or ""
        # "Cites" is the reference list of older records: it is not a relation of the record itself.
        if kind and kind != "Cites":
            source = pmid = None
            for part in child:
                if part.tag == "RefSource":
                    source = text(part)
                elif part.tag == "PMID":
                    pmid = text(part) or None
            yield notice(kind, source or "", pmid)


def notice(kind: str, words: str, pmid: str | None) -> Notice:
    """Return a relation to another record; its date is that in `words`, NLM's citation of the other one.

    "Lancet. 2010 Feb 6;375(9713):445. doi: 10.1016/…" is of 6 February 2010.
    """
    return Notice(kind, words, pmid, free_date(words.partition(";")[0]) if words else None)
