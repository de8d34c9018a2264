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
from collections.abc import Callable
from importlib.resources import files
from string import Template
from typing import Any

from citecheck.model import (
    Block,
    BlockKind,
    CheckedCitation,
    Citation,
    Document,
    DocumentReport,
    Report,
    ScoredCandidate,
    SourceKind,
)
from citecheck.reports.notices import NOTICE, suppressed_results
from citecheck.reports.printable import one_line, sanitize_text
from citecheck.reports.to_json import match_object

_OTHERS_SHOWN = 3
_EXTRACTED = "extracted"
_ELEMENT = {
    BlockKind.HEADING: "h3",
    BlockKind.PARAGRAPH: "p",
    BlockKind.LIST_ITEM: "li",
    BlockKind.QUOTE: "blockquote",
    BlockKind.TABLE_CELL: "p",
    BlockKind.CAPTION: "p",
    BlockKind.FOOTNOTE: "li",
    BlockKind.DATA: "p",
}


def render_html(report: Report) -> str:
    """The whole report as one page."""
    style, script = _part("style.css"), _part("view.js")
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    objects = [_article(part) for part in report.documents]
    data = [_json_element("about", _about(report, objects))]
    data += [_json_element(f"article-{at}", article) for at, article in enumerate(objects)]
    return Template(_part("page.html")).substitute(
        policy=html.escape(policy, quote=True),
        title="citecheck report",
        notice=html.escape(NOTICE),
        style=style,
        script=script,
        data="\n".join(data),
    )


def _part(name: str) -> str:
    return (files("citecheck.reports") / "html" / name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


def _json_element(name: str, value: object) -> str:
    """JSON that no text inside can end: every < is escaped."""
    text = json.dumps(_clean(value), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>'


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return sanitize_text(value)
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list | tuple) else value


def _about(report: Report, articles: list[dict[str, Any]]) -> dict[str, Any]:
    totals: Counter[str] = Counter()
    rows = []
    for article in articles:
        counts = Counter(citation["verdict"] for citation in article["citations"])
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
    summary = f"{len(rows)} articles, {totals.total()} citations{where}{'; ' if quiet else ''}{quiet}"
    # What relaxes the gate leads nobody to believe that everything was weighed.
    summary += "".join(f"; {one.kind.value}: {one.sentence}" for one in report.relaxations)
    return {"summary": one_line(summary), "totals": totals, "articles": rows}


def _article(part: DocumentReport) -> dict[str, Any]:
    document = part.document
    text, blocks = _blocks(document)
    return {
        "path": one_line(document.path),
        "title": one_line(document.title) if document.title else None,
        "date": document.date.isoformat() if document.date else None,
        "error": one_line(document.error) if document.error else None,
        "text": text,
        "blocks": blocks,
        "citations": _citations(text, part.citations),
    }


def _blocks(document: Document) -> tuple[str, list[tuple[int, int, str, str | None]]]:
    """The printable text, and each block of it as (start, end, HTML element, label of a list's item)."""
    parts: list[str] = []
    rows: list[tuple[int, int, str, str | None]] = []
    length, at, level = 0, 0, 2
    for block in (*document.blocks, Block(BlockKind.PARAGRAPH, len(document.text), len(document.text))):
        for start, end, kind in (
            (at, block.start, BlockKind.PARAGRAPH),
            (block.start, block.end, block.kind),
        ):
            piece = sanitize_text(document.text[start:end])
            element = _ELEMENT[kind]
            if kind is BlockKind.HEADING:
                # A heading is at most one level below the one before it, under the article's own (2).
                stated = int(block.label) + 1 if block.label and block.label.isdecimal() else 3
                level = min(stated, level + 1, 6)
                element = f"h{max(3, level)}"
            if piece.strip():
                label = block.label if kind in (BlockKind.LIST_ITEM, BlockKind.FOOTNOTE) else None
                rows.append((length, length + len(piece), element, label and one_line(label)))
            parts.append(piece)
            length += len(piece)
        at = block.end
    text = "".join(parts)
    units = _utf16(text)
    return text, [(units(start), units(end), *rest) for start, end, *rest in rows]  # type: ignore[misc]


def _utf16(text: str) -> Callable[[int], int]:
    """From an offset in characters to one in the units that JavaScript counts."""
    wide = (
        [at for at, character in enumerate(text) if character > "\uffff"]
        if text and max(text) > "\uffff"
        else []
    )
    return lambda offset: offset + bisect_left(wide, offset)


def _citations(text: str, citations: tuple[CheckedCitation, ...]) -> list[dict[str, Any]]:
    """Each citation with the place of its quote in the text; quotes come in reading order."""
    shown, at = [], 0
    units = _utf16(text)
    for checked in citations:
        quote = sanitize_text(checked.citation.quote)
        start = text.find(quote, at)
        if start < 0:
            start = text.find(quote)
        at = max(at, start)
        found = (units(start), units(start + len(quote))) if start >= 0 else (None, None)
        place = {"start": found[0], "end": found[1]}
        shown.append(place | _citation(checked))
    return shown


def _citation(checked: CheckedCitation) -> dict[str, Any]:
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
        "claimed": _claimed(citation),
        "severity": finding.severity.value if finding else None,
        "quiet": quiet,
        "verdict": judgement.verdict.value if judgement else _EXTRACTED,
        "flags": [],
        "reasons": [],
        "match": None,
        "others": [],
        "searches": [],
    }
    if judgement:
        others = [match for match in judgement.candidates if match is not judgement.match]
        row |= {
            "flags": [flag.value for flag in judgement.flags],
            "reasons": [sanitize_text(remark) for remark in judgement.remarks],
            "match": _match(judgement.match) if judgement.match else None,
            "others": [_match(match) for match in others[:_OTHERS_SHOWN]],
            "searches": [
                (lookup.text, f"{lookup.hits:,} hits" if lookup.answered else f"no answer: {lookup.error}")
                for lookup in judgement.searches
            ],
        }
    return row


def _match(match: ScoredCandidate) -> dict[str, Any]:
    shown = match_object(match)
    names = ("pmid", "title", "journal", "year", "doi", "url", "score", "prior")
    stated = [row for row in shown["comparisons"] if row["claimed"] is not None or row["bits"]]
    return {name: shown[name] for name in names} | {"authors": shown["authors"][:2], "comparisons": stated}


def _claimed(citation: Citation) -> list[tuple[str, str]]:
    claimed = citation.claimed
    journal = claimed.journal
    named = None
    if journal:
        known = journal.journal.title if journal.journal else "not in the catalogue"
        named = f"{journal.text} ({known})"
    pairs = [
        ("journal", named),
        ("year", claimed.year),
        ("authors", ", ".join(person.text for person in claimed.authors)),
        ("institutions", ", ".join(claimed.institutions)),
        ("title", claimed.title),
        ("volume", claimed.volume),
        ("pages", claimed.pages),
        ("design", claimed.design.value.replace("_", " ") if claimed.design else None),
        ("people studied", claimed.sample_size),
        ("finding", claimed.finding),
        ("concepts", ", ".join(concept.text for concept in claimed.concepts)),
        ("PMID", claimed.pmid),
        ("DOI", claimed.doi),
        ("PMCID", claimed.pmcid),
    ]
    return [(name, sanitize_text(str(value))) for name, value in pairs if value]
