"""How much there is to read, how much of it has been read, and how long the rest may take."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from pathlib import Path

# A page of the web counts as so many bytes: what pages of articles have.
PAGE = 40_000
# Seconds of the past by which the rest is reckoned: what a resumed run passes over goes faster than its work.
_PAST = 300.0
# What was seen for less says nothing.
_LEAST = 5.0


class ProgressTotal:
    """Bytes read and bytes in all, as far as they are known.

    Files are counted by a thread of its own while the first of them are worked on; pages that
    sitemaps and feeds name are added as they are named.
    """

    def __init__(self) -> None:
        self._done = 0
        self._within = 0
        self._files = 0
        self._pages = 0
        self._lists = 0
        self._lists_read = 0
        self._is_counted = True

    @property
    def read(self) -> int:
        """Bytes read by now."""
        return self._done + self._within

    @property
    def total(self) -> int | None:
        """All bytes that there are to read; None while nobody knows.

        Sitemaps that are not read yet count as many pages as those that are.
        """
        if not self._is_counted:
            return None
        pages = self._pages * (1.0 + self._lists / max(self._lists_read, 1))
        return self._files + round(pages * PAGE)

    def count(self, files: Iterable[Path]) -> None:
        """Begin to count these files."""
        self._is_counted = False

        def work() -> None:
            for file in files:
                self._files += size_of(file)
            self._is_counted = True

        threading.Thread(target=work, name="citecheck-extent", daemon=True).start()

    def unknown(self) -> None:
        """Nobody is going to know how much there is."""
        self._is_counted = False

    def name_lists(self, number: int) -> None:
        """So many more sitemaps are going to be read."""
        self._lists += number

    def name_pages(self, number: int) -> None:
        """A sitemap or feed was read, and names so many pages."""
        self._lists = max(self._lists - 1, 0)
        self._lists_read += 1
        self._pages += number

    def reach(self, position: int) -> None:
        """The file that is being read has been read up to here."""
        self._within = position

    def finish(self, size: int = PAGE) -> None:
        """A file of this size, or a page, has been read."""
        self._done += size
        self._within = 0


class Eta:
    """How long the rest takes if it goes as the last minutes did."""

    def __init__(self, extent: ProgressTotal) -> None:
        self._extent = extent
        self._seen: deque[tuple[float, int]] = deque()

    def left(self, now: float) -> float | None:
        """Seconds that are left at the moment `now`; None where nobody can say. To be asked often."""
        read, total = self._extent.read, self._extent.total
        self._seen.append((now, read))
        while len(self._seen) > 2 and self._seen[1][0] <= now - _PAST:
            self._seen.popleft()
        then, had = self._seen[0]
        if total is None or now - then < _LEAST or read <= had:
            return None
        return max(total - read, 0) * (now - then) / (read - had)


def humanize_duration(seconds: float) -> str:
    """A length of time for people."""
    if seconds < 120:
        return f"{seconds:,.0f} s"
    return f"{seconds / 60:,.0f} min" if seconds < 7200 else f"{seconds / 3600:,.1f} h"


def size_of(file: Path) -> int:
    """A file's bytes; none for what cannot be looked at."""
    try:
        return file.stat().st_size
    except (OSError, ValueError):
        return 0
