"""The pages: the start page, and the report's own page with what a server adds to it."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from citecheck.corrections.source_files import CorrectedFile, unified_diff
from citecheck.documents.formats import KNOWN_SUFFIXES
from citecheck.gate.decisions import decision_row
from citecheck.model import Lookup, Report, ScoredCandidate, SourceInfo
from citecheck.reports.printable import count_of, one_line, sanitize_text
from citecheck.reports.to_html import (
    ServedParts,
    candidate_data,
    content_policy,
    page_data,
    page_part,
    render_page,
)
from citecheck.web.check import Check, Snapshot
from citecheck.web.desk import SourceDesk
from citecheck.web.saving import FORMS, REFERENCE_FORMS

# Beside what the page's own policy says, which a page cannot say itself.
_SERVED_POLICY = "; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the content security policy that it is sent with."""

    text: str
    policy: str


def source_line(info: SourceInfo) -> str:
    """What a source is, how much it holds, and of when."""
    held = count_of(info.records, "record") if info.records is not None else None
    part = None if info.complete else "a part of PubMed"
    name = "live PubMed" if info.records is None else one_line(info.name)
    as_of = f"as of {info.as_of.isoformat()}" if info.as_of else None
    return ", ".join(fact for fact in (name, held, part, as_of) if fact)


def start_page(desk: SourceDesk, checks: tuple[Check, ...]) -> Page:
    """The page on which a check begins.

    Args:
        desk: The source.
        checks: The checks that the server keeps, newest first.
    """
    style, script = page_part("style.css") + _part("serve.css"), _part("start.js")
    policy = content_policy(style, [script], connects=True)
    rows = "".join(
        f'<li><a href="checks/{html.escape(check.key)}/">{html.escape(one_line(check.title))}</a> '
        f"<small>{check.state.value}, begun {check.began.astimezone():%H:%M}</small></li>"
        for check in checks
    )
    text = Template(_part("start.html")).substitute(
        policy=html.escape(policy, quote=True),
        style=style,
        script=script,
        source=html.escape(source_line(desk.info)),
        live="" if desk.is_live else "hidden",
        email="NCBI is told your address." if desk.has_email else "NCBI wants to know who asks.",
        key="A key is in use." if desk.has_key else "Without a key three questions a second are asked.",
        suffixes=",".join(sorted({*KNOWN_SUFFIXES, ".csv"})),
        kinds=", ".join(sorted(KNOWN_SUFFIXES)),
        checks=rows,
        checks_hidden="" if rows else "hidden",
    )
    return Page(text, policy + _SERVED_POLICY)


def check_page(check: Check, desk: SourceDesk) -> Page:
    """The page of one check, with what is known of it now."""
    saves = (f'<a href="save/{name}" download>{html.escape(form.label)}</a>' for name, form in FORMS.items())
    styles = (f'<option value="{name}">{html.escape(name)}</option>' for name in REFERENCE_FORMS)
    toolbar = Template(_part("toolbar.html")).substitute(
        source=html.escape(source_line(desk.info)), saves="".join(saves), styles="".join(styles)
    )
    served = ServedParts(toolbar, _part("serve.css"), _part("live.js"))
    text, policy = render_page(shown(check.snapshot()), served)
    return Page(text, policy + _SERVED_POLICY)


def shown(snapshot: Snapshot) -> Report:
    """The report of a snapshot; the gate has no word to say before all is known."""
    return snapshot.report if snapshot.state.is_over else replace(snapshot.report, gate=None)


def search_results(lookup: Lookup, found: Sequence[ScoredCandidate]) -> dict[str, Any]:
    """What the page shows of a search by hand.

    Args:
        lookup: What the source answered.
        found: The publications that it named, the best first.
    """
    return {
        "query": one_line(lookup.text),
        "hits": lookup.hits,
        "error": one_line(lookup.error) if lookup.error else None,
        "found": [candidate_data(one) for one in found],
    }


def corrections_data(file: CorrectedFile | None) -> dict[str, Any]:
    """What the page shows of the certain corrections of an article.

    Args:
        file: The article before and after; None where it can't be corrected.
    """
    if file is None:
        said = "Only text, Markdown and HTML can be corrected."
    elif not file.made:
        said = "Nothing in this article can be corrected for certain."
    else:
        said = (
            f"{count_of(len(file.made), 'correction')}, each of a publication that is identified without it."
        )
    diff = "".join(sanitize_text(line) for line in unified_diff(file)) if file else ""
    return {"made": len(file.made) if file else 0, "said": said, "diff": diff}


class News:
    """What was sent to one page of a check; it is not sent again."""

    def __init__(self) -> None:
        self._sent: dict[int, str] = {}

    def of(self, snapshot: Snapshot) -> str:
        """The JSON of what is new in a snapshot, on one line."""
        report = shown(snapshot)
        about, articles = page_data(report)
        written = {at: json.dumps(article, ensure_ascii=False) for at, article in enumerate(articles)}
        new: dict[str, Any] = {
            str(at): articles[at] for at, text in written.items() if self._sent.get(at) != text
        }
        self._sent = written
        citations = list(report.citations)
        news = {
            "state": snapshot.state.value,
            "message": one_line(snapshot.message),
            "over": snapshot.state.is_over,
            "citations": len(citations),
            "judged": sum(1 for one in citations if one.judgement),
            "about": about,
            "decisions": [decision_row(one) for one in report.decisions],
            "articles": new,
        }
        return json.dumps(news, ensure_ascii=False)


@cache
def _part(name: str) -> str:
    return (files("citecheck.web") / "page" / name).read_text(encoding="utf-8")
