"""Publications as the index stores them: one JSON array, fields by position (Tantivy packs it).

Affiliations are kept once a record and named by number, since all authors of a paper tend to
share them. Fields that few records have follow the others in one object, which most rows lack, and rows
of the previous version, too. The layout belongs to the index version: change both
together.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields
from typing import Any, SupportsIndex

from citecheck.model import Author, Journal, PartialDate, Publication
from citecheck.pubmed.article import notice
from citecheck.pubmed.locators import locators
from citecheck.pubmed.record_builder import journal as shared_journal

_FIELDS = tuple(field.name for field in fields(Publication))
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_read = json.JSONDecoder().raw_decode
_set = object.__setattr__
# The values of an author in a row: names and initials. Groups and affiliations follow where there are any.
_PERSON = 3
# Fields that are read of few candidates, in the order in which the row keeps them.
_LATE = (
    "volume", "issue", "pages", "languages", "notices", "pii", "revised", "issued_until", "other_dois",
    "article_number", "version", "former_pmids", "accession",
)  # fmt: skip


class StoredPublication(Publication):
    """A record of the index. Fields that few candidates need are made when they are first read.

    Most hits of a search are dismissed by journal, date and topic.
    """

    __slots__ = ("__weakref__", "_late", "_packed")

    _packed: bytes
    _late: tuple[Any, ...]

    def __getattr__(self, name: str) -> Any:
        """Fill an empty slot: the authors and the late fields are empty at first."""
        if name == "authors":
            _set(self, "authors", _authors(*self._late[:2]))
        elif name in _LATE:
            for late, value in zip(_LATE, _late_values(*self._late[2:]), strict=True):
                _set(self, late, value)
        else:
            raise AttributeError(name)
        return getattr(self, name)

    @property
    def last_names(self) -> tuple[str, ...]:
        """The last names of the authors that are persons, read without making Author objects."""
        if not hasattr(self, "_late"):  # a copy has its authors already
            return super().last_names
        return tuple(row[0] for row in self._late[0] if row[0])

    @property
    def collectives(self) -> dict[int, str]:
        """The names of the authors that are groups, read without making Author objects."""
        if not hasattr(self, "_late"):
            return super().collectives
        return {at: row[3] for at, row in enumerate(self._late[0]) if len(row) > _PERSON and row[3]}

    def __eq__(self, other: object) -> bool:
        """Whether it is the same record, from an index or not."""
        if not isinstance(other, Publication):
            return NotImplemented
        mine = getattr(self, "_packed", None)
        if mine is not None and mine == getattr(other, "_packed", None):
            return True
        return all(getattr(self, name) == getattr(other, name) for name in _FIELDS)

    __hash__ = Publication.__hash__

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        """Pickle the packed record, if there is one: then late fields need not be made."""
        packed = getattr(self, "_packed", None)
        return super().__reduce_ex__(protocol) if packed is None else (unpack, (packed,))


def pack(publication: Publication, *, abstracts: bool = True) -> bytes:
    """Pack a record into bytes, as the index stores it.

    Args:
        publication: The record.
        abstracts: Whether its abstracts are kept.
    """
    p = publication
    places: dict[str, int] = {}
    authors: list[list[Any]] = []
    for author in p.authors:
        numbers = [places.setdefault(place, len(places)) for place in author.affiliations]
        row: list[Any] = [author.last_name, author.fore_name, author.initials]
        if author.collective or numbers:
            row += [author.collective, numbers]
        authors.append(row)
    fields: list[Any] = [
        p.pmid, p.title, p.vernacular_title, _journal_row(p.journal), p.book_title, p.volume, p.issue,
        p.pages, _date_row(p.issued), _date_row(p.online), authors, list(places), int(p.authors_complete),
        p.abstract if abstracts else "", p.other_abstracts if abstracts else (), p.publication_types,
        p.mesh, p.keywords, p.languages, [[n.kind, n.text, n.pmid] for n in p.notices], p.doi, p.pmcid,
        p.pii, p.revised.toordinal() if p.revised else None,
    ]  # fmt: skip
    if rare := _rare_fields(p):
        fields.append(rare)
    return _write(fields).encode()


def _rare_fields(p: Publication) -> dict[str, Any]:
    rare: dict[str, Any] = {}
    if p.other_dois:
        rare["doi"] = p.other_dois
    if p.issued_until:
        rare["until"] = _date_row(p.issued_until)
    if p.version != 1:
        rare["version"] = p.version
    if p.former_pmids:
        rare["former"] = p.former_pmids
    if p.accession:
        rare["book"] = p.accession
    return rare


def _late_values(
    volume: str | None, issue: str | None, pages: str | None, languages: list[str], notices: list[list[Any]],
    pii: str | None, revised: int | None, rare: dict[str, Any],
) -> tuple[Any, ...]:  # fmt: skip
    """The values of `_LATE`. Pages, article number and PII are separated here, for rows of any version."""
    place = locators(pages, pii)
    return (
        volume,
        issue,
        place.pages,
        tuple(languages),
        tuple(notice(*one) for one in notices),
        place.pii,
        dt.date.fromordinal(revised) if revised else None,
        PartialDate(*rare["until"]) if "until" in rare else None,
        tuple(rare.get("doi", ())),
        place.article_number,
        rare.get("version", 1),
        tuple(rare.get("former", ())),
        rare.get("book"),
    )


def as_packed(publication: Publication) -> bytes:
    """Return what `pack` makes of a record; for a record of an index, its stored bytes."""
    kept: bytes | None = getattr(publication, "_packed", None)
    return pack(publication) if kept is None else kept


def unpack(data: bytes) -> StoredPublication:
    """Rebuild the record that `pack` packed."""
    (
        pmid, title, vernacular, journal, book, volume, issue, pages, issued, online, authors, places,
        complete, abstract, others, types, mesh, keywords, languages, notices, doi, pmcid, pii, revised,
        *rare,
    ) = _read(data.decode())[0]  # fmt: skip
    made = StoredPublication.__new__(StoredPublication)
    _set(made, "_packed", data)
    _set(made, "pmid", pmid)
    _set(made, "title", title)
    _set(made, "vernacular_title", vernacular)
    _set(made, "journal", shared_journal(*journal[:4], tuple(journal[4])) if journal else None)
    _set(made, "book_title", book)
    _set(made, "issued", PartialDate(*issued) if issued else None)
    _set(made, "online", PartialDate(*online) if online else None)
    _set(made, "authors_complete", bool(complete))
    _set(made, "abstract", abstract)
    _set(made, "other_abstracts", tuple(others))
    _set(made, "publication_types", tuple(types))
    _set(made, "mesh", tuple(mesh))
    _set(made, "keywords", tuple(keywords))
    _set(made, "doi", doi)
    _set(made, "pmcid", pmcid)
    _set(
        made,
        "_late",
        (authors, places, volume, issue, pages, languages, notices, pii, revised, rare[0] if rare else {}),
    )
    return made


def _journal_row(journal: Journal | None) -> list[Any] | None:
    if journal is None:
        return None
    return [journal.title, journal.abbreviation, journal.iso_abbreviation, journal.nlm_id, journal.issns]


def _date_row(date: PartialDate | None) -> list[int | None] | None:
    return [date.year, date.month, date.day] if date else None


def _authors(rows: list[list[Any]], places: list[str]) -> tuple[Author, ...]:
    return tuple(_author(row, places) for row in rows)


def _author(row: list[Any], places: list[str]) -> Author:
    if len(row) == _PERSON:
        return Author(*row)
    return Author(row[0], row[1], row[2], row[3], tuple(places[number] for number in row[4]))
