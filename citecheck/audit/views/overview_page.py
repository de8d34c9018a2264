"""The overview of a store as one self-contained HTML page: the articles to fix, then figures."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from importlib.resources import files
from string import Template

from citecheck.audit.store.store import Store
from citecheck.audit.views.article_details import article_details
from citecheck.audit.views.diff_and_query import Difference, FailingCitation, compare_runs
from citecheck.audit.views.folders import Group
from citecheck.audit.views.overview_text import (
    estimate_name,
    named,
    percent,
    plain,
    summary,
)
from citecheck.audit.views.statistics import Overview
from citecheck.reports.notices import MEANINGS, NOTICE, label
from citecheck.reports.printable import count_of, one_line, shorten

_ORDER = (
    "mismatch", "not_found", "unchecked", "not_in_index", "possible", "ambiguous",
    "outside_pubmed", "unsourced", "verified",
)  # fmt: skip
_MEANINGS = {
    **MEANINGS,
    "not_in_index": "Nothing in the index fits. It holds only a part of PubMed: this counts as not checked.",
}
_ARTICLES = 100
# The number of articles that are open at first, so that they are read and printed without a click.
_OPEN = 10
_ROWS = 30
# The largest count from which on a table has bars: between ones and twos they show nothing.
_LEAST_FOR_BARS = 5


def render_overview_html(store: Store, seen: Overview, since: int | None = None) -> str:
    """Render the overview: the articles to fix, the differences since a run, then figures.

    Args:
        store: The store.
        seen: Its figures.
        since: The run with which the last finished run is compared; None for the previous finished run.
    """
    style = (files("citecheck.reports") / "html" / "style.css").read_text(encoding="utf-8")
    own = (files("citecheck.audit") / "views" / "overview.css").read_text(encoding="utf-8")
    page = (files("citecheck.audit") / "views" / "overview.html").read_text(encoding="utf-8")
    sections = [(title, body) for title, body in _sections(store, seen, since) if body]
    first, *rest = summary(seen)
    return Template(page).substitute(
        style=style + own,
        headline=_text(first),
        summary="".join(f"<p>{_text(line)}</p>" for line in rest),
        contents="".join(f'<a href="#s{at}">{_text(title)}</a>' for at, (title, _) in enumerate(sections)),
        sections="".join(
            f'<section id="s{at}"><h2>{_text(title)}</h2>{body}</section>'
            for at, (title, body) in enumerate(sections)
        ),
        notice=_text(NOTICE),
    )


def _sections(store: Store, seen: Overview, since: int | None) -> Iterator[tuple[str, str]]:
    yield "Articles to fix first", _to_fix(store, seen)
    yield (
        "Retracted publications still cited",
        _table(
            [(f"PMID {pmid}: {named(found)}", n, "") for pmid, found, n in seen.retracted],
            ("Publication", "Citations"),
        ),
    )
    yield _since_title(seen, since), _since(store, seen, since)
    yield "Verdicts", _verdicts(seen)
    yield "Flags", _table([(label(n), c, percent(c, seen.citations)) for n, c in seen.flags], ("Flag",))
    yield (
        "Decided about failing citations",
        _table([(label(n), c, "") for n, c in seen.decisions], ("State",)),
    )
    yield "Reviewed by hand", _estimates(seen)
    yield "Why citations could not be checked", _table(plain(seen.unchecked), ("Reason", "Citations"))
    yield "Why articles could not be read", _table(plain(seen.errors), ("Reason", "Articles"))
    yield "By month of the article", _groups(seen.months, "Month")
    yield "By section", _groups(seen.sections, "Section")
    yield "By author", _groups(seen.authors, "Author")
    yield "By folder", _groups(seen.folders, "Folder")
    yield "By year of publication", _groups(seen.years, "Year")
    yield "Journals that no catalogue knows", _table(plain(seen.unknown_journals), ("Journal", "Citations"))
    yield (
        "Failing citations that stand in several places",
        _table(
            [(f"{label(verdict)}: “{quote}”", n, "") for quote, verdict, n in seen.repeated],
            ("Citation", "Places"),
        ),
    )
    yield "Not in this index", _absent(seen)
    yield "Most cited journals", _table(plain(seen.journals), ("Journal", "Citations"))


def _to_fix(store: Store, seen: Overview) -> str:
    """Articles with failing citations, first those that cite retracted publications; the first ones open."""
    failing = [one for one in seen.worst if one.failing]
    if not failing:
        return "<p>No citation fails.</p>"
    shown = "".join(
        article_details(store, one, is_open=at < _OPEN) for at, one in enumerate(failing[:_ARTICLES])
    )
    more = f"<p>and {len(failing) - _ARTICLES:,} more</p>" if len(failing) > _ARTICLES else ""
    return f"{shown}{more}"


def _absent(seen: Overview) -> str:
    """Citations that are not in the index, folded: no article fails because of them."""
    rows = sorted((one for one in seen.worst if one.absent), key=lambda one: (-one.absent, one.article))
    if not rows:
        return ""
    table = _table([(one.article, one.absent, "") for one in rows], ("Article", "Citations"))
    counted = f"{count_of(seen.absent, 'citation')} not in this index, which holds only a part of PubMed"
    return f"<details><summary>{counted}</summary>{table}</details>"


def _since_title(seen: Overview, since: int | None) -> str:
    began = {number: started for number, started, _ in seen.runs}
    return "Since the previous run" if since is None else f"Since run {since}, {began.get(since, '')[:10]}"


def _since(store: Store, seen: Overview, since: int | None) -> str:
    """The differences between a run and the last finished one."""
    finished = [number for number, _, end in seen.runs if end]
    if since is None and len(finished) < 2:
        return ""
    found = compare_runs(store, finished[-2] if since is None else since, finished[-1])
    articles = found.articles
    lines = [
        (f"{count_of(len(names), 'article')} {kind}", names)
        for kind, names in (
            ("new", articles.new),
            ("changed", articles.changed),
            ("renamed", tuple(f"{before} → {after}" for before, after in articles.renamed)),
            ("gone", articles.gone),
            ("back", articles.back),
        )
        if names
    ]
    lines += [
        (f"{count_of(len(rows), 'failing citation')} {kind}", _lines(rows)) for kind, rows in _kinds(found)
    ]
    folded = "".join(_folded(title, names) for title, names in lines)
    return f"{folded}<p>{found.open:,} still open</p>"


def _kinds(found: Difference) -> Iterator[tuple[str, Sequence[FailingCitation]]]:
    yield "new", found.new
    yield "fixed", found.fixed
    yield "gone with their articles", found.gone


def _lines(rows: Sequence[FailingCitation]) -> tuple[str, ...]:
    return tuple(f"{one.article}:{one.line}: {label(one.what)}: “{shorten(one.quote, 160)}”" for one in rows)


def _folded(title: str, names: Sequence[str]) -> str:
    if not names:
        return f'<p class="closed">{_text(title)}</p>'
    items = "".join(f"<li>{_text(name)}</li>" for name in names[:_ARTICLES])
    more = f"<li>and {len(names) - _ARTICLES:,} more</li>" if len(names) > _ARTICLES else ""
    return f"<details><summary>{_text(title)}</summary><ul>{items}{more}</ul></details>"


def _verdicts(seen: Overview) -> str:
    """A table of the verdicts: count, share, a bar in the verdict's colour, and the meaning."""
    most = max((count for _, count in seen.verdicts), default=1)
    cells = "".join(
        f'<tr><th scope="row">{_text(label(name))}</th><td class="number">{count:,}</td>'
        f'<td class="number">{percent(count, seen.citations)}</td>'
        f'<td class="wide">{_bar(count / most, name)}</td>'
        f'<td class="wide">{_text(_MEANINGS.get(name, ""))}</td></tr>'
        for name, count in seen.verdicts
    )
    return f"<table>{_head(('Verdict', 'Citations', 'Share', '', 'Meaning'))}<tbody>{cells}</tbody></table>"


def _estimates(seen: Overview) -> str:
    cells = "".join(
        f'<tr><th scope="row">{_text(estimate_name(one))}</th><td class="number">{100 * one.share:.1f} %</td>'
        f'<td class="number">{100 * one.low:.1f} to {100 * one.high:.1f} %</td>'
        f'<td class="number">{one.reviewed:,}</td></tr>'
        for one in seen.estimates
    )
    head = _head(("Of all citations", "Estimate", "95 % interval", "Reviewed"))
    return f"<table>{head}<tbody>{cells}</tbody></table>" if cells else ""


def _table(rows: Sequence[tuple[str, int, str]], head: Sequence[str]) -> str:
    """A table of names and counts, with bars where the counts are large enough to compare."""
    if not rows:
        return ""
    most = max(count for _, count, _ in rows)
    has_bars = most >= _LEAST_FOR_BARS and len(rows) > 1
    cells = "".join(
        f'<tr><th scope="row">{_text(shorten(name, 200))}</th><td class="number">{count:,}</td>'
        + (f'<td class="number">{share}</td>' if share else "")
        + (f'<td class="wide">{_bar(count / most)}</td>' if has_bars else "")
        + "</tr>"
        for name, count, share in rows[:_ROWS]
    )
    more = f"<p>and {len(rows) - _ROWS:,} more</p>" if len(rows) > _ROWS else ""
    named_columns = (head[0], head[1] if len(head) > 1 else "Citations", *(("Share",) if rows[0][2] else ()))
    return (
        f"<table>{_head((*named_columns, *(('',) if has_bars else ())))}<tbody>{cells}</tbody></table>{more}"
    )


def _head(names: Sequence[str]) -> str:
    cells = "".join(f'<th scope="col">{_text(name)}</th>' if name else "<td></td>" for name in names)
    return f"<thead><tr>{cells}</tr></thead>"


def _groups(groups: Sequence[Group], what: str) -> str:
    """A row for each group: how many fail, and a bar of its verdicts side by side."""
    if not groups:
        return ""
    most = max(group.citations for group in groups)
    cells = "".join(
        f'<tr><th scope="row">{_text(group.name)}</th><td class="number">{group.citations:,}</td>'
        f'<td class="number">{group.failing:,}</td>'
        f'<td class="number">{percent(group.failing, group.citations)}</td>'
        f'<td class="wide">{_stack(group, most)}</td></tr>'
        for group in groups
    )
    return f"<table>{_head((what, 'Citations', 'Failing', 'Share', ''))}<tbody>{cells}</tbody></table>"


def _stack(group: Group, most: int) -> str:
    counts = dict(group.verdicts)
    at, parts = 0.0, []
    for verdict in (v for v in _ORDER if v in counts):
        width = 100 * counts[verdict] / most
        parts.append(f'<rect x="{at:.2f}" width="{width:.2f}" height="8" fill="var(--{verdict})"/>')
        at += width
    described = _text(", ".join(f"{counts[v]:,} {label(v)}" for v in _ORDER if v in counts))
    return (
        '<svg class="stack" viewBox="0 0 100 8" role="img" preserveAspectRatio="none"'
        f' aria-label="{described}"><title>{described}</title>'
        f"{''.join(parts)}</svg>"
    )


def _bar(share: float, verdict: str | None = None) -> str:
    fill = f' style="fill: var(--{verdict})"' if verdict in _ORDER else ""
    return (
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{100 * share:.1f}" height="8"{fill}/></svg>'
    )


def _text(text: str) -> str:
    return html.escape(one_line(text), quote=True)
