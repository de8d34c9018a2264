"""The store of an audit: one SQLite file that a killed run leaves whole, and the next run goes on with."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from citecheck._version import __version__
from citecheck.audit.store import publication_blobs
from citecheck.audit.store.base_file import (
    VERSION,
    Transaction,
    guard_schema,
    now,
    read_only_address,
    script_of,
)
from citecheck.audit.store.rows import (
    COLUMNS,
    CitationRow,
    Findings,
    NamedPublication,
    Outcome,
    fingerprint_in,
)
from citecheck.errors import UsageError
from citecheck.model import Publication, SourceInfo, SourceKind

# What rows lead to that nobody of ours has written. Who only reads a store has no other reason to meet them.
_DAMAGE = (
    sqlite3.DatabaseError, zlib.error, ValueError, KeyError, TypeError, IndexError, AttributeError,
    OverflowError, RecursionError, MemoryError,
)  # fmt: skip
_NAMED = tuple(field.name for field in fields(NamedPublication))


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """What the store knows of an article.

    Attributes:
        key: Its number in the store.
        id: Its name: as it was first named, or renamed to.
        digest: Of its content.
        checked_run: The last run in which it was checked, or found unchanged.
        checked_at: When its citations were looked up.
        is_gone: Whether a later run did not find it.
        conditions: The verdicts and flags of its citations.
    """

    key: int
    id: str
    digest: str
    checked_run: int
    checked_at: dt.datetime
    is_gone: bool
    conditions: frozenset[str]


class Store:
    """Opens a store, or makes one. Use it as a context manager.

    Raises UsageError for a file that is not a store, or one of another version of the store.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.folder = Path(os.path.realpath(path)).parent
        self.provenance = 0
        self._has_deleted = False
        self._read_only = read_only
        if read_only and not path.exists():
            raise UsageError(f"{path}: there is no such store")
        try:
            address = read_only_address(path) if read_only else str(path)
            self.base = sqlite3.connect(address, uri=read_only, isolation_level=None, timeout=60)
            guard_schema(self.base)
            self._prepare(read_only)
        except sqlite3.DatabaseError as error:
            raise UsageError(f"{path}: this is no audit store: {error}") from error

    def _prepare(self, read_only: bool) -> None:
        version = self.base.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise UsageError(f"{self.path}: the store is of a newer citecheck (its version is {version})")
        if 0 < version < VERSION:
            self.base.close()
            raise UsageError(
                f"{self.path}: the store is of an older citecheck;"
                f" this brings it up to date: citecheck audit migrate --store {self.path}"
            )
        if version == 0 and (read_only or self.base.execute("SELECT 1 FROM sqlite_master").fetchone()):
            raise UsageError(f"{self.path}: this SQLite file is no audit store")
        if read_only:
            return
        self.base.execute("PRAGMA journal_mode = WAL")
        self.base.execute("PRAGMA synchronous = NORMAL")
        if version == 0:
            script = "\n".join((script_of("schema"), script_of("views"), f"PRAGMA user_version = {VERSION};"))
            self.base.executescript(f"BEGIN; {script} COMMIT;")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if isinstance(error, _DAMAGE if self._read_only else (sqlite3.DatabaseError, zlib.error)):
            raise UsageError(f"{self.path}: the store is damaged: {error}") from error

    def close(self) -> None:
        """Give back the file."""
        self.base.close()

    def begin_run(self, archives: Sequence[str], source: SourceInfo) -> tuple[int, bool]:
        """The run to work in, and whether it is an unfinished one of the same archives that goes on.

        Args:
            archives: As they were named.
            source: In what the citations of this run are looked up.
        """
        self.provenance = self.provenance_of(source)
        named = json.dumps(list(archives))
        last = self.base.execute(
            "SELECT id, archives, finished FROM runs ORDER BY id DESC LIMIT 1"
        ).fetchone()
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
        cursor = self.base.execute(
            "INSERT INTO runs (archives, source, version, started) VALUES (?, ?, ?, ?)", row
        )
        return int(cursor.lastrowid or 0), False

    def finish_run(self, run: int) -> None:
        """Say that a run has seen all its articles. Clusters that no citation has any more are dropped."""
        if self._has_deleted:
            self.base.execute(
                "DELETE FROM clusters WHERE digest NOT IN"
                " (SELECT cluster FROM citations WHERE cluster IS NOT NULL)"
            )
        self.base.execute("UPDATE runs SET finished = ? WHERE id = ?", (now(), run))

    def provenance_of(self, source: SourceInfo, version: str = __version__) -> int:
        """Return the number of a provenance, which is added to the store where it is new.

        Args:
            source: The source in which lookups are made.
            version: The version of citecheck that judges.
        """
        as_of = source.as_of.isoformat() if source.as_of else None
        row = (source.kind.value, source.name, source.records, int(source.complete), as_of, version)
        names = ("kind", "name", "records", "complete", "as_of", "version")
        condition = " AND ".join(f"{name} IS ?" for name in names)
        found = self.base.execute(f"SELECT id FROM provenances WHERE {condition}", row).fetchone()  # noqa: S608 - our own words
        if found:
            return int(found[0])
        cursor = self.base.execute(
            f"INSERT INTO provenances ({', '.join(names)}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own words
            row,
        )
        return int(cursor.lastrowid or 0)

    def sources(self) -> dict[int, SourceInfo]:
        """The source of each provenance that a citation still has."""
        rows = self.rows(
            "SELECT id, kind, name, records, complete, as_of FROM provenances WHERE id IN"
            " (SELECT provenance FROM citations WHERE until_run IS NULL)"
        )
        return {
            number: SourceInfo(
                SourceKind(kind),
                name,
                records,
                bool(complete),
                dt.date.fromisoformat(as_of) if as_of else None,
            )
            for number, kind, name, records, complete, as_of in rows
        }

    def article(self, place: str) -> StoredArticle | None:
        """What is known of the article at this place."""
        row = self.base.execute(
            "SELECT key, id, digest, checked_run, checked_at, gone_run FROM articles WHERE place = ?",
            (place,),
        ).fetchone()
        if row is None:
            return None
        key, name, digest, run, at, gone = row
        rows = self.rows(
            "SELECT DISTINCT verdict, flags FROM citations WHERE article = ? AND until_run IS NULL", (key,)
        )
        conditions = {name for verdict, flags in rows for name in (verdict, *flags.split())}
        if any(verdict == "not_found" and "partial_source" in flags.split() for verdict, flags in rows):
            conditions.add("not_in_index")
        return StoredArticle(
            key, name, digest, run, dt.datetime.fromisoformat(at), gone is not None, frozenset(conditions)
        )

    def is_checked(self, run: int, place: str) -> bool:
        """Return whether an article was checked, or found unchanged, in a run.

        Args:
            run: The number of the run.
            place: The place of the article.
        """
        row = self.base.execute("SELECT checked_run FROM articles WHERE place = ?", (place,)).fetchone()
        return row is not None and row[0] == run

    def duplicate(self, digest: str, run: int) -> str | None:
        """Return the place of a readable article with the same content that this run checked, else None.

        Args:
            digest: The digest of the content.
            run: The number of the run.
        """
        row = self.base.execute(
            "SELECT place FROM articles WHERE digest = ? AND checked_run = ? AND error IS NULL LIMIT 1",
            (digest, run),
        ).fetchone()
        return str(row[0]) if row else None

    def copy(self, run: int, duplicate: str, to: Outcome) -> None:
        """Give an article what was found for its duplicate: the same text is checked once.

        Args:
            run: The run.
            duplicate: The place of the article with the same content.
            to: Name and place of the article; the rest of it comes from the duplicate.
        """
        key, author, section, *content = self.base.execute(
            "SELECT key, author, section, digest, bytes, format, title, date, error FROM articles"
            " WHERE place = ?",
            (duplicate,),
        ).fetchone()
        rows = [
            CitationRow(**{name: row[name] for name in COLUMNS} | {"fingerprint": fingerprint_in(to.id, row)})
            for row in self.citations_of(key)
        ]
        about: tuple[Any, ...] = (to.id, to.place, to.file, *content, Findings(tuple(rows)))
        self.write(run, [replace(Outcome(*about), author=author, section=section)])

    def write(self, run: int, outcomes: Iterable[Outcome], unchanged: Iterable[int] = ()) -> None:
        """Write outcomes and note unchanged articles, in one transaction.

        Args:
            run: The number of the run.
            outcomes: What was found in the articles that were checked.
            unchanged: The keys of the articles that are unchanged.
        """
        with self.transaction():
            for one in outcomes:
                self._write(run, one)
            seen = [(run, key) for key in unchanged]
            self.base.executemany("UPDATE articles SET checked_run = ? WHERE key = ?", seen)

    def transaction(self) -> Transaction:
        """What is written in it is written whole or not at all."""
        return Transaction(self.base)

    def _write(self, run: int, one: Outcome) -> None:
        known = self.base.execute(
            "SELECT key, digest, gone_run FROM articles WHERE place = ?", (one.place,)
        ).fetchone()
        if one.error is not None and known:
            # What was found in it stays: a host that is down for a day has put nothing right.
            self.base.execute(
                "UPDATE articles SET digest = ?, error = ?, checked_run = ? WHERE key = ?",
                (one.digest, one.error, run, known[0]),
            )
            return
        key = self._write_article(run, one, known)
        if one.publications:
            publication_blobs.write(self.base, one.publications)
        self.write_citations(run, key, one.findings, self.provenance)

    def _write_article(self, run: int, one: Outcome, known: tuple[int, str, int | None] | None) -> int:
        about = (
            *(one.digest, one.size, one.format, one.title, one.date, one.author, one.section),
            *(one.error, run, now()),
        )
        if known:
            self.base.execute(
                "UPDATE articles SET digest = ?, bytes = ?, format = ?, title = ?, date = ?, author = ?,"
                " section = ?, error = ?, checked_run = ?, checked_at = ?, gone_run = NULL WHERE key = ?",
                (*about, known[0]),
            )
            if known[2] is not None:
                self.note_change(run, known[0], "back")
            elif known[1] != one.digest:
                self.note_change(run, known[0], "changed")
            return known[0]
        cursor = self.base.execute(
            "INSERT INTO articles (digest, bytes, format, title, date, author, section, error, checked_run,"
            " checked_at, id, place, file, since_run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*about, self._free_id(one.id), one.place, one.file, run),
        )
        key = int(cursor.lastrowid or 0)
        self.note_change(run, key, "new")
        return key

    def _free_id(self, name: str) -> str:
        """The name, or if another place has it already, the name with a number."""
        taken, number = name, 1
        while self.base.execute("SELECT 1 FROM articles WHERE id = ?", (taken,)).fetchone():
            number += 1
            taken = f"{name}#{number}"
        return taken

    def note_change(self, run: int, article: int, kind: str, before: str | None = None) -> None:
        """Note what happened to an article in a run.

        Args:
            run: The number of the run.
            article: The key of the article.
            kind: "new", "changed", "renamed", "gone" or "back".
            before: The former name of a renamed article.
        """
        self.base.execute("INSERT INTO changes VALUES (?, ?, ?, ?)", (run, article, kind, before))

    def write_citations(self, run: int, article: int, found: Findings, provenance: int) -> None:
        """Make these the article's citations from this run on; what did not change keeps its first run.

        Args:
            run: The number of the run.
            article: The key of the article.
            found: The rows of its citations, their clusters, and the publications that they name.
            provenance: The number of the source and version that judged them.
        """
        self.base.executemany(
            "INSERT OR IGNORE INTO clusters VALUES (?, ?)",
            [(one.digest, one.packed) for one in found.clusters],
        )
        marks = ", ".join("?" * len(_NAMED))
        self.base.executemany(
            f"INSERT OR REPLACE INTO named ({', '.join(_NAMED)}) VALUES ({marks})",  # noqa: S608 - column names of our own
            [tuple(getattr(one, name) for name in _NAMED) for one in found.named],
        )
        columns = ", ".join(COLUMNS)
        held = {
            tuple(row[3:]): row[:3]
            for row in self.base.execute(
                f"SELECT key, since_run, provenance, {columns} FROM citations"  # noqa: S608 - column names of our own
                " WHERE article = ? AND until_run IS NULL",
                (article,),
            )
        }
        wanted = dict.fromkeys(tuple(getattr(row, name) for name in COLUMNS) for row in found.rows)
        gone = [kept for row, kept in held.items() if row not in wanted]
        self._end_citations(run, [(key, since) for key, since, _ in gone])
        stayed = [kept for row, kept in held.items() if row in wanted]
        self.base.executemany(
            "UPDATE citations SET provenance = ? WHERE key = ?",
            [(provenance, key) for key, _, before in stayed if before != provenance],
        )
        marks = ", ".join("?" * (len(COLUMNS) + 3))
        self.base.executemany(
            f"INSERT INTO citations (article, {columns}, provenance, since_run) VALUES ({marks})",  # noqa: S608 - column names of our own
            [(article, *row, provenance, run) for row in wanted if row not in held],
        )

    def _end_citations(self, run: int, gone: Sequence[tuple[int, int]]) -> None:
        """End citations, by key and first run; those of this very run never were."""
        self._has_deleted = self._has_deleted or any(since == run for _, since in gone)
        self.base.executemany(
            "DELETE FROM citations WHERE key = ?", [(key,) for key, since in gone if since == run]
        )
        self.base.executemany(
            "UPDATE citations SET until_run = ? WHERE key = ?",
            [(run, key) for key, since in gone if since != run],
        )

    def end_citations_of(self, run: int, article: int) -> None:
        """End all citations of an article.

        Args:
            run: The number of the first run in which they no longer hold.
            article: The key of the article.
        """
        rows = self.rows(
            "SELECT key, since_run FROM citations WHERE article = ? AND until_run IS NULL", (article,)
        )
        self._end_citations(run, [(key, since) for key, since in rows])

    def citations_of(self, article: int) -> list[Mapping[str, Any]]:
        """The citations of an article that hold, by column."""
        return self._citations("article = ? AND until_run IS NULL ORDER BY key", article)

    def citation(self, key: int) -> Mapping[str, Any]:
        """The citation of this key, by column."""
        return self._citations("key = ?", key)[0]

    def _citations(self, condition: str, value: int) -> list[Mapping[str, Any]]:
        names = ("key", "provenance", *COLUMNS)
        rows = self.rows(f"SELECT {', '.join(names)} FROM citations WHERE {condition}", (value,))  # noqa: S608 - our own words
        return [dict(zip(names, row, strict=True)) for row in rows]

    def cluster(self, digest: bytes) -> bytes:
        """The packed cluster of this digest."""
        return bytes(self.rows("SELECT packed FROM clusters WHERE digest = ?", (digest,))[0][0])

    def articles(self) -> Iterator[tuple[int, str]]:
        """Key and name of each article that is not gone, by name."""
        yield from self.base.execute("SELECT key, id FROM articles WHERE gone_run IS NULL ORDER BY id")

    def records(self, pmids: Iterable[str]) -> dict[str, Publication]:
        """Those of these publications that are stored."""
        return publication_blobs.read(self.base, pmids)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query.

        Args:
            sql: One SQL statement.
            values: The values of its parameters, in order.
        """
        return self.base.execute(sql, values).fetchall()
