"""Building an index and bringing it up to date: the only place that writes one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from citecheck.errors import PubMedIndexError, RecordsError
from citecheck.pubmed.build_folder import SEEN_FILE, PmidBitmap, build_lock, check_space, fingerprint_file
from citecheck.pubmed.build_run import BuildRun, OnProgress
from citecheck.pubmed.file_ledger import FileLedger
from citecheck.pubmed.index_state import (
    STATE_FILE,
    BuildOptions,
    IndexedFile,
    IndexState,
    read_state,
    serial_number,
    write_state,
)
from citecheck.pubmed.record_types import BadRecord
from citecheck.pubmed.records import record_files
from citecheck.pubmed.series_order import SeriesOrder, later_files

# A commit that is too small makes many segments to merge; one too large is lost when the process is killed.
COMMIT_RECORDS = 120_000


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build or update did: `files` were put in, `skipped` were in the index already."""

    state: IndexState
    files: tuple[IndexedFile, ...]
    skipped: tuple[str, ...] = ()
    bad: tuple[tuple[str, BadRecord], ...] = ()
    notes: tuple[str, ...] = ()


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
        order = SeriesOrder(folder, state.choices, _by_name(files))
        seen = PmidBitmap.load(folder / SEEN_FILE)
        run = BuildRun(folder, state, todo, processes, progress, seen, order)
        _put_in_all(run, files)
    return BuildResult(run.state, tuple(run.done), skipped, tuple(run.bad), tuple(order.notes))


def _put_in_all(run: BuildRun, files: Sequence[Path]) -> None:
    """Put all files of a run into the index, and mark it as ready."""
    run.put_in_all(COMMIT_RECORDS)
    held = (*run.state.files, *run.done)
    if not any(file.records or file.deleted or file.bad or file.left_out for file in held):
        raise RecordsError(f"There is not one record in {_named(files)}: nothing was built.")
    run.state = replace(run.state, ready=True)
    write_state(run.folder, run.state)
    (run.folder / SEEN_FILE).unlink(missing_ok=True)


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

    A process that has the index open keeps reading the state that it opened. Files that the index already
    holds are skipped. A file that comes late, or that NLM has issued again, changes nothing that a later
    file has written since.

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
        order = SeriesOrder(folder, state.choices, _by_name(files))
        run = BuildRun(folder, state, todo, processes, progress, None, order)
        run.put_in_all(1)
    return BuildResult(run.state, tuple(run.done), skipped, tuple(run.bad), tuple(order.notes))


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
    """Sort NLM's own files by number, behind all other files in their given order.

    Raises RecordsError where files of two yearly series are mixed: each year's numbers begin again at 1.
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
    """Refuse files of another year, and late files where the ledger of later files is missing."""
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
        if serial and not all(ledger.has(name) for name in later_files(state.files, serial)):
            raise PubMedIndexError(
                f"{file.name} comes before pubmed{applied[0]:02}n{applied[1]:04}, which the index already "
                "holds, and an index of the version before does not know what is newer: build it anew."
            )


def _named(files: Sequence[Path]) -> str:
    return str(files[0]) if len(files) == 1 else f"these {len(files)} files"


def _by_name(files: Sequence[Path]) -> dict[str, Path]:
    return {file.name: file for file in files}
