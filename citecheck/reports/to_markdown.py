"""The report as a comment on a pull request."""

from __future__ import annotations

from citecheck.errors import ExitCode
from citecheck.model import Flag, Report, Severity
from citecheck.reports.notices import (
    NOTICE,
    CitationInDocument,
    actionable_results,
    flag_names,
    label,
    retraction_first,
    shown_path,
    suppressed_results,
    verdict_counts,
    verdict_name,
)
from citecheck.reports.printable import count_of, escape_markdown, one_line, shorten

_SIGN = {
    Severity.ERROR: "❌",
    Severity.UNCHECKED: "❔",
    Severity.WARNING: "⚠️",
    Severity.NOTE: "💬",
    Severity.NONE: "",
}
_GATE = {
    ExitCode.PASSED: "✅",
    ExitCode.FAILED: "❌",
    ExitCode.UNCHECKED: "❔",
    ExitCode.USAGE: "❌",
}
# GitHub's limit for a comment is 65,536 characters.
_ROWS_AT_MOST = 80


def render_markdown(report: Report) -> str:
    """Render the gate's line, a summary, a table of findings (worst first), and the notices."""
    order = list(Severity)
    rows = sorted(
        actionable_results(report),
        key=lambda place: (order.index(place.severity), place.rule != Flag.RETRACTED),
    )
    lines = ["## citecheck", ""]
    if report.gate:
        lines += [f"**{_GATE[report.gate.exit_code]} {escape_markdown(report.gate.line)}**", ""]
    lines += [_summary(report), ""]
    if rows:
        lines += ["| | place | verdict | what the article says | why |", "| --- | --- | --- | --- | --- |"]
        lines += [_row(place) for place in rows[:_ROWS_AT_MOST]]
        if len(rows) > _ROWS_AT_MOST:
            lines += ["", f"… and {len(rows) - _ROWS_AT_MOST} more."]
        lines.append("")
    unread = [part.document for part in report.documents if part.document.error]
    lines += [
        f"- `{_code(shown_path(report, d))}` could not be read: {escape_markdown(d.error or '')}"
        for d in unread
    ]
    lines += [f"- {escape_markdown(notice)}" for notice in report.notices]
    lines += ["", f"*{NOTICE}*"]
    return "\n".join(lines) + "\n"


def _summary(report: Report) -> str:
    total = sum(1 for _ in report.citations)
    counts = [f"{number} {label(name)}" for name, number in verdict_counts(report) if number]
    extra = suppressed_results(report)
    extra = f" ({extra})" if extra else ""
    articles, citations = count_of(len(report.documents), "article"), count_of(total, "citation")
    return f"{articles}, {citations}: {', '.join(counts) or 'none found'}{extra}"


def _row(place: CitationInDocument) -> str:
    citation = place.checked.citation
    names = [*flag_names(place.judgement), verdict_name(place.judgement)]
    if Flag.RETRACTED not in place.judgement.flags:
        names = [names[-1], *names[:-1]]
    names[0] = f"**{names[0].upper()}**" if names[0] == Flag.RETRACTED else names[0]
    match = place.judgement.match
    link = f" [PMID {match.publication.pmid}]({match.publication.url})" if match else ""
    why = escape_markdown(shorten(" ".join(retraction_first(place.judgement)), 400))
    lines = sorted({span.line for span in (citation.span, *place.further)})
    at = f"{place.path}:{citation.span.line}{' …' if len(lines) > 1 else ''}"
    cells = (
        _SIGN[place.severity],
        f"`{_code(at)}`",
        " · ".join(label(name) for name in names),
        escape_markdown(shorten(citation.quote, 220)),
        why + link,
    )
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    return one_line(text).replace("`", "'").replace("|", "\\|").replace("\n", " ")
