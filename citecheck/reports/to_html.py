"""One self-contained HTML file: the articles with their citations marked, and all evidence beside them.

The page asks nothing of any network: its content security policy allows its own style and script
and nothing else. What articles and records say is carried as JSON in inert script elements and
shown as text only. Each article has an element of its own that is parsed when it is looked at, so
that a report of hundreds of articles opens at once.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import takewhile
from string import Template
from typing import Any, cast

from citecheck.gate import identity_of
from citecheck.gate.decisions import decision_row
from citecheck.model import (
    BlockKind,
    CheckedCitation,
    Citation,
    Document,
    DocumentReport,
    Flag,
    Judgement,
    Report,
    ScoredCandidate,
    Severity,
    SourceKind,
    Suggestion,
)
from citecheck.reports.notices import (
    NOTICE,
    flag_names,
    retraction,
    suggested_from,
    suppressed_results,
    verdict_name,
)
from citecheck.reports.printable import count_of, one_line, sanitize_text, shorten
from citecheck.reports.printed_article import PrintedBlock, printed_text, quote_places
from citecheck.reports.stated_fields import stated_fields
from citecheck.reports.to_json import match_object

_OTHERS_SHOWN = 3
_FEWEST_PATHS = 2
_WEIGHT = {severity.value: at for at, severity in enumerate(Severity)}
_LOOKED_AT = (Severity.ERROR.value, Severity.UNCHECKED.value, Severity.WARNING.value)
_EXTRACTED = "extracted"
_ELEMENT = {
    BlockKind.PARAGRAPH: "p",
    BlockKind.LIST_ITEM: "li",
    BlockKind.QUOTE: "blockquote",
    BlockKind.TABLE_CELL: "p",
    BlockKind.CAPTION: "p",
    BlockKind.FOOTNOTE: "li",
    BlockKind.DATA: "p",
}


@dataclass(frozen=True, slots=True)
class ServedParts:
    """What a page that a server sends has beside the report.

    Attributes:
        toolbar: Trusted HTML, shown at the top.
        style: Further rules of style.
        script: A script that runs after the report's own.
    """

    toolbar: str
    style: str
    script: str


def render_html(report: Report) -> str:
    """The whole report as one page."""
    page, _ = render_page(report)
    return page


def render_page(report: Report, served: ServedParts | None = None) -> tuple[str, str]:
    """The whole report as one page, and the content security policy under which it works.

    Args:
        report: The report.
        served: What a served page has beside the report; such a page may connect to its own server.

    Returns:
        The page, which states the policy itself, and the policy.
    """
    style, script = page_part("style.css") + (served.style if served else ""), page_part("view.js")
    scripts = [script, *([served.script] if served else [])]
    policy = content_policy(style, scripts, connects=served is not None)
    about, articles = page_data(report)
    decisions = _clean([decision_row(one) for one in report.decisions])
    data = [_json_element("about", about), _json_element("decisions", decisions)]
    data += [_json_element(f"article-{at}", article) for at, article in enumerate(articles)]
    page = Template(page_part("page.html")).substitute(
        policy=html.escape(policy, quote=True),
        title="citecheck report",
        notice=html.escape(NOTICE),
        style=style,
        script=script,
        toolbar=served.toolbar if served else "",
        served=f"<script data-served>{served.script}</script>" if served else "",
        data="\n".join(data),
    )
    return page, policy


def content_policy(style: str, scripts: Iterable[str], *, connects: bool = False) -> str:
    """A content security policy that allows a page its own style and scripts and nothing else.

    Args:
        style: The text of its style element.
        scripts: The texts of its script elements.
        connects: Whether its scripts may ask the server that it came from.
    """
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    own_server = "connect-src 'self'; " if connects else ""
    return (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; script-src {hashes}; "
        f"{own_server}base-uri 'none'; form-action 'none'"
    )


def page_data(report: Report) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the page's script shows: facts on the whole report, and an object for each article."""
    prefix = _common_folder([one_line(part.document.path) for part in report.documents])
    articles: list[dict[str, Any]] = [_clean(_article(part, prefix)) for part in report.documents]
    return _clean(_about(report, articles, prefix)), articles


def page_part(name: str) -> str:
    """A file that the page is made of."""
    return (files("citecheck.reports") / "html" / name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


def _json_element(name: str, value: object) -> str:
    """JSON that no text inside can end: every < is escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>'


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return sanitize_text(value)
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list | tuple) else value


def _common_folder(paths: Sequence[str]) -> str:
    """The folders that all paths begin with, up to a slash; "" where one is an address or alone."""
    if len(paths) < _FEWEST_PATHS or any("://" in path for path in paths):
        return ""
    folders = zip(*(path.split("/")[:-1] for path in paths), strict=False)
    shared = takewhile(lambda names: len(set(names)) == 1, folders)
    return "".join(f"{names[0]}/" for names in shared)


def _about(report: Report, articles: list[dict[str, Any]], prefix: str) -> dict[str, Any]:
    totals: Counter[str] = Counter()
    rows = []
    for article in articles:
        counts = Counter(citation["verdict"] for citation in article["citations"])
        if retracted := sum(1 for citation in article["citations"] if citation["retracted"]):
            counts["retracted"] = retracted
        totals += counts
        rows.append(
            {"path": article["path"], "title": article["title"], "error": article["error"], "counts": counts}
        )
    source = report.source
    where = ""
    if source:
        held = f" ({source.records or 0:,} records{'' if source.complete else ', a part of PubMed'})"
        where = f", looked up in {source.name}{'' if source.kind is SourceKind.PUBMED else held}"
    quiet = suppressed_results(report)
    citations = sum(len(article["citations"]) for article in articles)
    held = f"{count_of(len(rows), 'article')}, {count_of(citations, 'citation')}"
    # What relaxes the gate leads nobody to believe that everything was weighed.
    relaxed = "".join(f"; {one.kind.value}: {one.sentence}" for one in report.relaxations)
    gate = report.gate
    return {
        "summary": one_line(f"{held}{where}{'; ' if quiet else ''}{quiet}{relaxed}"),
        "line": one_line(gate.line) if gate else "",
        "result": gate.exit_code.name.lower() if gate else "",
        "prefix": prefix,
        "totals": totals,
        "articles": rows,
        "problems": _problems(articles, prefix),
    }


def _problems(articles: list[dict[str, Any]], prefix: str) -> list[dict[str, Any]]:
    """Each finding of each article that a person should look at, once, worst first."""
    found = [
        {
            "article": at,
            "name": prefix + article["path"],
            **{key: citation[key] for key in ("id", "line", "verdict", "finding", "retracted")},
            "quote": shorten(citation["quote"], 140),
            "weight": (_WEIGHT[citation["severity"]], not citation["retracted"], at, citation["line"]),
        }
        for at, article in enumerate(articles)
        for citation in article["citations"]
        if citation["severity"] in _LOOKED_AT and not citation["quiet"] and not citation["reported_at"]
    ]
    found.sort(key=lambda row: row["weight"])
    return [{key: value for key, value in row.items() if key != "weight"} for row in found]


def _article(part: DocumentReport, prefix: str) -> dict[str, Any]:
    document = part.document
    text, blocks = printed_text(document)
    return {
        "path": one_line(document.path).removeprefix(prefix),
        "title": one_line(document.title) if document.title else None,
        "date": document.date.isoformat() if document.date else None,
        "error": one_line(document.error) if document.error else None,
        "text": text,
        "blocks": _blocks(text, blocks),
        "citations": _citations(document, text, part.citations),
    }


def _blocks(text: str, blocks: Iterable[PrintedBlock]) -> list[tuple[int, int, str, str | None]]:
    """Each block as (start, end, HTML element, label of a list's item)."""
    units = _utf16(text)
    return [
        (units(one.start), units(one.end), f"h{one.level}" if one.level else _ELEMENT[one.kind], one.label)
        for one in blocks
    ]


def _utf16(text: str) -> Callable[[int], int]:
    """From an offset in characters to one in the units that JavaScript counts."""
    wide = (
        [at for at, character in enumerate(text) if character > "\uffff"]
        if text and max(text) > "\uffff"
        else []
    )
    return lambda offset: offset + bisect_left(wide, offset)


def _citations(document: Document, text: str, citations: tuple[CheckedCitation, ...]) -> list[dict[str, Any]]:
    """Each citation with the place of its quote in the text; quotes come in reading order."""
    units = _utf16(text)
    places = quote_places(text, (checked.citation for checked in citations))
    return [
        {"start": units(place[0]) if place else None, "end": units(place[1]) if place else None}
        | _citation(document, checked)
        for checked, place in zip(citations, places, strict=True)
    ]


def _citation(document: Document, checked: CheckedCitation) -> dict[str, Any]:
    citation, judgement, finding = checked.citation, checked.judgement, checked.finding
    ties = [
        f"{name} {target}"
        for name, target in (("refers to", citation.refers_to), ("same as", citation.same_as))
        if target
    ]
    quiet = None
    if finding and finding.quiet:
        quiet = (
            f"suppressed: {finding.suppressed}" if finding.suppressed is not None else "known to the baseline"
        )
    row: dict[str, Any] = {
        "id": citation.id,
        "kind": citation.kind.value,
        "line": citation.span.line,
        "quote": sanitize_text(citation.quote),
        "ties": ", ".join(ties),
        "claimed": [(name, sanitize_text(value)) for name, value in stated_fields(citation.claimed)],
        "severity": finding.severity.value if finding else None,
        "quiet": quiet,
        "verdict": verdict_name(judgement) if judgement else _EXTRACTED,
        "retracted": None,
        "finding": None,
        "reported_at": finding.reported_at if finding else None,
        "suggestions": [],
        "passage": None,
        "flags": [],
        "reasons": [],
        "match": None,
        "pinned": candidate_data(checked.pinned) if checked.pinned else None,
        "others": [],
        "searches": [],
    }
    return row | (_judged(document, checked, judgement) if judgement else {})


def _judged(document: Document, checked: CheckedCitation, judgement: Judgement) -> dict[str, Any]:
    """What the judgement adds to a citation's row."""
    others = [match for match in judgement.candidates if match is not judgement.match]
    return {
        "flags": [name for name in flag_names(judgement) if name != Flag.RETRACTED],
        "retracted": retraction(judgement) if Flag.RETRACTED in judgement.flags else None,
        "finding": identity_of(document.path, checked).fingerprint,
        "suggestions": [_suggestion(document, checked.citation, one) for one in judgement.suggestions],
        "passage": sanitize_text(judgement.passage.text) if judgement.passage else None,
        "reasons": [sanitize_text(remark) for remark in judgement.remarks],
        "match": candidate_data(judgement.match) if judgement.match else None,
        "others": [candidate_data(match) for match in others[:_OTHERS_SHOWN]],
        "searches": [
            (lookup.text, f"{lookup.hits:,} hits" if lookup.answered else f"no answer: {lookup.error}")
            for lookup in judgement.searches
        ],
    }


def _suggestion(document: Document, citation: Citation, suggestion: Suggestion) -> dict[str, str]:
    """What to write instead of what, as far as the article's text shows it."""
    before = suggested_from(document, citation, suggestion)
    return {
        "field": suggestion.field,
        "before": sanitize_text(before),
        "after": sanitize_text(suggestion.replacement),
        "why": sanitize_text(suggestion.why),
    }


def candidate_data(match: ScoredCandidate) -> dict[str, Any]:
    """What the page shows of a publication that was compared with a citation."""
    shown = match_object(match)
    names = ("pmid", "title", "journal", "year", "doi", "url", "score", "prior")
    stated = [row for row in shown["comparisons"] if row["claimed"] is not None or row["bits"]]
    said = {name: shown[name] for name in names}
    return cast("dict[str, Any]", _clean(said | {"authors": shown["authors"][:2], "comparisons": stated}))
