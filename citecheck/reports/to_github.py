"""GitHub's workflow commands: each finding is an annotation at its line."""

from __future__ import annotations

from citecheck.model import Report, Severity
from citecheck.reports.notices import CitationInDocument, actionable_results, label, shown_path
from citecheck.reports.printable import sanitize_text

_COMMAND = {
    Severity.ERROR: "error",
    Severity.UNCHECKED: "warning",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def render_github(report: Report) -> str:
    """Render an annotation for each finding and unreadable document, the notices, and the gate's line.

    The heaviest come first: GitHub shows ten errors, ten warnings and ten notices of a step.
    """
    order = list(Severity)
    found = sorted(
        actionable_results(report), key=lambda place: (order.index(place.severity), place.rule != "retracted")
    )
    lines = [_annotation(place) for place in found]
    lines += [
        f"::warning file={_property(shown_path(report, part.document))}::{_data(part.document.error)}"
        for part in report.documents
        if part.document.error
    ]
    lines += [f"::notice::{_data(notice)}" for notice in report.notices]
    lines += [_data(report.gate.line)] if report.gate else []
    return "".join(line + "\n" for line in lines)


def _annotation(place: CitationInDocument) -> str:
    span = place.checked.citation.span
    properties = {
        "file": place.path,
        "line": str(span.line),
        "endLine": str(span.end_line),
        "title": f"citecheck: {label(place.rule)}",
    }
    if span.line == span.end_line:  # GitHub ignores the columns of annotations over several lines
        properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMAND[place.severity]} {shown}::{_data(place.message)}"


def _data(text: str) -> str:
    """Escape a message as actions/toolkit's command.ts does, so that it cannot contain a second command."""
    return sanitize_text(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
