"""Sends one request through Bio.Entrez and reads its whole answer before a moment in time.

Bio.Entrez builds the requests and hands back the answers. Its own pause between requests holds for one
thread only, it repeats failed requests without a pause, and it has no time-outs: all three are replaced.
"""

from __future__ import annotations

import http.client
import importlib.util
import re
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from email.message import Message
from functools import lru_cache
from itertools import count
from types import ModuleType
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request

from citecheck.sources.entrez.answer_body import read_body, read_error_body
from citecheck.sources.entrez.circuit_breaker import CircuitBreaker
from citecheck.sources.entrez.errors import EntrezError, connection_broken, not_asked_during_outage, refused
from citecheck.sources.entrez.transport import Opener, check_base_url
from citecheck.sources.interface import SourceOptions
from citecheck.sources.rate_limit import Clock, RateLimiter

# The seconds for a body beyond the time-out within which it must begin.
BODY_SECONDS = 60.0
# The time-out, in seconds, of the last try before the end of the budget is at least this.
SHORTEST_TIMEOUT = 1.0


class _NoDelayTime:
    """A time module for Bio.Entrez: a second passes each time it asks, so it never waits."""

    def __init__(self) -> None:
        self.time = count().__next__

    def sleep(self, seconds: float) -> None:
        """Return at once."""


def private_entrez(open_url: Callable[[Request], Any]) -> ModuleType:
    """Load a copy of Bio.Entrez that opens with `open_url`; the program's own Bio.Entrez stays as it is.

    Args:
        open_url: Opens a request and returns the answer's handle.

    Raises:
        EntrezError: Biopython is not installed.
    """
    spec = importlib.util.find_spec("Bio.Entrez")
    if spec is None or spec.loader is None:
        raise EntrezError("Biopython is not installed", final=True)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.urlopen = open_url  # type: ignore[attr-defined]
    module.time = _NoDelayTime()  # type: ignore[attr-defined]
    module.max_tries = 1  # type: ignore[attr-defined]
    return module


class RequestSender:
    """Sends requests, each once the rate limiter lets it, and each with a time-out and a deadline."""

    def __init__(
        self, options: SourceOptions, rate_limiter: RateLimiter, breaker: CircuitBreaker, clock: Clock
    ) -> None:
        self.requests = 0
        self._options = options
        self._rate_limiter = rate_limiter
        self._breaker = breaker
        self._clock = clock
        self._this_thread = threading.local()
        base = check_base_url(options.base_url)
        self._opener = Opener(base, f"{options.tool} (Biopython)", self._await_turn, self._cut_off_late)
        self._entrez = lru_cache(maxsize=1)(lambda: private_entrez(self._open))
        # Bio.Entrez warns where there is no e-mail address; the service ignores an empty one.
        self._identity = {
            "tool": options.tool.replace(" ", "_"),
            "email": options.email or "",
            "api_key": options.api_key,
        }

    @property
    def host(self) -> str:
        """The name or address of the service's machine."""
        return self._opener.host

    @property
    def is_direct(self) -> bool:
        """Whether this machine itself must resolve the service's name: no proxy does it."""
        return self._opener.is_direct

    @property
    def last_sent(self) -> float:
        """When this thread's last request was sent (if it never was: begun), in seconds of the clock."""
        sent: float = self._this_thread.sent
        return sent

    def send(self, utility: str, parameters: Mapping[str, str], end: float) -> bytes:
        """Send one request and return the whole body of its answer.

        Args:
            utility: The name of the function of Bio.Entrez.
            parameters: Its arguments.
            end: The moment of the clock by which the answer must be complete.

        Raises:
            EntrezError: There was no whole answer in time.
            StoppedError: The run has been ended.
        """
        here = self._this_thread
        here.sent = self._clock.now()
        if (pause := self._rate_limiter.back_off_left()) > self._options.budget:
            raise EntrezError(not_asked_during_outage(pause), again=False)
        outage_end = self._breaker.deadline
        left = min(end, outage_end if outage_end is not None else end) - self._clock.now()
        here.timeout = min(self._options.timeout, max(left, SHORTEST_TIMEOUT))
        here.seconds = max(min(here.timeout + BODY_SECONDS, left), here.timeout)
        here.ended, here.cut_off = threading.Event(), threading.Event()
        try:
            return self._answer(utility, parameters)
        except EntrezError:
            if here.cut_off.is_set():
                raise EntrezError("PubMed did not finish its answer in time") from None
            raise
        finally:
            here.ended.set()

    def _answer(self, utility: str, parameters: Mapping[str, str]) -> bytes:
        try:
            handle = getattr(self._entrez(), utility)(**parameters, **self._identity)
            raw = getattr(handle, "buffer", handle)
            try:
                self._read_rate_headers(raw.headers)
                return read_body(raw)
            finally:
                raw.close()
        except HTTPError as error:
            with error:
                self._read_rate_headers(error.headers)
                raise refused(error, read_error_body(error)) from None
        except (OSError, http.client.HTTPException) as error:
            raise connection_broken(error) from None

    def _open(self, request: Request) -> Any:
        return self._opener.open(request, self._this_thread.timeout)

    def _cut_off_late(self, connected: socket.socket) -> None:
        """Shut a connection down when its request's time is over, even if bytes still arrive slowly."""
        here = self._this_thread
        seconds, ended, cut_off = here.seconds, here.ended, here.cut_off

        def watch() -> None:
            if not ended.wait(seconds):
                cut_off.set()
                with suppress(OSError):
                    socket.socket.shutdown(connected, socket.SHUT_RDWR)

        threading.Thread(target=watch, name="citecheck", daemon=True).start()

    def _await_turn(self) -> None:
        self._rate_limiter.acquire()
        self._this_thread.sent = self._clock.now()
        self.requests += 1

    def _read_rate_headers(self, headers: Message) -> None:
        """Follow what the service's headers say of its limits."""
        allowed, remaining = headers.get("X-RateLimit-Limit", ""), headers.get("X-RateLimit-Remaining", "")
        if re.fullmatch(r"[1-9]\d{0,4}", allowed):
            self._rate_limiter.lower_rate(float(allowed))
            if re.fullmatch(r"\d{1,5}", remaining):
                self._rate_limiter.note_other_clients(int(remaining), int(allowed))
