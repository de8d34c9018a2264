"""What a store says, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citecheck.audit.views.diff_and_query import Difference, FailingCitation
from citecheck.audit.views.statistics import label_of
from citecheck.reports.printable import count_of, one_line, shorten

_QUOTED = 120


def difference_lines(found: Difference) -> Iterator[str]:
    """The difference of two runs: first what happened to articles, then what fails."""
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
        yield (f"  {one_line(one.article)}:{one.line}: {label_of(one.what)}: “{shorten(one.quote, _QUOTED)}”")
