"""A table for spreadsheets, a row a citation."""

from __future__ import annotations

import csv
import io

from citecheck.model import CheckedCitation, DocumentReport, Report
from citecheck.reports.printable import one_line

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


def render_csv(report: Report) -> str:
    """RFC 4180 with a header; a document that could not be read is a row with verdict `error`."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for part in report.documents:
        if part.document.error:
            unread = {"path": part.document.path, "verdict": "error", "reasons": part.document.error}
            writer.writerow([cell(unread.get(name)) for name in COLUMNS])
        for checked in part.citations:
            row = _row(part, checked)
            writer.writerow([cell(row.get(name)) for name in COLUMNS])
    return out.getvalue()


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
    """A cell's text. One that a spreadsheet would take for a formula gets an apostrophe before it.

    The characters are those of OWASP's page on CSV injection.
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = one_line(str(value))
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠") else text
