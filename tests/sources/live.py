"""Helpers of the tests of live PubMed: a server, sources for it, and a fast clock."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from citecheck.model import Journal, Query
from citecheck.sources import SourceOptions
from citecheck.sources.entrez import EntrezSource
from citecheck.sources.rate_limit import Clock
from tests.eutils_server import EutilsServer, Holdings
from tests.eutils_server.holdings import Held

PACE = 200.0


class Hurried(Clock):
    """A clock on which time flies, for waits; what sockets do takes its own time."""

    def now(self) -> float:
        return time.monotonic() * PACE

    def wait(self, seconds: float, stopped: threading.Event) -> bool:
        return stopped.wait(max(seconds, 0.0) / PACE)


class Standing(Clock):
    """A clock that stands still but for waits, however slow the machine is."""

    def __init__(self) -> None:
        self._now = 0.0
        self._lock = threading.Lock()

    def now(self) -> float:
        return self._now

    def wait(self, seconds: float, stopped: threading.Event) -> bool:
        with self._lock:
            self._now += max(seconds, 0.0)
        return stopped.is_set()


def source(
    server: EutilsServer,
    folder: Path,
    *,
    key: str | None = None,
    use_cache: bool = False,
    refresh: bool = False,
    offline: bool = False,
    timeout: float = 30.0,
    budget: float = 4000.0,
    rate: float | None = 5000.0,
    clock: Clock | None = None,
) -> EntrezSource:
    """A source that asks this server; by default it forgets, hurries and is not held back.

    `timeout` is real time, which a busy machine needs; where an answer never comes, it is what a test waits.
    """
    options = SourceOptions(
        email="desk@example.org",
        api_key=key,
        base_url=server.url,
        cache_folder=folder,
        use_cache=use_cache,
        refresh=refresh,
        offline=offline,
        timeout=timeout,
        budget=budget,
        requests_per_second=rate,
    )
    return EntrezSource(options, clock or Hurried())


def journal_of(record: Held) -> Journal:
    """The journal of one of the server's records."""
    return Journal(record.journal, record.abbreviation, None, record.nlm_id)


def place(record: Held, **changes: str) -> Query:
    """A reference to a record, without its title."""
    return Query(
        "place",
        journal=journal_of(record),
        years=(record.years[0], record.years[0]),
        volume=changes.get("volume", record.volume),
        first_page=changes.get("first_page", record.page),
        authors=tuple(record.authors[:1]),
    )


def placed(holdings: Holdings, number: int) -> list[Held]:
    """Records that a journal, volume and page lead to, and to nothing else."""
    keys = [(r.abbreviation, r.volume, r.page) for r in holdings.records]
    return [r for r in holdings.records if r.volume and r.page and r.years and r.authors
            and keys.count((r.abbreviation, r.volume, r.page)) == 1][:number]  # fmt: skip


def titled(holdings: Holdings, number: int) -> list[Held]:
    """Records with titles that are long enough to be searched."""
    return [r for r in holdings.records if len(r.title.split()) >= 8][:number]
