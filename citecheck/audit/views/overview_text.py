"""The overview of a store and the difference of two runs, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from citecheck.audit.views.diff_and_query import Difference, FailingCitation
from citecheck.audit.views.folders import Group
from citecheck.audit.views.review_estimate import Estimate
from citecheck.audit.views.statistics import Overview
from citecheck.model import Publication
from citecheck.reports.notices import NOTICE, label
from citecheck.reports.printable import count_of, one_line, shorten

_QUOTED = 120
_ROWS = 15


def render_overview_text(seen: Overview) -> str:
    """Render the overview as text."""
    lines = [*summary(seen), ""]
    for title, rows in text_tables(seen):
        if rows:
            lines += [
                title,
                *(f"  {n:>9,}{share:>8}  {shorten(name, 110)}" for name, n, share in rows[:_ROWS]),
            ]
            if len(rows) > _ROWS:
                lines.append(f"  {'…':>9}  and {len(rows) - _ROWS:,} more")
            lines.append("")
    if seen.estimates:
        lines += ["Reviewed by hand, with 95 % intervals", *estimate_lines(seen.estimates), ""]
    return "\n".join([*lines, NOTICE]) + "\n"


def headline(seen: Overview) -> str:
    """Return one sentence with the main figures: checkable, failing, and retracted."""
    if not seen.checkable and not seen.failing:
        return f"None of {count_of(seen.citations, 'citation')} could be checked."
    of = f"Of {count_of(seen.checkable, 'checkable citation')} {seen.failing:,} fail{_s(seen.failing)}"
    share = f" ({percent(seen.failing, seen.checkable)})" if seen.failing <= seen.checkable else ""
    accepted = f", {seen.accepted:,} of them accepted" if seen.accepted else ""
    retracted = seen.citing_retracted
    return f"{of}{share}{accepted}; {retracted:,} cite{_s(retracted)} retracted publications."


def _s(number: int) -> str:
    return "s" if number == 1 else ""


def percent(part: int, of: int) -> str:
    """Format a share for people: "4.8 %", "<0.1 %".

    Args:
        part: The count of the part.
        of: The count of the whole; 0 gives "0.0 %".
    """
    share = 100 * part / of if of else 0.0
    return "<0.1 %" if 0 < share < 0.05 else f"{share:.1f} %"


def summary(seen: Overview) -> list[str]:
    """Return lines on what was checked, in which source, and when."""
    unread = f" ({seen.unreadable:,} could not be read)" if seen.unreadable else ""
    gone = f", {seen.gone:,} gone" if seen.gone else ""
    number, started, finished = seen.runs[-1]
    end = "not finished" if finished is None else f"finished {_moment(finished)}"
    articles, citations = count_of(seen.articles, "article"), count_of(seen.citations, "citation")
    return [
        headline(seen),
        one_line(f"{articles}{unread}{gone}, {citations}"),
        *(one_line(f"{sign}looked up in {source}") for sign, source in _sources(seen)),
        f"run {number}, started {_moment(started)}, {end}",
    ]


def _sources(seen: Overview) -> Iterator[tuple[str, str]]:
    several = len(seen.sources) > 1
    for source, count in seen.sources:
        yield (f"{count_of(count, 'citation')} " if several else ""), source


def _moment(stored: str) -> str:
    return f"{stored[:16].replace('T', ' ')} UTC"


def text_tables(seen: Overview) -> Iterable[tuple[str, Sequence[tuple[str, int, str]]]]:
    """Iterate over (title, rows); a row is (name, count, share of all citations or "")."""
    yield "Verdicts", [(label(name), n, percent(n, seen.citations)) for name, n in seen.verdicts]
    yield "Flags", [(label(name), n, percent(n, seen.citations)) for name, n in seen.flags]
    yield "Decided about failing citations", [(label(name), n, "") for name, n in seen.decisions]
    yield "Articles to fix first", [(one.article, one.failing, "") for one in seen.worst if one.failing]
    yield (
        "Retracted publications still cited",
        [(f"PMID {pmid}: {named(found)}", count, "") for pmid, found, count in seen.retracted],
    )
    yield "Why citations could not be checked", plain(seen.unchecked)
    yield "Why articles could not be read", plain(seen.errors)
    yield "Failing by month of the article", _failing(seen.months)
    yield "Failing by section", _failing(seen.sections)
    yield "Failing by author", _failing(seen.authors)
    yield "Failing by folder", _failing(seen.folders)
    absent = sorted((one for one in seen.worst if one.absent), key=lambda one: (-one.absent, one.article))
    yield (
        "Articles with most citations that are not in this index",
        [(one.article, one.absent, "") for one in absent],
    )
    yield "Journals that no catalogue knows", plain(seen.unknown_journals)
    yield (
        "Failing citations that stand in several places",
        [(f"{label(verdict)}: “{quote}”", count, "") for quote, verdict, count in seen.repeated],
    )
    yield "Most cited journals", plain(seen.journals)


def _failing(groups: Sequence[Group]) -> list[tuple[str, int, str]]:
    return [(one.name, one.failing, percent(one.failing, one.citations)) for one in groups if one.failing]


def plain(rows: Sequence[tuple[str, int]]) -> list[tuple[str, int, str]]:
    """Add an empty share to rows for which a share would have no meaning."""
    return [(name, count, "") for name, count in rows]


def named(publication: Publication | None) -> str:
    """Name a publication in one line."""
    return one_line(publication.in_short) if publication else "no record of it is kept"


def estimate_lines(found: Sequence[Estimate]) -> Iterator[str]:
    """Iterate over lines on how often verdicts are right, and on the true rates of verdicts."""
    for one in found:
        interval = f"{100 * one.low:.1f} to {100 * one.high:.1f} %"
        yield f"  {estimate_name(one):44} {100 * one.share:5.1f} %  ({interval}; {one.reviewed:,} reviewed)"


def estimate_name(one: Estimate) -> str:
    """Say in words what an estimate is of."""
    if one.name.startswith("truly "):
        return f"citations that are truly {label(one.name.removeprefix('truly '))}"
    return "all these verdicts are right" if one.name == "all" else f"“{label(one.name)}” is right"


def difference_lines(found: Difference) -> Iterator[str]:
    """Iterate over lines on the difference of two runs: first articles, then failing citations."""
    articles = found.articles
    for kind, names in (
        ("new", articles.new),
        ("changed", articles.changed),
        ("renamed", [f"{before} → {after}" for before, after in articles.renamed]),
        ("gone", articles.gone),
        ("back", articles.back),
    ):
        if names:
            yield f"{count_of(len(names), 'article')} {kind}"
            yield from (f"  {one_line(name)}" for name in names)
    yield from _citations("new", found.new)
    yield from _citations("fixed", found.fixed)
    if found.gone:
        yield from _citations("gone with their articles", found.gone)
    yield f"{found.open:,} still open"


def _citations(kind: str, rows: Sequence[FailingCitation]) -> Iterator[str]:
    yield f"{len(rows):,} {kind}"
    for one in rows:
        yield f"  {one_line(one.article)}:{one.line}: {label(one.what)}: “{shorten(one.quote, _QUOTED)}”"
