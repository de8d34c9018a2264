"""A table for spreadsheets with a row for each citation."""

from __future__ import annotations

import csv
import io

from citecheck.gate import identity_of
from citecheck.gate.decisions import decision_row
from citecheck.model import CheckedCitation, Document, DocumentReport, Report
from citecheck.reports.printable import one_line
from citecheck.reports.remarks import Decisions

COLUMNS = (
    "path",
    "line",
    "column",
    "id",
    "kind",
    "verdict",
    "severity",
    "flags",
    "score",
    "probability",
    "journal",
    "year",
    "pmid",
    "publication",
    "publication_journal",
    "publication_year",
    "url",
    "reasons",
    "quote",
    "suppressed",
    "known",
    "source_type",
    "notes",
)  # fmt: skip
# Of the decisions file, so that a report with them is one.
OF_PEOPLE = ("finding", "decision", "decision_note", "decided_by", "decided_at", "pinned")


def render_csv(report: Report) -> str:
    """Render CSV by RFC 4180 with a header; an unreadable document is a row with the verdict `error`.

    Where people decided something or pinned publications, further columns say so.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    decisions = Decisions.of(report)
    has_more = bool(report.decisions) or any(checked.pinned for checked in report.citations)
    columns = (*COLUMNS, *OF_PEOPLE) if has_more else COLUMNS
    writer.writerow(columns)
    for part in report.documents:
        if part.document.error:
            unread = {"path": part.document.path, "verdict": "error", "reasons": part.document.error}
            writer.writerow([cell(unread.get(name)) for name in columns])
        for checked in part.citations:
            row = _row(part, checked)
            if has_more:
                row |= _of_people(part.document, checked, decisions)
            writer.writerow([cell(row.get(name)) for name in columns])
    return out.getvalue()


def _of_people(document: Document, checked: CheckedCitation, decisions: Decisions) -> dict[str, object]:
    row: dict[str, object] = {"pinned": checked.pinned.publication.pmid if checked.pinned else None}
    if checked.judgement:
        row["finding"] = identity_of(document.path, checked).fingerprint
    if decision := decisions.about(document, checked):
        row |= decision_row(decision)
    return row


def _row(part: DocumentReport, checked: CheckedCitation) -> dict[str, object]:
    citation, judgement = checked.citation, checked.judgement
    journal = citation.claimed.journal
    row: dict[str, object] = {
        "path": part.document.path,
        "line": citation.span.line,
        "column": citation.span.column,
        "id": citation.id,
        "kind": citation.kind.value,
        "journal": journal.text if journal else None,
        "year": citation.claimed.year,
        "quote": citation.quote,
        "source_type": checked.source_type.type.value if checked.source_type else None,
    }
    if judgement:
        row |= {
            "verdict": judgement.verdict.value,
            "flags": " ".join(flag.value for flag in judgement.flags),
            "reasons": " ".join(judgement.reasons),
            "notes": " ".join(judgement.notes),
        }
        if finding := checked.finding:
            row |= {"severity": finding.severity.value, "suppressed": finding.suppressed}
            row["known"] = "yes" if finding.known else None
        best = judgement.match or next(iter(judgement.candidates), None)
        if best:
            row |= {"score": round(best.score, 2), "probability": round(best.probability, 4)}
        if judgement.match:
            publication = judgement.match.publication
            row |= {
                "pmid": publication.pmid,
                "publication": publication.title,
                "publication_journal": publication.journal.abbreviation if publication.journal else None,
                "publication_year": publication.year,
                "url": publication.url,
            }
    return row


def cell(value: object) -> str:
    """Return the text of a cell, with an apostrophe before text that a spreadsheet would take for a formula.

    The characters are those of OWASP's page on CSV injection.
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = one_line(str(value))
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠") else text
