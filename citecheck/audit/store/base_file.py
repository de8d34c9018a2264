"""How the file of a store is opened and written: its version, its scripts, and whole transactions."""

from __future__ import annotations

import datetime as dt
import sqlite3
from importlib.resources import files
from pathlib import Path
from types import TracebackType

VERSION = 4


def read_only_address(path: Path) -> str:
    """The address under which SQLite changes nothing beside the file, either.

    A store that a run is writing just now has a log beside it, which has to be read.
    """
    is_written = path.with_name(f"{path.name}-wal").exists()
    return f"{path.absolute().as_uri()}?mode=ro{'' if is_written else '&immutable=1'}"


def guard_schema(base: sqlite3.Connection) -> None:
    """Let views and triggers of the file call nothing that reaches beyond it, and attach no other file."""
    base.execute("PRAGMA trusted_schema = OFF")
    base.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


class Transaction:
    """BEGIN, and COMMIT or ROLLBACK at the end."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def __enter__(self) -> None:
        self._base.execute("BEGIN IMMEDIATE")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.execute("COMMIT" if kind is None else "ROLLBACK")


def script_of(name: str) -> str:
    """One of the SQL scripts of this folder."""
    return (files("citecheck.audit") / "store" / f"{name}.sql").read_text(encoding="utf-8")


def now() -> str:
    """The moment, UTC."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
