"""Whether the service answers at all: after repeated failure only one question at a time is put.

While an outage is younger than the budget everybody waits for the one who tries; after that
every question fails at once, and one is tried now and then. Where each failure takes its time
(a service that hangs) the budget may be spent before the failures are many: that is an outage too.
"""

from __future__ import annotations

import threading

from citecheck.sources.entrez.errors import EntrezError
from citecheck.sources.rate_limit import Clock, StoppedError

# Failures in a row that make an outage. With every fifth answer failing by chance, a run of ten
# comes once in ten million.
PATIENCE = 10
FIRST_TRY, LONGEST_TRY = 1.0, 15.0
# Pause between tries once the budget is spent.
REST = 60.0


class UtilityBreaker:
    """Leaves one utility alone for a while once it has failed several times in a row; others go on.

    Unless `alone`, failures count only while other utilities answer: else it is an outage of everything.
    """

    def __init__(self, utility: str, patience: int, clock: Clock, *, alone: bool = True) -> None:
        self._utility = utility
        self._alone = alone
        self._others_answer = False
        self._patience = patience
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._since = 0.0
        self._reason = ""
        self._next_try = 0.0

    def admit(self) -> None:
        """Return when the utility may be asked.

        Raises:
            EntrezError: It is being left alone; the message says how often it failed, since when, and why.
        """
        with self._lock:
            now = self._clock.now()
            if not self._is_open:
                return
            if now >= self._next_try:
                self._next_try = now + REST
                return
            raise EntrezError(self._trouble(now), again=False)

    @property
    def _is_open(self) -> bool:
        return self._failures >= self._patience and (self._alone or self._others_answer)

    def _trouble(self, now: float) -> str:
        count, seconds = self._failures, max(now - self._since, 1.0)
        return (
            f"{self._utility} has failed {count} times in a row for {seconds:.0f} seconds and is left alone; "
            f"the last time: {self._reason}"
        )

    @property
    def trouble(self) -> str | None:
        """What is said while the utility is left alone, else None."""
        with self._lock:
            return self._trouble(self._clock.now()) if self._is_open else None

    def succeeded(self, *, is_other: bool = False) -> None:
        """It has answered; `is_other`: another utility has."""
        with self._lock:
            if is_other:
                self._others_answer = self._failures > 0
            else:
                self._failures = 0

    def failed(self, fault: EntrezError, *, at_once: bool = False) -> None:
        """Count a question that the utility did not answer; a refused question does not count.

        Args:
            fault: Why it was not answered.
            at_once: Whether to give the utility up at once, without waiting for further failures.
        """
        if fault.refused:
            return
        with self._lock:
            now = self._clock.now()
            if not self._failures:
                self._since, self._others_answer = now, False
            self._failures = max(self._failures + 1, self._patience if at_once else 0)
            self._reason = fault.reason
            if self._failures >= self._patience:
                self._next_try = now + REST


class CircuitBreaker:
    """What is known of the service's state, shared by all who ask."""

    def __init__(self, budget: float, clock: Clock, stopped: threading.Event) -> None:
        self.budget = budget
        self._clock = clock
        self._stopped = stopped
        self._lock = threading.Lock()
        self._failures = 0
        self._since = 0.0
        self._reason = ""
        self._next_try = 0.0
        self._interval = FIRST_TRY
        self._final: EntrezError | None = None

    def admit(self) -> None:
        """Return when a question may be put. Raises EntrezError when there is no use in putting it."""
        while (pause := self._pause()) > 0:
            if self._clock.wait(pause, self._stopped):
                raise StoppedError

    def _pause(self) -> float:
        """How long to wait before asking again; 0 to go ahead."""
        with self._lock:
            if self._final:
                raise self._final
            now = self._clock.now()
            given_up = self._failures > 0 and now - self._since >= self.budget
            if self._failures < PATIENCE and not given_up:
                return 0.0
            if now >= self._next_try:
                self._next_try = now + (REST if given_up else self._interval)
                self._interval = min(self._interval * 2, LONGEST_TRY)
                return 0.0
            if given_up:
                times = f"{self._failures} times in a row" if self._failures > 1 else "once"
                raise EntrezError(f"PubMed has failed {times}; the last time: {self._reason}", again=False)
            return min(self._next_try, self._since + self.budget) - now

    @property
    def deadline(self) -> float | None:
        """The moment at which the present run of failures is given up, None while there is none."""
        with self._lock:
            return self._since + self.budget if self._failures else None

    @property
    def ailing(self) -> str | None:
        """The reason of the present outage, None while there is none."""
        with self._lock:
            return self._reason if self._failures >= PATIENCE or self._final else None

    @property
    def trouble(self) -> str | None:
        """Why the last question was not answered, None where it was."""
        with self._lock:
            return self._reason if self._failures or self._final else None

    def succeeded(self) -> None:
        """A question was answered."""
        with self._lock:
            self._failures = 0
            self._interval = FIRST_TRY
            self._next_try = 0.0

    def failed(self, fault: EntrezError, began: float) -> None:
        """Count a question that was not answered; one refusal after another is an outage, too.

        Args:
            fault: Why it was not answered.
            began: When the question was put, in seconds of the clock.
        """
        with self._lock:
            if fault.final:
                self._final, self._reason = fault, fault.reason
            if not (fault.again or fault.refused):
                return
            if not self._failures:
                self._since = began
            self._failures += 1
            self._reason = fault.reason
