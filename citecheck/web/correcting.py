"""An article of a check with its certain corrections made."""

from __future__ import annotations

from dataclasses import replace

from citecheck.corrections.source_files import EDITABLE, CorrectedFile, correct_article
from citecheck.model import DecisionState, DocumentReport, Report
from citecheck.reports.remarks import Decisions
from citecheck.safety.budget import Budget
from citecheck.safety.guarded_process import guarded


def corrected(report: Report, at: int, data: bytes | None) -> CorrectedFile | None:
    """Correct an article, in the guarded process, for it is read again.

    Args:
        report: The weighed report.
        at: The number of the article.
        data: The bytes of the article; None where it was one of several in a file.

    Returns:
        The file before and after; None where it is not text, Markdown or HTML.

    Raises:
        DocumentError: It takes too long or too much memory.
    """
    part = report.documents[at]
    document = part.document
    if data is None or document.error or document.format not in EDITABLE:
        return None
    kept = _without_accepted(part, Decisions.of(report))
    return guarded(Budget.of(len(data)), correct_article, data, kept)


def _without_accepted(part: DocumentReport, decisions: Decisions) -> DocumentReport:
    """Without what a person has accepted as it is."""
    kept = []
    for checked in part.citations:
        decision = decisions.about(part.document, checked)
        if decision is None or decision.state is not DecisionState.ACCEPTED:
            kept.append(checked)
    return replace(part, citations=tuple(kept))
