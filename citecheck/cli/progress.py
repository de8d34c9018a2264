"""Progress lines on standard error."""

from __future__ import annotations

import os
import sys
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from citecheck.audit import RunCounts
    from citecheck.audit.inputs.progress_estimate import ProgressTotal
    from citecheck.sources import Source

_EVERY = 0.5
_EVERY_MINUTE = 60.0
_USUAL_WIDTH = 80
# Seconds: work that is done sooner shows no line.
_PATIENCE = 1.5


class ProgressLine:
    """How many citations are looked up, and what is waited for.

    On a terminal one line is written over, and gone at the end; in a log a line is added each minute.
    It speaks up from a thread of its own, because one question to a slow source may take long.
    """

    def __init__(self, waiting_for: str) -> None:
        """Begin to wait.

        Args:
            waiting_for: what the work waits for until a source is watched: "opening my.index".
        """
        self._waiting_for = waiting_for
        self._source: Source | None = None
        self._is_terminal = sys.stderr.isatty()
        self._settled = self._all = 0
        self._began = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._speak, name="citecheck-progress", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def watch(self, source: Source) -> None:
        """Show from now on what the open source is waiting for."""
        self._source = source

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        if self._is_terminal:
            _write_over("")

    def __call__(self, settled: int, all_: int) -> None:
        """Update how far the work is."""
        self._settled, self._all = settled, all_

    def _speak(self) -> None:
        while not self._over.wait(_EVERY if self._is_terminal else _EVERY_MINUTE):
            if not self._is_terminal:
                click.echo(self._line(), err=True)
            elif time.monotonic() - self._began > _PATIENCE:
                _write_over(self._line())

    def _line(self) -> str:
        seconds = time.monotonic() - self._began
        if self._source is None:
            return f"{self._waiting_for}, {seconds:.0f} s"
        trouble = self._source.trouble
        # The reason for waiting names PubMed itself, and lines are short.
        done = f"{self._settled} of {self._all} citations looked up" if self._all else "reading"
        where = f" in {self._source.info.name}" if self._all and not trouble else ""
        return f"{done}{where}, {seconds:.0f} s{f'; waiting: {trouble}' if trouble else ''}"


class AuditProgress:
    """How far an audit is: a line that is written over for a person, a line a minute for a batch system."""

    def __init__(self, extent: ProgressTotal) -> None:
        from citecheck.audit.inputs.progress_estimate import Eta

        self._began = self._said = time.monotonic()
        self._pace = Eta(extent)
        self._is_terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_terminal:
            _write_over("")
        if kind is not None and issubclass(kind, KeyboardInterrupt):
            click.echo("What was checked is in the store: the same command goes on from here.", err=True)

    def __call__(self, tally: RunCounts) -> None:
        """Write how far the audit is, if a line is due."""
        now = time.monotonic()
        left = self._pace.left(now)
        if now - self._said < (_EVERY if self._is_terminal else _EVERY_MINUTE):
            return
        self._said = now
        line = progress_line(tally, now - self._began, left)
        if self._is_terminal:
            _write_over(line)
        else:
            click.echo(line, err=True)


class CountProgress:
    """How many of so many things are done: written over for a person, a line a minute for a batch system."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._said = time.monotonic()
        self._is_terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_terminal:
            _write_over("")

    def __call__(self, done: int, of: int) -> None:
        """Write how many are done, if a line is due: the first and the last time, and at intervals."""
        now = time.monotonic()
        is_due = now - self._said >= (_EVERY if self._is_terminal else _EVERY_MINUTE)
        if not is_due and not (done == of and not self._is_terminal):
            return
        self._said = now
        line = f"{done:,} of {of:,} {self._what}"
        if self._is_terminal:
            _write_over(line)
        else:
            click.echo(line, err=True)


def progress_line(tally: RunCounts, seconds: float, left: float | None) -> str:
    """Articles, rate, time left where it is known, citations, and verdicts, most first.

    Args:
        tally: What the run has counted so far.
        seconds: How long the run has taken.
        left: The estimated seconds to its end; None where they are not known.

    Returns:
        One line of text without a line feed.
    """
    from citecheck.audit.inputs.progress_estimate import humanize_duration
    from citecheck.reports.notices import label

    rate = tally.articles / max(seconds, 0.001)
    parts = [f"{tally.articles:,} articles", f"{rate:,.{1 if rate < 10 else 0}f} a second"]
    if left is not None:
        parts.append(f"about {humanize_duration(left)} left")
    for number, what in ((tally.unchanged, "unchanged"), (tally.unreadable, "could not be read")):
        if number:
            parts.append(f"{number:,} {what}")
    verdicts = ", ".join(f"{n:,} {label(name)}" for name, n in tally.verdicts.most_common())
    parts.append(f"{tally.citations:,} citations{': ' if verdicts else ''}{verdicts}")
    return ", ".join(parts)


def _write_over(line: str) -> None:
    """Write a line over the previous line; this works only if neither is wider than the terminal."""
    room = _columns() - 1
    line = line if len(line) <= room else f"{line[: max(room - 1, 0)]}…"
    # Erase to the end of the line: the previous line may have been longer.
    click.echo(f"\r{line}\x1b[K", err=True, nl=False)


def _columns() -> int:
    """How wide the terminal of standard error is; some don't know."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL_WIDTH
    except (OSError, ValueError):
        return _USUAL_WIDTH
