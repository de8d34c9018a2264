"""Never more in a second than is allowed, by whatever threads and processes ask."""

from __future__ import annotations

import multiprocessing
import threading
import time
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from citecheck.sources.rate_limit import FARTHEST, Clock, RateLimiter, StoppedError, _RequestWindow


class Told(Clock):
    """A clock that passes only by waiting."""

    def __init__(self, now: float = 1000.0) -> None:
        self.time = now

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float, stopped: threading.Event) -> bool:
        self.time += max(seconds, 0.0)
        return stopped.is_set()


def busiest(moments: list[float], seconds: float = 1.0) -> int:
    return max(sum(1 for other in moments if moment <= other < moment + seconds) for moment in moments)


def taken(pace: RateLimiter, clock: Told, number: int) -> list[float]:
    moments = []
    for _ in range(number):
        pace.take()
        moments.append(clock.now())
    return moments


@pytest.mark.parametrize(("rate", "most"), [(3.0, 3), (10.0, 10), (1.0, 1), (2.5, 3), (0.5, 1)])
def test_a_rate_is_kept_and_used(rate: float, most: int) -> None:
    clock = Told()
    moments = taken(RateLimiter(rate, None, clock), clock, 60)
    assert busiest(moments, 1.0) <= most
    assert 59 / (moments[-1] - moments[0]) >= 0.9 * rate


def test_requests_are_spread_over_the_second() -> None:
    clock = Told()
    moments = taken(RateLimiter(3.0, None, clock), clock, 10)
    assert min(b - a for a, b in pairwise(moments)) > 0.2


def test_two_paces_with_one_file_are_one_pace(tmp_path: Path) -> None:
    clock = Told()
    first, second = (RateLimiter(3.0, tmp_path / "pace", clock) for _ in range(2))
    moments = []
    for _ in range(15):
        for pace in (first, second):
            pace.take()
            moments.append(clock.now())
    assert busiest(moments) == 3


def test_a_request_to_wait_holds_for_all_and_makes_slower_for_a_while(tmp_path: Path) -> None:
    clock = Told()
    first, second = (RateLimiter(3.0, tmp_path / "pace", clock) for _ in range(2))
    first.take()
    first.hold(5.0)
    before = clock.now()
    second.take()
    assert clock.now() >= before + 5.0
    slow = taken(second, clock, 7)
    later = taken(second, clock, 400)[-7:]
    assert slow[-1] - slow[0] > 1.15 * (later[-1] - later[0])


def test_a_lower_limit_is_kept_and_a_higher_one_is_not_taken() -> None:
    clock = Told()
    pace = RateLimiter(3.0, None, clock)
    pace.limit(10.0)
    assert pace.rate == 3.0
    pace.limit(1.0)
    assert busiest(taken(pace, clock, 10)) == 1


def test_strangers_at_our_address_are_left_room() -> None:
    clock = Told()
    pace = RateLimiter(3.0, None, clock)
    pace.take()
    pace.strangers(remaining=2, allowed=3)
    before = clock.now()
    pace.take()
    assert clock.now() < before + 0.5
    clock.time += 10
    pace.take()
    # One of three is ours, and none remains: the other two are somebody else's.
    pace.strangers(remaining=0, allowed=3)
    before = clock.now()
    pace.take()
    assert clock.now() >= before + 1.0


@pytest.mark.parametrize(
    "content", [b"", b"x", b"junk" * 9, array("d", [5000.0, 99.0, 1e300, 4000.0]).tobytes()]
)
def test_a_file_that_makes_no_sense_holds_nobody_up(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "pace"
    file.write_bytes(content)
    clock = Told(1000.0)
    RateLimiter(3.0, file, clock).take()
    assert clock.now() <= 1000.0 + FARTHEST


def test_a_file_that_cannot_be_written_leaves_each_its_own_pace(tmp_path: Path) -> None:
    clock = Told()
    moments = taken(RateLimiter(3.0, tmp_path / "no" / "folder" / "pace", clock), clock, 9)
    assert busiest(moments) == 3


def test_being_stopped_ends_the_wait() -> None:
    stopped = threading.Event()
    pace = RateLimiter(0.1, None, None, stopped)
    pace.take()
    threading.Timer(0.05, stopped.set).start()
    began = time.monotonic()
    with pytest.raises(StoppedError):
        pace.take()
    assert time.monotonic() - began < 2.0


class Sleepy(Told):
    """A clock on which every third wait takes too long."""

    waits = 0

    def wait(self, seconds: float, stopped: threading.Event) -> bool:
        self.waits += 1
        return super().wait(max(seconds, 0.0) + (0.13 if self.waits % 3 == 0 else 0.0), stopped)


def test_one_who_wakes_up_late_crowds_nobody_and_wastes_little() -> None:
    clock = Sleepy()
    moments = taken(RateLimiter(10.0, None, clock), clock, 100)
    assert busiest(moments) <= 10
    # each third request comes 0.13 s late, and that is all that is lost
    assert 99 / (moments[-1] - moments[0]) > 6.0


def test_a_missed_place_is_not_taken_where_others_have_reserved_what_follows() -> None:
    row = _RequestWindow(sent=[0.0, 0.4, 0.7, 1.1, 1.5, 1.8])
    assert not row.moved(0.7, 1.0, 3, 1.07)
    assert row.sent == [0.0, 0.4, 0.7, 1.1, 1.5, 1.8]
    assert row.moved(1.8, 2.0, 3, 1.07)
    assert row.sent == [0.0, 0.4, 0.7, 1.1, 1.5, 2.0]
    assert not row.moved(9.9, 10.0, 3, 1.07)
    row.drop(9.9)
    row.drop(2.0)
    assert row.sent == [0.0, 0.4, 0.7, 1.1, 1.5]


def _send(file: Path, rate: float, number: int, results: multiprocessing.Queue[list[float]]) -> None:
    pace = RateLimiter(rate, file)
    moments = []
    for _ in range(number):
        pace.take()
        moments.append(time.monotonic())
    results.put(moments)


def test_processes_keep_one_pace_in_real_time(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[list[float]] = context.Queue()
    args = (tmp_path / "pace", 20.0, 12, results)
    processes = [context.Process(target=_send, args=args) for _ in range(3)]
    for process in processes:
        process.start()
    moments = sorted(moment for _ in processes for moment in results.get(timeout=20))
    for process in processes:
        process.join()
    assert len(moments) == 36
    assert busiest(moments) <= 20
