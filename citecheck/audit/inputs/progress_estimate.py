"""How many bytes there are to read, how many have been read, and how long the rest may take."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from pathlib import Path

# The size in bytes that is assumed for a web page.
PAGE = 40_000
# Seconds of the past that the estimate uses: a resumed run skips finished articles faster than it checks.
_PAST = 300.0
# Seconds of observation below which there is no estimate.
_LEAST = 5.0


class ProgressTotal:
    """Bytes read and bytes in total, as far as they are known.

    A thread counts the files while the first of them are checked; pages of sitemaps and feeds are added when
    these are read.
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
        """Bytes read so far."""
        return self._done + self._within

    @property
    def total(self) -> int | None:
        """All bytes that there are to read; None while this is unknown.

        A sitemap that is not read yet is assumed to have as many pages as the others have on average.
        """
        if not self._is_counted:
            return None
        pages = self._pages * (1.0 + self._lists / max(self._lists_read, 1))
        return self._files + round(pages * PAGE)

    def count(self, files: Iterable[Path]) -> None:
        """Start to count these files in a thread."""
        self._is_counted = False

        def work() -> None:
            for file in files:
                self._files += size_of(file)
            self._is_counted = True

        threading.Thread(target=work, name="citecheck-extent", daemon=True).start()

    def unknown(self) -> None:
        """Record that the total will stay unknown."""
        self._is_counted = False

    def name_lists(self, number: int) -> None:
        """Record that so many more sitemaps will be read."""
        self._lists += number

    def name_pages(self, number: int) -> None:
        """Record that a sitemap or feed was read and names so many pages."""
        self._lists = max(self._lists - 1, 0)
        self._lists_read += 1
        self._pages += number

    def reach(self, position: int) -> None:
        """Record how many bytes of the present file have been read."""
        self._within = position

    def finish(self, size: int = PAGE) -> None:
        """Record that a file of this size, or a page, has been read."""
        self._done += size
        self._within = 0


class Eta:
    """Estimates the remaining time from the rate of the last minutes."""

    def __init__(self, extent: ProgressTotal) -> None:
        self._extent = extent
        self._seen: deque[tuple[float, int]] = deque()

    def left(self, now: float) -> float | None:
        """Return the seconds that are left at time `now`; None if unknown. Each call is an observation."""
        read, total = self._extent.read, self._extent.total
        self._seen.append((now, read))
        while len(self._seen) > 2 and self._seen[1][0] <= now - _PAST:
            self._seen.popleft()
        then, had = self._seen[0]
        if total is None or now - then < _LEAST or read <= had:
            return None
        return max(total - read, 0) * (now - then) / (read - had)


def humanize_duration(seconds: float) -> str:
    """Format a duration for people: "90 s", "12 min", "3.5 h"."""
    if seconds < 120:
        return f"{seconds:,.0f} s"
    return f"{seconds / 60:,.0f} min" if seconds < 7200 else f"{seconds / 3600:,.1f} h"


def size_of(file: Path) -> int:
    """Return a file's size in bytes; 0 if it cannot be read."""
    try:
        return file.stat().st_size
    except (OSError, ValueError):
        return 0
