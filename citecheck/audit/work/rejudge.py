"""Judges stored citations again, after thresholds, weights or records of publications have changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from citecheck.audit.store.citation_history import write_citations
from citecheck.audit.store.cluster_blobs import (
    is_whole,
    pmids_of,
    restore_cluster,
    stated_citation,
    unpack_cluster,
)
from citecheck.audit.store.rows import COLUMNS, CitationRow, Findings, by_cluster, findings_of, shell_of
from citecheck.audit.store.runs import provenance_of, sources_in_use
from citecheck.audit.store.store import Store
from citecheck.checker import Checker
from citecheck.journals import Catalogue
from citecheck.model import (
    CitationCluster,
    Document,
    DocumentFormat,
    Lookup,
    Publication,
    Query,
    SourceInfo,
)
from citecheck.sources import Source

_MOST_CACHED = 20_000


@dataclass(frozen=True, slots=True)
class Rejudged:
    """The number of changed verdicts, and of articles that need a new lookup to be judged again."""

    changed: int = 0
    left: int = 0


def rejudge(store: Store, run: int, catalogue: Catalogue) -> Rejudged:
    """Judge all stored citations by the present weights and thresholds, without lookups.

    Each citation is judged with the source in which it was looked up: an index of a part of PubMed cannot
    show that a publication does not exist.

    Args:
        store: The store, which gets the new judgements.
        run: The number of the present run.
        catalogue: The journals.

    Returns:
        The number of changed verdicts, and the number of articles that were not judged because the store
        lacks the publications that were found for them.
    """
    changed = left = 0
    cached = _CachedRecords(store)
    checkers = {
        number: Checker(StoredAnswers(info), catalogue) for number, info in sources_in_use(store).items()
    }
    provenances = {number: provenance_of(store, one.info) for number, one in checkers.items()}
    for article, name in list(store.articles()):
        rows = store.citations_of(article)
        if not rows:
            continue
        found = _restored(store, cached, by_cluster(rows))
        if found is None:
            left += 1
            continue
        citations = {citation.id: citation for cluster, _ in found for citation in cluster.citations}
        ordered = tuple(citations.get(row["cid"]) or shell_of(row) for row in rows)
        provenance = rows[0]["provenance"]
        document = Document(name, DocumentFormat.UNKNOWN)
        checked = checkers[provenance].judge_again(document, ordered, found)
        findings = findings_of(name, checked)
        changed += len({_verdict(row) for row in findings.rows} - {_stored_verdict(row) for row in rows})
        with store.transaction():
            write_citations(store, run, article, _with_unsourced(findings, rows), provenances[provenance])
    return Rejudged(changed, left)


def _restored(
    store: Store, cached: _CachedRecords, clusters: Sequence[Sequence[Mapping[str, Any]]]
) -> list[tuple[CitationCluster, tuple[Lookup, ...]]] | None:
    """The clusters of an article with their lookups; None if they cannot be judged again."""
    found = []
    for rows in clusters:
        held = unpack_cluster(store.cluster(rows[0]["cluster"]))
        pmids = sorted(pmids_of(held))
        records = cached.of(pmids)
        if not is_whole(held) or len(records) < len(pmids):
            return None
        citations = [stated_citation(held, row["place"], shell_of(row)) for row in rows]
        found.append(restore_cluster(held, citations, records))
    return found


def _with_unsourced(findings: Findings, rows: Sequence[Mapping[str, Any]]) -> Findings:
    """The findings with the unchanged rows of citations that name nothing to look up."""
    judged = {row.cid: row for row in findings.rows if row.cluster is not None}
    kept = [judged.get(row["cid"]) or CitationRow(**{name: row[name] for name in COLUMNS}) for row in rows]
    return replace(findings, rows=tuple(kept))


def _verdict(row: CitationRow) -> tuple[str, str, str, str | None]:
    return row.cid, row.verdict, row.flags, row.pmid


def _stored_verdict(row: Mapping[str, Any]) -> tuple[str, str, str, str | None]:
    return row["cid"], row["verdict"], row["flags"], row["pmid"]


class StoredAnswers(Source):
    """Stands for the source of an earlier run. It answers no query."""

    def __init__(self, info: SourceInfo) -> None:
        self._info = info

    @property
    def info(self) -> SourceInfo:
        """The description of the source."""
        return self._info

    def answer(self, queries: Sequence[Query]) -> list[Lookup]:
        """Return a lookup with an error for each query."""
        return [Lookup(query, query.purpose, error="Nothing is looked up now.") for query in queries]


class _CachedRecords:
    """The publications of a store, with a cache of those that were read last."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, Publication] = {}

    def of(self, pmids: list[str]) -> dict[str, Publication]:
        """Return the publications with these PMIDs that the store has, by PMID."""
        if len(self._kept) > _MOST_CACHED:
            self._kept.clear()
        new = [pmid for pmid in pmids if pmid not in self._kept]
        self._kept |= self._store.records(new)
        return {pmid: self._kept[pmid] for pmid in pmids if pmid in self._kept}
