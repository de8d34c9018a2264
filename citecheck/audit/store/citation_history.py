"""The citations of an article, written so that each row keeps the runs between which it held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from citecheck.audit.store.rows import COLUMNS, Findings, NamedPublication
from citecheck.audit.store.store import Store

_NAMED = tuple(field.name for field in fields(NamedPublication))


def write_citations(store: Store, run: int, article: int, found: Findings, provenance: int) -> None:
    """Make these the article's citations from this run on. An unchanged citation keeps its first run.

    Args:
        store: The store, in a transaction.
        run: The number of the run.
        article: The key of the article.
        found: The rows of its citations, their clusters, and the publications that they name.
        provenance: The number of the source and version that judged them.
    """
    store.base.executemany(
        "INSERT OR IGNORE INTO clusters VALUES (?, ?)", [(one.digest, one.packed) for one in found.clusters]
    )
    marks = ", ".join("?" * len(_NAMED))
    store.base.executemany(
        f"INSERT OR REPLACE INTO named ({', '.join(_NAMED)}) VALUES ({marks})",  # noqa: S608 - column names of our own
        [tuple(getattr(one, name) for name in _NAMED) for one in found.named],
    )
    columns = ", ".join(COLUMNS)
    stored = {
        tuple(row[3:]): row[:3]
        for row in store.base.execute(
            f"SELECT key, since_run, provenance, {columns} FROM citations"  # noqa: S608 - column names of our own
            " WHERE article = ? AND until_run IS NULL",
            (article,),
        )
    }
    wanted = dict.fromkeys(tuple(getattr(row, name) for name in COLUMNS) for row in found.rows)
    ended = [kept for row, kept in stored.items() if row not in wanted]
    _end_citations(store, run, [(key, since) for key, since, _ in ended])
    unchanged = [kept for row, kept in stored.items() if row in wanted]
    store.base.executemany(
        "UPDATE citations SET provenance = ? WHERE key = ?",
        [(provenance, key) for key, _, former in unchanged if former != provenance],
    )
    marks = ", ".join("?" * (len(COLUMNS) + 3))
    store.base.executemany(
        f"INSERT INTO citations (article, {columns}, provenance, since_run) VALUES ({marks})",  # noqa: S608 - column names of our own
        [(article, *row, provenance, run) for row in wanted if row not in stored],
    )


def end_citations_of(store: Store, run: int, article: int) -> None:
    """End all citations of an article.

    Args:
        store: The store, in a transaction.
        run: The number of the first run in which they no longer hold.
        article: The key of the article.
    """
    rows = store.rows(
        "SELECT key, since_run FROM citations WHERE article = ? AND until_run IS NULL", (article,)
    )
    _end_citations(store, run, [(key, since) for key, since in rows])


def _end_citations(store: Store, run: int, ended: Sequence[tuple[int, int]]) -> None:
    """End citations, given as (key, first run). Citations that began in this same run are deleted."""
    deleted = [(key,) for key, since in ended if since == run]
    store.has_deleted_citations = store.has_deleted_citations or bool(deleted)
    store.base.executemany("DELETE FROM citations WHERE key = ?", deleted)
    store.base.executemany(
        "UPDATE citations SET until_run = ? WHERE key = ?",
        [(run, key) for key, since in ended if since != run],
    )
