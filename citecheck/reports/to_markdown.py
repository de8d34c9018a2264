"""The report as a comment on a pull request."""

from __future__ import annotations

import re

from citecheck.model import Report, Severity, Verdict
from citecheck.reports.notices import NOTICE, CitationInDocument, actionable_results, suppressed_results
from citecheck.reports.printable import one_line, shorten

_SIGN = {
    Severity.ERROR: "❌",
    Severity.UNCHECKED: "❔",
    Severity.WARNING: "⚠️",
    Severity.NOTE: "💬",
    Severity.NONE: "",
}
# GitHub refuses comments longer than 65,536 characters.
_ROWS_AT_MOST = 80


def render_markdown(report: Report) -> str:
    """A summary line, a table of what asks for attention (errors first), and the notices."""
    order = list(Severity)
    rows = sorted(actionable_results(report), key=lambda place: order.index(place.severity))
    lines = ["## citecheck", "", _summary(report), ""]
    if rows:
        lines += ["| | place | verdict | what the article says | why |", "| --- | --- | --- | --- | --- |"]
        lines += [_row(place) for place in rows[:_ROWS_AT_MOST]]
        if len(rows) > _ROWS_AT_MOST:
            lines += ["", f"… and {len(rows) - _ROWS_AT_MOST} more."]
        lines.append("")
    unread = [part.document for part in report.documents if part.document.error]
    lines += [f"- `{_code(d.path)}` could not be read: {_escape(d.error or '')}" for d in unread]
    lines += [f"- {_escape(notice)}" for notice in report.notices]
    lines += ["", f"*{NOTICE}*"]
    return "\n".join(lines) + "\n"


def _summary(report: Report) -> str:
    total = sum(1 for _ in report.citations)
    counts = [f"{report.count(v)} {v.value.replace('_', ' ')}" for v in reversed(Verdict) if report.count(v)]
    extra = suppressed_results(report)
    extra = f" ({extra})" if extra else ""
    return (
        f"**{len(report.documents)} articles, {total} citations:** {', '.join(counts) or 'none found'}{extra}"
    )


def _row(place: CitationInDocument) -> str:
    citation = place.checked.citation
    verdict = place.judgement.verdict.value.replace("_", " ")
    flags = "".join(f" · {flag.value.replace('_', ' ')}" for flag in place.judgement.flags)
    match = place.judgement.match
    link = f" [PMID {match.publication.pmid}]({match.publication.url})" if match else ""
    why = _escape(shorten(" ".join(place.judgement.reasons), 400))
    cells = (
        _SIGN[place.severity],
        f"`{_code(place.document.path)}:{citation.span.line}`",
        verdict + flags,
        _escape(shorten(citation.quote, 220)),
        why + link,
    )
    return f"| {' | '.join(cells)} |"


def _escape(text: str) -> str:
    """Text that Markdown and HTML leave as it is, and that mentions and refers to nobody."""
    text = one_line(text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_{}\[\]()#+!|~$-])", r"\\\1", text)
    return re.sub(r"@(?=\w)|(?<=http)(?=s?:)|(?<=www)(?=\.)", lambda m: m.group() + "\u2060", text)


def _code(text: str) -> str:
    return one_line(text).replace("`", "'").replace("|", "\\|").replace("\n", " ")
