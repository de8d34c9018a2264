"""An audit's run: what is new goes to the workers, what they find goes to the store."""

from __future__ import annotations

import datetime as dt
import multiprocessing
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from citecheck.audit.articles import Article
from citecheck.audit.outcome import Outcome
from citecheck.audit.store import Known, Store
from citecheck.audit.worker import Bench, check_batch, lost, set_up

# Articles that travel to a worker together: many, that sending costs little; few, that a kill loses little.
BATCH = 16
# Batches that wait or are worked on for each process; bounds memory whatever the archive's size.
IN_FLIGHT = 3
# Articles that are the same as in the last run, noted together.
UNCHANGED_AT_ONCE = 1_000


@dataclass
class Tally:
    """How far a run has come."""

    articles: int = 0
    unchanged: int = 0
    copied: int = 0
    unreadable: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)

    @property
    def citations(self) -> int:
        """Citations judged in this run."""
        return self.verdicts.total()


class Workers(Protocol):
    """Something that checks batches and gives their outcomes in the order in which they were put in."""

    def outcomes(
        self, batches: Iterable[Sequence[Article]]
    ) -> Iterator[tuple[Sequence[Article], list[Outcome]]]:
        """The batches with their outcomes."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What is to be checked again although it has not changed."""

    archives: tuple[str, ...]
    recheck: frozenset[str] = frozenset()
    recheck_older: dt.timedelta | None = None

    def is_due(self, known: Known, run: int, digest: str, now: dt.datetime) -> bool:
        """Whether an article that the store knows is to be checked (again) in this run."""
        if known.checked_run == run:
            return False
        if known.digest != digest or known.traits & self.recheck:
            return True
        return self.recheck_older is not None and now - known.checked_at > self.recheck_older


class Processes:
    """A process a core. A batch on which a process died is tried again, article by article."""

    def __init__(self, bench: Bench, count: int) -> None:
        self._bench = bench
        self._count = count

    def _pool(self, count: int) -> ProcessPoolExecutor:
        # Forked children would share the parent's open files and threads, which Tantivy does not survive.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(count, context, initializer=set_up, initargs=(self._bench,))

    def outcomes(
        self, batches: Iterable[Sequence[Article]]
    ) -> Iterator[tuple[Sequence[Article], list[Outcome]]]:
        """The batches with their outcomes, in order, with few in flight."""
        waiting: deque[tuple[Sequence[Article], Future[list[Outcome]]]] = deque()
        pool = self._pool(self._count)
        try:
            for batch in batches:
                waiting.append((batch, pool.submit(check_batch, batch)))
                if len(waiting) >= self._count * IN_FLIGHT:
                    pool, done = self._next(pool, waiting)
                    yield done
            while waiting:
                pool, done = self._next(pool, waiting)
                yield done
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _next(
        self, pool: ProcessPoolExecutor, waiting: deque[tuple[Sequence[Article], Future[list[Outcome]]]]
    ) -> tuple[ProcessPoolExecutor, tuple[Sequence[Article], list[Outcome]]]:
        batch, future = waiting.popleft()
        try:
            return pool, (batch, future.result())
        except BrokenProcessPool:
            pool.shutdown(wait=True, cancel_futures=True)
            outcomes = [self._alone(article) for article in batch]
            fresh = self._pool(self._count)
            for at, (later, _) in enumerate(waiting):
                waiting[at] = (later, fresh.submit(check_batch, later))
            return fresh, (batch, outcomes)

    def _alone(self, article: Article) -> Outcome:
        with self._pool(1) as pool:
            try:
                (one,) = pool.submit(check_batch, [article]).result()
            except BrokenProcessPool:
                return lost(article, "The process that read it was ended by the system.")
            return one


def audit(
    store: Store,
    run: int,
    found: Iterable[Article],
    plan: Audit,
    workers: Workers,
    progress: Callable[[Tally], None] | None = None,
) -> Tally:
    """Check what is new or due among the articles found, and finish the run.

    Each batch is one transaction: a run that is killed loses what was in flight, and nothing twice.
    """
    tally = Tally()
    unchanged: list[str] = []

    def tell() -> None:
        if progress:
            progress(tally)

    def due() -> Iterator[Article]:
        now = dt.datetime.now(dt.UTC)
        for article in found:
            known = store.known(article.id)
            digest, _ = article.digest()
            if known and not plan.is_due(known, run, digest, now):
                if known.checked_run != run:
                    unchanged.append(article.id)
                    tally.unchanged += 1
                if len(unchanged) >= UNCHANGED_AT_ONCE:
                    store.write(run, (), unchanged)
                    unchanged.clear()
                    tell()
            elif digest and (twin := store.twin(digest, run)):
                store.copy(run, twin, article.id)
                tally.copied += 1
            else:
                yield article

    for _, outcomes in workers.outcomes(_batches(due())):
        store.write(run, outcomes)
        for one in outcomes:
            tally.articles += 1
            tally.unreadable += one.error is not None
            tally.verdicts.update(row.shown for row in one.citations)
        tell()
    store.write(run, (), unchanged)
    store.finish_run(run)
    return tally


def _batches(found: Iterable[Article]) -> Iterator[tuple[Article, ...]]:
    remaining = iter(found)
    while batch := tuple(islice(remaining, BATCH)):
        yield batch
