"""Circuit breakers: after repeated failures of the service only one request at a time is allowed.

In the first seconds of an outage (as many as the budget) all requests wait while one is tried. After that
every request fails at once, and one is tried now and then. Where a service hangs and each failure takes
long, the budget may end before the failures are many: that counts as an outage, too.
"""

from __future__ import annotations

import threading

from citecheck.sources.entrez.errors import EntrezError
from citecheck.sources.rate_limit import Clock, StoppedError

# So many failures in a row are an outage. Where every fifth answer fails by chance, ten in a row come once
# in ten million.
FAILURE_THRESHOLD = 10
FIRST_INTERVAL, LONGEST_INTERVAL = 1.0, 15.0
# Seconds between two tries once the budget is spent.
COOLDOWN = 60.0


class UtilityBreaker:
    """Stops requests to one utility for a while once it has failed several times in a row; others go on.

    Args:
        utility: The name of the utility.
        threshold: So many failures in a row stop it.
        clock: The clock of all requests.
        alone: Whether its failures count also while no other utility answers. Otherwise such failures are
            an outage of the whole service, which `CircuitBreaker` handles.
    """

    def __init__(self, utility: str, threshold: int, clock: Clock, *, alone: bool = True) -> None:
        self._utility = utility
        self._alone = alone
        self._others_answer = False
        self._threshold = threshold
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._since = 0.0
        self._reason = ""
        self._next_try = 0.0

    def allow_request(self) -> None:
        """Return if the utility may be asked.

        Raises:
            EntrezError: It may not; the message says how often it has failed, for how long, and why.
        """
        with self._lock:
            now = self._clock.now()
            if not self._is_open:
                return
            if now >= self._next_try:
                self._next_try = now + COOLDOWN
                return
            raise EntrezError(self._outage(now), again=False)

    @property
    def _is_open(self) -> bool:
        return self._failures >= self._threshold and (self._alone or self._others_answer)

    def _outage(self, now: float) -> str:
        count, seconds = self._failures, max(now - self._since, 1.0)
        return (
            f"{self._utility} has failed {count} times in a row for {seconds:.0f} seconds and is left alone; "
            f"the last time: {self._reason}"
        )

    @property
    def outage(self) -> str | None:
        """The message while the utility is not asked, else None."""
        with self._lock:
            return self._outage(self._clock.now()) if self._is_open else None

    def record_success(self, *, of_other: bool = False) -> None:
        """Note an answer of this utility, or of another one."""
        with self._lock:
            if of_other:
                self._others_answer = self._failures > 0
            else:
                self._failures = 0

    def record_failure(self, fault: EntrezError, *, at_once: bool = False) -> None:
        """Count a request that the utility did not answer; a refused request does not count.

        Args:
            fault: Why it was not answered.
            at_once: Whether to stop requests at once, without waiting for further failures.
        """
        if fault.refused:
            return
        with self._lock:
            now = self._clock.now()
            if not self._failures:
                self._since, self._others_answer = now, False
            self._failures = max(self._failures + 1, self._threshold if at_once else 0)
            self._reason = fault.reason
            if self._failures >= self._threshold:
                self._next_try = now + COOLDOWN


class CircuitBreaker:
    """The state of the whole service, shared by all threads."""

    def __init__(self, budget: float, clock: Clock, stopped: threading.Event) -> None:
        self.budget = budget
        self._clock = clock
        self._stopped = stopped
        self._lock = threading.Lock()
        self._failures = 0
        self._since = 0.0
        self._reason = ""
        self._next_try = 0.0
        self._interval = FIRST_INTERVAL
        self._final: EntrezError | None = None

    def allow_request(self) -> None:
        """Return once a request may be sent.

        Raises:
            EntrezError: The service is out; the message says how often it has failed, and why.
            StoppedError: The run has been ended.
        """
        while (pause := self._pause()) > 0:
            if self._clock.wait(pause, self._stopped):
                raise StoppedError

    def _pause(self) -> float:
        """Seconds to wait before the next request; 0 to send it now."""
        with self._lock:
            if self._final:
                raise self._final
            now = self._clock.now()
            given_up = self._failures > 0 and now - self._since >= self.budget
            if self._failures < FAILURE_THRESHOLD and not given_up:
                return 0.0
            if now >= self._next_try:
                self._next_try = now + (COOLDOWN if given_up else self._interval)
                self._interval = min(self._interval * 2, LONGEST_INTERVAL)
                return 0.0
            if given_up:
                times = f"{self._failures} times in a row" if self._failures > 1 else "once"
                raise EntrezError(f"PubMed has failed {times}; the last time: {self._reason}", again=False)
            return min(self._next_try, self._since + self.budget) - now

    @property
    def deadline(self) -> float | None:
        """When requests stop waiting for the end of the present failures; None while nothing fails."""
        with self._lock:
            return self._since + self.budget if self._failures else None

    @property
    def outage(self) -> str | None:
        """The reason of the present outage; None while there is no outage."""
        with self._lock:
            return self._reason if self._failures >= FAILURE_THRESHOLD or self._final else None

    @property
    def last_error(self) -> str | None:
        """Why the last request was not answered; None where it was."""
        with self._lock:
            return self._reason if self._failures or self._final else None

    def record_success(self) -> None:
        """Note an answer."""
        with self._lock:
            self._failures = 0
            self._interval = FIRST_INTERVAL
            self._next_try = 0.0

    def record_failure(self, fault: EntrezError, began: float) -> None:
        """Count a request that was not answered; refusals in a row are an outage, too.

        Args:
            fault: Why it was not answered.
            began: When it was sent, in seconds of the clock.
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
