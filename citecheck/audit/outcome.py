"""What a worker sends back for an article: rows for the store, which travel cheaply."""

from __future__ import annotations

import json
import zlib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from citecheck.audit.codec import decode, encode
from citecheck.audit.records import Block, block
from citecheck.checker import Checker, Examined
from citecheck.gate.baseline import fingerprint
from citecheck.model import (
    CheckedCitation,
    Citation,
    Claimed,
    Document,
    DocumentFormat,
    DocumentReport,
    Evidence,
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


def outcome(
    checker: Checker,
    article: str,
    digest: str,
    size: int,
    examined: Examined,
    sent: Container[str] = frozenset(),
) -> Outcome:
    """Judge an examined article and make its rows.

    All publications that were found are kept to be judged again, since each bears on the chance of the
    others; but for those that are `sent` already.
    """
    report = checker.judged(examined)
    document = examined.document
    found = {p.pmid: p for _, lookups in examined.lookups for lookup in lookups for p in lookup.publications}
    return Outcome(
        article,
        digest,
        size,
        document.format.value,
        document.title,
        document.date.isoformat() if document.date else None,
        document.error,
        citation_rows(article, report),
        packed({"citations": encode(examined.citations), "lookups": _lookups(examined), "whole": True}),
        block(found[pmid] for pmid in sorted(found) if pmid not in sent),
    )


def citation_rows(article: str, report: DocumentReport) -> tuple[CitationRow, ...]:
    """A row for each judged citation of a report."""
    return tuple(_row(article, checked) for checked in report.citations if checked.judgement)


def _row(article: str, checked: CheckedCitation) -> CitationRow:
    citation, judgement = checked.citation, checked.judgement
    if judgement is None:
        raise ValueError("a citation without judgement has no row")
    mention = citation.claimed.journal
    name = (mention.journal.abbreviation if mention.journal else mention.text) if mention else None
    best = judgement.match or next(iter(judgement.candidates), None)
    found = judgement.match.publication if judgement.match else None
    return CitationRow(
        citation.id,
        citation.kind.value,
        citation.span.line,
        citation.quote,
        name,
        mention.journal is not None if mention and not mention.doubt else None,
        judgement.verdict.value,
        " ".join(flag.value for flag in judgement.flags),
        round(best.score, 2) if best else None,
        found.pmid if found else None,
        found.year if found else None,
        fingerprint(article, citation.quote, judgement.verdict.value),
        packed(_detail(checked)),
    )


def _detail(checked: CheckedCitation) -> dict[str, Any]:
    """The report's citation; of candidates' fields only those that the article states: most it does not."""
    shown = citation_object(checked)
    for candidate in shown["candidates"]:
        candidate["comparisons"] = [c for c in candidate["comparisons"] if c["level"] != "not_stated"]
    return shown


def _lookups(examined: Examined) -> list[Any]:
    rows = []
    for evidence, lookups in examined.lookups:
        row = {
            "ids": [citation.id for citation in evidence.citations],
            "lookups": [
                {
                    "query": encode(lookup.query),
                    "text": lookup.text,
                    "hits": lookup.hits,
                    "error": lookup.error,
                    "pmids": [p.pmid for p in lookup.publications],
                    **({"notes": lookup.notes} if lookup.notes else {}),
                }
                for lookup in lookups
            ],
        }
        if evidence.claimed != evidence.citations[0].claimed:
            row["claimed"] = encode(evidence.claimed)
        rows.append(row)
    return rows


def restored(article: str, stored: dict[str, Any], records: Mapping[str, Publication]) -> Examined:
    """The examined article that an outcome's `evidence`, unpacked, holds, to be judged again."""
    citations = decode(tuple[Citation, ...], stored["citations"])
    by_id = {citation.id: citation for citation in citations}
    lookups = []
    for row in stored["lookups"]:
        places = tuple(by_id[name] for name in row["ids"] if name in by_id)
        # What a single place claims is not stored twice.
        claimed = decode(Claimed, row["claimed"]) if "claimed" in row else places[0].claimed
        lookups.append((Evidence(places, claimed), tuple(_lookup(one, records) for one in row["lookups"])))
    return Examined(Document(article, DocumentFormat.UNKNOWN), citations, tuple(lookups))


def _lookup(row: dict[str, Any], records: Mapping[str, Publication]) -> Lookup:
    found = tuple(records[pmid] for pmid in row["pmids"] if pmid in records)
    notes = tuple(row.get("notes", ()))
    return Lookup(decode(Query, row["query"]), row["text"], row["hits"], found, row["error"], notes)


def packed(value: Any) -> bytes:
    """JSON values, compressed."""
    return zlib.compress(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), 6
    )


def unpacked(data: bytes) -> Any:
    """What `packed` was given."""
    return json.loads(zlib.decompress(data))
