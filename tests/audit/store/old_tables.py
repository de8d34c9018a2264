"""The tables that stores of older versions had; nothing of citecheck is needed to make them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_VERSION_3 = Path(__file__).with_name("schema-3.sql").read_text(encoding="utf-8")
_VERSION_2 = """
    DROP TABLE publications;
    DROP TABLE records;
    CREATE TABLE publications (pmid TEXT PRIMARY KEY, record BLOB NOT NULL);
"""


def make_old_tables(base: sqlite3.Connection, version: int) -> None:
    """Make the tables and the view of a store of that version (1 to 3) in an empty database."""
    base.executescript(_VERSION_3 if version == 3 else _VERSION_3 + _VERSION_2)
    base.execute("CREATE VIEW current AS SELECT * FROM citations WHERE until_run IS NULL")
    base.execute(f"PRAGMA user_version = {version}")
