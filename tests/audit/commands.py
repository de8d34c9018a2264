"""`citecheck audit` as it is typed, in a folder with its store."""

import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("citecheck")


def start(folder: Path, index: Path, *words: str | Path) -> list[str | Path]:
    store = ("--store", folder / "audit.db")
    return [
        COMMAND,
        "audit",
        *words,
        *store,
        *(("--source", index) if words[0] in ("run", "retractions") else ()),
    ]


def run(folder: Path, index: Path, *words: str | Path, code: int = 0) -> str:
    done = subprocess.run(
        start(folder, index, *words), cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def run_error(folder: Path, index: Path, *words: str | Path) -> str:
    """What is said of wrong usage."""
    done = subprocess.run(
        start(folder, index, *words), cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stdout + done.stderr
    return done.stderr


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    base = sqlite3.connect(folder / "audit.db")
    try:
        return base.execute(sql).fetchall()
    finally:
        base.close()
