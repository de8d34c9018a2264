"""The state of an index: which files it holds, how it was built, and whether it is complete.

The state is one small file beside Tantivy's own. A commit has three steps: write the state with the commit's
files as `pending`; commit in Tantivy; write the state with these files as held. Tantivy numbers its commits.
So the number shows whether the commit of pending files took place, wherever a process was killed.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from citecheck.errors import PubMedIndexError
from citecheck.pubmed.schema import READABLE, VERSION

STATE_FILE = "citecheck-index.json"
TANTIVY_FOLDER = "tantivy"
KIND = "citecheck PubMed index"

# pubmed26n0001.xml.gz: year of the baseline, number in the series of baseline and updates
_NUMBERED = re.compile(r"pubmed(\d\d)n(\d{4,5})\.xml(?:\.gz)?$")
# The 2022 baseline had 1,114 files, and PubMed only grows; a full file holds 30,000 records.
_FEWEST_BASELINE_FILES = 1114
_FULL_FILE = 30_000


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """Which records and fields an index holds, as chosen when it was built."""

    abstracts: bool = True
    years: tuple[int, int] | None = None
    journals: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether no record was left out by choice."""
        return self.years is None and not self.journals


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """A file that the index holds, and what was in it."""

    name: str
    size: int
    digest: str
    records: int = 0
    deleted: int = 0
    bad: int = 0
    left_out: int = 0
    passed_over: int = 0


@dataclass(frozen=True, slots=True)
class IndexState:
    """All that the state file of an index says."""

    choices: BuildOptions = BuildOptions()
    ready: bool = False
    files: tuple[IndexedFile, ...] = ()
    newest_revision: str | None = None
    commit: int = 0
    pending: tuple[IndexedFile, ...] = ()
    pending_revision: str | None = None

    @property
    def as_of(self) -> dt.date | None:
        """The newest day on which a record in it was revised."""
        return dt.date.fromisoformat(self.newest_revision) if self.newest_revision else None

    @property
    def complete(self) -> bool:
        """Whether it holds a whole baseline: every file from the first on, the short last one too."""
        if not (self.ready and self.choices.whole):
            return False
        numbered = {serial[1]: file for file in self.files if (serial := serial_number(file.name))}
        run = 0
        while run + 1 in numbered:
            run += 1
        return run == len(numbered) >= _FEWEST_BASELINE_FILES and any(
            file.records + file.bad + file.passed_over < _FULL_FILE for file in numbered.values()
        )

    @property
    def gaps(self) -> tuple[str, ...]:
        """The files of NLM's series that are missing between its first and its last file in the index."""
        held = sorted(serial for file in self.files if (serial := serial_number(file.name)))
        if not held:
            return ()
        (year, first), (_, last) = held[0], held[-1]
        numbers = {number for _, number in held}
        return tuple(f"pubmed{year:02}n{n:04}" for n in range(first, last + 1) if n not in numbers)

    def holds(self, file: IndexedFile) -> bool:
        """Whether this very file, by name and content, is in it."""
        return any((f.name, f.digest) == (file.name, file.digest) for f in self.files)

    def resolve_pending(self, commit: int) -> IndexState:
        """Return the state with pending files held if Tantivy's last commit is theirs, else dropped."""
        if not self.pending or commit == self.commit:
            return replace(self, pending=(), pending_revision=None)
        newest = max(filter(None, (self.newest_revision, self.pending_revision)), default=None)
        issued_again = {file.name for file in self.pending}
        files = (*(file for file in self.files if file.name not in issued_again), *self.pending)
        return replace(
            self, files=files, newest_revision=newest, commit=commit, pending=(), pending_revision=None
        )


def serial_number(name: str) -> tuple[int, int] | None:
    """Baseline year and number of one of NLM's own files; None for any other name."""
    found = _NUMBERED.search(name)
    return (int(found.group(1)), int(found.group(2))) if found else None


def write_atomically(path: Path, data: bytes) -> None:
    """Put a file into place so that a reader finds the old or the new one, even after a power cut.

    Args:
        path: The file, in a folder that exists.
        data: Its new content.
    """
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(path)


def write_state(folder: Path, state: IndexState) -> None:
    """Write the state of the index in `folder`.

    Args:
        folder: The folder of the index.
        state: Its new state.
    """
    row = {"kind": KIND, "version": VERSION, **asdict(state)}
    write_atomically(folder / STATE_FILE, json.dumps(row, indent=1).encode())


def read_state(folder: Path) -> IndexState:
    """Read the state of the index in `folder`, and resolve a pending commit.

    Raises PubMedIndexError for a folder that is not an index, is of another version, or is damaged.
    """
    try:
        row = json.loads((folder / STATE_FILE).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise PubMedIndexError(f"{folder} is no citecheck index (it has no {STATE_FILE}).") from None
    except (OSError, ValueError) as error:
        raise PubMedIndexError(f"{folder}: {STATE_FILE} cannot be read: {error}.") from None
    if not isinstance(row, dict) or row.get("kind") != KIND:
        raise PubMedIndexError(f"{folder}: {STATE_FILE} describes no citecheck index.")
    version = row.get("version")
    if version not in READABLE:
        newer = isinstance(version, int) and version > VERSION
        readable = " and ".join(map(str, sorted(READABLE)))
        advice = "use a newer citecheck" if newer else "build it anew"
        raise PubMedIndexError(
            f"{folder} has index version {version}, this citecheck reads versions {readable}: {advice}."
        )
    try:
        state = _state(row)
    except (KeyError, TypeError, ValueError) as error:
        raise PubMedIndexError(f"{folder}: {STATE_FILE} is damaged ({error}).") from None
    return state.resolve_pending(last_commit(folder)) if state.pending else state


def _state(row: dict[str, Any]) -> IndexState:
    choices = row["choices"]
    return IndexState(
        choices=BuildOptions(
            bool(choices["abstracts"]),
            tuple(choices["years"]) if choices["years"] else None,
            tuple(choices["journals"]),
        ),
        ready=bool(row["ready"]),
        files=tuple(IndexedFile(**file) for file in row["files"]),
        newest_revision=row["newest_revision"],
        commit=int(row["commit"]),
        pending=tuple(IndexedFile(**file) for file in row["pending"]),
        pending_revision=row["pending_revision"],
    )


def last_commit(folder: Path) -> int:
    """The number of Tantivy's last commit; 0 before the first."""
    try:
        return int(json.loads((folder / TANTIVY_FOLDER / "meta.json").read_bytes())["opstamp"])
    except FileNotFoundError:
        return 0
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PubMedIndexError(f"{folder} is damaged: {error}.") from None
