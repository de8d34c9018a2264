"""Parsing on other cores: raw records go in, entries for the index come out.

Workers are child processes that exchange pickled values with the parent over two pipes. When the parent dies,
even by SIGKILL, their input ends and they exit.
"""

from __future__ import annotations

import gc
import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self

from citecheck.errors import PubMedIndexError
from citecheck.model import Publication
from citecheck.pubmed.index_keys import fold_key
from citecheck.pubmed.index_state import BuildOptions
from citecheck.pubmed.record_types import BadRecord, Deletion, ParsedRecord
from citecheck.pubmed.records import cut_records
from citecheck.pubmed.schema import IndexEntry, index_entry
from citecheck.safety.child_process import child_environment, child_folder, python_command

_LENGTH = struct.Struct("<Q")
# A task is closed once it has so many records, or so many bytes of them.
TASK_RECORDS = 400
TASK_BYTES = 3 << 20
# The bytes counted for a record that was parsed while the file was cut.
_PARSED_BYTES = 2048


class Removal(NamedTuple):
    """A record to remove: a version that PubMed has deleted, or any version (None)."""

    number: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The result of a task, in order: entries to add and removals.

    `ends` and `failure` are the task's own.
    """

    steps: tuple[IndexEntry | Removal, ...]
    bad: tuple[BadRecord, ...]
    left_out: int
    newest_revision: str | None
    ends: bool = False
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Raw records with the start tag to parse them under, or records already parsed.

    `ends` marks the last of a file, `failure` says why a file could not be read to its end.
    """

    pieces: tuple[bytes | ParsedRecord, ...]
    wrapping: bytes = b""
    ends: bool = False
    failure: str | None = None


def file_tasks(file: Path) -> Iterator[Task]:
    """Cut a file into tasks of a few hundred records; the last one, which may be empty, has `ends` set."""
    wrapping, pieces = cut_records(file)
    batch: list[bytes | ParsedRecord] = []
    size = 0
    for piece in pieces:
        batch.append(piece)
        size += len(piece) if isinstance(piece, bytes) else _PARSED_BYTES
        if len(batch) >= TASK_RECORDS or size >= TASK_BYTES:
            yield Task(tuple(batch), wrapping)
            batch, size = [], 0
    yield Task(tuple(batch), wrapping, ends=True)


def prepare_batch(task: Task, choices: BuildOptions) -> Batch:
    """Parse the records of a task, and make their entries.

    Args:
        task: Raw records, or records already parsed.
        choices: Which records and fields the index holds.

    Returns:
        The entries and removals in order, and the records that cannot be read. A record that `choices`
        leave out is a removal, since a revision may move it out of the chosen years.
    """
    from citecheck.pubmed.xml import parse_pieces

    journals = frozenset(fold_key(name) for name in choices.journals)
    steps: list[IndexEntry | Removal] = []
    bad: list[BadRecord] = []
    left_out, newest = 0, None
    for record in parse_pieces(task.pieces, task.wrapping):
        if isinstance(record, BadRecord):
            bad.append(record)
        elif isinstance(record, Deletion):
            steps.append(Removal(int(record.pmid), record.version))
        elif _chosen(record, choices, journals):
            steps.append(index_entry(record, abstracts=choices.abstracts))
            newest = max(newest, record.revised) if newest and record.revised else newest or record.revised
        else:
            # A revision may move a record out of the chosen years; its earlier copy must go.
            steps.append(Removal(int(record.pmid)))
            left_out += 1
    day = newest.isoformat() if newest else None
    return Batch(tuple(steps), tuple(bad), left_out, day, task.ends, task.failure)


def _chosen(publication: Publication, choices: BuildOptions, journals: frozenset[str]) -> bool:
    if choices.years:
        first, last = choices.years
        dates = (publication.issued, publication.online)
        if not any(date and first <= date.year <= last for date in dates):
            return False
    if journals:
        journal = publication.journal
        names = (journal.abbreviation, journal.title, journal.nlm_id or "") if journal else ()
        return any(fold_key(name) in journals for name in names)
    return True


class Preparers:
    """Runs `prepare_batch` over tasks, in order, on so many processes; one means this one."""

    def __init__(self, choices: BuildOptions, processes: int) -> None:
        self._choices = choices
        self._processes = processes
        self._children: list[subprocess.Popen[bytes]] = []
        self._own = threading.local()
        self._threads = ThreadPoolExecutor(processes) if processes > 1 else None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children:
            if kind is not None:
                child.kill()
        if self._threads:
            self._threads.shutdown(cancel_futures=True)
        for child in self._children:
            if child.stdin:
                with suppress(OSError):  # a killed child takes no further frames
                    child.stdin.close()
            child.wait()
            if child.stdout:
                child.stdout.close()

    def run(self, tasks: Iterable[Task]) -> Iterator[Batch]:
        """Yield one batch for each task, in the same order; a few tasks are read ahead."""
        if self._threads is None:
            for task in tasks:
                yield prepare_batch(task, self._choices)
            return
        waiting: list[Future[Batch]] = []
        for task in tasks:
            waiting.append(self._threads.submit(self._ask, task))
            if len(waiting) > 2 * self._processes:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()

    def _ask(self, task: Task) -> Batch:
        child: subprocess.Popen[bytes] | None = getattr(self._own, "child", None)
        if child is None:
            child = self._own.child = start_worker(self._choices)
            with self._lock:
                self._children.append(child)
        try:
            write_frame(child.stdin, task)
            answer = read_frame(child.stdout)
        except (OSError, EOFError):
            raise PubMedIndexError("A worker process ended before its time (out of memory?).") from None
        if not isinstance(answer, Batch):
            raise PubMedIndexError(f"A worker process failed: {answer}")
        return answer


def start_worker(choices: BuildOptions) -> subprocess.Popen[bytes]:
    """Start a child process that prepares the tasks it is sent."""
    child = subprocess.Popen(  # noqa: S603 - our own module
        python_command("citecheck.pubmed.worker"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=child_environment(),
        cwd=child_folder(),
        # Ctrl-C goes to the parent, which ends its children.
        start_new_session=True,
    )
    write_frame(child.stdin, choices)
    return child


def write_frame(stream: IO[bytes] | None, value: object) -> None:
    """Write a pickled value after its length (8 bytes).

    Args:
        stream: The stream to the other process.
        value: The value.

    Raises:
        EOFError: The stream is None.
    """
    if stream is None:
        raise EOFError
    data = pickle.dumps(value, protocol=5)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read_frame(stream: IO[bytes] | None) -> object:
    """Read the next value; raises EOFError if the other side has ended."""
    head = stream.read(_LENGTH.size) if stream else b""
    if not stream or len(head) < _LENGTH.size:
        raise EOFError
    data = stream.read(_LENGTH.unpack(head)[0])
    return pickle.loads(data)  # noqa: S301 - comes from our own process over a private pipe


def main() -> None:
    """Serve until the input ends."""
    # Records make no cycles; looking for them among millions of new objects costs a tenth of the time.
    gc.disable()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    try:
        choices = read_frame(source)
        while isinstance(choices, BuildOptions):
            task = read_frame(source)
            write_frame(
                sink, prepare_batch(task, choices) if isinstance(task, Task) else f"not a task: {task!r}"
            )
    except (EOFError, BrokenPipeError):
        return
