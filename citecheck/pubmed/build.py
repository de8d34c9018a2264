"""Building an index and bringing it up to date: the only place that writes one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from citecheck.errors import PubMedIndexError, RecordsError
from citecheck.pubmed.build_folder import SEEN_FILE, PmidBitmap, build_lock, check_space, fingerprint_file
from citecheck.pubmed.file_ledger import FileLedger
from citecheck.pubmed.index_state import (
    STATE_FILE,
    TANTIVY_FOLDER,
    BuildOptions,
    IndexedFile,
    IndexState,
    last_commit,
    read_state,
    serial_number,
    write_state,
)
from citecheck.pubmed.page_cache import few_pages
from citecheck.pubmed.record_types import BadRecord, ParsedRecord
from citecheck.pubmed.records import cut_records, record_files
from citecheck.pubmed.schema import IndexEntry, index_document, register_analyzers, schema
from citecheck.pubmed.worker import Batch, Preparers, Removal, Task, prepare_batch

if TYPE_CHECKING:
    import tantivy

# Files that come to less than this are parsed sooner than a second process starts.
SMALL = 2 << 20
TASK_RECORDS = 400
TASK_BYTES = 3 << 20
# A commit that is too small makes many segments to merge; one too large is lost when the process is killed.
COMMIT_RECORDS = 120_000
# What the writer's threads may hold together before they write a segment, and how many they are;
# a parsing process takes about 150 MB. All of it stays under 1.5 GB.
WRITER_MEMORY = 300 << 20
MOST_THREADS = 3
MOST_PROCESSES = 6


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """How far a build or update has come."""

    file: str
    files_done: int
    files: int
    records: int
    bytes_done: int
    bytes: int


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build or update did."""

    state: IndexState
    files: tuple[IndexedFile, ...]
    skipped: tuple[str, ...] = ()
    bad: tuple[tuple[str, BadRecord], ...] = ()
    notes: tuple[str, ...] = ()


OnProgress = Callable[[BuildProgress], None]
# Of bad records, this many are named; all are counted.
NAMED_BAD_RECORDS = 50


def build_index(
    folder: Path,
    paths: Sequence[Path],
    choices: BuildOptions | None = None,
    *,
    processes: int | None = None,
    progress: OnProgress | None = None,
    wait: bool = False,
) -> BuildResult:
    """Build an index of these files and folders, or go on with a build that was cut off.

    A later copy of a record replaces an earlier one; NLM's own files are taken in the order of
    their numbers. Until the build has ended the index refuses to be opened.

    Args:
        folder: The folder of the index, which is made if need be.
        paths: Files of records, and folders of such files.
        choices: Which records and fields the index holds; all by default.
        processes: The number of parsing processes; None chooses by the cores.
        progress: Called with the progress of the build.
        wait: Wait for another process that writes to the folder.

    Returns:
        What the build did; without files where the index is finished and holds them all.

    Raises:
        PubMedIndexError: The folder holds something else, a build with other choices, or a finished
            index that lacks files; another process writes to it; the disk is too small; or a file is
            of another year's series than the files that are done.
        RecordsError: A file is missing or cannot be read, or no file holds a record. The files before
            an unreadable one stay, and the next run goes on from there.
    """
    files = in_order(record_files(paths))
    chosen = choices or BuildOptions()
    with build_lock(folder, wait=wait):
        state = _state_to_build_on(folder, chosen)
        todo, skipped = _still_to_do(state, files)
        if state.ready and todo:
            raise PubMedIndexError(
                f"{folder} is a finished index. Use `citecheck pubmed update`, or remove it to build anew."
            )
        if state.ready:
            return BuildResult(state, (), skipped)
        check_space(folder, todo)
        write_state(folder, state)
        _check_series(folder, state, todo)
        seen = PmidBitmap.load(folder / SEEN_FILE)
        run = _Run(folder, state, todo, processes, progress, seen, at_hand=_by_name(files))
        run.all_files(COMMIT_RECORDS)
        held = (*run.state.files, *run.done)
        if not any(file.records or file.deleted or file.bad or file.left_out for file in held):
            raise RecordsError(f"There is not one record in {_named(files)}: nothing was built.")
        state = replace(run.state, ready=True)
        write_state(folder, state)
        (folder / SEEN_FILE).unlink(missing_ok=True)
    return BuildResult(state, tuple(run.done), skipped, tuple(run.bad), tuple(run.notes))


def replace_index(
    folder: Path,
    paths: Sequence[Path],
    choices: BuildOptions | None = None,
    *,
    processes: int | None = None,
    progress: OnProgress | None = None,
) -> BuildResult:
    """Build an index beside the one in `folder`, and put it in its place when it is finished.

    Until then the old index answers; a build that was cut off goes on where it was.

    Args:
        folder: The folder of the present index.
        paths: Files of records, and folders of such files.
        choices: Which records and fields the index holds; all by default.
        processes: The number of parsing processes; None chooses by the cores.
        progress: Called with the progress of the build.

    Returns:
        What the build did.

    Raises:
        PubMedIndexError, RecordsError: As in `build_index`.
    """
    beside = folder.with_name(f"{folder.name}.next")
    old = folder.with_name(f"{folder.name}.old")
    if old.exists() and not folder.exists():  # killed between the two steps below
        old.rename(folder)
    built = build_index(beside, paths, choices, processes=processes, progress=progress)
    with build_lock(folder, wait=True):
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
        beside.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    return built


def update_index(
    folder: Path, paths: Sequence[Path], *, processes: int | None = None, progress: OnProgress | None = None
) -> BuildResult:
    """Apply update files: revised and new records replace, deleted ones go; one commit a file.

    Whoever has the index open keeps what they opened. Files that it already holds are passed
    over. A file that comes late, or that NLM has issued again, changes nothing that a later file has
    written since.

    Args:
        folder: The folder of a finished index.
        paths: Update files, and folders of such files.
        processes: The number of parsing processes; None chooses by the cores.
        progress: Called with the progress of the update.

    Returns:
        What the update did.

    Raises:
        PubMedIndexError: The folder holds no finished index, another process writes to it, the disk is
            too small, a file is of another year's series, or a file comes late and an index of an
            older version does not know what later files have written.
        RecordsError: A file is missing or cannot be read.
    """
    files = in_order(record_files(paths))
    with build_lock(folder, wait=False):
        state = read_state(folder)
        if not state.ready:
            raise PubMedIndexError(half_built(folder, state))
        todo, skipped = _still_to_do(state, files)
        _check_series(folder, state, todo)
        check_space(folder, todo)
        write_state(folder, state)
        run = _Run(folder, state, todo, processes, progress, seen=None, at_hand=_by_name(files))
        run.all_files(1)
    return BuildResult(run.state, tuple(run.done), skipped, tuple(run.bad), tuple(run.notes))


def half_built(folder: Path, state: IndexState) -> str:
    """Return the message about an index whose build was cut off.

    Args:
        folder: The folder of the index.
        state: Its state, which says how many files are done.
    """
    return (
        f"{folder} is half built ({len(state.files)} files done): run the same "
        "`citecheck pubmed build` again to finish it."
    )


def in_order(files: Sequence[Path]) -> list[Path]:
    """NLM's own files by number, all others before them as they came.

    Raises RecordsError where files of two yearly series are mixed, as each year's is numbered anew.
    """
    years = {serial[0] for file in files if (serial := serial_number(file.name))}
    if len(years) > 1:
        named = " and ".join(f"20{year}" for year in sorted(years))
        raise RecordsError(f"These are files of two series, {named}; each must have an index of its own.")
    return sorted(files, key=lambda file: serial_number(file.name) or (0, 0))


def _state_to_build_on(folder: Path, choices: BuildOptions) -> IndexState:
    if not (folder / STATE_FILE).exists():
        return IndexState(choices)
    state = read_state(folder)
    if state.choices != choices and (state.ready or state.files):
        raise PubMedIndexError(
            f"{folder} was begun with other choices ({state.choices}): remove it to build anew."
        )
    return replace(state, choices=choices)


def _still_to_do(state: IndexState, files: Sequence[Path]) -> tuple[list[Path], tuple[str, ...]]:
    todo = [file for file in files if not state.holds(fingerprint_file(file))]
    return todo, tuple(file.name for file in files if file not in todo)


def _check_series(folder: Path, state: IndexState, todo: Sequence[Path]) -> None:
    """Refuse files of another year, and late ones where nobody knows what later files have written."""
    applied = max((serial for file in state.files if (serial := serial_number(file.name))), default=None)
    if applied is None:
        return
    ledger = FileLedger(folder)
    for file in todo:
        serial = serial_number(file.name)
        if serial and serial[0] != applied[0]:
            raise PubMedIndexError(
                f"{file.name} belongs to another year's series than the index: "
                "`citecheck pubmed build --replace` puts a new baseline in its place."
            )
        if serial and not all(ledger.has(name) for name in _later_files(state, serial)):
            raise PubMedIndexError(
                f"{file.name} comes before pubmed{applied[0]:02}n{applied[1]:04}, which the index already "
                "holds, and an index of the version before does not know what is newer: build it anew."
            )


def _later_files(state: IndexState, serial: tuple[int, int]) -> list[str]:
    """The names of the applied files that come after this one in NLM's series."""
    numbered = ((file.name, serial_number(file.name)) for file in state.files)
    return [name for name, other in numbered if other and other > serial]


@dataclass
class _Run:
    """One build or update under way."""

    folder: Path
    state: IndexState
    todo: list[Path]
    processes: int | None
    progress: OnProgress | None
    seen: PmidBitmap | None
    at_hand: dict[str, Path] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    done: list[IndexedFile] = field(default_factory=list)
    bad: list[tuple[str, BadRecord]] = field(default_factory=list)
    finished: list[IndexedFile] = field(default_factory=list)
    newest: str | None = None
    records: int = 0
    bytes_done: int = 0
    bytes: int = 0
    newer: PmidBitmap | None = None

    def __post_init__(self) -> None:
        self.ledger = FileLedger(self.folder)

    def all_files(self, commit_records: int) -> None:
        """Put all files in, committing when so many records have come together and a file has ended."""
        if not self.todo:
            return
        writer = open_writer(self.folder, 1 if self.seen is None else 0)
        workers = self.processes or min(os.cpu_count() or 1, MOST_PROCESSES)
        self.bytes = sum(file.stat().st_size for file in self.todo)
        if self.bytes < SMALL:
            workers = 1
        try:
            with few_pages(self.folder):
                with Preparers(self.state.choices, workers) as preparers:
                    self._put_in(preparers.run(self._tasks()), writer, commit_records)
                writer.wait_merging_threads()
        except ValueError as error:
            raise PubMedIndexError(f"{self.folder} could not be written: {error}") from None
        except OSError as error:
            raise PubMedIndexError(
                f"{self.folder} could not be written: {error.strerror or error}."
            ) from None

    def _put_in(self, batches: Iterable[Batch], writer: tantivy.IndexWriter, commit_records: int) -> None:
        current = None
        left = iter(self.todo)
        since_commit = 0
        for batch in batches:
            if batch.failure:
                raise RecordsError(batch.failure)
            if current is None:
                current = fingerprint_file(next(left))
                self.newer = self._written_later(current.name)
            current = self._apply(writer, current, batch)
            since_commit += len(batch.steps)
            if batch.ends:
                self._end_file(writer, current.name)
                self.finished.append(current)
                self.bytes_done += current.size
                current = None
                if since_commit >= commit_records:
                    self._commit(writer)
                    since_commit = 0
        self._commit(writer)

    def _tasks(self) -> Iterator[Task]:
        for file in self.todo:
            try:
                yield from file_tasks(file)
            except RecordsError as error:
                yield Task((), failure=str(error))
                return

    def _apply(self, writer: tantivy.IndexWriter, file: IndexedFile, batch: Batch) -> IndexedFile:
        deleted = passed_over = 0
        for step in batch.steps:
            if not self._counts(step):
                passed_over += 1
            elif isinstance(step, IndexEntry):
                if self.seen is None or self.seen.add(step.number):
                    writer.delete_documents_by_term("key", f"p{step.number}")
                writer.add_document(index_document(step))
                self.ledger.note_entry(step.number, step.version)
            else:
                deleted += 1
                if self.seen is None or step.number in self.seen:
                    writer.delete_documents_by_term("key", f"p{step.number}")
                self.ledger.note_removal(step.number, deleted=step.version is not None)
        for record in batch.bad[: max(NAMED_BAD_RECORDS - len(self.bad), 0)]:
            self.bad.append((file.name, record))
        self.newest = max(filter(None, (self.newest, batch.newest_revision)), default=None)
        written = len(batch.steps) - deleted - passed_over
        self.records += written
        self._report(file.name)
        return replace(
            file,
            records=file.records + written,
            deleted=file.deleted + max(deleted - batch.left_out, 0),
            bad=file.bad + len(batch.bad),
            left_out=file.left_out + batch.left_out,
            passed_over=file.passed_over + passed_over,
        )

    def _written_later(self, name: str) -> PmidBitmap | None:
        """The PMIDs that later files of the series have written already, None where there is no later one."""
        serial = serial_number(name)
        later = _later_files(self.state, serial) if serial else []
        return self.ledger.pmids_of(later) if later else None

    def _counts(self, step: IndexEntry | Removal) -> bool:
        """Whether a step changes the index: nothing newer was written, and no higher version stands."""
        newer = self.newer is not None and step.number in self.newer
        if step.version is None:
            return not newer
        if newer:
            return isinstance(step, IndexEntry) and self.ledger.is_above(step.number, step.version)
        return self.ledger.accepts(step.number, step.version)

    def _end_file(self, writer: tantivy.IndexWriter, name: str) -> None:
        """Undo what an earlier issue of the file wrote and this one does not, and close its ledger."""
        numbered = serial_number(name) is not None
        if numbered and any(file.name == name for file in self.state.files):
            lost = {n for n in self.ledger.lost_by(name) if self.newer is None or n not in self.newer}
            self._restore(writer, name, lost)
        self.ledger.end_file(name, numbered=numbered)

    def _restore(self, writer: tantivy.IndexWriter, name: str, lost: set[int]) -> None:
        """Give these records the state that the files before `name` left them in."""
        serial = serial_number(name) or (0, 0)
        numbered = [(other, file.name) for file in self.state.files if (other := serial_number(file.name))]
        for _, earlier in sorted((one for one in numbered if one[0] < serial), reverse=True):
            if not lost:
                return
            if not (mine := self.ledger.wrote(earlier, lost)):
                continue
            lost -= mine
            if earlier not in self.at_hand:
                self.notes.append(
                    f"{name} was issued again without {len(mine)} of its records, which stay as they were: "
                    f"{earlier}, which has them as they were before, is not at hand"
                )
                continue
            last = _last_steps(self.at_hand[earlier], mine, self.state.choices)
            for number in mine:
                writer.delete_documents_by_term("key", f"p{number}")
                if isinstance(step := last.get(number), IndexEntry):
                    writer.add_document(index_document(step))
        for number in lost:  # no other file has them
            writer.delete_documents_by_term("key", f"p{number}")

    def _report(self, file: str) -> None:
        if self.progress:
            count = len(self.done) + len(self.finished)
            self.progress(
                BuildProgress(file, count, len(self.todo), self.records, self.bytes_done, self.bytes)
            )

    def _commit(self, writer: tantivy.IndexWriter) -> None:
        if not self.finished:
            return
        if self.seen is not None:
            self.seen.save(self.folder / SEEN_FILE)
        self.ledger.save()
        state = replace(
            self.state,
            commit=last_commit(self.folder),
            pending=tuple(self.finished),
            pending_revision=self.newest,
        )
        write_state(self.folder, state)
        writer.commit()
        self.state = state.settled(last_commit(self.folder))
        write_state(self.folder, self.state)
        self.done += self.finished
        self.finished = []


def _named(files: Sequence[Path]) -> str:
    return str(files[0]) if len(files) == 1 else f"these {len(files)} files"


def _by_name(files: Sequence[Path]) -> dict[str, Path]:
    return {file.name: file for file in files}


def _last_steps(file: Path, numbers: set[int], choices: BuildOptions) -> dict[int, IndexEntry | Removal]:
    """The last that a file says of each of these PMIDs."""
    found: dict[int, IndexEntry | Removal] = {}
    for task in file_tasks(file):
        found |= {step.number: step for step in prepare_batch(task, choices).steps if step.number in numbers}
    return found


def open_writer(folder: Path, threads: int) -> tantivy.IndexWriter:
    """Open the one writer of an index, and remove what a killed process left behind.

    Args:
        folder: The folder of the index.
        threads: The number of the writer's threads; 0 chooses by the cores.

    Raises:
        PubMedIndexError: The index cannot be written.
    """
    import tantivy

    place = folder / TANTIVY_FOLDER
    place.mkdir(exist_ok=True)
    try:
        index = tantivy.Index(schema(), path=str(place))
        register_analyzers(index)
        writer = index.writer(WRITER_MEMORY, threads or min(max((os.cpu_count() or 1) // 3, 1), MOST_THREADS))
        # Commits are numbered, and files named after them: what a killed process wrote for the next
        # commit would stand in the way of that commit.
        writer.garbage_collect_files()
    except ValueError as error:
        raise PubMedIndexError(f"{folder} cannot be written: {error}.") from None
    return writer


def file_tasks(file: Path) -> Iterator[Task]:
    """A file in stretches of a few hundred records; the last one, maybe empty, says so."""
    wrapping, pieces = cut_records(file)
    batch: list[bytes | ParsedRecord] = []
    size = 0
    for piece in pieces:
        batch.append(piece)
        size += len(piece) if isinstance(piece, bytes) else 2048
        if len(batch) >= TASK_RECORDS or size >= TASK_BYTES:
            yield Task(tuple(batch), wrapping)
            batch, size = [], 0
    yield Task(tuple(batch), wrapping, ends=True)
