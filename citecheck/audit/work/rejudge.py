"""Stored evidence judged again: when thresholds or weights change, and when publications are retracted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from citecheck.audit.store import publication_blobs
from citecheck.audit.store.rows import citation_rows, restored, unpacked
from citecheck.audit.store.store import Store
from citecheck.checker import Checker
from citecheck.model import Document, DocumentFormat, Publication, Query
from citecheck.sources import Source

# Records that are asked for at once; NCBI takes 200 in one request.
_AT_ONCE = 200
_RECORDS_AT_HAND = 20_000


def rejudge(store: Store, run: int, checker: Checker) -> tuple[int, int]:
    """Judge all stored evidence by today's weights, without lookups.

    How many verdicts changed, and how many articles could not be judged: their evidence is not whole, as it
    was stored by an older citecheck.
    """
    changed = left = 0
    at_hand = _Records(store)
    for article, evidence in store.evidence():
        stored = unpacked(evidence)
        pmids = {p for row in stored["lookups"] for lookup in row["lookups"] for p in lookup["pmids"]}
        found = at_hand.of(sorted(pmids))
        if not stored.get("whole") or len(found) < len(pmids):
            left += 1
            continue
        citations, lookups = restored(stored, found)
        checked = checker.judge_again(Document(article, DocumentFormat.UNKNOWN), citations, lookups)
        rows = citation_rows(article, checked.report)
        held = store.rows(
            "SELECT cid, verdict, flags, pmid FROM citations WHERE article = ? AND until_run IS NULL",
            (article,),
        )
        different = {(row.cid, row.verdict, row.flags, row.pmid) for row in rows} - set(held)
        if different:
            store.replace_citations(run, article, rows)
        changed += len(different)
    return changed, left


class _Records:
    """The store's publications, those that were asked for last at hand."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, Publication] = {}

    def of(self, pmids: list[str]) -> dict[str, Publication]:
        """The publications of these PMIDs that the store has."""
        if len(self._kept) > _RECORDS_AT_HAND:
            self._kept.clear()
        new = [pmid for pmid in pmids if pmid not in self._kept]
        self._kept |= self._store.records(new)
        return {pmid: self._kept[pmid] for pmid in pmids if pmid in self._kept}


@dataclass(frozen=True, slots=True)
class Retraction:
    """A publication that is retracted now, and an article that leans on it."""

    pmid: str
    title: str
    article: str
    line: int
    is_new: bool


def retractions(store: Store, source: Source) -> tuple[list[Retraction], list[str]]:
    """Ask `source` anew for every publication that the store's verdicts name, and nothing else.

    The articles that cite a retracted one, `is_new` where the store did not know; and why some
    publications could not be asked for.
    """
    named = [
        row[0] for row in store.rows("SELECT DISTINCT pmid FROM current WHERE pmid IS NOT NULL ORDER BY pmid")
    ]
    found: list[Retraction] = []
    faults: list[str] = []
    for publications, error in _asked(source, named):
        if error:
            faults.append(error)
        for one in publications:
            if is_retracted(one):
                found += _citing(store, one)
        fresh = publication_blobs.block(publications)
        if fresh:
            publication_blobs.write(store.base, fresh)
    return found, faults


def is_retracted(publication: Publication) -> bool:
    """Whether NLM marks it so, by publication type or by a notice that leads to its retraction."""
    return "Retracted Publication" in publication.publication_types or any(
        notice.kind == "RetractionIn" for notice in publication.notices
    )


def _asked(source: Source, pmids: list[str]) -> Iterator[tuple[tuple[Publication, ...], str | None]]:
    for start in range(0, len(pmids), _AT_ONCE):
        part = tuple(pmids[start : start + _AT_ONCE])
        (lookup,) = source.answer([Query("publications that articles lean on", pmids=part, limit=len(part))])
        yield lookup.publications, lookup.error


def _citing(store: Store, publication: Publication) -> list[Retraction]:
    rows = store.rows(
        "SELECT article, line, flags FROM current WHERE pmid = ? ORDER BY article, line", (publication.pmid,)
    )
    return [
        Retraction(publication.pmid, publication.title, article, line, "retracted" not in flags.split())
        for article, line, flags in rows
    ]
