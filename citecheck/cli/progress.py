"""A line on standard error for a person who waits."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from citecheck.sources import Source

_EVERY = 0.5
# Work that is done sooner needs no line.
_PATIENCE = 1.5


class ProgressLine:
    """How many citations are looked up, and what is waited for; written over, and gone at the end.

    It speaks up from a thread of its own, because one question to a slow source may take long.
    Where nobody looks (standard error is no terminal) it is silent.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._settled = self._all = 0
        self._began = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._speak, name="citecheck-progress", daemon=True)

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
            self._write("")

    def __call__(self, settled: int, all_: int) -> None:
        """Take note of how far the work is."""
        self._settled, self._all = settled, all_

    def _speak(self) -> None:
        while not self._over.wait(_EVERY):
            if time.monotonic() - self._began > _PATIENCE:
                self._write(self._line())

    def _line(self) -> str:
        trouble = self._source.trouble
        waiting = f"; waiting: {trouble}" if trouble else ""
        seconds = time.monotonic() - self._began
        return (
            f"{self._settled} of {self._all} citations looked up in {self._source.info.name}, "
            f"{seconds:.0f} s{waiting}"
        )

    @staticmethod
    def _write(line: str) -> None:
        # Erase to the end of the line: the one before may have been longer.
        click.echo(f"\r{line}\x1b[K", err=True, nl=False)
