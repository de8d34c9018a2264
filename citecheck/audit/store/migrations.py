"""Migrates stores of the versions 1 to 3.

These versions kept the JSON report of each citation as one compressed object (`detail`), and the data for
judging again with the article. Results are copied citation by citation, with the history of all runs. The
data for judging again is not copied: a migrated article is judged again only after a new lookup.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from citecheck._version import __version__
from citecheck.audit.store.base_file import VERSION, guard_schema, script_of
from citecheck.audit.store.cluster_blobs import packed_blob
from citecheck.audit.store.rows import fingerprint_in
from citecheck.errors import UsageError
from citecheck.safety.compression import unpack_bytes

_STATED = ("title", "year", "month", "volume", "issue", "pages", "pmid", "doi", "pmcid", "finding")


def migrate(path: Path) -> int:
    """Migrate a store to the present version in one transaction.

    Args:
        path: The path of the store.

    Returns:
        The version that it had.

    Raises:
        UsageError: The file is not a store, or its version is newer than this citecheck.
    """
    if not path.exists():
        raise UsageError(f"{path}: there is no such store")
    base = sqlite3.connect(path, isolation_level=None, timeout=60)
    try:
        guard_schema(base)
        version = int(base.execute("PRAGMA user_version").fetchone()[0])
        if version > VERSION or version == 0:
            raise UsageError(f"{path}: this is not an audit store of this citecheck or an older one")
        if version < VERSION:
            _migrate(base, version, Path(os.path.realpath(path)).parent)
    except (sqlite3.DatabaseError, zlib.error, ValueError, KeyError) as error:
        raise UsageError(f"{path}: the store can't be brought up to date: {error}") from error
    finally:
        base.close()
    return version


def _migrate(base: sqlite3.Connection, version: int, folder: Path) -> None:
    base.execute("BEGIN IMMEDIATE")
    end = "ROLLBACK"
    try:
        for (trigger,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f"DROP TRIGGER {_quoted(trigger)}")
        for (view,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            base.execute(f"DROP VIEW {_quoted(view)}")
        for (index,) in base.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall():
            base.execute(f"DROP INDEX {_quoted(index)}")
        tables = ("runs", "articles", "citations", "publications", *(("records",) if version > 2 else ()))
        for table in tables:
            base.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
        for statement in _statements(script_of("schema") + script_of("views")):
            base.execute(statement)
        _take_over(base, version, folder)
        for table in tables:
            base.execute(f"DROP TABLE old_{table}")
        base.execute(f"PRAGMA user_version = {VERSION}")
        end = "COMMIT"
    finally:
        base.execute(end)


def _quoted(name: str) -> str:
    """Quote a name of the file's schema, which is not trusted."""
    return '"' + name.replace('"', '""') + '"'


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines():
        statement += f"{line}\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _take_over(base: sqlite3.Connection, version: int, folder: Path) -> None:
    base.execute("INSERT INTO runs SELECT id, archives, source, version, started, finished FROM old_runs")
    provenances = _provenances(base)
    if version > 2:
        base.execute("INSERT INTO records SELECT block, layout, packed FROM old_records")
        base.execute("INSERT INTO publications SELECT pmid, digest, block, line FROM old_publications")
    else:
        base.execute("INSERT INTO records (block, packed) SELECT rowid, record FROM old_publications")
        base.execute(
            "INSERT INTO publications (pmid, block, line) SELECT pmid, rowid, 0 FROM old_publications"
        )
    keys: dict[str, int] = {}
    columns = "id, digest, bytes, format, title, date, error, since_run, checked_run, checked_at"
    for name, *about in base.execute(f"SELECT {columns} FROM old_articles ORDER BY rowid").fetchall():  # noqa: S608 - our own words
        place, file = _place(name, folder)
        if base.execute("SELECT 1 FROM articles WHERE place = ?", (place,)).fetchone():
            continue
        cursor = base.execute(
            f"INSERT INTO articles ({columns}, place, file) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own words
            (name, *about, place, file),
        )
        keys[name] = int(cursor.lastrowid or 0)
        base.execute("INSERT INTO changes VALUES (?, ?, 'new', NULL)", (about[6], keys[name]))
    cursor = base.execute("SELECT * FROM old_citations ORDER BY key")
    names = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        if row["article"] in keys:
            _take_citation(base, row, keys[row["article"]], provenances)


def _provenances(base: sqlite3.Connection) -> dict[int, int]:
    """Add a provenance for each run, and return their numbers by run."""
    found = {}
    for run, source, version in base.execute("SELECT id, source, version FROM runs ORDER BY id").fetchall():
        about = json.loads(source)
        cursor = base.execute(
            "INSERT INTO provenances (kind, name, records, complete, as_of, version)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                *(about["kind"], about["name"], about["records"], int(about["complete"]), about["as_of"]),
                version or __version__,
            ),
        )
        found[run] = int(cursor.lastrowid or 0)
    return found


def _place(name: str, folder: Path) -> tuple[str, str | None]:
    """Return place and file of an article whose name is relative to the current folder."""
    if name.startswith(("http://", "https://")):
        return name, None
    path, sign, record = name.partition("#") if not os.path.lexists(name) else (name, "", "")
    file = os.path.relpath(os.path.realpath(path), folder)
    return f"{file}{sign}{record}", file


def _take_citation(
    base: sqlite3.Connection, old: Mapping[str, Any], article: int, provenances: Mapping[int, int]
) -> None:
    detail: dict[str, Any] = json.loads(unpack_bytes(old["detail"]))
    span, claimed = detail.get("span", {}), detail.get("claimed") or {}
    blob = packed_blob(_held(detail))
    base.execute("INSERT OR IGNORE INTO clusters VALUES (?, ?)", (blob.digest, blob.packed))
    row: dict[str, Any] = {
        name: old[name]
        for name in (
            *("cid", "kind", "line", "quote", "journal", "known_journal", "verdict", "flags", "score"),
            *("pmid", "publication_year", "since_run", "until_run"),
        )
    }
    row |= {f"stated_{name}": claimed.get(name) for name in _STATED}
    row |= {
        "article": article,
        "refers_to": detail.get("refers_to"),
        "same_as": detail.get("same_as"),
        "col": span.get("column", 1),
        "end_line": span.get("end_line", old["line"]),
        "end_col": span.get("end_column", 1),
        "start_offset": span.get("start", 0),
        "end_offset": span.get("end", 0),
        "page": span.get("page"),
        "stated_authors": "; ".join(claimed.get("authors", ())) or None,
        "wrong": "",
        "reasons": "\n".join(detail.get("reasons", ())),
        "probability": detail.get("probability"),
        "cluster": blob.digest,
        "cluster_number": None,
        "place": 0,
        "provenance": provenances[old["since_run"]],
    }
    row |= {"finding": fingerprint_in("", row), "fingerprint": fingerprint_in(old["article"], row)}
    names = ", ".join(row)
    base.execute(
        f"INSERT INTO citations ({names}) VALUES ({', '.join('?' * len(row))})",  # noqa: S608 - our own words
        tuple(row.values()),
    )
    _take_publication(base, detail.get("match"))


def _held(detail: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of a blob for one citation, without the data for judging it again."""
    judged = ("verdict", "flags", "score", "probability", "reasons", "match")
    return {
        "judgements": [{**{name: detail.get(name) for name in judged}, "grounds": 0}],
        "grounds": [{"candidates": detail.get("candidates", [])}],
        "lookups": [
            {
                "query": {"purpose": one.get("purpose", "")},
                "text": one["query"],
                "hits": one["hits"] or 0,
                "error": one["error"] if not one["answered"] else None,
                "notes": one.get("notes", []),
            }
            for one in detail.get("searches", ())
        ],
    }


def _take_publication(base: sqlite3.Connection, match: Mapping[str, Any] | None) -> None:
    if match is None:
        return
    values = [match.get(name) for name in ("pmid", "title", "journal", "year", "volume", "issue", "pages")]
    base.execute(
        "INSERT OR IGNORE INTO named (pmid, title, journal, year, volume, issue, pages, authors, doi, pmcid)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*values, "; ".join(match.get("authors", ())), match.get("doi"), match.get("pmcid")),
    )
