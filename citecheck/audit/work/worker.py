"""A worker process: its source, its checker, and the batches that it checks.

The process that runs the audit imports this module to name its functions, and never checks anything: what
checking needs is imported inside them.
"""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

from citecheck.audit.inputs.article import Article
from citecheck.audit.store.rows import Outcome
from citecheck.model import Document, DocumentFormat
from citecheck.sources import SourceOptions, open_source

if TYPE_CHECKING:
    from citecheck.audit.work.cluster_memo import ClusterMemo
    from citecheck.checker import Checker


@dataclass(frozen=True, slots=True)
class WorkerConfig:
    """The source of a worker, its options, and whether it counts as all of PubMed."""

    source: str
    options: SourceOptions
    complete: bool = False


# PMIDs of publications that this process has sent to the store, so that none is sent twice; and their most.
_SENT_AT_MOST = 200_000

_checker: Checker | None = None
_sent: set[str] = set()


def set_up_worker(config: WorkerConfig) -> None:
    """Open the source and load the catalogue, for all articles of this process."""
    from citecheck.audit.work.cluster_memo import ClusterMemo

    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    # Word lists and caches are millions of objects that live as long as the process. Searching them for
    # cycles, now and again and once more at its end, took a tenth of the time and found next to nothing.
    gc.set_threshold(1_000_000, 50, 100)
    atexit.register(gc.freeze)
    global _checker  # noqa: PLW0603 - a process pool's initializer can hand its work over in no other way
    _checker = open_checker(config, ClusterMemo())
    gc.freeze()


def _end_with(parent: BaseProcess) -> None:
    """End this process when its parent ends: the workers of a killed run would wait for ever."""
    parent.join()
    os._exit(1)


def open_checker(config: WorkerConfig, memo: ClusterMemo | None = None) -> Checker:
    """Open a checker whose source caches its answers, because archives repeat their citations.

    Args:
        config: The source, its options, and whether it counts as all of PubMed.
        memo: Results of clusters to use and to add to.

    Raises:
        SourceError: The source cannot be opened.
    """
    from citecheck.checker import Checker
    from citecheck.journals import Catalogue
    from citecheck.sources.memoized import MemoizedSource

    source = MemoizedSource(open_source(config.source, config.options))
    return Checker(source, Catalogue.load(), complete=config.complete, memo=memo)


def check_batch(batch: Sequence[Article]) -> list[Outcome]:
    """Check articles in the process that `set_up_worker` prepared."""
    from citecheck.audit.work.check_batch import check_with

    if _checker is None:
        raise RuntimeError("the worker has not been set up")
    # Every outcome of this process is stored, or the process ends with the run.
    if len(_sent) > _SENT_AT_MOST:
        _sent.clear()
    return check_with(_checker, batch, _sent)


def lost_batch(article: Article, reason: str) -> Outcome:
    """Return the outcome for an article on which a worker process ended.

    Args:
        article: The article.
        reason: What is reported as the error of its document.
    """
    document = Document(article.id, DocumentFormat.UNKNOWN, error=reason)
    return Outcome(
        *(article.id, article.place, article.file, "", 0, document.format.value, None, None, document.error)
    )
