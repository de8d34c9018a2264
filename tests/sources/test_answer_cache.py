"""Answers on disk: they expire, and a damaged file is replaced."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sqlite3
from pathlib import Path

import pytest

from citecheck.sources.answer_cache import DAY, DAYS, NAME, AnswerCache, AnswerKind


class Days:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def kept(
    cache: AnswerCache, *keys: str, kinds: tuple[AnswerKind, ...] = tuple(AnswerKind)
) -> dict[str, bytes]:
    return {key: value for key, (_, value) in cache.get(kinds, keys).items()}


def test_answers_are_there_in_the_next_run(tmp_path: Path) -> None:
    first = AnswerCache(tmp_path)
    first.put(
        [(AnswerKind.SEARCH, "a", b"1"), (AnswerKind.RECORD, "a", b"2"), (AnswerKind.NO_RECORD, "b", b"")]
    )
    first.put([(AnswerKind.SEARCH, "a", b"3")])
    first.close()
    second = AnswerCache(tmp_path)
    assert second.get((AnswerKind.SEARCH,), ["a", "b"]) == {"a": (AnswerKind.SEARCH, b"3")}
    assert second.get((AnswerKind.RECORD, AnswerKind.NO_RECORD), ["a", "b"]) == {
        "a": (AnswerKind.RECORD, b"2"),
        "b": (AnswerKind.NO_RECORD, b""),
    }


@pytest.mark.parametrize("kind", list(AnswerKind))
def test_every_answer_expires(kind: AnswerKind, tmp_path: Path) -> None:
    days = Days()
    cache = AnswerCache(tmp_path, days=1000.0, clock=days)
    cache.put([(kind, "a", b"1")])
    days.now += DAYS[kind] * DAY - 1
    assert kept(cache, "a") == {"a": b"1"}
    days.now += 2
    assert kept(cache, "a") == {}
    assert kept(AnswerCache(tmp_path, any_age=True, clock=days), "a") == {"a": b"1"}


def test_misses_expire_before_hits_and_retractions_before_both() -> None:
    assert DAYS[AnswerKind.NO_HITS] < DAYS[AnswerKind.SEARCH]
    assert DAYS[AnswerKind.NO_CITATION] < DAYS[AnswerKind.CITATION]
    assert DAYS[AnswerKind.NO_RECORD] < DAYS[AnswerKind.RECORD] < DAYS[AnswerKind.SEARCH]


def test_the_users_limit_can_only_be_shorter(tmp_path: Path) -> None:
    days = Days()
    AnswerCache(tmp_path, clock=days).put([(AnswerKind.RECORD, "a", b"1")])
    days.now += 2 * DAY
    assert kept(AnswerCache(tmp_path, days=1.0, clock=days), "a") == {}
    assert kept(AnswerCache(tmp_path, days=3.0, clock=days), "a") == {"a": b"1"}


def test_a_later_hit_takes_the_place_of_a_miss(tmp_path: Path) -> None:
    days = Days()
    cache = AnswerCache(tmp_path, clock=days)
    cache.put([(AnswerKind.NO_RECORD, "a", b"")])
    days.now += 60
    cache.put([(AnswerKind.RECORD, "a", b"1")])
    assert cache.get((AnswerKind.RECORD, AnswerKind.NO_RECORD), ["a"]) == {"a": (AnswerKind.RECORD, b"1")}


def test_an_answer_from_the_future_is_not_used(tmp_path: Path) -> None:
    days = Days()
    cache = AnswerCache(tmp_path, clock=days)
    cache.put([(AnswerKind.RECORD, "a", b"1")])
    days.now -= DAY
    assert kept(cache, "a") == {}


def test_refresh_ignores_old_answers_and_keeps_new_ones(tmp_path: Path) -> None:
    days = Days()
    AnswerCache(tmp_path, clock=days).put(
        [(AnswerKind.SEARCH, "a", b"old"), (AnswerKind.SEARCH, "b", b"old")]
    )
    days.now += 10
    cache = AnswerCache(tmp_path, refresh=True, clock=days)
    assert kept(cache, "a", "b") == {}
    cache.put([(AnswerKind.SEARCH, "a", b"new")])
    assert kept(cache, "a", "b") == {"a": b"new"}


def test_services_do_not_share_answers(tmp_path: Path) -> None:
    AnswerCache(tmp_path, service="here ").put([(AnswerKind.SEARCH, "a", b"1")])
    assert kept(AnswerCache(tmp_path), "a") == {}
    assert kept(AnswerCache(tmp_path, service="here "), "a") == {"a": b"1"}


def test_without_a_folder_answers_last_as_long_as_the_run(tmp_path: Path) -> None:
    cache = AnswerCache(None)
    cache.put([(AnswerKind.SEARCH, "a", b"1")])
    assert kept(cache, "a") == {"a": b"1"}
    assert kept(AnswerCache(None), "a") == {}
    assert not list(tmp_path.iterdir())


def test_the_oldest_answers_are_deleted_when_it_is_too_large(tmp_path: Path) -> None:
    days = Days()
    cache = AnswerCache(tmp_path, largest=200_000, clock=days)
    for number in range(600):
        days.now += 1
        cache.put([(AnswerKind.RECORD, str(number), os.urandom(1000))])
    left = [int(key) for key in kept(cache, *map(str, range(600)))]
    assert 150 < len(left) < 460
    assert max(left) == 599
    assert min(left) == 600 - len(left)
    cache.close()
    assert cache.info().bytes < 1_000_000


def test_info_and_clear(tmp_path: Path) -> None:
    days = Days()
    cache = AnswerCache(tmp_path, clock=days)
    assert cache.info().answers == {}
    cache.put(
        [(AnswerKind.SEARCH, "a", b"1"), (AnswerKind.RECORD, "b", b"1"), (AnswerKind.RECORD, "c", b"1")]
    )
    info = cache.info()
    assert info.answers == {"record": 2, "search": 1}
    assert info.bytes > 0
    assert info.oldest == info.newest == days.now
    assert info.path == tmp_path / NAME
    assert cache.clear() == 3
    assert cache.info().answers == {}


@pytest.mark.parametrize(
    "damage", [b"this is no database at all, not even nearly" * 100, b"SQLite format 3\x00" + b"\xff" * 4000]
)
def test_a_damaged_file_is_moved_aside_with_a_warning(
    damage: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / NAME).write_bytes(damage)
    cache = AnswerCache(tmp_path)
    cache.put([(AnswerKind.SEARCH, "a", b"1")])
    assert kept(cache, "a") == {"a": b"1"}
    assert (tmp_path / f"{NAME}.damaged").read_bytes() == damage
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "set aside" in caplog.text
    assert cache.info().set_aside == (tmp_path / f"{NAME}.damaged",)
    cache.clear()
    assert cache.info().set_aside == ()


def test_damage_in_the_middle_of_a_run_costs_answers_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = AnswerCache(tmp_path)
    cache.put([(AnswerKind.RECORD, str(number), os.urandom(500)) for number in range(300)])
    cache.close()
    content = bytearray((tmp_path / NAME).read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    (tmp_path / NAME).write_bytes(bytes(content))
    cache = AnswerCache(tmp_path)
    assert kept(cache, *map(str, range(300))) == {}
    cache.put([(AnswerKind.RECORD, "new", b"1")])
    assert kept(cache, "new") == {"new": b"1"}
    assert "set aside" in caplog.text


def test_a_file_of_another_layout_is_moved_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with sqlite3.connect(tmp_path / NAME) as base:
        base.execute("PRAGMA user_version = 99")
    base.close()
    cache = AnswerCache(tmp_path)
    cache.put([(AnswerKind.SEARCH, "a", b"1")])
    assert kept(cache, "a") == {"a": b"1"}
    assert "another layout" in caplog.text


def test_a_folder_that_cannot_be_used_is_reported_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("not a folder")
    cache = AnswerCache(tmp_path / "file" / "cache")
    for _ in range(3):
        cache.put([(AnswerKind.SEARCH, "a", b"1")])
        assert kept(cache, "a") == {}
    assert len(caplog.records) == 1


def _write_for_ever(folder: Path, name: str) -> None:
    cache = AnswerCache(folder)
    number = 0
    while True:
        cache.put(
            [(AnswerKind.RECORD, f"{name}-{number}-{part}", f"{number}".encode() * 200) for part in range(2)]
        )
        number += 1


def test_killed_processes_leave_no_half_entry(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    context = multiprocessing.get_context("fork")
    AnswerCache(tmp_path).put([(AnswerKind.SEARCH, "a", b"1")])
    for turn in range(3):
        writers = [context.Process(target=_write_for_ever, args=(tmp_path, f"{turn}{w}")) for w in range(2)]
        for writer in writers:
            writer.start()
        writers[0].join(0.15)
        for writer in writers:
            os.kill(writer.pid or 0, signal.SIGKILL)
            writer.join()
    cache = AnswerCache(tmp_path)
    assert kept(cache, "a") == {"a": b"1"}
    with sqlite3.connect(tmp_path / NAME) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        keys = [key for (key,) in base.execute("SELECT key FROM answers WHERE kind = 'record'")]
    base.close()
    whole = kept(cache, *keys)
    assert len(whole) == len(keys) > 10
    assert all(value == key.split("-")[1].encode() * 200 for key, value in whole.items())
    # the two entries of one put are there together or not at all
    assert all(f"{key[:-1]}{1 - int(key[-1])}" in whole for key in whole)
    assert not caplog.records


def test_a_fork_opens_its_own_connection(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path)
    cache.put([(AnswerKind.SEARCH, "a", b"1")])
    context = multiprocessing.get_context("fork")
    child = context.Process(target=lambda: cache.put([(AnswerKind.SEARCH, "b", b"2")]))
    child.start()
    child.join()
    assert kept(cache, "a", "b") == {"a": b"1", "b": b"2"}
