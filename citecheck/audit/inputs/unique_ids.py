"""Gives different names to articles with the same id."""

from __future__ import annotations

import hashlib
import sqlite3


class UniqueIds:
    """Makes names unique: the articles named "x" become "x", "x#2", "x#3".

    The names are kept in a temporary SQLite file, because a million of them would take too much memory.
    """

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("CREATE TABLE names (mark BLOB PRIMARY KEY, times INTEGER) WITHOUT ROWID")
        self._base.execute("BEGIN")

    def own(self, name: str) -> str:
        """Return the name, with a number if it was given before."""
        mark = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=12).digest()
        (times,) = self._base.execute(
            "INSERT INTO names VALUES (?, 1) ON CONFLICT DO UPDATE SET times = times + 1 RETURNING times",
            (mark,),
        ).fetchone()
        return name if times == 1 else f"{name}#{times}"

    def close(self) -> None:
        """Delete the temporary file."""
        self._base.close()
