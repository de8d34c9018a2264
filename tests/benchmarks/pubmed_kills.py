"""Kill builds and updates at random moments, go on, and compare with an index made in one go.

    python -m tests.benchmarks.pubmed_kills [--kills 20] [--seed 1]

The tests do this a few times; this does it often, with more files and on several processes.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from citecheck.errors import PubMedIndexError
from citecheck.pubmed import PubMedIndex, build_index, update_index
from citecheck.pubmed.state import STATE_FILE, read_state
from tests.pubmed.records import deletions, synthetic, write
from tests.pubmed.test_build import baseline, contents, run_and_kill


def kill_often(work: str, index: Path, files: list[Path], kills: int, chance: random.Random) -> int:
    """Start the work again and again, and kill it each time; how often it was still at it."""
    hit = 0
    for _ in range(kills):
        hit += run_and_kill(work, index, files, chance.uniform(0.2, 1.6))
        if work == "build" and (index / STATE_FILE).exists() and not read_state(index).ready:
            try:
                PubMedIndex.open(index)
            except PubMedIndexError:
                continue
            sys.exit("a half-built index could be opened")
    return hit


def main() -> None:
    """Kill, go on, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)  # noqa: S311 - nothing secret
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = baseline(folder, files=60, each=150)
        updates = [
            write(
                folder / f"pubmed26n{number:04}.xml.gz",
                [*synthetic(150 + 20 * number, 60, title=f"Dreams {number}"), deletions(str(150 + number))],
            )
            for number in range(61, 101)
        ]
        build_index(folder / "whole", files)
        hit = kill_often("build", folder / "ix", files, args.kills, chance)
        build_index(folder / "ix", files)
        same = contents(folder / "ix") == contents(folder / "whole")
        sys.stdout.write(f"build: killed {hit} times, equal: {same}\n")
        update_index(folder / "whole", updates)
        hit = kill_often("update", folder / "ix", updates, args.kills, chance)
        update_index(folder / "ix", updates)
        equal = contents(folder / "ix") == contents(folder / "whole")
        sys.stdout.write(f"update: killed {hit} times, equal: {equal}\n")
    if not (same and equal):
        sys.exit(1)


if __name__ == "__main__":
    main()
