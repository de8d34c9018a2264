"""When a request may be sent: one rate for all threads, and for all processes with one cache folder.

NCBI counts the requests of any rolling second. A thread reserves a slot in the window under a lock, and
waits for it without the lock: a process that is stopped or killed wastes one slot and nothing else.

Kept by hand: a rate-limit library counts requests as they are sent, while the slots here are shared with
other processes through a file, and the window widens for travel times and after refusals.
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

# NCBI counts requests when they arrive. The window is longer than a second by this share, because two
# requests take different times through the network and through a busy machine.
MARGIN = 0.085
# A thread that wakes up later than this after its slot, in seconds, is too close to the next slots.
LATE = 0.02
# How many seconds ahead a slot may lie. A slot further ahead was written before the clock restarted.
FARTHEST = 120.0
# By which factor each refusal of the service lengthens the window, the largest factor in all, and how fast
# the factor shrinks again with each request.
SLOWDOWN_STEP, LARGEST_SLOWDOWN, RELAX = 1.25, 3.0, 0.98
# Requests follow each other no closer than this share of their even distance. The rest lets requests catch
# up within the same second after a moment in which all callers were waiting for answers.
SPREAD = 0.65
KEPT = 64


class Clock:
    """Time as the requests see it. Tests replace it."""

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
    """The moments of the last requests, ascending; until when all wait; the factor of the window's length."""

    back_off_until: float = 0.0
    slowdown: float = 1.0
    sent: list[float] = field(default_factory=list)

    def release(self, slot: float) -> None:
        """Give a reserved slot back."""
        if slot in self.sent:
            self.sent.remove(slot)

    def move_slot(self, slot: float, now: float, count: int, second: float) -> bool:
        """Move a missed slot to now, if that leaves the reserved slots of others far enough apart."""
        if slot not in self.sent:
            return False
        moments = [moment for moment in self.sent if moment != slot]
        at = bisect(moments, now)
        moments.insert(at, now)
        around = range(max(at - count, 0), min(at, len(moments) - count - 1) + 1)
        if any(moments[start + count] - moments[start] < second for start in around):
            return False
        self.sent = moments
        return True

    def to_bytes(self) -> bytes:
        return array("d", [self.back_off_until, self.slowdown, *self.sent[-KEPT:]]).tobytes()

    @classmethod
    def from_bytes(cls, data: bytes, now: float) -> _RequestWindow:
        numbers = array("d")
        numbers.frombytes(data[: len(data) // 8 * 8])
        if len(numbers) < 2:
            return cls()
        back_off_until, slowdown, *sent = numbers
        reachable = now + FARTHEST
        return cls(
            back_off_until if back_off_until <= reachable else 0.0,
            slowdown if 1.0 <= slowdown <= LARGEST_SLOWDOWN else 1.0,
            sorted(moment for moment in sent if moment <= reachable),
        )


class RateLimiter:
    """Lets `rate` requests a second through, never more within any one second.

    All processes that use the same `file` share one rate. Where the file cannot be written each process
    has a rate of its own.
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

    def acquire(self) -> None:
        """Wait until a request may be sent. Raises StoppedError when the run is ended meanwhile."""
        for _ in range(5):
            slot = self._reserve()
            if self._clock.wait(slot - self._clock.now(), self._stopped):
                raise StoppedError
            with self._window() as window:
                now = self._clock.now()
                moved = window.move_slot(slot, now, *self._measure(window))
                if (moved or now - slot <= LATE) and window.back_off_until <= slot:
                    return
                window.release(now if moved else slot)

    def back_off(self, seconds: float) -> None:
        """Let nobody send for so many seconds, as the service asked, and then send a little slower."""
        with self._window() as window:
            window.back_off_until = max(window.back_off_until, self._clock.now() + seconds)
            window.slowdown = min(window.slowdown * SLOWDOWN_STEP, LARGEST_SLOWDOWN)

    def back_off_left(self) -> float:
        """Return for how many seconds from now on nobody may send."""
        with self._window() as window:
            return max(window.back_off_until - self._clock.now(), 0.0)

    def lower_rate(self, rate: float) -> None:
        """Never send more than `rate` requests a second: the service allows fewer than were expected."""
        self.rate = min(self.rate, max(rate, 0.1))

    def note_other_clients(self, remaining: int, allowed: int) -> None:
        """Leave room for other programs that share our address.

        Where fewer requests remain in this second than we have left over, other programs sent the difference.

        Args:
            remaining: How many requests of this second remain, as the service says.
            allowed: How many requests a second the service allows.
        """
        with self._window() as window:
            now = self._clock.now()
            ours = sum(1 for moment in window.sent if now - 2.0 < moment <= now)
            others = min(allowed - remaining - ours, allowed - 1)
            if others > 0:
                window.sent = sorted([*window.sent, *[now] * others])

    def _reserve(self) -> float:
        """Reserve the next free slot."""
        with self._window() as window:
            count, second = self._measure(window)
            slot = max(self._clock.now(), window.back_off_until)
            if window.sent:
                slot = max(slot, window.sent[-1] + SPREAD * second / count)
            if len(window.sent) >= count:
                slot = max(slot, window.sent[-count] + second)
            window.sent.append(slot)
            window.slowdown = 1.0 + (window.slowdown - 1.0) * RELAX
            return slot

    def _measure(self, window: _RequestWindow) -> tuple[int, float]:
        """The most requests in one window, and the window's length in seconds."""
        count = int(self.rate) if self.rate >= 1 and self.rate == int(self.rate) else 1
        return count, count / self.rate * (1.0 + MARGIN) * window.slowdown

    @contextmanager
    def _window(self) -> Iterator[_RequestWindow]:
        """The window, locked against all other threads and processes."""
        with self._lock:
            handle = self._open()
            if handle is None:
                yield self._own
                return
            try:
                window = _RequestWindow.from_bytes(os.pread(handle, 8 * (KEPT + 2), 0), self._clock.now())
                yield window
                data = window.to_bytes()
                os.pwrite(handle, data, 0)
                os.ftruncate(handle, len(data))
            finally:
                os.close(handle)

    def _open(self) -> int | None:
        """The locked file, opened anew each time: a lock belongs to an opening and survives a fork."""
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
    """Try to lock for so many seconds; a lock lasts microseconds unless its process was stopped."""
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
