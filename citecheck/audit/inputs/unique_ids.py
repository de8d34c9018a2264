"""Different names for articles that call themselves the same."""

from __future__ import annotations

import hashlib
import sqlite3


class UniqueIds:
    """Gives the second article of one name another: "x", then "x#2", "x#3".

    A million names lie in a file of SQLite's own that is gone with this object, not in memory.
    """

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("CREATE TABLE names (mark BLOB PRIMARY KEY, times INTEGER) WITHOUT ROWID")
        self._base.execute("BEGIN")

    def own(self, name: str) -> str:
        """A name that was not given before."""
        mark = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=12).digest()
        (times,) = self._base.execute(
            "INSERT INTO names VALUES (?, 1) ON CONFLICT DO UPDATE SET times = times + 1 RETURNING times",
            (mark,),
        ).fetchone()
        return name if times == 1 else f"{name}#{times}"

    def close(self) -> None:
        """Give back the file."""
        self._base.close()
