"""The figures of a store."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.audit.store.store import Store
from citecheck.audit.views.folders import Group, by_folder
from citecheck.audit.views.review_estimate import Estimate, estimates
from citecheck.errors import UsageError
from citecheck.gate.identity import OF_SOURCE
from citecheck.model import Publication

# Verdicts on citations that could be compared with PubMed.
CHECKABLE = ("verified", "ambiguous", "possible", "mismatch", "not_found")


@dataclass(frozen=True, slots=True)
class ArticleProblems:
    """The counts of an article with problems.

    Attributes:
        article: Its name.
        title: Its title, if it has one.
        failing: The failing citations that nobody accepted.
        retracted: The citations of retracted publications among them.
        accepted: The failing citations that somebody accepted.
        absent: The citations whose publication is not in the index.
        citations: All citations.
    """

    article: str
    title: str | None
    failing: int
    retracted: int
    accepted: int
    absent: int
    citations: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of a store: rows of (name, count), largest first. Verdicts are those of the column `shown`.

    `sources` has (source, citations looked up in it); `retracted` has (PMID, publication, citations);
    `repeated` has (quote, verdict, places); `decisions` has (state, failing citations with it); `estimates`
    are estimates of the true verdicts from the citations that people reviewed.
    """

    runs: tuple[tuple[int, str, str | None], ...]
    archives: tuple[str, ...]
    sources: tuple[tuple[str, int], ...]
    articles: int
    gone: int
    unreadable: int
    failing: int
    errors: tuple[tuple[str, int], ...]
    verdicts: tuple[tuple[str, int], ...]
    flags: tuple[tuple[str, int], ...]
    unchecked: tuple[tuple[str, int], ...]
    years: tuple[Group, ...]
    months: tuple[Group, ...]
    folders: tuple[Group, ...]
    sections: tuple[Group, ...]
    authors: tuple[Group, ...]
    journals: tuple[tuple[str, int], ...]
    unknown_journals: tuple[tuple[str, int], ...]
    retracted: tuple[tuple[str, Publication | None, int], ...]
    repeated: tuple[tuple[str, str, int], ...]
    decisions: tuple[tuple[str, int], ...]
    estimates: tuple[Estimate, ...]
    worst: tuple[ArticleProblems, ...]

    @property
    def citations(self) -> int:
        """The number of current citations."""
        return sum(count for _, count in self.verdicts)

    @property
    def checkable(self) -> int:
        """The number of citations that could be compared with PubMed."""
        return sum(count for name, count in self.verdicts if name in CHECKABLE)

    @property
    def absent(self) -> int:
        """The number of citations that are not in the index, which holds only a part of PubMed."""
        return dict(self.verdicts).get("not_in_index", 0)

    @property
    def citing_retracted(self) -> int:
        """The number of citations of retracted publications."""
        return dict(self.flags).get("retracted", 0)

    @property
    def accepted(self) -> int:
        """The number of failing citations that somebody accepted."""
        return dict(self.decisions).get("accepted", 0)


# Name of a figure → the SQL that gives its rows.
_QUERIES = {
    "runs": "SELECT id, started, finished FROM runs ORDER BY id",
    "errors": "SELECT error, count(*) FROM errors GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20",
    "verdicts": "SELECT verdict, citations FROM verdicts ORDER BY 2 DESC, 1",
    "unchecked": """
        SELECT replace(reasons, char(10), ' '), count(*) FROM citations
        WHERE verdict = 'unchecked' AND until_run IS NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20""",
    "journals": """
        SELECT journal, citations FROM journals WHERE journal NOT IN (SELECT journal FROM unknown_journals)
        ORDER BY 2 DESC, 1 LIMIT 20""",
    "unknown_journals": "SELECT journal, citations FROM unknown_journals ORDER BY 2 DESC, 1 LIMIT 50",
    "repeated": """
        SELECT quote, shown, count(*) FROM failing WHERE decision IS NOT 'accepted'
        GROUP BY 1, 2 HAVING count(*) > 1 ORDER BY 3 DESC, 1 LIMIT 50""",
    "decisions": """
        SELECT decision, count(*) FROM failing WHERE decision IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1""",
}
_BY_YEAR = """
    SELECT CAST(publication_year AS TEXT), shown, count(*), sum(fails) FROM current
    WHERE publication_year IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"""
_BY_MONTH = """
    SELECT substr(date, 1, 7), shown, count(*), sum(fails) FROM current
    WHERE date IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"""
_WORST = """
    SELECT article, title, sum(fails AND decision IS NOT 'accepted') AS failing,
        sum(status IS 'retracted' AND decision IS NOT 'accepted') AS retracted,
        sum(fails AND decision IS 'accepted') AS accepted,
        sum(shown = 'not_in_index') AS absent, count(*) AS citations
    FROM current GROUP BY article_key HAVING failing OR absent
    ORDER BY retracted DESC, failing DESC, absent DESC, article LIMIT 200"""
# {0} is a column of articles. Only its 40 values with most citations are counted.
_BY_COLUMN = """
    SELECT {0}, shown, count(*), sum(fails) FROM current
    WHERE {0} IN (SELECT {0} FROM current WHERE {0} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 40)
    GROUP BY 1, 2 ORDER BY 1, 2"""
# The most months that are shown: ten years.
_MONTHS = 120


def summarize_store(store: Store) -> Overview:
    """Compute the figures of a store. Raises UsageError if it holds no run."""
    last = store.rows("SELECT archives FROM runs ORDER BY id DESC LIMIT 1")
    if not last:
        raise UsageError(f"{store.path}: the store holds no run")
    counted = {name: tuple(store.rows(sql)) for name, sql in _QUERIES.items()}
    return Overview(
        archives=tuple(json.loads(last[0][0])),
        sources=_sources(store),
        articles=store.rows("SELECT count(*) FROM articles WHERE gone_run IS NULL")[0][0],
        gone=store.rows("SELECT count(*) FROM gone")[0][0],
        unreadable=store.rows("SELECT count(*) FROM errors")[0][0],
        failing=store.rows("SELECT count(*) FROM failing")[0][0],
        flags=_flags(store),
        years=Group.of(store.rows(_BY_YEAR)),
        months=Group.of(store.rows(_BY_MONTH))[-_MONTHS:],
        folders=by_folder(store),
        sections=Group.of(store.rows(_BY_COLUMN.format("section"))),
        authors=Group.of(store.rows(_BY_COLUMN.format("author"))),
        retracted=_retracted(store),
        estimates=estimates(store),
        worst=tuple(ArticleProblems(*row) for row in store.rows(_WORST)),
        **counted,
    )


def _sources(store: Store) -> tuple[tuple[str, int], ...]:
    rows = store.rows("""
        SELECT p.kind, p.name, p.records, p.complete, p.as_of, count(*) FROM citations c
        JOIN provenances p ON p.id = c.provenance WHERE c.until_run IS NULL
        GROUP BY 1, 2, 3, 4, 5 ORDER BY 6 DESC, 2""")
    return tuple((_source(row), row[5]) for row in rows)


def _source(about: Sequence[object]) -> str:
    kind, name, records, complete, as_of, *_ = about
    if kind == "pubmed":
        return "PubMed"
    parts = [f"{records or 0:,} records", *([] if complete else ["a part of PubMed"])]
    parts += [f"as of {as_of}"] if as_of else []
    return f"{name} ({', '.join(parts)})"


def _flags(store: Store) -> tuple[tuple[str, int], ...]:
    """Count flags, without those that describe the source instead of the citation."""
    flags: Counter[str] = Counter()
    for written, count in store.rows(
        "SELECT flags, count(*) FROM citations WHERE flags != '' AND until_run IS NULL GROUP BY flags"
    ):
        for flag in written.split():
            flags[flag] += count
    for flag in OF_SOURCE:
        del flags[flag]
    return tuple(sorted(flags.items(), key=lambda item: (-item[1], item[0])))


def _retracted(store: Store) -> tuple[tuple[str, Publication | None, int], ...]:
    named = store.rows("""
        SELECT pmid, count(*) FROM retracted WHERE pmid IS NOT NULL
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 100""")
    records = store.records([pmid for pmid, _ in named])
    return tuple((pmid, records.get(pmid), count) for pmid, count in named)
