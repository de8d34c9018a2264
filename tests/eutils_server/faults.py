"""Faults on order: what the service has been seen to do instead of answering."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto


class FaultKind(Enum):
    """The ways in which an answer fails to come."""

    RATE_LIMIT = auto()
    LONG_WAIT_429 = auto()
    SERVER_ERROR_500 = auto()
    BAD_GATEWAY_502 = auto()
    UNAVAILABLE_503 = auto()
    BACKEND_IN_400 = auto()
    BAD_REQUEST_400 = auto()
    TOO_LONG_414 = auto()
    BAD_KEY_400 = auto()
    FORBIDDEN_403 = auto()
    NOT_FOUND_404 = auto()
    REDIRECT_302 = auto()
    JSON_IN_200 = auto()
    RATE_LIMIT_IN_200 = auto()
    ERROR_IN_200 = auto()
    VIEWER_ERROR_IN_200 = auto()
    TRACE_IN_200 = auto()
    HTML_IN_200 = auto()
    PROLOG_ONLY = auto()
    EMPTY = auto()
    TRUNCATED = auto()
    TRUNCATED_CHUNKED = auto()
    TRUNCATED_QUIETLY = auto()
    CLOSED = auto()
    RESET = auto()
    RESET_IN_BODY = auto()
    OTHER_TYPE = auto()
    HANG = auto()
    STALL_IN_BODY = auto()


# Answers that are right, only under another label.
HARMLESS = {FaultKind.OTHER_TYPE}
# Faults that asking again does not mend.
LASTING = {
    FaultKind.BAD_REQUEST_400,
    FaultKind.TOO_LONG_414,
    FaultKind.BAD_KEY_400,
    FaultKind.FORBIDDEN_403,
    FaultKind.NOT_FOUND_404,
    FaultKind.LONG_WAIT_429,
}
# Faults that take as long as a client's patience.
SLOW = {FaultKind.HANG, FaultKind.STALL_IN_BODY}
PASSING = set(FaultKind) - HARMLESS - LASTING


@dataclass
class Faults:
    """Decides for each request whether it fails, and how."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _orders: list[tuple[FaultKind, int | None, str | None]] = field(default_factory=list)
    _chance: Callable[[], FaultKind | None] = lambda: None

    def order(self, kind: FaultKind, times: int | None = None, utility: str | None = None) -> None:
        """Let the next `times` requests fail so (None: all), only those to `utility` if one is named."""
        with self._lock:
            self._orders.append((kind, times, utility))

    def at_random(self, share: float, kinds: Iterable[FaultKind], seed: int = 1) -> None:
        """Let this share of all requests fail, in one of these ways."""
        chosen = sorted(kinds, key=lambda kind: kind.value)
        dice = random.Random(seed)  # noqa: S311
        self._chance = lambda: dice.choice(chosen) if dice.random() < share else None

    def none(self) -> None:
        """Let all requests succeed from now on."""
        with self._lock:
            self._orders.clear()
            self._chance = lambda: None

    def next(self, utility: str) -> FaultKind | None:
        """How this request fails, None if it does not."""
        with self._lock:
            for at, (kind, times, only) in enumerate(self._orders):
                if only not in (None, utility):
                    continue
                if times is not None:
                    if times <= 1:
                        del self._orders[at]
                    else:
                        self._orders[at] = (kind, times - 1, only)
                return kind
            return self._chance()
