"""The overview of a store, for a terminal and as one self-contained page."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib.resources import files
from string import Template

from citecheck.audit.store.store import Store
from citecheck.audit.views.article_details import article_details
from citecheck.audit.views.statistics import Overview, label_of
from citecheck.model import Publication
from citecheck.reports.notices import MEANINGS, NOTICE
from citecheck.reports.printable import one_line, shorten

_ORDER = (
    "mismatch", "not_found", "unchecked", "not_in_index", "possible", "ambiguous",
    "outside_pubmed", "unsourced", "verified",
)  # fmt: skip
_MEANINGS = {
    **MEANINGS,
    "not_in_index": "Nothing in the index fits. It holds only a part of PubMed: this counts as not checked.",
}
_ARTICLES_OPENED = 100
_ROWS = 30
_ROWS_OF_TEXT = 15


def render_overview_text(seen: Overview) -> str:
    """The overview in lines."""
    lines = [*_summary(seen), ""]
    for title, rows in _tables(seen):
        if rows:
            lines += [title, *(f"  {n:>9,}  {shorten(name, 110)}" for name, n in rows[:_ROWS_OF_TEXT])]
            if len(rows) > _ROWS_OF_TEXT:
                lines.append(f"  {'…':>9}  and {len(rows) - _ROWS_OF_TEXT:,} more")
            lines.append("")
    return "\n".join([*lines, NOTICE]) + "\n"


def _summary(seen: Overview) -> list[str]:
    unread = f" ({seen.unreadable:,} could not be read)" if seen.unreadable else ""
    number, started, finished = seen.runs[-1]
    end = "not finished" if finished is None else f"finished {_moment(finished)}"
    return [
        one_line(f"{seen.articles:,} articles{unread}, {seen.citations:,} citations"),
        one_line(f"looked up in {seen.source}"),
        f"run {number}, started {_moment(started)}, {end}",
    ]


def _moment(stored: str) -> str:
    return f"{stored[:16].replace('T', ' ')} UTC"


def _tables(seen: Overview) -> Iterable[tuple[str, Sequence[tuple[str, int]]]]:
    yield "Verdicts", [(label_of(name), count) for name, count in seen.verdicts]
    yield "Flags", [(label_of(name), count) for name, count in seen.flags]
    yield "Why articles could not be read", seen.errors
    yield "Articles with most failing citations", [(row[0], row[2]) for row in seen.worst if row[2]]
    if seen.is_partial:
        absent = sorted((row for row in seen.worst if row[3]), key=lambda row: (-row[3], row[0]))
        yield "Articles with most citations that are not in this index", [(row[0], row[3]) for row in absent]
    yield "Journals that no catalogue knows", seen.unknown_journals
    yield (
        "Retracted publications still cited",
        [(f"PMID {pmid}: {_named(found)}", count) for pmid, found, count in seen.retracted],
    )
    yield (
        "Failing citations that stand in several places",
        [(f"{label_of(verdict)}: “{quote}”", count) for quote, verdict, count in seen.repeated],
    )
    yield "Most cited journals", seen.journals


def _named(publication: Publication | None) -> str:
    return one_line(publication.in_short) if publication else "no record of it is kept"


def render_overview_html(store: Store, seen: Overview) -> str:
    """The overview with charts, and what is wrong in the articles with most problems."""
    style = (files("citecheck.reports") / "html" / "style.css").read_text(encoding="utf-8")
    own = (files("citecheck.audit") / "views" / "overview.css").read_text(encoding="utf-8")
    page = (files("citecheck.audit") / "views" / "overview.html").read_text(encoding="utf-8")
    tables = {
        title: _bars(rows) for title, rows in _tables(seen) if rows and not title.startswith("Articles")
    }
    tables |= {"Verdicts": _legend(seen.verdicts), "Flags": _legend(seen.flags) if seen.flags else ""}
    charts = {
        "Verdicts by year of publication": _stacks(seen.years),
        "Verdicts by folder": _stacks(seen.folders),
    }
    first = ("Verdicts", "Flags", "Why articles could not be read")
    worst = "".join(article_details(store, *row) for row in seen.worst[:_ARTICLES_OPENED])
    sections = {
        **{title: tables[title] for title in first if tables.get(title)},
        **{title: body for title, body in charts.items() if body},
        **{title: body for title, body in tables.items() if body and title not in first},
        **({"Articles with most problems": _worst_notes(seen) + worst} if worst else {}),
    }
    titles = list(sections)
    return Template(page).substitute(
        style=style + own,
        summary="".join(f"<p>{_text(line)}</p>" for line in _summary(seen)),
        contents="".join(f'<a href="#s{at}">{_text(title)}</a>' for at, title in enumerate(titles)),
        sections="".join(
            f'<section id="s{at}"><h2>{_text(title)}</h2>{sections[title]}</section>'
            for at, title in enumerate(titles)
        ),
        notice=_text(NOTICE),
    )


def _worst_notes(seen: Overview) -> str:
    shown = min(len(seen.worst), _ARTICLES_OPENED)
    note = f"The {shown:,} articles with most failing citations, and these citations in each."
    if seen.is_partial:
        note += " What is not in the index is counted, but not held against the article."
    return f"<p>{_text(note)}</p>"


def _legend(rows: Sequence[tuple[str, int]]) -> str:
    """Bars in the colours of their verdicts, each with what it means."""
    most = max(count for _, count in rows) if rows else 1
    cells = "".join(
        f'<tr><th scope="row">{_text(label_of(name))}</th><td class="number">{count:,}</td>'
        f"<td>{_bar(count / most, name if name in _ORDER else None)}</td>"
        f"<td>{_text(_MEANINGS.get(name, ''))}</td></tr>"
        for name, count in rows
    )
    return f"<table>{cells}</table>"


def _bars(rows: Sequence[tuple[str, int]]) -> str:
    most = max(count for _, count in rows)
    cells = "".join(
        f'<tr><th scope="row">{_text(shorten(name, 160))}</th><td class="number">{count:,}</td>'
        f"<td>{_bar(count / most)}</td></tr>"
        for name, count in rows[:_ROWS]
    )
    more = f"<p>and {len(rows) - _ROWS:,} more</p>" if len(rows) > _ROWS else ""
    return f"<table>{cells}</table>{more}"


def _bar(share: float, verdict: str | None = None) -> str:
    fill = f' style="fill: var(--{verdict})"' if verdict else ""
    return (
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{100 * share:.1f}" height="8"{fill}/></svg>'
    )


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
        told = ", ".join(f"{counts[v]:,} {label_of(v)}" for v in _ORDER if v in counts)
        lines.append(
            f'<tr><th scope="row">{_text(name)}</th><td class="number">{sum(counts.values()):,}</td>'
            f'<td><svg class="stack" viewBox="0 0 100 8" role="img" preserveAspectRatio="none" '
            f'aria-label="{_text(told)}">{"".join(parts)}</svg></td><td>{_text(told)}</td></tr>'
        )
    return f"<table>{''.join(lines)}</table>" if lines else ""


def _text(text: str) -> str:
    return html.escape(one_line(text), quote=True)
