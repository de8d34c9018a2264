"""All threads and processes together never send more requests in a second than allowed."""

from __future__ import annotations

import multiprocessing
import threading
import time
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from citecheck.sources.rate_limit import FARTHEST, Clock, RateLimiter, StoppedError, _RequestWindow


class SteppedClock(Clock):
    """A clock that moves only while somebody waits."""

    def __init__(self, now: float = 1000.0) -> None:
        self.time = now

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float, stopped: threading.Event) -> bool:
        self.time += max(seconds, 0.0)
        return stopped.is_set()


def busiest(moments: list[float], seconds: float = 1.0) -> int:
    return max(sum(1 for other in moments if moment <= other < moment + seconds) for moment in moments)


def acquire_times(limiter: RateLimiter, clock: SteppedClock, number: int) -> list[float]:
    moments = []
    for _ in range(number):
        limiter.acquire()
        moments.append(clock.now())
    return moments


@pytest.mark.parametrize(("rate", "most"), [(3.0, 3), (10.0, 10), (1.0, 1), (2.5, 3), (0.5, 1)])
def test_a_rate_is_kept_and_used(rate: float, most: int) -> None:
    clock = SteppedClock()
    moments = acquire_times(RateLimiter(rate, None, clock), clock, 60)
    assert busiest(moments, 1.0) <= most
    assert 59 / (moments[-1] - moments[0]) >= 0.9 * rate


def test_requests_are_spread_over_the_second() -> None:
    clock = SteppedClock()
    moments = acquire_times(RateLimiter(3.0, None, clock), clock, 10)
    assert min(b - a for a, b in pairwise(moments)) > 0.2


def test_two_limiters_with_one_file_share_one_rate(tmp_path: Path) -> None:
    clock = SteppedClock()
    first, second = (RateLimiter(3.0, tmp_path / "pace", clock) for _ in range(2))
    moments = []
    for _ in range(15):
        for limiter in (first, second):
            limiter.acquire()
            moments.append(clock.now())
    assert busiest(moments) == 3


def test_all_back_off_together_and_send_slower_for_a_while(tmp_path: Path) -> None:
    clock = SteppedClock()
    first, second = (RateLimiter(3.0, tmp_path / "pace", clock) for _ in range(2))
    first.acquire()
    first.back_off(5.0)
    before = clock.now()
    second.acquire()
    assert clock.now() >= before + 5.0
    slow = acquire_times(second, clock, 7)
    later = acquire_times(second, clock, 400)[-7:]
    assert slow[-1] - slow[0] > 1.15 * (later[-1] - later[0])


def test_a_lower_limit_of_the_service_is_kept_and_a_higher_one_ignored() -> None:
    clock = SteppedClock()
    limiter = RateLimiter(3.0, None, clock)
    limiter.lower_rate(10.0)
    assert limiter.rate == 3.0
    limiter.lower_rate(1.0)
    assert busiest(acquire_times(limiter, clock, 10)) == 1


def test_other_clients_at_our_address_are_left_room() -> None:
    clock = SteppedClock()
    limiter = RateLimiter(3.0, None, clock)
    limiter.acquire()
    limiter.note_other_clients(remaining=2, allowed=3)
    before = clock.now()
    limiter.acquire()
    assert clock.now() < before + 0.5
    clock.time += 10
    limiter.acquire()
    # One of three is ours, and none remains: other clients sent two.
    limiter.note_other_clients(remaining=0, allowed=3)
    before = clock.now()
    limiter.acquire()
    assert clock.now() >= before + 1.0


@pytest.mark.parametrize(
    "content", [b"", b"x", b"junk" * 9, array("d", [5000.0, 99.0, 1e300, 4000.0]).tobytes()]
)
def test_a_damaged_file_delays_nobody(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "pace"
    file.write_bytes(content)
    clock = SteppedClock(1000.0)
    RateLimiter(3.0, file, clock).acquire()
    assert clock.now() <= 1000.0 + FARTHEST


def test_each_limiter_has_its_own_rate_where_the_file_cannot_be_written(tmp_path: Path) -> None:
    clock = SteppedClock()
    moments = acquire_times(RateLimiter(3.0, tmp_path / "no" / "folder" / "pace", clock), clock, 9)
    assert busiest(moments) == 3


def test_stopping_the_run_ends_the_wait() -> None:
    stopped = threading.Event()
    limiter = RateLimiter(0.1, None, None, stopped)
    limiter.acquire()
    threading.Timer(0.05, stopped.set).start()
    began = time.monotonic()
    with pytest.raises(StoppedError):
        limiter.acquire()
    assert time.monotonic() - began < 2.0


class OversleepingClock(SteppedClock):
    """A clock on which every third wait takes too long."""

    waits = 0

    def wait(self, seconds: float, stopped: threading.Event) -> bool:
        self.waits += 1
        return super().wait(max(seconds, 0.0) + (0.13 if self.waits % 3 == 0 else 0.0), stopped)


def test_a_thread_that_wakes_up_late_keeps_the_limit_and_wastes_little() -> None:
    clock = OversleepingClock()
    moments = acquire_times(RateLimiter(10.0, None, clock), clock, 100)
    assert busiest(moments) <= 10
    # each third request is 0.13 s late; nothing more is lost
    assert 99 / (moments[-1] - moments[0]) > 6.0


def test_a_missed_slot_moves_only_where_the_next_reserved_slots_allow_it() -> None:
    window = _RequestWindow(sent=[0.0, 0.4, 0.7, 1.1, 1.5, 1.8])
    assert not window.move_slot(0.7, 1.0, 3, 1.07)
    assert window.sent == [0.0, 0.4, 0.7, 1.1, 1.5, 1.8]
    assert window.move_slot(1.8, 2.0, 3, 1.07)
    assert window.sent == [0.0, 0.4, 0.7, 1.1, 1.5, 2.0]
    assert not window.move_slot(9.9, 10.0, 3, 1.07)
    window.release(9.9)
    window.release(2.0)
    assert window.sent == [0.0, 0.4, 0.7, 1.1, 1.5]


def _send(file: Path, rate: float, number: int, results: multiprocessing.Queue[list[float]]) -> None:
    limiter = RateLimiter(rate, file)
    moments = []
    for _ in range(number):
        limiter.acquire()
        moments.append(time.monotonic())
    results.put(moments)


def test_processes_share_one_rate_in_real_time(tmp_path: Path) -> None:
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
