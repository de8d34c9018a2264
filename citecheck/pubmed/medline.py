"""MEDLINE text, as PubMed exports it (.nbib, "PubMed" and "MEDLINE" formats).

A tag of up to four letters, "- ", and text; a line that begins with blanks continues the line
above it; an empty line or the next PMID ends the record.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from citecheck.errors import RecordsError
from citecheck.model import Author, Journal, Notice, PartialDate, Publication, fold_doi
from citecheck.pubmed.article import notice, unescaped
from citecheck.pubmed.dates import free_date, free_dates, partial_date
from citecheck.pubmed.locators import locators
from citecheck.pubmed.record_types import BadRecord, ParsedRecord

LARGEST_RECORD = 32 << 20
# Longer lines, which no MEDLINE file has, are taken in pieces.
LONGEST_LINE = 1 << 20
# "PMID- 31733345", "AU  - Smith AB"
_FIELD = re.compile(r"^([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)$")
# "10.1016/j.ijcard.2019.10.055 [doi]", "S0167-5273(19)33645-6 [pii]", "PMC7000000"
_TYPED = re.compile(r"(\S.*?) \[(doi|pii|bookaccession)\]")
# "Lancet. 2019 May 4;393(10183):1801. doi: 10.1016/x. PMID: 31056293"
_NOTICE_PMID = re.compile(r"\bPMID: ?(\d+)")
_COMPACT_DATE = re.compile(r"^(\d{4})(\d\d)(\d\d)")

# MEDLINE's tags for links between records, and NLM's RefType for each.
_NOTICES = {
    "CIN": "CommentIn",
    "CON": "CommentOn",
    "EIN": "ErratumIn",
    "EFR": "ErratumFor",
    "ECI": "ExpressionOfConcernIn",
    "ECF": "ExpressionOfConcernFor",
    "RIN": "RetractionIn",
    "ROF": "RetractionOf",
    "CRI": "CorrectedandRepublishedIn",
    "CRF": "CorrectedandRepublishedFrom",
    "RRI": "RetractedandRepublishedIn",
    "RRF": "RetractedandRepublishedFrom",
    "RPI": "RepublishedIn",
    "RPF": "RepublishedFrom",
    "UIN": "UpdateIn",
    "UOF": "UpdateOf",
    "ORI": "OriginalReportIn",
    "SPIN": "SummaryForPatientsIn",
}

Fields = dict[str, list[str]]


def parse_medline(lines: Iterable[str]) -> Iterator[ParsedRecord]:
    """Parse MEDLINE text, in order; raises RecordsError where it has no tag at all."""
    begun: list[tuple[str, list[str]]] = []
    size, numbered, seen = 0, False, False
    for raw in lines:
        line = raw.rstrip("\r\n").removeprefix("\ufeff")
        tagged = _FIELD.match(line)
        if begun and (not line.strip() or (tagged and tagged.group(1) == "PMID" and numbered)):
            yield _finished(begun, size)
            begun, size, numbered = [], 0, False
        size += len(line)
        if size > LARGEST_RECORD:
            continue
        if tagged:
            seen = True
            numbered = numbered or tagged.group(1) == "PMID"
            begun.append((tagged.group(1), [tagged.group(2).strip()]))
        elif begun and line.startswith(" ") and line.strip():
            begun[-1][1].append(line.strip())
    if begun:
        yield _finished(begun, size)
    if not seen:
        raise RecordsError("This is neither PubMed XML nor MEDLINE text.")


def _finished(begun: list[tuple[str, list[str]]], size: int) -> ParsedRecord:
    order = [(tag, " ".join(filter(None, parts))) for tag, parts in begun]
    fields: Fields = {}
    for tag, value in order:
        fields.setdefault(tag, []).append(value)
    if size > LARGEST_RECORD:
        return BadRecord(f"a record has more than {LARGEST_RECORD >> 20} megabytes", _one(fields, "PMID"))
    return _record(fields, order)


def parse_medline_bytes(stream: BinaryIO) -> Iterator[ParsedRecord]:
    """The same from bytes: UTF-8, or Latin-1 where a line is not UTF-8."""
    yield from parse_medline(_decoded(stream))


def _decoded(stream: BinaryIO) -> Iterator[str]:
    while line := stream.readline(LONGEST_LINE):
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            yield line.decode("latin-1")


def _record(fields: Fields, order: list[tuple[str, str]]) -> ParsedRecord:
    pmid = (fields.get("PMID") or [""])[0]
    if not (pmid.isascii() and pmid.isdigit() and len(pmid) <= 9):
        return BadRecord("a record without a PMID")
    issued, until = free_dates(_one(fields, "DP") or "")
    pages, article_number, pii = locators(_one(fields, "PG"), next(_identifiers(fields, "pii"), None))
    dois = list({fold_doi(doi): doi for doi in _identifiers(fields, "doi")}.values())
    return Publication(
        pmid=str(int(pmid)),
        title=unescaped(_one(fields, "TI") or _one(fields, "BTI") or ""),
        vernacular_title=_one(fields, "TT"),
        journal=_journal(fields),
        book_title=_one(fields, "BTI"),
        volume=_one(fields, "VI"),
        issue=_one(fields, "IP"),
        pages=pages,
        issued=issued,
        online=_online(fields),
        authors=tuple(_authors(order)),
        authors_complete=True,
        abstract=_one(fields, "AB") or "",
        other_abstracts=tuple(fields.get("OAB", ())),
        publication_types=tuple(fields.get("PT", ())),
        mesh=tuple(dict.fromkeys(m.split("/")[0].lstrip("*") for m in fields.get("MH", ()))),
        keywords=tuple(word.lstrip("*") for word in fields.get("OT", ())),
        languages=tuple(fields.get("LA", ())),
        notices=tuple(_notices(fields)),
        doi=dois[0] if dois else None,
        pmcid=_one(fields, "PMC"),
        pii=pii,
        revised=_compact_date(_one(fields, "LR")),
        issued_until=until,
        other_dois=tuple(dois[1:]),
        article_number=article_number,
        accession=next(_identifiers(fields, "bookaccession"), None),
    )


def _one(fields: Fields, tag: str) -> str | None:
    values = [value for value in fields.get(tag, ()) if value]
    return " ".join(values) if values else None


def _journal(fields: Fields) -> Journal | None:
    abbreviation, title = _one(fields, "TA"), _one(fields, "JT")
    if not (abbreviation or title):
        return None
    issns = tuple(
        dict.fromkeys(value.split()[0] for value in fields.get("IS", ()) if value and "ISBN" not in value)
    )
    return Journal(title or abbreviation or "", abbreviation or title or "", None, _one(fields, "JID"), issns)


def _online(fields: Fields) -> PartialDate | None:
    for tag in ("DEP", "CTDT"):
        value = _one(fields, tag) or ""
        if found := _COMPACT_DATE.match(value):
            return partial_date(*found.groups())
        if value:
            return free_date(value)
    return None


def _compact_date(value: str | None) -> dt.date | None:
    found = _COMPACT_DATE.match(value or "")
    if not found:
        return None
    try:
        return dt.date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def _authors(order: list[tuple[str, str]]) -> Iterator[Author]:
    """AD lines belong to the author before them; FAU is the full form of the AU that follows it."""
    full: str | None = None
    names: list[tuple[str, str | None, str | None, list[str]]] = []
    for tag, value in order:
        if tag == "FAU":
            full = value
        elif tag == "AU":
            names.append((value, full, None, []))
            full = None
        elif tag == "CN":
            names.append(("", None, value, []))
        elif tag == "AD" and value:
            if not names:
                names.append(("", None, None, []))
            names[-1][3].append(value)
    for short, long, collective, affiliations in names:
        last, _, initials = short.rpartition(" ")
        if not last or not initials.isupper():
            last, initials = short, ""
        fore = long.partition(", ")[2] if long else ""
        last = long.partition(", ")[0] if long else last
        if last or collective:
            yield Author(last, fore, initials, collective, tuple(affiliations))


def _notices(fields: Fields) -> Iterator[Notice]:
    for tag, kind in _NOTICES.items():
        for value in fields.get(tag, ()):
            pmid = _NOTICE_PMID.search(value)
            yield notice(kind, _NOTICE_PMID.sub("", value).strip(), pmid.group(1) if pmid else None)


def _identifiers(fields: Fields, kind: str) -> Iterator[str]:
    for tag in ("LID", "AID"):
        for value in fields.get(tag, ()):
            for found in _TYPED.finditer(value):
                if found.group(2) == kind:
                    yield found.group(1)
