"""Kill an audit at random moments, go on, and compare its store with that of an undisturbed run.

    python -m tests.benchmarks.audit_kills INDEX ARCHIVE [--kills 20] [--processes 2] [--seed 1]

A kill comes at any moment of a run's life: while it starts, reads, checks or writes.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# All that a store holds but for times.
CONTENT = (
    "SELECT id, place, digest, bytes, format, title, date, error FROM articles ORDER BY id",
    """SELECT a.id, c.cid, c.kind, c.line, c.quote, c.verdict, c.flags, c.reasons, c.score, c.pmid,
    hex(c.cluster) FROM citations c JOIN articles a ON a.key = c.article
    WHERE c.until_run IS NULL ORDER BY a.id, c.line, c.cid""",
    "SELECT hex(digest) FROM clusters ORDER BY 1",
    "SELECT pmid, hex(digest) FROM publications ORDER BY pmid",
    "SELECT count(*), max(finished IS NULL) FROM runs",
)


def contents(store: Path) -> list[list[tuple[object, ...]]]:
    """Everything in a store, in order."""
    base = sqlite3.connect(store)
    try:
        return [base.execute(sql).fetchall() for sql in CONTENT]
    finally:
        base.close()


def start(args: argparse.Namespace, store: Path) -> subprocess.Popen[bytes]:
    """A run in a process group of its own."""
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "citecheck", "audit", "run", args.archive, "--source", args.index),
            *("--store", str(store), "--processes", str(args.processes)),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def main() -> None:
    """Kill, go on, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("index")
    parser.add_argument("archive")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)  # noqa: S311 - nothing secret
    with tempfile.TemporaryDirectory() as name:
        whole, killed = Path(name) / "whole.db", Path(name) / "killed.db"
        began = time.monotonic()
        start(args, whole).wait()
        took = time.monotonic() - began
        hit = 0
        for _ in range(args.kills):
            run = start(args, killed)
            time.sleep(chance.uniform(0.3, 0.3 + took / 4))
            hit += run.poll() is None
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
        start(args, killed).wait()
        same = contents(whole) == contents(killed)
    sys.stdout.write(f"undisturbed in {took:.0f} s; killed {hit} of {args.kills} times; equal: {same}\n")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
