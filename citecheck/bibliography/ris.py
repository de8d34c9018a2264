"""RIS, the format that most reference managers exchange."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citecheck.bibliography.facts import ends_of_pages, full_name, plain_title
from citecheck.journals.printed_names import printed_title
from citecheck.model import PartialDate, Publication

__all__ = ["as_ris"]


def as_ris(publications: Sequence[Publication]) -> str:
    """The publications as records of a RIS file, a blank line between them."""
    return "\n".join(_record(each) for each in publications)


def _record(publication: Publication) -> str:
    # A line break within a value would begin a new field.
    lines = (f"{tag}  - {' '.join(value.split())}\n" for tag, value in _fields(publication) if value)
    return "".join(lines) + "ER  - \n"


def _fields(p: Publication) -> Iterator[tuple[str, str | None]]:
    yield "TY", "JOUR" if p.journal else "CHAP" if p.book_title and p.book_title != p.title else "BOOK"
    for author in p.authors:
        yield "AU", full_name(author)
    yield "TI", plain_title(p)
    if p.journal:
        yield from (("T2", printed_title(p.journal)), ("J2", p.journal.abbreviation))
        yield from (("SN", issn) for issn in p.journal.issns)
    else:
        yield "T2", p.book_title if p.book_title != p.title else None
    date = p.issued or p.online
    yield from (("PY", str(date.year) if date else None), ("DA", _date(date)))
    first, last = ends_of_pages(p)
    yield from (("VL", p.volume), ("IS", p.issue), ("SP", first), ("EP", last))
    yield "DO", p.doi
    yield from (("AN", p.pmid), ("DB", "PubMed"), ("C2", p.pmcid), ("UR", p.url))


def _date(date: PartialDate | None) -> str | None:
    """A date with the slashes of RIS: "2019/03/04/", "2019/03//"; None where only the year is known."""
    if date is None or date.month is None:
        return None
    return f"{date.year:04}/{date.month:02}/{f'{date.day:02}' if date.day else ''}/"
