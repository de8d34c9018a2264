"""Answers of the service on disk: facts only, no failures and no verdicts.

The cache is one SQLite file in the cache folder. Several processes write to it at once, and it stays whole if
one of them is killed. An unreadable file is moved aside with a warning; an answer that cannot be written is
not kept.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from citecheck.safety.compression import unpack_bytes

NAME = "answers.sqlite"
# The number of the layout of table and values; rows of another layout cannot be read.
LAYOUT = 2
DAY = 86_400.0
LARGEST = 512 << 20
_SLICE = 500
_WRITES_BETWEEN_SWEEPS = 256

log = logging.getLogger(__name__)


class AnswerKind(StrEnum):
    """What an answer is about, which decides how long it is kept."""

    SEARCH = "search"
    NO_HITS = "no_hits"
    RECORD = "record"
    NO_RECORD = "no_record"
    CITATION = "citation"
    NO_CITATION = "no_citation"
    JOURNAL = "journal"
    NO_JOURNAL = "no_journal"
    PAGE = "page"


# Days after which an answer is requested again, unless the user's own limit is shorter. A missing record may
# appear; a record may be retracted.
DAYS = {
    AnswerKind.SEARCH: 30.0,
    AnswerKind.NO_HITS: 2.0,
    AnswerKind.RECORD: 7.0,
    AnswerKind.NO_RECORD: 1.0,
    AnswerKind.CITATION: 365.0,
    AnswerKind.NO_CITATION: 2.0,
    AnswerKind.JOURNAL: 90.0,
    AnswerKind.NO_JOURNAL: 7.0,
    # Its host is asked whether it changed.
    AnswerKind.PAGE: 400.0,
}


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """How many answers a cache holds. `oldest` and `newest` are seconds since 1970, None for an empty one."""

    path: Path
    answers: Mapping[str, int]
    bytes: int
    oldest: float | None = None
    newest: float | None = None
    set_aside: tuple[Path, ...] = ()


class AnswerCache:
    """Answers by kind and key. `folder` None keeps them in memory, for this run only.

    `refresh` passes over what was there before; `any_age` takes everything, however old.
    `service` separates the answers of different services; `name` is the file's name.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        name: str = NAME,
        service: str = "",
        days: float = 30.0,
        refresh: bool = False,
        any_age: bool = False,
        largest: int = LARGEST,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.path = folder / name if folder else None
        self._service = service
        self._days = days
        self._any_age = any_age
        self._largest = largest
        self._clock = clock
        self._began = clock() if refresh else 0.0
        self._lock = threading.Lock()
        self._base: sqlite3.Connection | None = None
        self._process = os.getpid()
        self._broken = False
        self._is_read_only = False
        self._writes = 0

    def get(self, kinds: Sequence[AnswerKind], keys: Sequence[str]) -> dict[str, tuple[AnswerKind, bytes]]:
        """The cached answers that are young enough.

        Args:
            kinds: The kinds of answers that count.
            keys: The questions.

        Returns:
            Kind and content by key; keys without an answer are left out.
        """
        found: dict[str, tuple[AnswerKind, bytes]] = {}
        now = self._clock()
        with self._connection() as base:
            if base is None:
                return found
            for start in range(0, len(keys), _SLICE):
                part = keys[start : start + _SLICE]
                marks = ",".join("?" * len(part))
                names = ",".join("?" * len(kinds))
                rows = base.execute(
                    f"SELECT kind, key, at, value FROM answers WHERE kind IN ({names}) AND key IN ({marks})"  # noqa: S608
                    " ORDER BY at",
                    [*kinds, *(self._service + key for key in part)],
                )
                for name, key, at, value in rows:
                    if self._is_young(AnswerKind(name), at, now):
                        found[key.removeprefix(self._service)] = (AnswerKind(name), unpack_bytes(value))
        return found

    def put(self, answers: Sequence[tuple[AnswerKind, str, bytes]]) -> None:
        """Remember answers; an older one of the same kind and key is replaced."""
        now = self._clock()
        rows = [(kind, self._service + key, now, zlib.compress(value, 3)) for kind, key, value in answers]
        with self._connection() as base:
            if base is None or self._is_read_only or not rows:
                return
            with base:
                base.executemany(
                    "INSERT OR REPLACE INTO answers (kind, key, at, value, size) VALUES (?, ?, ?, ?, ?)",
                    [(*row, len(row[3]) + len(row[1])) for row in rows],
                )
            self._writes += len(rows)
            if self._writes >= _WRITES_BETWEEN_SWEEPS:
                self._writes = 0
                self._sweep(base, now)

    def info(self) -> CacheInfo:
        """How much it holds, and since when."""
        counts: dict[str, int] = {}
        oldest = newest = None
        with self._connection() as base:
            if base is not None:
                rows = base.execute("SELECT kind, count(*) FROM answers GROUP BY kind ORDER BY kind")
                counts = dict(rows.fetchall())
                oldest, newest = base.execute("SELECT min(at), max(at) FROM answers").fetchone()
        folder = self.path.parent if self.path else None
        size = sum(p.stat().st_size for p in _files(self.path) if p.exists()) if self.path else 0
        name = self.path.name if self.path else NAME
        aside = tuple(sorted(folder.glob(f"{name}.damaged"))) if folder and folder.is_dir() else ()
        return CacheInfo(self.path or Path(":memory:"), counts, size, oldest, newest, aside)

    def clear(self) -> int:
        """Delete all answers, and return how many there were."""
        with self._connection() as base:
            number = 0
            if base is not None:
                with base:
                    number = base.execute("DELETE FROM answers").rowcount
                _shrink(base)
        if self.path:
            self.path.with_name(f"{self.path.name}.damaged").unlink(missing_ok=True)
        return number

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._base is not None and self._process == os.getpid():
                self._base.close()
            self._base = None

    def _is_young(self, kind: AnswerKind, at: float, now: float) -> bool:
        if self._any_age:
            return True
        # An answer from the future was kept under another clock: its age is unknown.
        return at >= self._began and -60.0 <= now - at <= min(DAYS[kind], self._days) * DAY

    def _sweep(self, base: sqlite3.Connection, now: float) -> None:
        """Delete answers that are too old, then the oldest until the rest is small enough."""
        with base:
            for kind, days in DAYS.items():
                base.execute("DELETE FROM answers WHERE kind = ? AND at < ?", (kind, now - days * DAY))
            total = base.execute("SELECT coalesce(sum(size), 0) FROM answers").fetchone()[0]
            if total > self._largest:
                # A tenth more than needed is deleted, so that the next answers do not start another sweep.
                spare = total - self._largest * 0.9
                base.execute(
                    "DELETE FROM answers WHERE rowid IN (SELECT id FROM (SELECT rowid AS id,"
                    " sum(size) OVER (ORDER BY at, rowid) - size AS before FROM answers) WHERE before < ?)",
                    (spare,),
                )
        _shrink(base)

    # -------------------------------------------------------------- the file

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection | None]:
        """Yield the open file, or None if it cannot be used. Errors inside the context are handled here."""
        with self._lock:
            base = self._opened()
            try:
                yield base
            except sqlite3.Error as error:
                self._meet(error)
            except (zlib.error, ValueError, TypeError) as error:
                self._set_aside(error)

    def _opened(self) -> sqlite3.Connection | None:
        if self._process != os.getpid():
            # A connection must not cross a fork; the parent goes on with it.
            self._base, self._process = None, os.getpid()
        if self._base is None and not self._broken:
            try:
                self._base = self._open()
            except sqlite3.Error as error:
                self._meet(error)
        return self._base

    def _meet(self, error: sqlite3.Error) -> None:
        if not isinstance(error, sqlite3.OperationalError):
            self._set_aside(error)
            return
        # The file is locked for too long, full, or not writable: this answer is not kept.
        self._close_quietly()
        if "locked" not in str(error):
            self._give_up(f"The cache {self.path} cannot be used: {error}.")

    def _open(self) -> sqlite3.Connection | None:
        if self.path is None:
            return self._connected()
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            self._give_up(f"The cache folder {self.path.parent} cannot be made: {error.strerror}.")
            return None
        try:
            return self._connected()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            self._set_aside(error)
            return None if self._broken else self._connected()

    def _connected(self) -> sqlite3.Connection:
        if self.path and self.path.exists() and not _is_writable(self.path):
            return self._read_only(self.path)
        base = sqlite3.connect(self.path or ":memory:", timeout=10.0, check_same_thread=False)
        try:
            return _prepared(base)
        except sqlite3.Error:
            base.close()
            raise

    def _read_only(self, path: Path) -> sqlite3.Connection:
        """Open a cache that cannot be written: its answers are used, new ones are not kept."""
        self._is_read_only = True
        address = f"file:{quote(str(path))}?mode=ro&immutable=1"
        base = sqlite3.connect(address, uri=True, check_same_thread=False)
        if base.execute("PRAGMA user_version").fetchone()[0] != LAYOUT:
            base.close()
            raise sqlite3.OperationalError("it has another layout, and cannot be written")
        log.warning("The cache %s cannot be written: it is read, and new answers are not kept.", path)
        return base

    def _set_aside(self, error: Exception) -> None:
        """Move a damaged file out of the way and say so. The next use begins a new one."""
        self._close_quietly()
        if self.path is None:
            return
        aside = self.path.with_name(f"{self.path.name}.damaged")
        try:
            self.path.replace(aside)
            for companion in _files(self.path)[1:]:
                companion.unlink(missing_ok=True)
        except OSError as trouble:
            self._give_up(f"The cache {self.path} is damaged and cannot be moved: {trouble.strerror}.")
            return
        log.warning("The cache was damaged (%s): it was set aside as %s.", error, aside)

    def _give_up(self, sentence: str) -> None:
        if not self._broken:
            log.warning("%s Answers are not kept.", sentence)
        self._broken = True

    def _close_quietly(self) -> None:
        base, self._base = self._base, None
        if base is not None:
            try:
                base.close()
            except sqlite3.Error:
                log.debug("the cache could not be closed")


def _is_writable(path: Path) -> bool:
    """Whether SQLite could write the file and what it keeps beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _files(path: Path) -> tuple[Path, Path, Path]:
    return path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def _shrink(base: sqlite3.Connection) -> None:
    """Return the space of deleted answers to the disk."""
    for step in ("PRAGMA incremental_vacuum", "PRAGMA wal_checkpoint(TRUNCATE)"):
        base.execute(step).fetchall()


def _prepared(base: sqlite3.Connection) -> sqlite3.Connection:
    """The connection with its table. Raises sqlite3.DatabaseError for a file that is not such a cache."""
    base.execute("PRAGMA busy_timeout = 10000")
    if base.execute("PRAGMA user_version").fetchone()[0] not in (0, LAYOUT):
        raise sqlite3.DatabaseError("it has another layout")
    base.execute("PRAGMA auto_vacuum = INCREMENTAL")
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    with base:
        base.execute(
            "CREATE TABLE IF NOT EXISTS answers (kind TEXT NOT NULL, key TEXT NOT NULL, at REAL NOT NULL,"
            " value BLOB NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (kind, key))"
        )
        base.execute("CREATE INDEX IF NOT EXISTS by_age ON answers (at)")
        base.execute(f"PRAGMA user_version = {LAYOUT}")
    return base
