"""When a request may be sent: one pace for all threads, and for all processes with one cache folder.

NCBI counts the requests of any rolling second. A place in the row is reserved under a lock and
then waited for without it, so a process that is stopped or killed costs a place and nothing else.
"""

from __future__ import annotations

import os
import threading
import time
from array import array
from bisect import bisect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

# Requests are counted where they arrive, so a second is kept a little longer than it is: what two
# requests may differ in their way through the network and through a busy machine.
MARGIN = 0.085
# Waking up later than this after the reserved moment would crowd those that have reserved what follows.
LATE = 0.02
# How far ahead a place may lie. What lies further comes from a clock that has started anew.
FARTHEST = 120.0
# How much longer the second is taken after the service said that it was too short, and how long at most.
STRETCH, LONGEST_STRETCH, RELAX = 1.25, 3.0, 0.98
# Requests follow each other no closer than this share of their even distance. Where callers were all
# waiting for answers for a moment, what was missed is caught up within the same second.
SPREAD = 0.65
KEPT = 64


class Clock:
    """Time as the requests see it. Tests put their own in its place."""

    def now(self) -> float:
        """Seconds on a clock that all processes of this machine share and that never goes back."""
        return time.monotonic()

    def wait(self, seconds: float, stopped: threading.Event) -> bool:
        """Wait, at most until the event is set.

        Args:
            seconds: How long to wait; a negative number counts as 0.
            stopped: The event that ends the wait.

        Returns:
            Whether the event is set.
        """
        return stopped.wait(max(seconds, 0.0))


class StoppedError(Exception):
    """The user has ended the run."""


@dataclass(slots=True)
class _RequestWindow:
    """The moments of the last requests, ascending; until when all wait; how much a second is stretched."""

    held: float = 0.0
    stretch: float = 1.0
    sent: list[float] = field(default_factory=list)

    def drop(self, place: float) -> None:
        """Give a reserved place back."""
        if place in self.sent:
            self.sent.remove(place)

    def moved(self, place: float, now: float, count: int, second: float) -> bool:
        """Whether a missed place could be had now without crowding those that others have reserved."""
        if place not in self.sent:
            return False
        moments = [moment for moment in self.sent if moment != place]
        at = bisect(moments, now)
        moments.insert(at, now)
        around = range(max(at - count, 0), min(at, len(moments) - count - 1) + 1)
        if any(moments[start + count] - moments[start] < second for start in around):
            return False
        self.sent = moments
        return True

    def to_bytes(self) -> bytes:
        return array("d", [self.held, self.stretch, *self.sent[-KEPT:]]).tobytes()

    @classmethod
    def from_bytes(cls, data: bytes, now: float) -> _RequestWindow:
        numbers = array("d")
        numbers.frombytes(data[: len(data) // 8 * 8])
        if len(numbers) < 2:
            return cls()
        held, stretch, *sent = numbers
        reachable = now + FARTHEST
        return cls(
            held if held <= reachable else 0.0,
            stretch if 1.0 <= stretch <= LONGEST_STRETCH else 1.0,
            sorted(moment for moment in sent if moment <= reachable),
        )


class RateLimiter:
    """Lets `rate` requests a second through, never more within any one second.

    With a `file`, all processes that use the same file keep one pace together. Where the file
    cannot be written each process keeps its own.
    """

    def __init__(
        self,
        rate: float,
        file: Path | None,
        clock: Clock | None = None,
        stopped: threading.Event | None = None,
    ) -> None:
        self.rate = rate
        self._file = file
        self._clock = clock or Clock()
        self._stopped = stopped or threading.Event()
        self._lock = threading.Lock()
        self._own = _RequestWindow()

    def take(self) -> None:
        """Wait until a request may be sent. Raises StoppedError when the run is ended meanwhile."""
        for _ in range(5):
            place = self._reserve()
            if self._clock.wait(place - self._clock.now(), self._stopped):
                raise StoppedError
            with self._row() as row:
                now = self._clock.now()
                moved = row.moved(place, now, *self._measure(row))
                if (moved or now - place <= LATE) and row.held <= place:
                    return
                row.drop(now if moved else place)

    def hold(self, seconds: float) -> None:
        """Let nobody send for so long: the service has asked for it. Then go a little slower than before."""
        with self._row() as row:
            row.held = max(row.held, self._clock.now() + seconds)
            row.stretch = min(row.stretch * STRETCH, LONGEST_STRETCH)

    def held(self) -> float:
        """For how many seconds from now on nobody may send."""
        with self._row() as row:
            return max(row.held - self._clock.now(), 0.0)

    def limit(self, rate: float) -> None:
        """Never send more than this many in a second: the service allows less than was thought."""
        self.rate = min(self.rate, max(rate, 0.1))

    def strangers(self, remaining: int, allowed: int) -> None:
        """Leave room for other programs that share our address.

        Requests of this second that are gone and that we have not sent were sent by others.

        Args:
            remaining: How many requests of this second remain, as the service says.
            allowed: How many requests a second the service allows.
        """
        with self._row() as row:
            now = self._clock.now()
            ours = sum(1 for moment in row.sent if now - 2.0 < moment <= now)
            others = min(allowed - remaining - ours, allowed - 1)
            if others > 0:
                row.sent = sorted([*row.sent, *[now] * others])

    def _reserve(self) -> float:
        """The moment of our place in the row, which is ours from now on."""
        with self._row() as row:
            count, second = self._measure(row)
            place = max(self._clock.now(), row.held)
            if row.sent:
                place = max(place, row.sent[-1] + SPREAD * second / count)
            if len(row.sent) >= count:
                place = max(place, row.sent[-count] + second)
            row.sent.append(place)
            row.stretch = 1.0 + (row.stretch - 1.0) * RELAX
            return place

    def _measure(self, row: _RequestWindow) -> tuple[int, float]:
        """How many requests may be sent in how many seconds."""
        count = int(self.rate) if self.rate >= 1 and self.rate == int(self.rate) else 1
        return count, count / self.rate * (1.0 + MARGIN) * row.stretch

    @contextmanager
    def _row(self) -> Iterator[_RequestWindow]:
        """The row, to be read and changed by nobody else meanwhile."""
        with self._lock:
            handle = self._open()
            if handle is None:
                yield self._own
                return
            try:
                row = _RequestWindow.from_bytes(os.pread(handle, 8 * (KEPT + 2), 0), self._clock.now())
                yield row
                data = row.to_bytes()
                os.pwrite(handle, data, 0)
                os.ftruncate(handle, len(data))
            finally:
                os.close(handle)

    def _open(self) -> int | None:
        """The locked file; opened anew each time, for a lock belongs to an opening and outlives a fork."""
        if self._file is None:
            return None
        import fcntl

        try:
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            self._file = None
            return None
        if _within(2.0, lambda: fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)):
            return handle
        os.close(handle)
        return None


def _within(seconds: float, lock: Callable[[], None]) -> bool:
    """Whether the lock could be had. It is held for microseconds, unless its holder was stopped just then."""
    end = time.monotonic() + seconds
    while True:
        try:
            lock()
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(0.0005)
        except OSError:
            return False
        else:
            return True
