"""What a store says: an overview, the difference of two runs, and answers to read-only SQL."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from citecheck.audit.store import Store
from citecheck.errors import UsageError

# A question that takes longer than so many steps of SQLite's machine is given up.
_STEPS_AT_MOST = 2_000_000_000
_STEPS_BETWEEN_LOOKS = 1_000_000
_READING = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)


@dataclass(frozen=True, slots=True)
class Overview:
    """A store in figures. Rows are (name, count, …), most first."""

    archives: tuple[str, ...]
    source: str
    articles: int
    unreadable: int
    verdicts: tuple[tuple[str, int], ...]
    flags: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, str, int], ...]
    sections: tuple[tuple[str, str, int], ...]
    journals: tuple[tuple[str, int], ...]
    unknown_journals: tuple[tuple[str, int], ...]
    retracted: tuple[tuple[str, str, int], ...]
    repeated: tuple[tuple[str, str, int], ...]
    worst: tuple[tuple[str, int, int], ...]

    @property
    def citations(self) -> int:
        """All citations that hold."""
        return sum(count for _, count in self.verdicts)


# Figure → the question that gives its rows, on the views of schema.sql.
_QUERIES = {
    "verdicts": "SELECT verdict, count(*) FROM current GROUP BY verdict ORDER BY 2 DESC, 1",
    "years": """
        SELECT publication_year, verdict, count(*) FROM current
        WHERE publication_year IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2""",
    "journals": """
        SELECT journal, count(*) FROM current
        WHERE known_journal = 1 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20""",
    "unknown_journals": "SELECT journal, citations FROM unknown_journals ORDER BY 2 DESC, 1 LIMIT 50",
    "retracted": """
        SELECT pmid, min(article), count(*) FROM retracted
        WHERE pmid IS NOT NULL GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 100""",
    "repeated": """
        SELECT quote, verdict, count(*) FROM failing
        GROUP BY 1, 2 HAVING count(*) > 1 ORDER BY 3 DESC, 1 LIMIT 50""",
    "worst": """
        SELECT article, count(*), (SELECT count(*) FROM current c WHERE c.article = failing.article)
        FROM failing GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 200""",
}


def overview(store: Store) -> Overview:
    """The store's present state in figures."""
    last = store.rows("SELECT archives, source FROM runs ORDER BY id DESC LIMIT 1")
    if not last:
        raise UsageError(f"{store.path}: the store holds no run")
    counted = {name: tuple(store.rows(sql)) for name, sql in _QUERIES.items()}
    flags: Counter[str] = Counter()
    for written, count in store.rows("SELECT flags, count(*) FROM current WHERE flags != '' GROUP BY flags"):
        for flag in written.split():
            flags[flag] += count
    return Overview(
        archives=tuple(json.loads(last[0][0])),
        source=_source(json.loads(last[0][1])),
        articles=store.rows("SELECT count(*) FROM articles")[0][0],
        unreadable=store.rows("SELECT count(*) FROM articles WHERE error IS NOT NULL")[0][0],
        flags=tuple(sorted(flags.items(), key=lambda item: (-item[1], item[0]))),
        sections=_sections(store),
        **counted,
    )


def _source(about: dict[str, Any]) -> str:
    if about["kind"] == "pubmed":
        return "PubMed"
    held = f"{about['records'] or 0:,} records{'' if about['complete'] else ', a part of PubMed'}"
    return f"{about['name']} ({held})"


def _sections(store: Store) -> tuple[tuple[str, str, int], ...]:
    """Verdicts by the folder that an article lies in."""
    counts: Counter[tuple[str, str]] = Counter()
    for article, verdict, count in store.rows("SELECT article, verdict, count(*) FROM current GROUP BY 1, 2"):
        section = article.split("#")[0].rpartition("/")[0] or "."
        counts[section, verdict] += count
    return tuple((section, verdict, count) for (section, verdict), count in sorted(counts.items()))


@dataclass(frozen=True, slots=True)
class Difference:
    """Failing citations of two runs as (article, line, verdict, quote): new, fixed, and still open."""

    new: tuple[tuple[str, int, str, str], ...]
    fixed: tuple[tuple[str, int, str, str], ...]
    open: tuple[tuple[str, int, str, str], ...]


def difference(store: Store, before: int, after: int) -> Difference:
    """What failed in run `after` and not in `before`, the other way round, and in both."""
    runs = {row[0] for row in store.rows("SELECT id FROM runs")}
    for run in (before, after):
        if run not in runs:
            raise UsageError(
                f"{store.path}: there is no run {run}; there are {', '.join(map(str, sorted(runs)))}"
            )
    old, new = _failing_in(store, before), _failing_in(store, after)
    return Difference(
        tuple(new[name] for name in new if name not in old),
        tuple(old[name] for name in old if name not in new),
        tuple(new[name] for name in new if name in old),
    )


def _failing_in(store: Store, run: int) -> dict[str, tuple[str, int, str, str]]:
    rows = store.rows(
        """
        SELECT fingerprint, article, line, verdict, quote FROM citations
        WHERE (verdict IN ('mismatch', 'not_found') OR flags LIKE '%retracted%'
               OR flags LIKE '%unknown_journal%')
            AND since_run <= ?1 AND (until_run IS NULL OR until_run > ?1)
        ORDER BY article, line, cid""",
        (run,),
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def query(store: Store, sql: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Column names and rows of one read-only question. Raises UsageError for anything else."""
    steps = 0

    def look() -> int:
        nonlocal steps
        steps += _STEPS_BETWEEN_LOOKS
        return steps > _STEPS_AT_MOST

    store.base.set_authorizer(_reads_only)
    store.base.set_progress_handler(look, _STEPS_BETWEEN_LOOKS)
    try:
        cursor = store.base.execute(sql)
        rows = cursor.fetchall()
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise UsageError(f"SQL: {error}") from error
    finally:
        store.base.set_progress_handler(None, 0)
        store.base.set_authorizer(None)
    return tuple(column[0] for column in cursor.description or ()), rows


def _reads_only(action: int, *_: str | None) -> int:
    """SQLite's leave to read, and to do nothing else: ATTACH and VACUUM INTO would write other files."""
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Rows as aligned text."""
    shown = [[" ".join(str("" if cell is None else cell).split()) for cell in row] for row in (names, *rows)]
    widths = [min(max(len(row[at]) for row in shown), 80) for at in range(len(names))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in shown
    )
