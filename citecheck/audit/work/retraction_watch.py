"""Looks up the cited publications again to find those that have been retracted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from citecheck.audit.store import publication_blobs
from citecheck.audit.store.store import Store
from citecheck.model import Flag, Publication, Query
from citecheck.sources import Source
from citecheck.verdicts.publication_status import publication_status

# Records in one request; NCBI accepts 200.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Retraction:
    """A citation of a retracted publication.

    Attributes:
        pmid: The PMID of the publication.
        title: The title of the publication.
        article: The name of the article that cites it.
        line: The line of the citation.
        is_new: Whether the store did not have the retraction yet.
    """

    pmid: str
    title: str
    article: str
    line: int
    is_new: bool


def known_retractions(store: Store) -> list[Retraction]:
    """Return the citations whose publication is retracted according to the store."""
    rows = store.rows(
        "SELECT pmid, publication_title, article, line FROM retracted WHERE pmid IS NOT NULL ORDER BY 3, 4"
    )
    return [Retraction(pmid, title or "", article, line, is_new=False) for pmid, title, article, line in rows]


def new_retractions(
    store: Store, source: Source, progress: Callable[[int, int], None] | None = None
) -> tuple[list[Retraction], list[str]]:
    """Look up every publication that the store's verdicts name, and store the new records.

    Args:
        store: The store.
        source: The source.
        progress: Called with the number of publications looked up so far and their total.

    Returns:
        The citations whose publication is retracted now and was not in the store; and the reasons why some
        publications could not be looked up.
    """
    named = [
        row[0]
        for row in store.rows(
            "SELECT DISTINCT pmid FROM citations WHERE pmid IS NOT NULL AND until_run IS NULL ORDER BY pmid"
        )
    ]
    found: list[Retraction] = []
    faults: list[str] = []
    for asked, publications, error in _ask(source, named):
        if progress:
            progress(asked, len(named))
        if error:
            faults.append(error)
        for one in publications:
            if is_retracted(one):
                found += _citing(store, one)
        if fresh := publication_blobs.block(publications):
            publication_blobs.write(store.base, fresh)
    return found, faults


def is_retracted(publication: Publication) -> bool:
    """Whether the record says that the publication is retracted: by type, notice or title."""
    return Flag.RETRACTED in publication_status(publication).flags


def _ask(source: Source, pmids: list[str]) -> Iterator[tuple[int, tuple[Publication, ...], str | None]]:
    for start in range(0, len(pmids), _AT_ONCE):
        part = tuple(pmids[start : start + _AT_ONCE])
        (lookup,) = source.answer([Query("publications that articles cite", pmids=part, limit=len(part))])
        yield start + len(part), lookup.publications, lookup.error


def _citing(store: Store, publication: Publication) -> list[Retraction]:
    rows = store.rows(
        "SELECT article, line FROM current"
        " WHERE pmid = ? AND status IS NOT 'retracted' ORDER BY article, line",
        (publication.pmid,),
    )
    return [
        Retraction(publication.pmid, publication.title, article, line, is_new=True) for article, line in rows
    ]
