"""The checks that the server keeps, each with the thread that runs it."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence

from citecheck.web.check import Check
from citecheck.web.desk import SourceDesk
from citecheck.web.intake import Intake
from citecheck.web.options import ServeOptions

# So many checks are at work at a time, and further ones wait.
MOST_RUNNING = 3
# Beyond so many the oldest that is over is forgotten.
MOST_KEPT = 40


class TooManyChecksError(Exception):
    """No further check is taken before one of those at work is over."""


class Checks:
    """The checks of the server."""

    def __init__(self, desk: SourceDesk, options: ServeOptions) -> None:
        self._desk = desk
        self._options = options
        self._lock = threading.Lock()
        self._turn = threading.Semaphore(MOST_RUNNING)
        self._checks: dict[str, Check] = {}

    @property
    def newest_first(self) -> tuple[Check, ...]:
        """All that are kept."""
        with self._lock:
            return tuple(reversed(self._checks.values()))

    @property
    def is_busy(self) -> bool:
        """Whether one of them is not over."""
        return any(not check.state.is_over for check in self.newest_first)

    def find(self, key: str) -> Check | None:
        """Return the check of this name; None if no check has it, or if it was forgotten."""
        return self._checks.get(key)

    def begin(self, title: str, intakes: Sequence[Intake]) -> Check:
        """Begin a check.

        Args:
            title: What people see in the list of checks.
            intakes: Each gives some documents when it is called.

        Raises:
            TooManyChecksError: All that are kept are still at work.
        """
        check = Check(secrets.token_urlsafe(6), title, intakes, self._desk, self._options)
        with self._lock:
            if len(self._checks) >= MOST_KEPT:
                self._forget_oldest()
            self._checks[check.key] = check
        self.start(check.run)
        return check

    def start(self, work: Callable[[], None]) -> None:
        """Do some work for a check in a thread, when it is its turn."""

        def in_turn() -> None:
            with self._turn:
                work()

        # A daemon: Ctrl-C ends the server whatever is still looked up.
        threading.Thread(target=in_turn, name="citecheck-check", daemon=True).start()

    def _forget_oldest(self) -> None:
        oldest = next((key for key, check in self._checks.items() if check.state.is_over), None)
        if oldest is None:
            raise TooManyChecksError
        del self._checks[oldest]
