"""The runs of a store, and in what citations were looked up in each."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from citecheck._version import __version__
from citecheck.audit.store.base_file import now
from citecheck.audit.store.store import Store
from citecheck.model import SourceInfo, SourceKind


def begin_run(store: Store, archives: Sequence[str], source: SourceInfo) -> tuple[int, bool]:
    """Begin a run, or continue the last one if it is an unfinished run of the same archives.

    Args:
        store: The store.
        archives: The archives as the user named them.
        source: The source in which the citations of this run are looked up.

    Returns:
        The number of the run, and whether it is an unfinished run that continues.
    """
    store.provenance = provenance_of(store, source)
    named = json.dumps(list(archives))
    last = store.base.execute("SELECT id, archives, finished FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    if last and last[2] is None and last[1] == named:
        return int(last[0]), True
    about = {
        "kind": source.kind.value,
        "name": source.name,
        "records": source.records,
        "complete": source.complete,
        "as_of": source.as_of.isoformat() if source.as_of else None,
    }
    row = (named, json.dumps(about), __version__, now())
    cursor = store.base.execute(
        "INSERT INTO runs (archives, source, version, started) VALUES (?, ?, ?, ?)", row
    )
    return int(cursor.lastrowid or 0), False


def finish_run(store: Store, run: int) -> None:
    """Record that a run has seen all its articles, and delete the clusters that no citation has any more.

    Args:
        store: The store.
        run: The number of the run.
    """
    if store.has_deleted_citations:
        store.base.execute(
            "DELETE FROM clusters WHERE digest NOT IN"
            " (SELECT cluster FROM citations WHERE cluster IS NOT NULL)"
        )
    store.base.execute("UPDATE runs SET finished = ? WHERE id = ?", (now(), run))


def provenance_of(store: Store, source: SourceInfo, version: str = __version__) -> int:
    """Return the number of a provenance; one that is new to the store is added.

    Args:
        store: The store.
        source: The source in which citations are looked up.
        version: The version of citecheck that judges them.
    """
    as_of = source.as_of.isoformat() if source.as_of else None
    row = (source.kind.value, source.name, source.records, int(source.complete), as_of, version)
    names = ("kind", "name", "records", "complete", "as_of", "version")
    condition = " AND ".join(f"{name} IS ?" for name in names)
    found = store.base.execute(f"SELECT id FROM provenances WHERE {condition}", row).fetchone()  # noqa: S608 - our own words
    if found:
        return int(found[0])
    cursor = store.base.execute(
        f"INSERT INTO provenances ({', '.join(names)}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own words
        row,
    )
    return int(cursor.lastrowid or 0)


def sources_in_use(store: Store) -> dict[int, SourceInfo]:
    """Return the source of each provenance that a current citation has, by the provenance's number."""
    rows = store.rows(
        "SELECT id, kind, name, records, complete, as_of FROM provenances WHERE id IN"
        " (SELECT provenance FROM citations WHERE until_run IS NULL)"
    )
    return {
        number: SourceInfo(
            SourceKind(kind), name, records, bool(complete), dt.date.fromisoformat(as_of) if as_of else None
        )
        for number, kind, name, records, complete, as_of in rows
    }
