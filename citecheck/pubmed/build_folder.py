"""The folder in which an index is built: its lock, its free space, its files' fingerprints and its PMIDs."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from citecheck.errors import PubMedIndexError
from citecheck.pubmed.index_state import STATE_FILE, TANTIVY_FOLDER, IndexedFile, write_atomically

LOCK_FILE = "writer.lock"
SEEN_FILE = "seen.bits"
# Bytes of index for one byte of .xml.gz, measured on records with abstracts, and half as much again
# while segments are being merged.
INDEX_PER_PACKED_BYTE = 1.0
MERGING = 1.5
PACKED_SHARE_OF_XML = 0.15


@contextmanager
def build_lock(folder: Path, *, wait: bool) -> Iterator[None]:
    """Hold the lock of an index folder, which one writer can have at a time.

    Args:
        folder: The folder of the index, which is made if need be.
        wait: Wait for another process that writes to the folder.

    Raises:
        PubMedIndexError: The folder is a file, holds other things, or cannot be written; or another
            process writes to it, and `wait` is false.
    """
    if folder.exists() and not folder.is_dir():
        raise PubMedIndexError(f"{folder} is a file, not a folder for an index.")
    if folder.is_dir() and not (folder / STATE_FILE).exists():
        strange = sorted(p.name for p in folder.iterdir() if p.name not in (LOCK_FILE, TANTIVY_FOLDER))
        if [name for name in strange if not name.startswith((STATE_FILE, SEEN_FILE))]:
            raise PubMedIndexError(
                f"{folder} holds other things ({strange[0]}, …): name a folder of its own."
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK_FILE).open("a+")
    except OSError as error:
        raise PubMedIndexError(f"{folder} cannot be written: {error.strerror or error}.") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            lock.seek(0)
            other = lock.read(20).strip()
            raise PubMedIndexError(
                f"{folder} is being written by another process{f' ({other})' if other else ''}."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def check_space(folder: Path, files: Sequence[Path]) -> None:
    """Check that the disk has room for an index of these files, as far as their sizes show.

    Args:
        folder: The folder of the index, which exists.
        files: The files of records, compressed or not.

    Raises:
        PubMedIndexError: The disk is too small; the message says how many GB are needed and free.
    """
    packed = sum(f.stat().st_size * (1 if f.suffix == ".gz" else PACKED_SHARE_OF_XML) for f in files)
    needed = packed * INDEX_PER_PACKED_BYTE * MERGING
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise PubMedIndexError(
            f"The index needs about {needed / 1e9:.1f} GB while it is built, "
            f"but {folder} has {free / 1e9:.1f} GB free."
        )


def fingerprint_file(file: Path) -> IndexedFile:
    """Identify a file of records by name, size, and a digest of size, first and last 64 KiB."""
    size = file.stat().st_size
    digest = hashlib.blake2b(str(size).encode(), digest_size=12)
    with file.open("rb") as opened:
        digest.update(opened.read(1 << 16))
        opened.seek(max(size - (1 << 16), 0))
        digest.update(opened.read(1 << 16))
    return IndexedFile(file.name, size, digest.hexdigest())


class PmidBitmap:
    """A set of PMIDs, one bit each. It shows which records must be deleted before a new copy is added.

    It is saved before the commit it belongs to. A surplus bit costs one deletion that finds nothing.
    """

    def __init__(self, bits: bytearray) -> None:
        self._bits = bits

    @classmethod
    def load(cls, path: Path) -> PmidBitmap:
        """Read the saved set; an empty one where the file is missing."""
        return cls(bytearray(path.read_bytes()) if path.exists() else bytearray())

    def save(self, path: Path) -> None:
        """Write the set to a file."""
        write_atomically(path, bytes(self._bits))

    def add(self, number: int) -> bool:
        """Add a PMID, and return whether it was in the set before."""
        at, bit = number >> 3, 1 << (number & 7)
        if at >= len(self._bits):
            self._bits.extend(bytes(at + (1 << 16) - len(self._bits)))
        there = bool(self._bits[at] & bit)
        self._bits[at] |= bit
        return there

    def discard(self, number: int) -> None:
        """Remove a PMID."""
        at = number >> 3
        if at < len(self._bits):
            self._bits[at] &= ~(1 << (number & 7)) & 0xFF

    @property
    def any(self) -> bool:
        """Whether a PMID was ever added."""
        return bool(self._bits)

    def __contains__(self, number: int) -> bool:
        at = number >> 3
        return at < len(self._bits) and bool(self._bits[at] & (1 << (number & 7)))
