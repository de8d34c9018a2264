"""The interface of a source of publications, and its options."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from citecheck.model import JournalLookup, Lookup, Query, SourceInfo


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """Options of sources. Every source reads those that concern it and ignores the others.

    `base_url` is where E-utilities answer, None for NCBI's own address. `cache_folder` holds
    answers and indexes built on the fly, None for the user's cache folder. `use_cache` false
    neither reads nor writes answers; `refresh` asks anew and then keeps the answer; `offline`
    answers from the cache alone. `cache_days` is how old a kept answer may be. `timeout` bounds
    one request and `budget` all requests of one answer with their repeats, in seconds.
    `requests_per_second` is what the service may be asked, None for what it allows.
    `wait_for_network` waits for a missing network until the budget is spent, instead of a few seconds.
    `data_folder` holds data sets that were fetched for use offline.
    `api_key` stays out of the printed form.
    """

    email: str | None = None
    api_key: str | None = field(default=None, repr=False)
    tool: str = "citecheck"
    base_url: str | None = None
    cache_folder: Path | None = None
    use_cache: bool = True
    refresh: bool = False
    offline: bool = False
    cache_days: float = 30.0
    timeout: float = 30.0
    budget: float = 180.0
    requests_per_second: float | None = None
    wait_for_network: bool = False
    data_folder: Path | None = None


class Interrupted(KeyboardInterrupt):
    """The user has ended the run. `lookups` are the answers so far."""

    def __init__(self, lookups: Mapping[Query, Lookup]) -> None:
        super().__init__()
        self.lookups = lookups


class Source(ABC):
    """Where publications are looked up. Use it as a context manager, or close it."""

    @property
    @abstractmethod
    def info(self) -> SourceInfo:
        """What it is and how much of PubMed it holds."""

    @abstractmethod
    def answer(self, queries: Sequence[Query]) -> list[Lookup]:
        """One lookup for each query, in the same order.

        A query that could not be answered gives a Lookup with `error`; nothing is raised for it.
        A keyboard interrupt may be raised as `Interrupted`.
        """

    def journals(self, names: Sequence[str]) -> dict[str, JournalLookup]:  # noqa: ARG002
        """The journals of its own catalogue with each name; empty if it has no catalogue."""
        return {}

    @property
    def trouble(self) -> str | None:
        """Why it does not answer at the moment; None while it does."""
        return None

    def close(self) -> None:  # noqa: B027 - a source without connections has nothing to close
        """Close files and connections; may be called twice."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
