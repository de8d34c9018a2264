"""How many citations are checked in a second against a local index, on one core.

    python tests/benchmarks/checking_speed.py INDEX FILE-OR-FOLDER… [--profile FILE]

Extraction, search plan, search, matching and verdicts are timed, reading the files is not. Three
passes: cold (the first that the process does, loading word lists and weights), warm (another checker, words
known), and one that repeats the last with everything it keeps. Times are the processor's; citations
that name nothing to look up are not counted. --profile writes the warm pass for pstats.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from citecheck import documents
from citecheck.checker import Checker
from citecheck.journals import Catalogue
from citecheck.model import CitationKind, Document, DocumentReport
from citecheck.sources import open_source


def timed(checker: Checker, articles: Sequence[Document]) -> tuple[float, list[DocumentReport]]:
    """The processor's time for one pass, and the reports."""
    began = time.process_time()
    reports = list(checker.check(articles))
    return time.process_time() - began, reports


def counts(reports: Sequence[DocumentReport]) -> Counter[CitationKind]:
    """How many citations of each kind were looked up."""
    kinds = Counter(one.citation.kind for report in reports for one in report.citations)
    del kinds[CitationKind.UNSOURCED]
    return kinds


def main(arguments: Sequence[str]) -> int:
    """Check the documents three times and print a line for each pass."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("index", help="a folder made by citecheck pubmed build, or records")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--profile", type=Path, help="write a profile of the warm pass here")
    chosen = parser.parse_args(arguments)
    articles = [documents.read(path) for path in documents.find_files(chosen.paths)]
    # As the command does.
    gc.set_threshold(2_000_000, 50, 100)
    catalogue = Catalogue.load()
    with open_source(chosen.index) as source:
        taken, reports = timed(Checker(source, catalogue), articles)
        kinds = counts(reports)
        if not kinds:
            say("no citation that could be looked up")
            return 1
        say(", ".join(f"{number} {kind.value}s" for kind, number in sorted(kinds.items())))
        show("cold", taken, kinds)
        checker, profile = Checker(source, catalogue), cProfile.Profile()
        if chosen.profile:
            profile.runcall(timed, checker, articles)
            profile.dump_stats(chosen.profile)
        else:
            show("warm", timed(checker, articles)[0], kinds)
            show("again", timed(checker, articles)[0], kinds)
    return 0


def show(name: str, taken: float, kinds: Counter[CitationKind]) -> None:
    """One line of the table."""
    say(f"{name:6} {taken:7.2f} s  {kinds.total() / taken:7.1f} citations/s")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
