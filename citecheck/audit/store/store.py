"""The store of an audit: one SQLite file that a killed run leaves whole, and the next run goes on with."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from citecheck._version import __version__
from citecheck.audit.store import publication_blobs
from citecheck.audit.store.rows import CitationRow, Outcome
from citecheck.errors import UsageError
from citecheck.gate.baseline import fingerprint_of
from citecheck.model import Publication, SourceInfo

VERSION = 3
# What makes a store of one version one of the next, but for its views.
_MIGRATIONS = {
    1: "CREATE INDEX citations_in_short ON citations (article, verdict, flags, journal, known_journal, pmid,"
    " publication_year) WHERE until_run IS NULL;",
    # Every record is a block of its own.
    2: "ALTER TABLE publications RENAME TO single;"
    " CREATE TABLE records (block INTEGER PRIMARY KEY, layout INTEGER, packed BLOB NOT NULL);"
    " CREATE TABLE publications (pmid TEXT PRIMARY KEY, digest BLOB,"
    " block INTEGER NOT NULL REFERENCES records, line INTEGER NOT NULL) WITHOUT ROWID;"
    " INSERT INTO records (block, packed) SELECT rowid, record FROM single;"
    " INSERT INTO publications (pmid, block, line) SELECT pmid, rowid, 0 FROM single;"
    " DROP TABLE single;",
}
_CITATION_COLUMNS = tuple(field.name for field in fields(CitationRow))


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of an article: its digest, when it was looked up, its verdicts and flags."""

    digest: str
    checked_run: int
    checked_at: dt.datetime
    traits: frozenset[str]


class Store:
    """Opens a store, or makes one. Use it as a context manager.

    Raises UsageError for a file that is no store, or one of a newer citecheck.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        if read_only and not path.exists():
            raise UsageError(f"{path}: there is no such store")
        try:
            address = f"{path.absolute().as_uri()}?mode=ro" if read_only else str(path)
            self.base = sqlite3.connect(address, uri=read_only, isolation_level=None, timeout=60)
            self._prepare(read_only)
        except sqlite3.DatabaseError as error:
            raise UsageError(f"{path}: this is no audit store: {error}") from error

    def _prepare(self, read_only: bool) -> None:
        version = self.base.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise UsageError(f"{self.path}: the store is of a newer citecheck (its version is {version})")
        if read_only and version == VERSION:
            return
        if read_only:
            if version == 0:
                raise UsageError(f"{self.path}: this is no audit store")
            self._migrate_first()
            return
        self.base.execute("PRAGMA journal_mode = WAL")
        self.base.execute("PRAGMA synchronous = NORMAL")
        if version == VERSION:
            return
        if version == 0 and self.base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise UsageError(f"{self.path}: this SQLite file is no audit store")
        steps = [_script("schema")] if version == 0 else [_MIGRATIONS[at] for at in range(version, VERSION)]
        views = self.base.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
        steps += [f"DROP VIEW {name};" for (name,) in views]
        script = "\n".join([*steps, _script("views"), f"PRAGMA user_version = {VERSION};"])
        self.base.executescript(f"BEGIN; {script} COMMIT;")

    def _migrate_first(self) -> None:
        """Bring a store of an older citecheck up to date that is opened to be looked at."""
        try:
            Store(self.path).close()
        except sqlite3.OperationalError as error:
            raise UsageError(
                f"{self.path}: the store is of an older citecheck, and can't be changed: {error}"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back the file."""
        self.base.close()

    def begin_run(self, archives: Sequence[str], source: SourceInfo) -> tuple[int, bool]:
        """The run to work in, and whether it is an unfinished one of the same archives that goes on."""
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
        row = (named, json.dumps(about), __version__, _now())
        cursor = self.base.execute(
            "INSERT INTO runs (archives, source, version, started) VALUES (?, ?, ?, ?)", row
        )
        return int(cursor.lastrowid or 0), False

    def finish_run(self, run: int) -> None:
        """Say that a run has seen all its articles. Articles that it did not see keep their last state."""
        self.base.execute("UPDATE runs SET finished = ? WHERE id = ?", (_now(), run))

    def known(self, article: str) -> Known | None:
        """What is known of an article."""
        row = self.base.execute(
            "SELECT digest, checked_run, checked_at FROM articles WHERE id = ?", (article,)
        ).fetchone()
        if row is None:
            return None
        rows = self.rows("SELECT DISTINCT verdict, shown, flags FROM current WHERE article = ?", (article,))
        traits = frozenset(
            name for verdict, shown, flags in rows for name in (verdict, shown, *flags.split())
        )
        return Known(row[0], row[1], dt.datetime.fromisoformat(row[2]), traits)

    def is_checked(self, run: int, article: str) -> bool:
        """Whether an article was checked, or found unchanged, in a run."""
        row = self.base.execute("SELECT checked_run FROM articles WHERE id = ?", (article,)).fetchone()
        return row is not None and row[0] == run

    def twin(self, digest: str, run: int) -> str | None:
        """An article with the same content that was checked in this run."""
        row = self.base.execute(
            "SELECT id FROM articles WHERE digest = ? AND checked_run = ? AND error IS NULL LIMIT 1",
            (digest, run),
        ).fetchone()
        return str(row[0]) if row else None

    def copy(self, run: int, twin: str, article: str) -> None:
        """Give `article` what was found for its twin: the same text is checked once."""
        columns = ", ".join(_CITATION_COLUMNS)
        about = self.base.execute(
            "SELECT digest, bytes, format, title, date, error, evidence FROM articles WHERE id = ?", (twin,)
        ).fetchone()
        found = self.base.execute(
            f"SELECT {columns} FROM citations WHERE article = ? AND until_run IS NULL ORDER BY key",  # noqa: S608 - column names of our own
            (twin,),
        )
        rows = (CitationRow(*row) for row in found)
        citations = tuple(replace(r, fingerprint=fingerprint_of(article, r.quote, r.verdict)) for r in rows)
        digest, size, format_, title, date, error, evidence = about
        self.write(run, [Outcome(article, digest, size, format_, title, date, error, citations, evidence)])

    def write(self, run: int, outcomes: Iterable[Outcome], unchanged: Iterable[str] = ()) -> None:
        """Take these articles over, all or none."""
        self.base.execute("BEGIN IMMEDIATE")
        end = "ROLLBACK"
        try:
            for one in outcomes:
                self._write(run, one)
            seen = [(run, name) for name in unchanged]
            self.base.executemany("UPDATE articles SET checked_run = ? WHERE id = ?", seen)
            end = "COMMIT"
        finally:
            self.base.execute(end)

    def _write(self, run: int, one: Outcome) -> None:
        if one.error is not None and self._keep_last(run, one):
            return
        self.base.execute(
            "INSERT INTO articles (id, digest, bytes, format, title, date, error, since_run, checked_run,"
            " checked_at, evidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " digest = excluded.digest, bytes = excluded.bytes, format = excluded.format,"
            " title = excluded.title, date = excluded.date, error = excluded.error,"
            " checked_run = excluded.checked_run, checked_at = excluded.checked_at,"
            " evidence = excluded.evidence",
            (
                *(one.id, one.digest, one.size, one.format, one.title, one.date, one.error),
                *(run, run, _now(), one.evidence),
            ),
        )
        if one.publications:
            publication_blobs.write(self.base, one.publications)
        self.replace_citations(run, one.id, one.citations)

    def _keep_last(self, run: int, one: Outcome) -> bool:
        """Note why an article can't be read; whether it is one of which something is known.

        What was found in it stays: a host that is down for a day has put nothing right.
        """
        noted = self.base.execute(
            "UPDATE articles SET digest = ?, error = ?, checked_run = ? WHERE id = ?",
            (one.digest, one.error, run, one.id),
        )
        return noted.rowcount > 0

    def replace_citations(self, run: int, article: str, rows: Sequence[CitationRow]) -> None:
        """Make these the article's citations from this run on; what did not change keeps its first run.

        Details are the same that say the same, however they were compressed.
        """
        found = self.base.execute(
            "SELECT cid, fingerprint, detail, key, since_run FROM citations"
            " WHERE article = ? AND until_run IS NULL",
            (article,),
        )
        held = {(cid, mark, zlib.decompress(detail)): kept for cid, mark, detail, *kept in found}
        wanted = {(r.cid, r.fingerprint, zlib.decompress(r.detail) if held else r.detail): r for r in rows}
        gone = [kept for name, kept in held.items() if name not in wanted]
        self.base.executemany(
            "DELETE FROM citations WHERE key = ?", [(key,) for key, since in gone if since == run]
        )
        self.base.executemany(
            "UPDATE citations SET until_run = ? WHERE key = ?",
            [(run, key) for key, since in gone if since != run],
        )
        marks = ", ".join("?" * (len(_CITATION_COLUMNS) + 2))
        self.base.executemany(
            f"INSERT INTO citations (article, {', '.join(_CITATION_COLUMNS)}, since_run) VALUES ({marks})",  # noqa: S608 - column names of our own
            [
                (article, *(getattr(row, name) for name in _CITATION_COLUMNS), run)
                for name, row in wanted.items()
                if name not in held
            ],
        )

    def evidence(self) -> Iterator[tuple[str, bytes]]:
        """Each article's stored evidence, by article."""
        cursor = self.base.execute("SELECT id, evidence FROM articles WHERE evidence IS NOT NULL ORDER BY id")
        yield from ((str(row[0]), bytes(row[1])) for row in cursor)

    def records(self, pmids: Iterable[str]) -> dict[str, Publication]:
        """Those of these publications that are stored."""
        return publication_blobs.read(self.base, pmids)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.base.execute(sql, values).fetchall()


def _script(name: str) -> str:
    return (files("citecheck.audit") / "store" / f"{name}.sql").read_text(encoding="utf-8")


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
