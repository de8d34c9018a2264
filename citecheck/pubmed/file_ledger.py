"""Which PMIDs each of NLM's numbered files wrote or removed, and the versions of records above the first.

A file that comes late, because it was missing from the listing for a day or was issued again, must change
nothing that a later file has written since. The ledger holds these PMIDs.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterable
from pathlib import Path

from citecheck.pubmed.build_folder import PmidBitmap
from citecheck.pubmed.index_state import write_atomically
from citecheck.safety.compression import unpack_bytes

LEDGER_FOLDER = "ledger"
_VERSIONS = "versions.json"
_DELETED = "deleted.bits"


class FileLedger:
    """The ledger of one index folder. Its entries are saved before the commit that they belong to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / LEDGER_FOLDER
        self._current: array[int] = array("I")
        self._versions: dict[int, int] = _read_versions(self._folder / _VERSIONS)
        self._deleted = PmidBitmap.load(self._folder / _DELETED)

    def has(self, name: str) -> bool:
        """Whether the PMIDs of a file are known."""
        return self._path(name).exists()

    def pmids_of(self, names: Iterable[str]) -> PmidBitmap:
        """All PMIDs that these files wrote or removed."""
        bits = PmidBitmap(bytearray())
        for name in names:
            for number in self._read(name):
                bits.add(number)
        return bits

    def lost_by(self, name: str) -> set[int]:
        """The PMIDs of the file's earlier issue that its present issue does not have."""
        return set(self._read(name)) - set(self._current)

    def wrote(self, name: str, numbers: Iterable[int]) -> set[int]:
        """Return those of these PMIDs that a file wrote or removed.

        Args:
            name: The name of the file.
            numbers: PMIDs.
        """
        return set(self._read(name)).intersection(numbers)

    def accepts(self, number: int, version: int) -> bool:
        """Return whether no higher version of a record is known.

        Args:
            number: The PMID of the record.
            version: NLM's version of it, from 1.
        """
        return version >= self._versions.get(number, 1)

    def is_above(self, number: int, version: int) -> bool:
        """Return whether a version is higher than all that are known of a record.

        Args:
            number: The PMID of the record.
            version: NLM's version of it, from 1.
        """
        return version > self._versions.get(number, 1)

    def note_entry(self, number: int, version: int) -> None:
        """Note that the current file wrote this version of a record.

        Args:
            number: The PMID of the record.
            version: NLM's version of it, from 1.
        """
        self._current.append(number)
        self._deleted.discard(number)
        if version > 1:
            self._versions[number] = version

    def note_removal(self, number: int, *, deleted: bool) -> None:
        """Note that the current file removed a record.

        Args:
            number: The PMID of the record.
            deleted: Whether it was deleted from PubMed, not only left out of the index.
        """
        self._current.append(number)
        self._versions.pop(number, None)
        if deleted:
            self._deleted.add(number)

    def end_file(self, name: str, *, numbered: bool) -> None:
        """Save the PMIDs of the current file, and begin the next file.

        Args:
            name: The name of the current file.
            numbered: Whether it is one of NLM's numbered files; for others nothing is saved.
        """
        if numbered:
            self._folder.mkdir(exist_ok=True)
            packed = zlib.compress(array("I", sorted(set(self._current))).tobytes(), 6)
            write_atomically(self._path(name), packed)
        self._current = array("I")

    def save(self) -> None:
        """Save versions and deletions."""
        if self._versions or self._deleted.any:
            self._folder.mkdir(exist_ok=True)
            write_atomically(self._folder / _VERSIONS, json.dumps(self._versions).encode())
            self._deleted.save(self._folder / _DELETED)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name.partition('.')[0]}.pmids"

    def _read(self, name: str) -> array[int]:
        numbers: array[int] = array("I")
        path = self._path(name)
        if path.exists():
            numbers.frombytes(unpack_bytes(path.read_bytes()))
        return numbers


def deleted_pmids(folder: Path) -> PmidBitmap:
    """The PMIDs that PubMed has deleted, as far as the files of the index in `folder` say."""
    return PmidBitmap.load(folder / LEDGER_FOLDER / _DELETED)


def _read_versions(path: Path) -> dict[int, int]:
    if not path.exists():
        return {}
    return {int(number): int(version) for number, version in json.loads(path.read_bytes()).items()}
