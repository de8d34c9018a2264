"""Parses the service's answers without trust: anything but a whole answer is an EntrezError.

E-utilities report many failures with status 200: JSON instead of XML, a web page, an ERROR element, an answer
without its second half.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from citecheck.errors import RecordsError
from citecheck.model import Journal
from citecheck.pubmed.xml import cut_xml
from citecheck.sources.entrez.errors import EntrezError, described, message_in, redact
from citecheck.sources.entrez.query_syntax import strip_operators

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """A search's answer: how many records fit, the first of their ids, and what PubMed says about it.

    `unknown_fields` are tags that it does not know and has left out; `unknown_phrases` are quoted
    phrases that are not in its phrase index; records may have them all the same.
    """

    count: int
    ids: tuple[str, ...]
    translation: str = ""
    unknown_fields: tuple[str, ...] = ()
    unknown_phrases: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitationMatch:
    """What ecitmatch answers for one citation: PMIDs, or without any its own word for the reason."""

    pmids: tuple[str, ...] = ()
    word: str = ""


def root_of(body: bytes, name: str) -> Element:
    """The root element of a whole XML answer.

    Args:
        body: The answer.
        name: The name that the root element must have.

    Raises:
        EntrezError: The answer is anything else: empty, cut short, a web page or an error message.
    """
    from lxml import etree

    start = body[:512].lstrip().lower()
    if not start:
        raise EntrezError("PubMed's answer was empty")
    if start.startswith(b"{"):
        raise described(message_in(body))
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        raise EntrezError(
            "a web page came instead of an answer: PubMed is under maintenance, or a login page is in between"
        )
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        raise EntrezError(
            "the answer was cut short" if start.startswith(b"<") else "the answer is not what was asked for"
        ) from None
    fault = root if root.tag == "ERROR" else root.find("ERROR")
    if fault is not None:
        raise described(redact("".join(map(str, fault.itertext()))))
    if root.tag != name:
        raise EntrezError("the answer is not what was asked for")
    return root


def read_search(body: bytes) -> SearchResponse:
    """An esearch answer."""
    root = root_of(body, "eSearchResult")
    count = (root.findtext("Count") or "").strip()
    ids = tuple((element.text or "").strip() for element in root.iterfind("IdList/Id"))
    if not count.isdecimal() or not all(each.isdecimal() for each in ids) or len(ids) > int(count):
        raise EntrezError("the answer to the search makes no sense")
    if int(count) and not ids and root.findtext("RetMax") != "0":
        raise EntrezError("PubMed counted records and named none")

    def texts(path: str) -> tuple[str, ...]:
        return tuple(redact(element.text or "") for element in root.iterfind(path))

    return SearchResponse(
        int(count),
        ids,
        clean_long(root.findtext("QueryTranslation") or ""),
        texts("ErrorList/FieldNotFound"),
        (*texts("WarningList/QuotedPhraseNotFound"), *texts("ErrorList/PhraseNotFound")),
        texts("WarningList/PhraseIgnored"),
        tuple(text for text in texts("WarningList/OutputMessage") if text != "No items found."),
    )


def clean_long(text: str) -> str:
    """A translation on one line, cut where it is too long to read."""
    line = " ".join(text.split())
    return line if len(line) <= 1000 else line[:999] + "…"


# The record's own PMID stands before those of its notices.
_PMID = re.compile(rb"<PMID[^>]*>\s*(\d{1,9})\s*</PMID>")


def read_records(body: bytes) -> dict[str, bytes]:
    """Cut an efetch answer into the XML of each record, by its PMID.

    Records are cut out of the bytes and parsed one by one later, so that a sign that XML forbids in
    one of them, a web page in between, or an end that is missing costs no other record. Missing
    records are left out.

    Raises:
        EntrezError: The answer holds no record and is not an empty set of records either.
    """
    records: dict[str, bytes] = {}
    with suppress(RecordsError):
        _, pieces = cut_xml(BytesIO(body.lstrip()))
        for piece in pieces:
            pmid = _PMID.search(piece) if isinstance(piece, bytes) else None
            if pmid and isinstance(piece, bytes):
                records.setdefault(pmid.group(1).decode("ascii").lstrip("0"), piece)
    if not records and len(root_of(body.lstrip(), "PubmedArticleSet")):
        raise EntrezError("the answer is not what was asked for")
    return records


# The fields of a citation before its key: "proc natl acad sci u s a|1991|88|3248|mann bj|k7k|2014248".
_CITATION_FIELDS = 5


def read_matches(body: bytes, keys: frozenset[str]) -> dict[str, CitationMatch]:
    """Parse an ecitmatch answer. Fields are echoed changed, and rows may be missing: only the key counts.

    Args:
        body: The answer.
        keys: The keys under which the citations were sent.

    Returns:
        The matches by key; some may be missing.

    Raises:
        EntrezError: The answer is empty, is an error message or has none of the keys.
    """
    text = body.decode("utf-8", "replace").strip()
    if not text:
        raise EntrezError("PubMed's answer was empty")
    if text.startswith("{"):
        raise described(message_in(body))
    if text.startswith("<"):
        root_of(body, "ecitmatch")
    found: dict[str, CitationMatch] = {}
    for line in re.split(r"[\r\n]+", text):
        fields = [field.strip() for field in line.split("|")]
        # A field more than was promised may stand on either side of the key.
        at = next((at for at, field in enumerate(fields) if at >= _CITATION_FIELDS and field in keys), None)
        if at is not None:
            answer = fields[at + 1] if at + 1 < len(fields) else ""
            pmids = tuple(re.findall(r"\d+", answer)) if re.fullmatch(r"(AMBIGUOUS )?[\d, ]+", answer) else ()
            found[fields[at]] = CitationMatch(pmids, "" if pmids else redact(answer))
    if not found:
        raise EntrezError("the answer to the citations makes no sense")
    return found


def read_summaries(body: bytes) -> dict[str, Element]:
    """An esummary answer (version 1, XML): the DocSum of each id that exists."""
    from lxml import etree

    try:
        root = root_of(body, "eSummaryResult")
    except EntrezError as fault:
        # Ids that don't exist are ERROR elements beside the summaries of those that do.
        if "cannot get document summary" not in fault.reason:
            raise
        root = etree.fromstring(body)
    return {(summary.findtext("Id") or "").strip(): summary for summary in root.iterfind("DocSum")}


def items(summary: Element, name: str) -> Iterator[str]:
    """The texts of a summary's items of one name, at any depth; empty ones are left out.

    Args:
        summary: A DocSum element.
        name: The items' name, in any case.
    """
    for item in summary.iter("Item"):
        if (item.get("Name") or "").lower() == name.lower() and item.text and item.text.strip():
            yield item.text.strip()


def journal_of(summary: Element) -> Journal | None:
    """The journal of an nlmcatalog summary. What PubMed has nothing of goes by its title."""
    title = next(items(summary, "Title"), "").removesuffix(".")
    iso = next(items(summary, "ISOAbbreviation"), None)
    abbreviation = next(items(summary, "MedlineTA"), None) or iso or title
    if not abbreviation:
        return None
    issns = tuple(dict.fromkeys(items(summary, "issn")))
    return Journal(title or abbreviation, abbreviation, iso, next(items(summary, "NLMUniqueID"), None), issns)


def names_of(summary: Element) -> frozenset[str]:
    """Every name of a catalogue entry as `strip_operators` writes it; titles also cut short."""
    titles = [*items(summary, "Title"), *items(summary, "TitleAlternate")]
    heads = [re.split(r" : | \(| = ", title)[0] for title in titles]
    kinds = ("MedlineTA", "ISOAbbreviation", "issn")
    names = {
        strip_operators(each).lower()
        for each in (*titles, *heads, *(n for k in kinds for n in items(summary, k)))
    }
    return frozenset(names | {name.removeprefix("the ") for name in names})
