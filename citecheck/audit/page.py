"""The overview of a store, for a terminal and as one self-contained page."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib.resources import files
from string import Template
from typing import Any

from citecheck.audit.looking import Overview
from citecheck.audit.outcome import unpacked
from citecheck.audit.store import Store
from citecheck.reports.findings import MEANINGS, NOTICE
from citecheck.reports.printable import one_line, shorten

_ORDER = ("mismatch", "not_found", "unchecked", "possible", "ambiguous", "unsourced", "verified")
_ARTICLES_OPENED = 200
_CITATIONS_OPENED = 40


def as_text(seen: Overview) -> str:
    """The overview in lines."""
    lines = [_summary(seen), ""]
    for title, rows in _tables(seen):
        if rows:
            lines += [title, *(f"  {count:>9,}  {shorten(name, 110)}" for name, count in rows[:15]), ""]
    return "\n".join([*lines, NOTICE]) + "\n"


def _summary(seen: Overview) -> str:
    unread = f" ({seen.unreadable:,} could not be read)" if seen.unreadable else ""
    return one_line(
        f"{seen.articles:,} articles{unread}, {seen.citations:,} citations, looked up in {seen.source}"
    )


def _tables(seen: Overview) -> Iterable[tuple[str, Sequence[tuple[str, int]]]]:
    yield "Verdicts", [(name.replace("_", " "), count) for name, count in seen.verdicts]
    yield "Flags", [(name.replace("_", " "), count) for name, count in seen.flags]
    yield "Articles with most problems", [(article, failing) for article, failing, _ in seen.worst]
    yield "Journals that no catalogue knows", seen.unknown_journals
    yield "Retracted publications still cited", [(f"PMID {pmid}", count) for pmid, _, count in seen.retracted]
    yield (
        "Failing citations that stand in several places",
        [(f"{verdict.replace('_', ' ')}: “{quote}”", count) for quote, verdict, count in seen.repeated],
    )
    yield "Most cited journals", seen.journals


def as_html(store: Store, seen: Overview) -> str:
    """The overview with charts, and the failing citations of the articles with most problems."""
    style = (files("citecheck.reports") / "html" / "style.css").read_text(encoding="utf-8")
    own = (files("citecheck.audit") / "overview.css").read_text(encoding="utf-8")
    page = (files("citecheck.audit") / "overview.html").read_text(encoding="utf-8")
    years = [(str(year), verdict, count) for year, verdict, count in seen.years]
    bars = "".join(
        _section(title, _bars([(name, count) for name, count in rows]))
        for title, rows in _tables(seen)
        if rows and title != "Articles with most problems"
    )
    return Template(page).substitute(
        style=style + own,
        summary=_text(_summary(seen)),
        charts=_section("Verdicts by year of publication", _stacks(years))
        + _section("Verdicts by folder", _stacks(list(seen.sections)))
        + bars,
        articles="".join(_article(store, *row) for row in seen.worst[:_ARTICLES_OPENED]),
        notice=_text(NOTICE),
    )


def _section(title: str, body: str) -> str:
    return f"<section><h2>{_text(title)}</h2>{body}</section>"


def _bars(rows: Sequence[tuple[str, int]]) -> str:
    most = max((count for _, count in rows), default=1) or 1
    cells = "".join(
        f'<tr><th scope="row">{_text(shorten(name, 140))}</th><td class="bits">{count:,}</td>'
        f'<td><svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{100 * count / most:.1f}" height="8"/></svg></td></tr>'
        for name, count in rows[:30]
    )
    return f"<table>{cells}</table>"


def _stacks(rows: Sequence[tuple[str, str, int]]) -> str:
    """A bar for each name, its verdicts side by side."""
    grouped: dict[str, dict[str, int]] = defaultdict(dict)
    for name, verdict, count in rows:
        grouped[name][verdict] = count
    most = max((sum(counts.values()) for counts in grouped.values()), default=1)
    lines = []
    for name, counts in grouped.items():
        at = 0.0
        parts = []
        for verdict in (v for v in _ORDER if v in counts):
            width = 100 * counts[verdict] / most
            parts.append(f'<rect x="{at:.2f}" width="{width:.2f}" height="8" fill="var(--{verdict})"/>')
            at += width
        said = ", ".join(f"{counts[v]:,} {v.replace('_', ' ')}" for v in _ORDER if v in counts)
        lines.append(
            f'<tr><th scope="row">{_text(name)}</th><td><svg class="stack" viewBox="0 0 100 8" role="img" '
            f'preserveAspectRatio="none" aria-label="{_text(said)}">{"".join(parts)}</svg></td>'
            f"<td>{_text(said)}</td></tr>"
        )
    return f"<table>{''.join(lines)}</table>"


def _article(store: Store, article: str, failing: int, citations: int) -> str:
    rows = store.rows(
        "SELECT detail FROM failing WHERE article = ? ORDER BY line, cid LIMIT ?",
        (article, _CITATIONS_OPENED),
    )
    found = "".join(_citation(unpacked(detail)) for (detail,) in rows)
    return f"<details><summary>{_text(article)}: {failing:,} of {citations:,}</summary>{found}</details>"


def _citation(shown: dict[str, Any]) -> str:
    verdict = shown["verdict"]
    flags = " · ".join(flag.replace("_", " ") for flag in shown["flags"])
    reasons = "".join(f"<p>{_text(reason)}</p>" for reason in shown["reasons"])
    match = shown["match"]
    link = ""
    if match:
        named = f"{match['title']} {match['journal'] or ''} {match['year'] or ''}"
        address, pmid = _text(match["url"]), _text(match["pmid"])
        link = f'<p>{_text(named)} <a rel="noreferrer noopener" href="{address}">PubMed {pmid}</a></p>'
    return (
        f'<div class="entry"><p><span class="badge {verdict}" title="{_text(MEANINGS[verdict])}">'
        f"{_text(verdict.replace('_', ' '))}</span> {_text(flags)} line {shown['span']['line']}</p>"
        f"<blockquote>{_text(shorten(shown['quote'], 500))}</blockquote>{reasons}{link}</div>"
    )


def _text(text: str) -> str:
    return html.escape(one_line(text), quote=True)
