"""What a worker sends back for an article: rows for the store, which travel cheaply."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from citecheck.audit.codec import decode, encode
from citecheck.audit.records import Block
from citecheck.audit.settled import Place, as_json, place
from citecheck.checker import Examined
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


def citation_rows(article: str, report: DocumentReport) -> tuple[CitationRow, ...]:
    """A row for each judged citation of a report."""
    judged = [(checked.citation, checked.judgement) for checked in report.citations]
    return tuple(citation_row(article, citation, place(one)) for citation, one in judged if one)


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
        fingerprint(article, citation.quote, judged.verdict),
        compressed(f"{shown[:-1]},{judged.text[1:]}"),
    )


def evidence_of(citations: tuple[Citation, ...], rows: Sequence[tuple[list[str], str]]) -> bytes:
    """What can be judged again: the citations, and of each evidence its places and lookups as JSON."""
    lookups = ",".join(f'{{"ids":{as_json(ids)},{text[1:]}' for ids, text in rows)
    return compressed(f'{{"citations":{as_json(encode(citations))},"lookups":[{lookups}],"whole":true}}')


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
    return compressed(as_json(value))


def compressed(text: str) -> bytes:
    """A text, compressed."""
    return zlib.compress(text.encode("utf-8", "replace"), 6)


def unpacked(data: bytes) -> Any:
    """What `packed` was given."""
    return json.loads(zlib.decompress(data))
