"""What a worker sends back for an article: rows for the store, which travel cheaply."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from citecheck.audit.store.codec import as_json, decode
from citecheck.audit.store.publication_blobs import Block
from citecheck.audit.store.zlib_segments import piece, stream
from citecheck.audit.work.cluster_memo import Place, places
from citecheck.gate.baseline import fingerprint_of
from citecheck.model import (
    CheckedCitation,
    CheckedDocument,
    Citation,
    CitationCluster,
    CitationFields,
    DocumentReport,
    Lookup,
    Publication,
    Query,
)
from citecheck.reports.to_json import citation_object


@dataclass(frozen=True, slots=True)
class CitationRow:
    """One judged citation."""

    cid: str
    kind: str
    line: int
    quote: str
    journal: str | None
    known_journal: bool | None
    verdict: str
    flags: str
    score: float | None
    pmid: str | None
    publication_year: int | None
    fingerprint: str
    detail: bytes

    @property
    def shown(self) -> str:
        """The verdict as reports say it: see the view `history` in views.sql."""
        is_partial = self.verdict == "not_found" and "partial_source" in self.flags.split()
        return "not_in_index" if is_partial else self.verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that is stored of an article. `evidence` can be judged again, with the `publications` found."""

    id: str
    digest: str
    size: int
    format: str
    title: str | None
    date: str | None
    error: str | None
    citations: tuple[CitationRow, ...] = ()
    evidence: bytes | None = None
    publications: Block | None = None


def citation_rows(article: str, report: DocumentReport) -> tuple[CitationRow, ...]:
    """A row for each judged citation of a report."""
    judged = places_of(report)
    return tuple(
        citation_row(article, checked.citation, judged[checked.citation.id])
        for checked in report.citations
        if checked.citation.id in judged
    )


def places_of(report: DocumentReport) -> dict[str, Place]:
    """What the store takes of each judgement of a report, by citation."""
    judged = [(checked.citation.id, checked.judgement) for checked in report.citations if checked.judgement]
    return dict(zip((cid for cid, _ in judged), places([one for _, one in judged]), strict=True))


def citation_row(article: str, citation: Citation, judged: Place) -> CitationRow:
    """A citation of an article with the judgement on it."""
    mention = citation.claimed.journal
    name = (mention.journal.abbreviation if mention.journal else mention.text) if mention else None
    shown = as_json(citation_object(CheckedCitation(citation)))
    return CitationRow(
        citation.id,
        citation.kind.value,
        citation.span.line,
        citation.quote,
        name,
        mention.journal is not None if mention and not mention.doubt else None,
        judged.verdict,
        judged.flags,
        judged.score,
        judged.pmid,
        judged.publication_year,
        fingerprint_of(article, citation.quote, judged.verdict),
        stream((piece(f"{shown[:-1]},{judged.own},"), judged.grounds)),
    )


def evidence_of(checked: CheckedDocument) -> bytes:
    """What can be judged again: the citations, and of each cluster its places and lookups."""
    rows: list[dict[str, Any]] = []
    for cluster, result in checked.clusters:
        row: dict[str, Any] = {
            "ids": [citation.id for citation in cluster.citations],
            "lookups": [
                _lookup_row(lookup, pmids) for lookup, pmids in zip(result.lookups, result.found, strict=True)
            ],
        }
        # What a single place claims is not stored twice.
        if cluster.claimed != cluster.citations[0].claimed:
            row["claimed"] = cluster.claimed
        rows.append(row)
    return packed({"citations": checked.citations, "lookups": rows, "whole": True})


def _lookup_row(lookup: Lookup, pmids: Sequence[str]) -> dict[str, Any]:
    row = {
        "query": lookup.query,
        "text": lookup.text,
        "hits": lookup.hits,
        "error": lookup.error,
        "pmids": pmids,
    }
    return row | ({"notes": lookup.notes} if lookup.notes else {})


def restored(
    stored: dict[str, Any], records: Mapping[str, Publication]
) -> tuple[tuple[Citation, ...], list[tuple[CitationCluster, tuple[Lookup, ...]]]]:
    """The citations and looked-up clusters that an outcome's `evidence`, unpacked, holds."""
    citations = decode(tuple[Citation, ...], stored["citations"])
    by_id = {citation.id: citation for citation in citations}
    lookups = []
    for row in stored["lookups"]:
        places = tuple(by_id[name] for name in row["ids"] if name in by_id)
        claimed = decode(CitationFields, row["claimed"]) if "claimed" in row else places[0].claimed
        lookups.append(
            (CitationCluster(places, claimed), tuple(_lookup(one, records) for one in row["lookups"]))
        )
    return citations, lookups


def _lookup(row: dict[str, Any], records: Mapping[str, Publication]) -> Lookup:
    found = tuple(records[pmid] for pmid in row["pmids"] if pmid in records)
    notes = tuple(row.get("notes", ()))
    return Lookup(decode(Query, row["query"]), row["text"], row["hits"], found, row["error"], notes)


def packed(value: Any) -> bytes:
    """Model values or plain ones as JSON, compressed."""
    return stream((piece(as_json(value)),))


def unpacked(data: bytes) -> Any:
    """What `packed` was given."""
    return json.loads(zlib.decompress(data))
