"""The run of an audit: sends new articles to the workers and writes their outcomes to the store."""

from __future__ import annotations

import datetime as dt
import multiprocessing
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol

from citecheck.audit.inputs.article import Article
from citecheck.audit.store.article_history import end_articles, follow_rename, mark_gone
from citecheck.audit.store.rows import Outcome
from citecheck.audit.store.runs import finish_run
from citecheck.audit.store.store import Store, StoredArticle
from citecheck.audit.store.write_articles import copy_outcome, write_outcomes
from citecheck.audit.work.worker import WorkerConfig, check_batch, lost_batch, set_up_worker
from citecheck.safety.child_process import import_nothing_from_here

# Articles in a batch: large batches cost less sending, small ones lose less work when a run is killed.
BATCH = 16
# Batches in flight for each process; this bounds memory for archives of any size.
IN_FLIGHT = 3
# Unchanged articles that are recorded in one transaction.
UNCHANGED_AT_ONCE = 1_000
# The most duplicates that wait for an outcome; those from web archives are in memory meanwhile.
DUPLICATES_AT_ONCE = 500


@dataclass
class RunCounts:
    """The counts of a run so far."""

    articles: int = 0
    unchanged: int = 0
    copied: int = 0
    renamed: int = 0
    gone: int = 0
    unreadable: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)

    @property
    def citations(self) -> int:
        """The number of citations judged in this run."""
        return self.verdicts.total()


class Workers(Protocol):
    """Checks batches and yields their outcomes in the order of the batches."""

    def outcomes(
        self, batches: Iterable[Sequence[Article]]
    ) -> Iterator[tuple[Sequence[Article], list[Outcome]]]:
        """Iterate over the batches with their outcomes."""


@dataclass(frozen=True, slots=True)
class Audit:
    """The archives of a run, and which of their unchanged articles are checked again.

    Attributes:
        archives: The archives as the user named them.
        recheck: Verdicts and flags; articles with one of them are checked again.
        recheck_older: Articles whose lookups are older are checked again; None: no article is too old.
    """

    archives: tuple[str, ...]
    recheck: frozenset[str] = frozenset()
    recheck_older: dt.timedelta | None = None

    def is_due(self, known: StoredArticle, run: int, digest: str, now: dt.datetime) -> bool:
        """Return whether a stored article is to be checked in this run.

        Args:
            known: The article as the store has it.
            run: The number of the present run.
            digest: The digest of its present content.
            now: The present time, compared with `recheck_older`.
        """
        if known.checked_run == run:
            return False
        if known.is_gone or known.digest != digest or known.conditions & self.recheck:
            return True
        return self.recheck_older is not None and now - known.checked_at > self.recheck_older


class Processes:
    """Worker processes. A batch on which a process died is tried again, article by article."""

    def __init__(self, config: WorkerConfig, count: int) -> None:
        self._config = config
        self._count = count

    def _pool(self, count: int) -> ProcessPoolExecutor:
        import_nothing_from_here()
        # Tantivy does not work in forked children, which share the parent's open files but not its threads.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(count, context, initializer=set_up_worker, initargs=(self._config,))

    def outcomes(
        self, batches: Iterable[Sequence[Article]]
    ) -> Iterator[tuple[Sequence[Article], list[Outcome]]]:
        """Iterate over the batches with their outcomes, in order."""
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
                return lost_batch(article, "The process that read it was ended by the system.")
            return one


def audit(
    store: Store,
    run: int,
    found: Iterable[Article],
    plan: Audit,
    workers: Workers,
    progress: Callable[[RunCounts], None] | None = None,
) -> RunCounts:
    """Check the new, changed and due articles, and finish the run.

    Each batch is one transaction: a run that is killed loses only the batches that were not written yet.
    Articles with the same content are checked once.

    Args:
        store: The store.
        run: The number of the run.
        found: The articles of the archives.
        plan: The archives, and which unchanged articles are checked again.
        workers: Processes or a Dask cluster.
        progress: Called with the counts of the run as they grow.

    Returns:
        The counts of the finished run.
    """
    state = _RunState(store, run, plan, progress)
    for _, outcomes in workers.outcomes(_batches(state.due(found))):
        state.take(outcomes)
    return state.finish()


class _RunState:
    """The state of a run: the articles in flight, and the duplicates that wait for their outcomes."""

    def __init__(
        self, store: Store, run: int, plan: Audit, progress: Callable[[RunCounts], None] | None
    ) -> None:
        self._store = store
        self._run = run
        self._plan = plan
        self._progress = progress
        self._tally = RunCounts()
        self._unchanged: list[int] = []
        self._in_flight: dict[tuple[str, str], str] = {}
        self._places: set[str] = set()
        self._duplicates: dict[str, list[Article]] = {}
        self._waiting = 0

    def due(self, found: Iterable[Article]) -> Iterator[Article]:
        """Iterate over the articles that are to be checked; unchanged ones and duplicates are recorded."""
        now = dt.datetime.now(dt.UTC)
        for article in found:
            digest, _ = article.digest()
            known = self._store.article(article.place)
            if known is None and follow_rename(self._store, self._run, article, digest):
                known = self._store.article(article.place)
                self._tally.renamed += 1
            named = replace(article, id=known.id) if known else article
            if article.place in self._places:
                continue
            if known and article.is_missing:
                self._end(known)
            elif known and not self._plan.is_due(known, self._run, digest, now):
                self._pass_over(known)
            elif (digest, article.ending) in self._in_flight and self._waiting < DUPLICATES_AT_ONCE:
                self._duplicates.setdefault(self._in_flight[digest, article.ending], []).append(named)
                self._places.add(article.place)
                self._waiting += 1
            elif digest and (original := self._store.duplicate(digest, self._run)):
                self._copy(original, named)
            else:
                if digest:
                    self._in_flight[digest, article.ending] = article.place
                self._places.add(article.place)
                yield named

    def _end(self, known: StoredArticle) -> None:
        if not known.is_gone:
            end_articles(self._store, self._run, [known.key])
            self._tally.gone += 1

    def _pass_over(self, known: StoredArticle) -> None:
        if known.checked_run != self._run:
            self._unchanged.append(known.key)
            self._tally.unchanged += 1
        if len(self._unchanged) >= UNCHANGED_AT_ONCE:
            write_outcomes(self._store, self._run, (), self._unchanged)
            self._unchanged.clear()
            self._report_progress()

    def _copy(self, original: str, article: Article) -> None:
        copy_outcome(
            self._store,
            self._run,
            original,
            Outcome(article.id, article.place, article.file, "", 0, "", None, None, None),
        )
        self._tally.copied += 1

    def take(self, outcomes: Sequence[Outcome]) -> None:
        """Store the outcomes of articles, and copy them for their duplicates."""
        write_outcomes(self._store, self._run, outcomes)
        landed = {one.place for one in outcomes}
        self._in_flight = {content: at for content, at in self._in_flight.items() if at not in landed}
        self._places -= landed
        for one in outcomes:
            self._tally.articles += 1
            self._tally.unreadable += one.error is not None
            self._tally.verdicts.update(row.shown for row in one.findings.rows)
            duplicates = self._duplicates.pop(one.place, [])
            self._waiting -= len(duplicates)
            for duplicate in duplicates:
                self._copy(one.place, duplicate)
                self._places.discard(duplicate.place)
                self._tally.unreadable += one.error is not None
        self._report_progress()

    def finish(self) -> RunCounts:
        """Mark the articles that the archives no longer hold, and finish the run."""
        write_outcomes(self._store, self._run, (), self._unchanged)
        self._tally.gone += mark_gone(self._store, self._run, self._plan.archives)
        finish_run(self._store, self._run)
        return self._tally

    def _report_progress(self) -> None:
        if self._progress:
            self._progress(self._tally)


def _batches(found: Iterable[Article]) -> Iterator[tuple[Article, ...]]:
    remaining = iter(found)
    while batch := tuple(islice(remaining, BATCH)):
        yield batch
