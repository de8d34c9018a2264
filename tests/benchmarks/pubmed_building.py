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

from citecheck.pubmed import Progress, PubMedIndex, build_index, record_files


class Memory(threading.Thread):
    """Watches what this process holds of its own, and what it has mapped of files.

    Mapped pages are the system's file cache: merging reads whole segments through them, and the
    system takes them back whenever it wants.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.own = self.mapped = 0.0

    def run(self) -> None:
        """Look five times a second."""
        while True:
            status = Path("/proc/self/status").read_text().splitlines()
            lines = dict(line.split(":", 1) for line in status if ":" in line)
            self.own = max(self.own, int(lines["RssAnon"].split()[0]) / 1024)
            self.mapped = max(self.mapped, int(lines["RssFile"].split()[0]) / 1024)
            time.sleep(0.2)


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

    def show(progress: Progress) -> None:
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
        f"{worker:.0f} MB in the largest worker\n"
    )


if __name__ == "__main__":
    main()
