"""The difference of two runs, and answers to read-only SQL."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from citecheck.audit.store.article_history import ArticleChanges, article_changes
from citecheck.audit.store.store import Store
from citecheck.errors import UsageError

# Limits of a question: seconds of processor time, SQLite's steps between two looks at the clock, bytes.
SECONDS_AT_MOST = 60.0
_STEPS_BETWEEN_LOOKS = 1_000_000
_MEMORY_AT_MOST = 512 << 20
_LARGEST_CELL = 32 << 20
# Limits of an answer, which is held in memory until it is printed.
_ROWS_AT_MOST, _CHARACTERS_AT_MOST = 1_000_000, 256 << 20
_ROWS_AT_ONCE = 1_000
_READING = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)


@dataclass(frozen=True, slots=True)
class FailingCitation:
    """A failing citation; `what` is its verdict, or "retracted"."""

    article: str
    line: int
    what: str
    quote: str


@dataclass(frozen=True, slots=True)
class Difference:
    """The differences between an earlier and a later run.

    Attributes:
        articles: The articles that are new, changed, renamed, gone or back.
        new: The citations that fail in the later run and did not fail in the earlier one.
        fixed: The citations that failed and no longer fail, in articles that still exist.
        gone: The citations that failed, in articles that are gone.
        open: The number of citations that fail in both runs.
    """

    articles: ArticleChanges
    new: tuple[FailingCitation, ...]
    fixed: tuple[FailingCitation, ...]
    gone: tuple[FailingCitation, ...]
    open: int


def compare_runs(store: Store, before: int, after: int) -> Difference:
    """Compare the failing citations of two runs.

    Args:
        store: The store.
        before: The number of the earlier run.
        after: The number of the later run.

    Returns:
        The changes of articles, the citations that fail only in one of the runs, and how many fail in both.

    Raises:
        UsageError: The store does not have one of the runs.
    """
    runs = {row[0] for row in store.rows("SELECT id FROM runs")}
    for run in (before, after):
        if run not in runs:
            raise UsageError(
                f"{store.path}: there is no run {run}; there are {', '.join(map(str, sorted(runs)))}"
            )
    came = store.rows(_CHANGED, (after, before))
    went = store.rows(_CHANGED, (before, after))
    new = [row for row in came if not store.rows(_FAILED, (*row[:2], before))]
    ended = [row for row in went if not store.rows(_FAILS_SOMEHOW, (row[1], row[5], after))]
    held = {row[0] for row in store.rows(_HELD, (after,))}
    stayed: int = store.rows(_STAYED, (before, after))[0][0]
    return Difference(
        article_changes(store, before, after),
        tuple(FailingCitation(*row[2:]) for row in new),
        tuple(FailingCitation(*row[2:]) for row in ended if row[1] in held),
        tuple(FailingCitation(*row[2:]) for row in ended if row[1] not in held),
        stayed + len(came) - len(new),
    )


# Citations that fail in run ?1 and are not in run ?2 with exactly the same row.
_CHANGED = """
    SELECT finding, article_key, article, line, CASE status WHEN 'retracted' THEN status ELSE shown END, quote
    FROM history
    WHERE fails AND since_run <= ?1 AND coalesce(until_run > ?1, 1)
        AND NOT (since_run <= ?2 AND coalesce(until_run > ?2, 1))
    ORDER BY article, line, cid"""
# Citations that fail in both runs with exactly the same row.
_STAYED = """
    SELECT count(*) FROM history
    WHERE fails AND since_run <= ?1 AND coalesce(until_run > ?1, 1)
        AND since_run <= ?2 AND coalesce(until_run > ?2, 1)"""
# Whether the finding fails in the article in run ?3, at whatever position.
_FAILED = """
    SELECT 1 FROM history WHERE finding = ?1 AND article_key = ?2 AND fails
        AND since_run <= ?3 AND coalesce(until_run > ?3, 1) LIMIT 1"""
# Whether the quote fails in the article in run ?3, with whatever verdict.
_FAILS_SOMEHOW = """
    SELECT 1 FROM history WHERE article_key = ?1 AND quote = ?2 AND fails
        AND since_run <= ?3 AND coalesce(until_run > ?3, 1) LIMIT 1"""
# The articles that existed in run ?1.
_HELD = "SELECT key FROM articles WHERE since_run <= ?1 AND coalesce(gone_run > ?1, 1)"


def run_query(
    store: Store, sql: str, seconds: float = SECONDS_AT_MOST
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Return column names and rows of one read-only SQL statement.

    Args:
        store: The store.
        sql: The statement.
        seconds: The most processor time that it may take.

    Raises:
        UsageError: The statement is not a single SELECT, or takes too much time or memory.
    """
    end = time.process_time() + seconds

    def look() -> int:
        return time.process_time() > end

    store.base.execute(f"PRAGMA hard_heap_limit = {_MEMORY_AT_MOST}")
    # Sorting happens in memory too: its memory is limited as well, and it fills no disk.
    store.base.execute("PRAGMA temp_store = MEMORY")
    store.base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_CELL)
    store.base.set_authorizer(_reads_only)
    store.base.set_progress_handler(look, _STEPS_BETWEEN_LOOKS)
    try:
        cursor = store.base.execute(sql)
        rows = _fetched(cursor)
    except MemoryError:
        raise UsageError("SQL: it takes too much memory") from None
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise UsageError(f"SQL: {error}") from error
    finally:
        store.base.set_progress_handler(None, 0)
        store.base.set_authorizer(None)
    if cursor.description is None:
        raise UsageError("SQL: it asks for nothing")
    return tuple(column[0] for column in cursor.description), rows


def _fetched(cursor: sqlite3.Cursor) -> list[tuple[Any, ...]]:
    """Fetch the rows of an answer. Raises UsageError if they exceed the limits of an answer."""
    rows: list[tuple[Any, ...]] = []
    size = 0
    while part := cursor.fetchmany(_ROWS_AT_ONCE):
        rows += part
        size += sum(len(cell) for row in part for cell in row if isinstance(cell, str | bytes))
        if len(rows) > _ROWS_AT_MOST or size > _CHARACTERS_AT_MOST:
            raise UsageError("SQL: the answer is larger than what is printed; add a LIMIT")
    return rows


def _reads_only(action: int, *_: str | None) -> int:
    """An authorizer for SQLite that allows reading only: ATTACH and VACUUM INTO would write other files."""
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def render_table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Render rows as text in aligned columns; a cell of more than 80 characters is not cut.

    Args:
        names: The headings of the columns.
        rows: The rows, each with a cell for each heading; None is shown as an empty cell.
    """
    shown = [[" ".join(str("" if cell is None else cell).split()) for cell in row] for row in (names, *rows)]
    widths = [min(max(len(row[at]) for row in shown), 80) for at in range(len(names))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in shown
    )
