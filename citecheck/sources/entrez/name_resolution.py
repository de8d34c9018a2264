"""Whether the service's name can be resolved: without a network a resolver may never answer."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress

from citecheck.sources.entrez.circuit_breaker import CircuitBreaker
from citecheck.sources.entrez.errors import EntrezError, no_network
from citecheck.sources.rate_limit import Clock

# Seconds for which a machine may seem to have no network, and for which its resolver may give no answer.
NETWORK_WAIT = 2.5
RESOLVER_WAIT = 10.0


class NameResolution:
    """Resolves the service's name once, before the first request.

    Args:
        host: The name to resolve; None where there is nothing to resolve.
        breaker: Learns of a resolver that does not answer.
        clock: The clock of the breaker.
    """

    def __init__(self, host: str | None, breaker: CircuitBreaker, clock: Clock) -> None:
        self._host = host
        self._breaker = breaker
        self._clock = clock
        self._lock = threading.Lock()
        self._done = host is None
        self._error: EntrezError | None = None

    def wait(self) -> None:
        """Return once the resolver has answered. Where it knows no such name the request itself will fail.

        Raises:
            EntrezError: The resolver has not answered in RESOLVER_WAIT seconds.
        """
        with self._lock:
            if self._error:
                raise self._error
            if not self._done:
                self._resolve()
            self._done = True

    def _resolve(self) -> None:
        began = time.monotonic()
        answered = threading.Event()

        def ask() -> None:
            with suppress(OSError):
                socket.getaddrinfo(self._host, None)
            answered.set()

        threading.Thread(target=ask, name="citecheck", daemon=True).start()
        if answered.wait(NETWORK_WAIT):
            return
        slow = EntrezError("no name is resolved: is there a network?")
        self._breaker.record_failure(slow, self._clock.now())
        if not answered.wait(RESOLVER_WAIT - NETWORK_WAIT):
            self._error = no_network(time.monotonic() - began)
            self._breaker.record_failure(self._error, self._clock.now())
            raise self._error
