"""How fast an archive is audited, and whether memory stays flat.

    python tests/benchmarks/audit_rate.py INDEX ARCHIVE [--articles 200000] [--processes 1 2] [--work FOLDER]
                                          [--log FILE] [--minutes 60]

The archive is a folder of articles. With --articles it is multiplied first to so many, copy after copy
of the whole, so that a text meets its like as late as possible; each copy differs from the others by a few
words in its sentences. Linux only: memory is read from /proc, every second. With --minutes a run is
interrupted after so long, and its figures are those of the articles done; --log writes a line a minute.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import resource
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from citecheck.documents import find_files

# Every eighth full stop between sentences gets a word before it.
_STOP = re.compile(rb"(?<=[a-z])\. (?=[A-Z])")
_EVERY = 8
_PAGE = os.sysconf("SC_PAGE_SIZE")


def varied(text: bytes, number: int) -> bytes:
    """An article with the number of its copy said in some of its sentences; the first is as it was."""
    if not number:
        return text
    places = itertools.count(1)

    def stop(found: re.Match[bytes]) -> bytes:
        said = b" (edition %d). " % number
        return said if next(places) % _EVERY == 1 else found.group()

    return _STOP.sub(stop, text) + b"\n" * number


def multiply(archive: Path, folder: Path, count: int) -> None:
    """Write `count` articles into folders, one for each copy of the archive."""
    files = [file for file in find_files([archive]) if file.suffix != ".jsonl"]
    for number in range(count):
        copy, file = divmod(number, len(files))
        target = folder / f"{copy:04}" / files[file].relative_to(archive)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(varied(files[file].read_bytes(), copy))


@dataclass
class Course:
    """What was seen of a run, every second: seconds, articles done, and the largest process in megabytes."""

    seen: list[tuple[float, int, float]] = field(default_factory=list)
    log: Path | None = None

    def note(self, seconds: float, store: Path, process: int) -> None:
        """Look at the run; once a minute, write down what is seen."""
        sizes = memory(process)
        self.seen.append((seconds, stored(store), max(sizes)))
        if self.log and len(self.seen) % 60 == 1:
            size = store.stat().st_size if store.exists() else 0
            shown = " ".join(f"{one:.0f}" for one in sizes)
            with self.log.open("a", encoding="utf-8") as log:
                log.write(f"{seconds:.0f} s\t{self.seen[-1][1]} articles\t{size} bytes\t{shown} MB\n")

    def tenth(self, part: int) -> tuple[float, float]:
        """Articles a second and megabytes in one tenth of the articles, counted from 0."""
        last = self.seen[-1][1]
        inside = [row for row in self.seen if part * last <= 10 * row[1] <= (part + 1) * last]
        took = inside[-1][0] - inside[0][0]
        rate = (inside[-1][1] - inside[0][1]) / took if took else 0.0
        return rate, statistics.median(row[2] for row in inside)


def children(process: int) -> Iterator[int]:
    """A process and all below it."""
    yield process
    try:
        below = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return
    for child in below:
        yield from children(int(child))


def memory(process: int) -> list[float]:
    """The resident memory of each process of a run, in megabytes; the first is its own."""
    sizes = [0.0]
    for one in children(process):
        try:
            sizes.append(int(Path(f"/proc/{one}/statm").read_text().split()[1]) * _PAGE / 1e6)
        except OSError:
            continue
    return sizes[1:] or sizes


def stored(store: Path) -> int:
    """How many articles a store holds at the moment."""
    try:
        base = sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)
    except sqlite3.OperationalError:
        return 0
    try:
        return int(base.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        base.close()


def timed(index: str, archive: Path, store: Path, processes: int, chosen: argparse.Namespace) -> None:
    """One run, and a line on it."""
    command = [sys.executable, "-m", "citecheck", "audit", "run", str(archive), "--source", index]
    before, began, course = (
        resource.getrusage(resource.RUSAGE_CHILDREN),
        time.monotonic(),
        Course(log=chosen.log),
    )
    run = subprocess.Popen(
        [*command, "--store", str(store), "--processes", str(processes)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while run.poll() is None:
        time.sleep(1)
        course.note(time.monotonic() - began, store, run.pid)
        if chosen.minutes and time.monotonic() - began > 60 * chosen.minutes:
            run.send_signal(signal.SIGINT)
            run.wait()
    took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    done = stored(store)
    (first, small), (last, big) = course.tenth(0), course.tenth(9)
    say(
        f"{processes} processes: {done:,} articles in {took:,.0f} s, {done / took:.1f}/s; "
        f"{1000 * used / done:.1f} ms of processor time an article\n"
        f"  first tenth {first:.1f}/s, largest process {small:.0f} MB; "
        f"last tenth {last:.1f}/s, {big:.0f} MB\n"
        f"  store {store.stat().st_size / done:,.0f} bytes an article"
    )


def main(arguments: Sequence[str]) -> int:
    """Audit the archive once for each number of processes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("index")
    parser.add_argument("archive", type=Path)
    parser.add_argument("--articles", type=int, help="multiply the archive to so many")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--work", type=Path, help="where copies and stores are put (default: a new folder)")
    parser.add_argument("--log", type=Path, help="write articles, store and memory to this file, each minute")
    parser.add_argument("--minutes", type=float, help="interrupt each run after so long")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=chosen.work) as name:
        folder = Path(name)
        archive = chosen.archive
        if chosen.articles:
            archive = folder / "archive"
            multiply(chosen.archive, archive, chosen.articles)
        for processes in chosen.processes:
            timed(chosen.index, archive, folder / f"audit-{processes}.db", processes, chosen)
    return 0


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
