"""A record for people and other programs: as text, JSON, or nbib."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from citecheck.model import Author, PartialDate, Publication

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def as_text(publication: Publication) -> str:
    """Write a record as PubMed's abstract view does: citation, title, authors, abstract, identifiers."""
    p = publication
    parts = [
        citation_line(p),
        textwrap.fill(p.title, 88),
        textwrap.fill(", ".join(author.short for author in p.authors), 88),
        textwrap.fill(p.abstract, 88),
        *(textwrap.fill(other, 88) for other in p.other_abstracts),
        "\n".join(f"{notice.kind}: {notice.text}{_pmid(notice.pmid)}" for notice in p.notices),
        _identifiers(p),
    ]
    return printable("\n\n".join(part for part in parts if part) + "\n")


def printable(text: str) -> str:
    """The text without control characters, by which a record could control the terminal."""
    return _CONTROL.sub("", text)


def citation_line(publication: Publication) -> str:
    """The record in one line of bibliography: "Magnes Res. 2011 Jun;24(2):28-35."."""
    p = publication
    name = p.journal.abbreviation if p.journal else p.book_title or ""
    issue = f"({p.issue})" if p.issue else ""
    place = f"{p.volume or ''}{issue}"
    date = date_text(p.issued or p.online)
    return printable(f"{name}. {date}{f';{place}' if place else ''}{f':{p.pages}' if p.pages else ''}.")


def date_text(date: PartialDate | None) -> str:
    """A date as MEDLINE writes it and as precise as it is: "2011 Jun 3", "2011"."""
    if date is None:
        return ""
    parts = [str(date.year)]
    if date.month:
        parts.append(_MONTHS[date.month - 1])
        if date.day:
            parts.append(str(date.day))
    return " ".join(parts)


def _pmid(pmid: str | None) -> str:
    return f" PMID: {pmid}" if pmid else ""


def _identifiers(p: Publication) -> str:
    named = [f"PMID: {p.pmid}", f"DOI: {p.doi}" if p.doi else "", f"PMCID: {p.pmcid}" if p.pmcid else ""]
    return "  ".join(name for name in named if name) + f"\n{p.url}"


def as_json(publication: Publication) -> str:
    """All fields, under the names of `Publication`; dates as YYYY, YYYY-MM or YYYY-MM-DD."""
    row: dict[str, Any] = asdict(publication)
    for name in ("issued", "issued_until", "online"):
        row[name] = _iso(getattr(publication, name))
    row["notices"] = [{**asdict(notice), "date": _iso(notice.date)} for notice in publication.notices]
    row["revised"] = publication.revised.isoformat() if publication.revised else None
    return json.dumps(row, ensure_ascii=False, indent=2) + "\n"


def _iso(date: PartialDate | None) -> str | None:
    if date is None:
        return None
    return "-".join(f"{part:02}" for part in (date.year, date.month, date.day) if part)


def as_nbib(publication: Publication) -> str:
    """MEDLINE text, as reference managers take it."""
    return printable("".join(_field(tag, value) for tag, value in _fields(publication) if value) + "\n")


def _field(tag: str, value: str) -> str:
    lines = textwrap.wrap(value, 82, break_long_words=False, break_on_hyphens=False) or [""]
    return f"{tag:<4}- {lines[0]}\n" + "".join(f"      {line}\n" for line in lines[1:])


def _fields(p: Publication) -> Iterator[tuple[str, str | None]]:
    yield "PMID", p.pmid
    yield "LR", f"{p.revised:%Y%m%d}" if p.revised else None
    journal = p.journal
    if journal:
        for issn in journal.issns:
            yield "IS", issn
    yield "VI", p.volume
    yield "IP", p.issue
    yield "DP", date_text(p.issued) + (f"-{date_text(p.issued_until)}" if p.issued_until else "")
    yield "TI", p.title
    yield "BTI", p.book_title if p.book_title != p.title else None
    yield "PG", p.pages
    yield "LID", f"{p.doi} [doi]" if p.doi else None
    yield "AB", p.abstract
    for other in p.other_abstracts:
        yield "OAB", other
    for author in p.authors:
        yield from _author(author)
    yield from (("LA", language) for language in p.languages)
    yield from (("PT", kind) for kind in p.publication_types)
    yield "TT", p.vernacular_title
    yield "DEP", _compact(p.online)
    if journal:
        yield from (("TA", journal.abbreviation), ("JT", journal.title), ("JID", journal.nlm_id))
    yield from (("MH", heading) for heading in p.mesh)
    yield from (("OT", keyword) for keyword in p.keywords)
    yield "PMC", p.pmcid
    yield "AID", f"{p.pii} [pii]" if p.pii else None
    yield from (("AID", f"{doi} [doi]") for doi in p.other_dois)
    yield "AID", f"{p.accession} [bookaccession]" if p.accession else None
    yield "SO", citation_line(p)


def _author(author: Author) -> Iterator[tuple[str, str | None]]:
    if author.collective:
        yield "CN", author.collective
    else:
        yield "FAU", f"{author.last_name}, {author.fore_name}" if author.fore_name else None
        yield "AU", author.short
    yield from (("AD", place) for place in author.affiliations)


def _compact(date: PartialDate | None) -> str | None:
    if date is None or date.month is None or date.day is None:
        return None
    return f"{date.year:04}{date.month:02}{date.day:02}"


FORMATS: dict[str, Callable[[Publication], str]] = {"text": as_text, "json": as_json, "nbib": as_nbib}
