"""The JSON report, schema version 1: the public, machine-readable form. Names are added, never renamed."""

from __future__ import annotations

import json
from typing import Any

from citecheck._version import __version__
from citecheck.gate.decisions import decision_row
from citecheck.model import (
    AddressCorrection,
    CheckedCitation,
    Citation,
    CitationFields,
    Comparison,
    Decision,
    DocumentReport,
    GateResult,
    Judgement,
    Lookup,
    Meeting,
    Passage,
    Report,
    RunResult,
    ScoredCandidate,
    Span,
    Suggestion,
    Verdict,
)
from citecheck.model.source_type import SourceTypeEstimate
from citecheck.reports.printable import json_text
from citecheck.reports.remarks import Decisions

SCHEMA_VERSION = 1


def render_json(report: Report) -> str:
    """Render the report as one indented JSON object that ends with a line feed."""
    return json_text(json.dumps(report_object(report), ensure_ascii=False, indent=1)) + "\n"


def report_object(report: Report) -> dict[str, Any]:
    """Return the report as plain JSON values."""
    source = report.source
    decisions = Decisions.of(report)
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "citecheck", "version": __version__},
        "source": {
            "kind": source.kind.value,
            "name": source.name,
            "records": source.records,
            "complete": source.complete,
            "as_of": source.as_of.isoformat() if source.as_of else None,
        }
        if source
        else None,
        "documents": [_document(part, decisions) for part in report.documents],
        "summary": _summary(report),
    } | (_gate(report.gate, report) if report.gate else {})


def _gate(gate: RunResult, report: Report) -> dict[str, Any]:
    """The gate's decision with counts of findings, and the notices on the run."""
    return {
        "gate": {
            "result": gate.word.lower(),
            "exit_code": int(gate.exit_code),
            "line": gate.line,
            "failing": dict(gate.failing),
            "warnings": dict(gate.warnings),
            "unchecked": gate.unchecked,
            "not_in_index": gate.not_in_index,
            "unread": gate.unread,
        },
        "notices": list(report.notices),
        "relaxations": [
            {"kind": one.kind.value, "count": one.count, "cause": one.cause} for one in report.relaxations
        ],
    }


def _summary(report: Report) -> dict[str, int]:
    counts = {"documents": len(report.documents), "citations": sum(1 for _ in report.citations)}
    if report.source is None:
        return counts
    order = (
        Verdict.VERIFIED,
        Verdict.AMBIGUOUS,
        Verdict.POSSIBLE,
        Verdict.MISMATCH,
        Verdict.NOT_FOUND,
        Verdict.OUTSIDE_PUBMED,
        Verdict.UNCHECKED,
        Verdict.UNSOURCED,
    )
    verdicts = {verdict.value: report.count(verdict) for verdict in order}
    return counts | verdicts | {"suppressed": report.suppressed, "known": report.known}


def _document(part: DocumentReport, decisions: Decisions) -> dict[str, Any]:
    document = part.document
    return {
        "path": document.path,
        "format": document.format.value,
        "title": document.title,
        "date": document.date.isoformat() if document.date else None,
        "error": document.error,
        "citations": [
            citation_object(checked) | _of_person(checked, decisions.about(document, checked))
            for checked in part.citations
        ],
    }


def _of_person(checked: CheckedCitation, decision: Decision | None) -> dict[str, Any]:
    """What a person decided about a citation, and the publication that a person says is cited."""
    said: dict[str, Any] = {"decision": decision_row(decision)} if decision else {}
    return said | ({"pinned": match_object(checked.pinned)} if checked.pinned else {})


def citation_object(checked: CheckedCitation) -> dict[str, Any]:
    """Return one citation, with its judgement if it has one."""
    shown = _citation(checked.citation)
    if checked.judgement is None:
        return shown | _source_type(checked.source_type)
    return (
        shown | judgement_object(checked.judgement) | (_finding(checked.finding) if checked.finding else {})
    )


def _finding(finding: GateResult) -> dict[str, Any]:
    return {
        "severity": finding.severity.value,
        "suppressed": finding.suppressed,
        "known": finding.known,
        "reported_at": finding.reported_at,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "id": citation.id,
        "kind": citation.kind.value,
        "refers_to": citation.refers_to,
        "same_as": citation.same_as,
        "quote": citation.quote,
        "span": _span(citation.span),
        "claimed": _claimed(citation.claimed),
    }


def _span(span: Span) -> dict[str, int | None]:
    return {
        "start": span.start,
        "end": span.end,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "page": span.page,
    }


def _claimed(claimed: CitationFields) -> dict[str, Any]:
    published = claimed.published
    return {
        "journal": _journal(claimed),
        "year": claimed.year,
        "month": claimed.month,
        "published": [published.first.isoformat(), published.last.isoformat()] if published else None,
        "authors": [person.text for person in claimed.authors],
        "people": [person.text for person in claimed.people],
        "institutions": list(claimed.institutions),
        "trial_names": list(claimed.trial_names),
        "place": claimed.place,
        "meeting": _meeting(claimed.meeting),
        "title": claimed.title,
        "volume": claimed.volume,
        "issue": claimed.issue,
        "pages": claimed.pages,
        "design": claimed.design.value if claimed.design else None,
        "sample_size": claimed.sample_size,
        "numbers": [{"text": n.text, "value": n.value, "unit": n.unit} for n in claimed.numbers],
        "finding": claimed.finding,
        "concepts": [{"text": c.text, "role": c.role.value} for c in claimed.concepts],
        "direction": claimed.direction.value if claimed.direction else None,
        "pmid": claimed.pmid,
        "doi": claimed.doi,
        "pmcid": claimed.pmcid,
        "accession": claimed.accession,
    }


def _meeting(meeting: Meeting | None) -> dict[str, Any] | None:
    if meeting is None:
        return None
    return {
        "text": meeting.text,
        "society": meeting.society,
        "year": meeting.year,
        "month": meeting.month,
    }


def _journal(claimed: CitationFields) -> dict[str, Any] | None:
    mention = claimed.journal
    if mention is None:
        return None
    journal = mention.journal
    return {
        "text": mention.text,
        "name": journal.title if journal else None,
        "abbreviation": journal.abbreviation if journal else None,
        "nlm_id": journal.nlm_id if journal else None,
        "known": journal is not None,
        "misspelt": mention.misspelt,
        "nearest": list(mention.nearest),
    }


def judgement_object(judgement: Judgement) -> dict[str, Any]:
    """Return the judgement of a citation."""
    return verdict_object(judgement) | grounds_object(judgement)


def verdict_object(judgement: Judgement) -> dict[str, Any]:
    """Return the part of a judgement that it does not share with other citations of its cluster."""
    best = judgement.match or next(iter(judgement.candidates), None)
    return {
        "verdict": judgement.verdict.value,
        "flags": [flag.value for flag in judgement.flags],
        "score": _bits(best.score) if best else None,
        "probability": round(best.probability, 4) if best else None,
        "reasons": list(judgement.reasons),
        "notes": list(judgement.notes),
        "suggestions": [_suggestion(one) for one in judgement.suggestions],
        "address_corrections": [_address_correction(one) for one in judgement.address_corrections],
        **_source_type(judgement.source_type),
        "passage": _passage(judgement.passage) if judgement.passage else None,
        "match": match_object(judgement.match) if judgement.match else None,
    }


def _source_type(estimate: SourceTypeEstimate | None) -> dict[str, Any]:
    """The kind of source, its probability, and the signs for it."""
    if estimate is None:
        return {"source_type": None, "source_type_probability": None, "source_type_evidence": []}
    return {
        "source_type": estimate.type.value,
        "source_type_probability": round(estimate.probability, 4),
        "source_type_evidence": list(estimate.evidence),
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "span": {"start": suggestion.start, "end": suggestion.end},
        "replacement": suggestion.replacement,
        "field": suggestion.field,
        "why": suggestion.why,
        "certain": suggestion.certain and not suggestion.styles,
    }


def _address_correction(correction: AddressCorrection) -> dict[str, Any]:
    return {
        "field": correction.kind,
        "stated": correction.wrong,
        "replacement": correction.right,
        "certain": correction.certain,
    }


def _passage(passage: Passage) -> dict[str, str]:
    return {"text": passage.text, "agreement": passage.agreement.value, "why": passage.why}


def grounds_object(judgement: Judgement, *, only_stated: bool = False) -> dict[str, Any]:
    """Return the part of a judgement that the citations of a cluster share: candidates and searches.

    Args:
        judgement: The judgement of the citation.
        only_stated: Whether to leave out of the candidates the fields on which the article says nothing.

    Returns:
        An object with `candidates` and `searches`, as the report's schema describes them.
    """
    return {
        "candidates": [match_object(match, only_stated=only_stated) for match in judgement.candidates],
        "searches": [search_object(lookup) for lookup in judgement.searches],
    }


def match_object(match: ScoredCandidate, *, only_stated: bool = False) -> dict[str, Any]:
    """Return one candidate: the data of its record, and the numbers of its score.

    Args:
        match: The candidate.
        only_stated: Whether to leave out the fields on which the article says nothing.

    Returns:
        An object as the report's schema describes it; score and prior in bits.
    """
    publication = match.publication
    journal = publication.journal
    return {
        "pmid": publication.pmid,
        "title": publication.title,
        "journal": journal.abbreviation if journal else publication.book_title,
        "year": publication.year,
        "volume": publication.volume,
        "issue": publication.issue,
        "pages": publication.pages,
        "authors": [author.short for author in publication.authors],
        "doi": publication.doi,
        "pmcid": publication.pmcid,
        "url": publication.url,
        "score": _bits(match.score),
        "prior": _bits(match.prior),
        "comparisons": [
            _comparison(one) for one in match.comparisons if not only_stated or one.level != "not_stated"
        ],
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "field": comparison.field,
        "level": comparison.level,
        "bits": _bits(comparison.bits),
        "claimed": comparison.claimed,
        "found": comparison.found,
    }


def search_object(lookup: Lookup) -> dict[str, Any]:
    """Return a search with its number of hits, without the records."""
    return {
        "purpose": lookup.query.purpose,
        "query": lookup.text,
        "hits": lookup.hits if lookup.answered else None,
        "answered": lookup.answered,
        "error": lookup.error,
        "notes": list(lookup.notes),
    }


def _bits(value: float) -> float:
    """Round to hundredths of a bit; adding zero turns -0.0 into 0.0."""
    return round(value, 2) + 0.0
