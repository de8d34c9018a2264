"""How fast an index is built, how much memory it takes, and how large it becomes.

    python tests/benchmarks/pubmed_building.py INDEX FILES-FOLDER [--files 10] [--processes 2]

Grow the files with pubmed_records.py. Prints a line whenever another tenth is done.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import threading
import time
from pathlib import Path

from citecheck.pubmed import BuildProgress, PubMedIndex, build_index, record_files


class Memory(threading.Thread):
    """Watches what this process holds of its own, what it has mapped of files, and what all processes hold.

    Mapped pages are the system's file cache: merging reads whole segments through them, and the
    system takes them back whenever it wants.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.own = self.mapped = self.resident = 0.0

    def run(self) -> None:
        """Look ten times a second."""
        while True:
            here = megabytes("self")
            children = [pid for each in Path("/proc/self/task").iterdir() for pid in children_of(each)]
            self.own = max(self.own, here["RssAnon"])
            self.mapped = max(self.mapped, here["RssFile"])
            self.resident = max(
                self.resident, here["VmRSS"] + sum(megabytes(pid)["VmRSS"] for pid in children)
            )
            time.sleep(0.1)


def children_of(task: Path) -> list[str]:
    """The processes that a thread has started."""
    try:
        return (task / "children").read_text().split()
    except OSError:
        return []


def megabytes(pid: str) -> dict[str, float]:
    """What a process holds, by kind; nothing once it has ended."""
    held = dict.fromkeys(("VmRSS", "RssAnon", "RssFile"), 0.0)
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return held
    named = dict(line.split(":", 1) for line in lines if ":" in line)
    return {kind: int(named[kind].split()[0]) / 1024 if kind in named else 0.0 for kind in held}


def main() -> None:
    """Build and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("index", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int)
    parser.add_argument("--processes", type=int)
    args = parser.parse_args()
    shutil.rmtree(args.index, ignore_errors=True)
    files = record_files([args.folder])[: args.files]
    began, reported = time.perf_counter(), 0
    memory = Memory()
    memory.start()

    def show(progress: BuildProgress) -> None:
        nonlocal reported
        if progress.files_done * 10 // progress.files > reported:
            reported = progress.files_done * 10 // progress.files
            took = time.perf_counter() - began
            rate = progress.records / took
            sys.stdout.write(f"{progress.records:>9,} records  {rate:>6.0f}/s  {memory.own:.0f} MB\n")
            sys.stdout.flush()

    build_index(args.index, files, processes=args.processes, progress=show)
    took = time.perf_counter() - began
    info = PubMedIndex.open(args.index).info
    times = os.times()
    processor = times.user + times.system + times.children_user + times.children_system
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(
        f"{info.records:,} records in {took:.0f} s: {info.records / took:.0f}/s; "
        f"{processor / info.records * 1e6:.0f} µs of processor a record; "
        f"{info.bytes / info.records:.0f} bytes a record; "
        f"memory {memory.own:.0f} MB here (and {memory.mapped:.0f} MB of files mapped), "
        f"{worker:.0f} MB in the largest worker, {memory.resident:.0f} MB resident in all at one time\n"
    )


if __name__ == "__main__":
    main()
