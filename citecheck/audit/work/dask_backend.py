"""Checks batches as tasks on a running Dask cluster (extra `citecheck-pubmed[dask]`)."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from typing import Any

from citecheck.audit.inputs.article import Article
from citecheck.audit.store.rows import Outcome
from citecheck.audit.work.check_batch import check_with
from citecheck.audit.work.worker import WorkerConfig, open_checker
from citecheck.checker import Checker
from citecheck.errors import UsageError
from citecheck.safety.child_process import import_nothing_from_here

# Batches in flight for each worker thread, so that no thread waits for the network between two batches.
IN_FLIGHT = 3
# A batch whose worker died so often is given up.
RETRIES = 3
_TURN = "citecheck-pubmed-turn"

_local = threading.local()


class Cluster:
    """Sends batches to the cluster at `address` ("tcp://host:port"). Use it as `Workers`.

    Each worker opens the source by its name, so an index must have the same path on every machine, as a
    copy or a mount. With live PubMed one worker at a time sends requests, so that all together keep one rate.
    """

    def __init__(self, address: str, config: WorkerConfig) -> None:
        import_nothing_from_here()
        try:
            from distributed import Client
        except ModuleNotFoundError:
            raise UsageError("--scheduler needs Dask: pip install 'citecheck-pubmed[dask]'") from None
        try:
            self._client = Client(address, timeout=30)
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(f"--scheduler {address}: {error}") from error
        self._config = config
        self._is_live = config.source == "pubmed"

    def outcomes(
        self, batches: Iterable[Sequence[Article]]
    ) -> Iterator[tuple[Sequence[Article], list[Outcome]]]:
        """Iterate over the batches with their outcomes, in order. Another worker retries a lost batch."""
        waiting: deque[tuple[Sequence[Article], Any]] = deque()
        try:
            for batch in batches:
                task = self._client.submit(
                    check_on_worker, self._config, batch, self._is_live, pure=False, retries=RETRIES
                )
                waiting.append((batch, task))
                if len(waiting) >= IN_FLIGHT * max(1, sum(self._client.nthreads().values())):
                    yield self._next(waiting)
            while waiting:
                yield self._next(waiting)
        finally:
            self._client.close()

    @staticmethod
    def _next(waiting: deque[tuple[Sequence[Article], Any]]) -> tuple[Sequence[Article], list[Outcome]]:
        batch, task = waiting.popleft()
        return batch, task.result()


def check_on_worker(config: WorkerConfig, batch: Sequence[Article], is_live: bool) -> list[Outcome]:
    """Check a batch in a Dask worker's thread, with a checker that the thread keeps.

    Args:
        config: How the worker's checker is made.
        batch: The articles.
        is_live: Whether the source is a live service, which one task at a time may ask.

    Returns:
        The outcomes of the articles, in order.
    """
    if is_live:
        from distributed import Semaphore

        turn: Any = Semaphore(max_leases=1, name=_TURN)
    else:
        turn = nullcontext()
    with turn:
        # Outcomes may be lost on their way: each batch sends all of its publications.
        return check_with(_kept_checker(config), batch, set())


def _kept_checker(config: WorkerConfig) -> Checker:
    kept: tuple[WorkerConfig, Checker] | None = getattr(_local, "kept", None)
    if kept is None or kept[0] != config:
        kept = _local.kept = (config, open_checker(config))
    return kept[1]
