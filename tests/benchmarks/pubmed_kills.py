"""Kill builds and updates at random moments, go on, and compare with an index made in one go.

    python -m tests.benchmarks.pubmed_kills [--kills 100] [--seed 1]

The tests do this at twenty moments each; this does it more often, with more files.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from citecheck.pubmed import build_index, update_index
from tests.pubmed.records import deletions, synthetic, write
from tests.pubmed.test_build import baseline, contents, kill_often


def main() -> None:
    """Kill, go on, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
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
        hit = kill_often("build", folder / "ix", files, args.kills, 0.4, args.seed)
        build_index(folder / "ix", files)
        same = contents(folder / "ix") == contents(folder / "whole")
        sys.stdout.write(f"build: killed {hit} times, equal: {same}\n")
        update_index(folder / "whole", updates)
        hit = kill_often("update", folder / "ix", updates, args.kills, 0.2, args.seed)
        update_index(folder / "ix", updates)
        equal = contents(folder / "ix") == contents(folder / "whole")
        sys.stdout.write(f"update: killed {hit} times, equal: {equal}\n")
    if not (same and equal):
        sys.exit(1)


if __name__ == "__main__":
    main()
