"""Bounds the memory that an index's files occupy while it is written.

Tantivy maps the files of the segments that it merges, and the pages it has read stay resident, gigabytes
of them, until the system needs the room. Those are given back sooner here, on Linux; elsewhere nothing
is done. The pages are the system's own to drop: nothing can be lost by it, whatever they are by then.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# With the parsing processes at their most (see build.py) this stays under 1.5 GB.
MOST_MAPPED = 256 << 20
# Merging reads some hundred megabytes a second.
LOOK = 0.1
# Of Linux's madvise: these pages won't be needed. Unlike MADV_DONTNEED it never changes what they hold,
# so that a mapping which has just become something else comes to no harm.
_PAGEOUT = 21
_STATUS, _MAPS = Path("/proc/self/status"), Path("/proc/self/maps")


@contextmanager
def few_pages(folder: Path, most: int = MOST_MAPPED) -> Iterator[None]:
    """Keep the resident memory of an index's mapped files small while the context lasts (on Linux).

    Args:
        folder: The folder of the files.
        most: Above this many resident bytes of mapped files, the pages of the folder's files are released.
    """
    if not _STATUS.exists():
        yield
        return
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(folder, most, ended), name="pages", daemon=True)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join()


def _watch(folder: Path, most: int, ended: threading.Event) -> None:
    try:
        while not ended.wait(LOOK):
            if count_mapped_bytes() > most:
                release_pages(folder)
    except OSError:
        return


def count_mapped_bytes() -> int:
    """Count the resident bytes of all files that this process has mapped."""
    for line in _STATUS.read_text().splitlines():
        if line.startswith("RssFile:"):
            return int(line.split()[1]) << 10
    return 0


def release_pages(folder: Path) -> None:
    """Tell the system that the mapped pages of files in `folder` are not needed now."""
    if not _MAPS.exists():
        return
    libc = ctypes.CDLL(None)
    within = f"{folder.resolve()}/"
    for line in _MAPS.read_text().splitlines():
        span, _, rest = line.partition(" ")
        if within in rest:
            start, end = (int(number, 16) for number in span.split("-"))
            libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _PAGEOUT)
