"""The SQLite file of a store: its version, its SQL scripts, read-only access and transactions."""

from __future__ import annotations

import datetime as dt
import sqlite3
from importlib.resources import files
from pathlib import Path
from types import TracebackType

VERSION = 4


def read_only_address(path: Path) -> str:
    """Return a URI that opens the file without creating or changing any file beside it.

    If a run is writing the store at present, its write-ahead log is read as well.
    """
    is_written = path.with_name(f"{path.name}-wal").exists()
    return f"{path.absolute().as_uri()}?mode=ro{'' if is_written else '&immutable=1'}"


def guard_schema(base: sqlite3.Connection) -> None:
    """Forbid views and triggers of the file to call unsafe functions, and forbid ATTACH."""
    base.execute("PRAGMA trusted_schema = OFF")
    base.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


class Transaction:
    """A context manager: BEGIN, then COMMIT, or ROLLBACK after an exception."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def __enter__(self) -> None:
        self._base.execute("BEGIN IMMEDIATE")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.execute("COMMIT" if kind is None else "ROLLBACK")


def script_of(name: str) -> str:
    """Return the text of an SQL script of this folder."""
    return (files("citecheck.audit") / "store" / f"{name}.sql").read_text(encoding="utf-8")


def now() -> str:
    """Return the current time in UTC, in ISO 8601 format."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
