"""Publications that articles cite, asked for anew: which of them are retracted by now?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from citecheck.audit.store import publication_blobs
from citecheck.audit.store.store import Store
from citecheck.model import Flag, Publication, Query
from citecheck.sources import Source
from citecheck.verdicts.publication_status import publication_status

# Records that are asked for at once; NCBI takes 200 in one request.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Retraction:
    """A retracted publication, and a place that cites it.

    Attributes:
        pmid: The publication.
        title: Its title.
        article: The article.
        line: Where in it.
        is_new: Whether the store did not know that it is retracted.
    """

    pmid: str
    title: str
    article: str
    line: int
    is_new: bool


def known_retractions(store: Store) -> list[Retraction]:
    """The citations that the store knows to be of retracted publications."""
    rows = store.rows(
        "SELECT pmid, publication_title, article, line FROM retracted WHERE pmid IS NOT NULL ORDER BY 3, 4"
    )
    return [Retraction(pmid, title or "", article, line, is_new=False) for pmid, title, article, line in rows]


def new_retractions(
    store: Store, source: Source, progress: Callable[[int, int], None] | None = None
) -> tuple[list[Retraction], list[str]]:
    """Ask for every publication that the store's verdicts name, and nothing else; keep their records.

    Args:
        store: The store.
        source: What is asked.
        progress: Told how many publications were asked for, and how many there are.

    Returns:
        The citations whose publication is retracted now, which the store did not know; and why some
        publications could not be asked for.
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
    """Whether its record says so, by publication type, notice or title."""
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
