"""The store of an audit: one SQLite file that a killed run leaves whole, and that the next run continues."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from citecheck.audit.store import publication_blobs
from citecheck.audit.store.base_file import (
    VERSION,
    Transaction,
    guard_schema,
    read_only_address,
    script_of,
)
from citecheck.audit.store.rows import COLUMNS
from citecheck.errors import UsageError
from citecheck.model import Publication

# Exceptions that the rows of a damaged or foreign store raise. Code that only reads a store raises them for
# no other reason.
_DAMAGE = (
    sqlite3.DatabaseError, zlib.error, ValueError, KeyError, TypeError, IndexError, AttributeError,
    OverflowError, RecursionError, MemoryError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the store has it.

    Attributes:
        key: The article's number in the store.
        id: Its name: the first one, or the one to which it was renamed.
        digest: The digest of its content.
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
    """Opens a store, or creates one. Use it as a context manager.

    What a run writes is in `runs`, `write_articles`, `citation_history` and `article_history`.

    Attributes:
        path: The path of the file.
        folder: The folder of the file; the places of articles are relative to it.
        base: The connection to the SQLite file.
        provenance: The number of the provenance of what the present run writes.
        has_deleted_citations: Whether citations were deleted, so that clusters may be unused.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open the file.

        Args:
            path: The path of the file, which is created unless `read_only`.
            read_only: Whether nothing is written, to the file or beside it.

        Raises:
            UsageError: The file is not a store, or a store of another version.
        """
        self.path = path
        self.folder = Path(os.path.realpath(path)).parent
        self.provenance = 0
        self.has_deleted_citations = False
        self._read_only = read_only
        if read_only and not path.exists():
            raise UsageError(f"{path}: there is no such store")
        try:
            address = read_only_address(path) if read_only else str(path)
            self.base = sqlite3.connect(address, uri=read_only, isolation_level=None, timeout=60)
            guard_schema(self.base)
            self._prepare(read_only)
        except sqlite3.DatabaseError as error:
            raise UsageError(f"{path}: this is not an audit store: {error}") from error

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
            raise UsageError(f"{self.path}: this SQLite file is not an audit store")
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
        """Close the file."""
        self.base.close()

    def article(self, place: str) -> StoredArticle | None:
        """Return the article at this place, or None if the store does not have it."""
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

    def transaction(self) -> Transaction:
        """Return a context in which everything is written, or nothing."""
        return Transaction(self.base)

    def citations_of(self, article: int) -> list[Mapping[str, Any]]:
        """Return the current citations of an article, each as a mapping from column to value."""
        return self._citations("article = ? AND until_run IS NULL ORDER BY key", article)

    def citation(self, key: int) -> Mapping[str, Any]:
        """Return the citation with this key as a mapping from column to value."""
        return self._citations("key = ?", key)[0]

    def _citations(self, condition: str, value: int) -> list[Mapping[str, Any]]:
        names = ("key", "provenance", *COLUMNS)
        rows = self.rows(f"SELECT {', '.join(names)} FROM citations WHERE {condition}", (value,))  # noqa: S608 - our own words
        return [dict(zip(names, row, strict=True)) for row in rows]

    def cluster(self, digest: bytes) -> bytes:
        """Return the packed cluster with this digest."""
        return bytes(self.rows("SELECT packed FROM clusters WHERE digest = ?", (digest,))[0][0])

    def articles(self) -> Iterator[tuple[int, str]]:
        """Iterate over (key, name) of the articles that are not gone, ordered by name."""
        yield from self.base.execute("SELECT key, id FROM articles WHERE gone_run IS NULL ORDER BY id")

    def records(self, pmids: Iterable[str]) -> dict[str, Publication]:
        """Return the publications with these PMIDs that the store has, by PMID."""
        return publication_blobs.read(self.base, pmids)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query.

        Args:
            sql: One SQL statement.
            values: The values of its parameters, in order.
        """
        return self.base.execute(sql, values).fetchall()
