"""Whether a mirror or an index is whole: checksums, missing numbers, records that can be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from citecheck.errors import PubMedIndexError, RecordsError
from citecheck.pubmed.build_folder import fingerprint_file
from citecheck.pubmed.checksums import checksum_faults
from citecheck.pubmed.index import PubMedIndex
from citecheck.pubmed.index_state import STATE_FILE, serial_number


def verify(paths: Sequence[Path]) -> tuple[str, ...]:
    """Check mirrors (folders of NLM's files) and indexes; with both, compare them.

    Returns:
        What is wrong, a sentence each; empty if nothing is wrong.

    Raises:
        RecordsError: A path is neither a mirror nor an index.
    """
    faults: list[str] = []
    folders = [path for path in paths if not (path / STATE_FILE).exists()]
    for folder in folders:
        faults += _mirror_faults(folder)
    for path in paths:
        if path not in folders:
            faults += _index_faults(path, folders)
    return tuple(faults)


def _mirror_faults(folder: Path) -> list[str]:
    files = sorted(folder.glob("pubmed*.xml.gz")) if folder.is_dir() else []
    numbered = [serial for file in files if (serial := serial_number(file.name))]
    if not numbered:
        raise RecordsError(f"{folder} is neither an index nor a folder with NLM's files.")
    faults = [f"{folder}: {fault}" for fault in checksum_faults(files)]
    for year in sorted({year for year, _ in numbered}):
        numbers = {number for other, number in numbered if other == year}
        missing = [n for n in range(min(numbers), max(numbers) + 1) if n not in numbers]
        faults += [f"{folder}: pubmed{year:02}n{number:04}.xml.gz is missing" for number in missing]
    faults += [f"{folder}: {part.name} was never finished" for part in sorted(folder.glob("*.part"))]
    return faults


def _index_faults(path: Path, folders: Sequence[Path]) -> list[str]:
    try:
        index = PubMedIndex.open(path)
    except PubMedIndexError as error:
        return [str(error)]
    faults = [f"{path}: {name} was never put in, and later files were" for name in index.state.gaps]
    if unreadable := index.count_unreadable():
        faults.append(f"{path}: {unreadable:,} records cannot be read")
    at_hand = {file.name: file for folder in folders for file in folder.glob("pubmed*.xml.gz")}
    for held in index.state.files:
        file = at_hand.pop(held.name, None)
        if file and fingerprint_file(file).digest != held.digest:
            faults.append(f"{path}: {held.name} has been issued again since it was put in")
    faults += [f"{path}: {name} is at hand and not in it" for name in sorted(at_hand)]
    return faults
