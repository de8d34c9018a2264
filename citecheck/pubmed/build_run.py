"""One running build or update: it adds records to Tantivy and writes each commit into the state file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from citecheck.errors import PubMedIndexError, RecordsError
from citecheck.pubmed.build_folder import SEEN_FILE, PmidBitmap, fingerprint_file
from citecheck.pubmed.index_state import TANTIVY_FOLDER, IndexedFile, IndexState, last_commit, write_state
from citecheck.pubmed.page_cache import few_pages
from citecheck.pubmed.record_types import BadRecord
from citecheck.pubmed.schema import IndexEntry, index_document, register_analyzers, schema
from citecheck.pubmed.series_order import SeriesOrder
from citecheck.pubmed.worker import Batch, Preparers, Task, file_tasks

if TYPE_CHECKING:
    import tantivy

# Files with fewer bytes than this are parsed before a second process would have started.
SMALL = 2 << 20
# The memory of the writer's threads together before they write a segment, and the number of threads.
# A parsing process takes about 150 MB; all together stay under 1.5 GB.
WRITER_MEMORY = 300 << 20
MOST_THREADS = 3
MOST_PROCESSES = 6
# All bad records are counted, and the first ones listed.
NAMED_BAD_RECORDS = 50


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """How far a build or update has come; `bytes` and `bytes_done` are sizes of the files on disk."""

    file: str
    files_done: int
    files: int
    records: int
    bytes_done: int
    bytes: int


OnProgress = Callable[[BuildProgress], None]


@dataclass
class BuildRun:
    """Puts files into an index, in their order.

    `seen` holds the PMIDs that a build has put in; None in an update, where any record may be in the index.
    `done` are the committed files, `bad` the first NAMED_BAD_RECORDS bad records, each with its file's name.
    """

    folder: Path
    state: IndexState
    todo: list[Path]
    processes: int | None
    progress: OnProgress | None
    seen: PmidBitmap | None
    order: SeriesOrder
    done: list[IndexedFile] = field(default_factory=list)
    bad: list[tuple[str, BadRecord]] = field(default_factory=list)
    _pending: list[IndexedFile] = field(default_factory=list)
    _newest_revision: str | None = None
    _records: int = 0
    _bytes_done: int = 0
    _bytes: int = 0

    def put_in_all(self, commit_records: int) -> None:
        """Put all files in.

        Args:
            commit_records: Commit at the end of a file once so many records have come since the last commit.

        Raises:
            PubMedIndexError: The index cannot be written.
            RecordsError: A file cannot be read. The committed files stay in the index.
        """
        if not self.todo:
            return
        writer = open_writer(self.folder, 1 if self.seen is None else 0)
        workers = self.processes or min(os.cpu_count() or 1, MOST_PROCESSES)
        self._bytes = sum(file.stat().st_size for file in self.todo)
        if self._bytes < SMALL:
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

    def _tasks(self) -> Iterator[Task]:
        for file in self.todo:
            try:
                yield from file_tasks(file)
            except RecordsError as error:
                yield Task((), failure=str(error))
                return

    def _put_in(self, batches: Iterable[Batch], writer: tantivy.IndexWriter, commit_records: int) -> None:
        current = None
        left = iter(self.todo)
        since_commit = 0
        for batch in batches:
            if batch.failure:
                raise RecordsError(batch.failure)
            if current is None:
                current = fingerprint_file(next(left))
                self.order.begin_file(current.name, self.state.files)
            current = self._apply(writer, current, batch)
            since_commit += len(batch.steps)
            if batch.ends:
                self.order.end_file(current.name, writer)
                self._pending.append(current)
                self._bytes_done += current.size
                current = None
                if since_commit >= commit_records:
                    self._commit(writer)
                    since_commit = 0
        self._commit(writer)

    def _apply(self, writer: tantivy.IndexWriter, file: IndexedFile, batch: Batch) -> IndexedFile:
        """Apply the steps of a batch, and return the file with its counts so far."""
        deleted = passed_over = 0
        for step in batch.steps:
            if not self.order.changes_index(step):
                passed_over += 1
                continue
            if isinstance(step, IndexEntry):
                if self.seen is None or self.seen.add(step.number):
                    writer.delete_documents_by_term("key", f"p{step.number}")
                writer.add_document(index_document(step))
            else:
                deleted += 1
                if self.seen is None or step.number in self.seen:
                    writer.delete_documents_by_term("key", f"p{step.number}")
            self.order.note(step)
        for record in batch.bad[: max(NAMED_BAD_RECORDS - len(self.bad), 0)]:
            self.bad.append((file.name, record))
        self._newest_revision = max(
            filter(None, (self._newest_revision, batch.newest_revision)), default=None
        )
        written = len(batch.steps) - deleted - passed_over
        self._records += written
        self._report(file.name)
        return replace(
            file,
            records=file.records + written,
            deleted=file.deleted + max(deleted - batch.left_out, 0),
            bad=file.bad + len(batch.bad),
            left_out=file.left_out + batch.left_out,
            passed_over=file.passed_over + passed_over,
        )

    def _report(self, file: str) -> None:
        if self.progress:
            count = len(self.done) + len(self._pending)
            self.progress(
                BuildProgress(file, count, len(self.todo), self._records, self._bytes_done, self._bytes)
            )

    def _commit(self, writer: tantivy.IndexWriter) -> None:
        if not self._pending:
            return
        if self.seen is not None:
            self.seen.save(self.folder / SEEN_FILE)
        self.order.save()
        state = replace(
            self.state,
            commit=last_commit(self.folder),
            pending=tuple(self._pending),
            pending_revision=self._newest_revision,
        )
        write_state(self.folder, state)
        writer.commit()
        self.state = state.resolve_pending(last_commit(self.folder))
        write_state(self.folder, self.state)
        self.done += self._pending
        self._pending = []


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
        # Tantivy names files after the number of their commit: files that a killed process wrote for the next
        # commit would make that commit fail.
        writer.garbage_collect_files()
    except ValueError as error:
        raise PubMedIndexError(f"{folder} cannot be written: {error}.") from None
    return writer
