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
import time
from pathlib import Path

from citecheck.pubmed import Progress, PubMedIndex, build_index, record_files


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

    def show(progress: Progress) -> None:
        nonlocal reported
        if progress.files_done * 10 // progress.files > reported:
            reported = progress.files_done * 10 // progress.files
            took = time.perf_counter() - began
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            rate = progress.records / took
            sys.stdout.write(f"{progress.records:>9,} records  {rate:>6.0f}/s  {peak:.0f} MB\n")
            sys.stdout.flush()

    build_index(args.index, files, processes=args.processes, progress=show)
    took = time.perf_counter() - began
    info = PubMedIndex.open(args.index).info
    times = os.times()
    processor = times.user + times.system + times.children_user + times.children_system
    memory = [
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    sys.stdout.write(
        f"{info.records:,} records in {took:.0f} s: {info.records / took:.0f}/s; "
        f"{processor / info.records * 1e6:.0f} µs of processor a record; "
        f"{info.bytes / info.records:.0f} bytes a record; "
        f"memory {memory[0]:.0f} MB here, {memory[1]:.0f} MB in the largest worker\n"
    )


if __name__ == "__main__":
    main()
