"""How often an article is given a publication that it does not mean, by the size of the index.

python -m tests.benchmarks.false_rates INDEX... --articles FOLDER...

Each folder holds articles whose publication is in none of the indexes (a thinned one, or one grown by
pubmed_records.py). Whatever is verified is wrong then, and so is whatever is called a mismatch.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from citecheck.checker import Checker
from citecheck.documents import find_files, read
from citecheck.journals import Catalogue
from citecheck.model import DocumentReport, Verdict
from citecheck.sources import open_source


def says(report: DocumentReport, verdict: Verdict) -> bool:
    """Whether a verdict stands anywhere in an article."""
    return any(each.judgement is not None and each.judgement.verdict is verdict for each in report.citations)


def main() -> None:
    """Print a row for each index and folder."""
    parser = argparse.ArgumentParser()
    parser.add_argument("indexes", nargs="+")
    parser.add_argument("--articles", nargs="+", type=Path, required=True)
    arguments = parser.parse_args()
    sys.stdout.write(
        "| records | articles | falsely verified | falsely a mismatch |\n| --- | --- | --- | --- |\n"
    )
    for name in arguments.indexes:
        with open_source(name) as source:
            for folder in arguments.articles:
                documents = map(read, find_files([folder]))
                reports = list(Checker(source, Catalogue.load()).check(documents))
                counts = [
                    sum(says(report, verdict) for report in reports)
                    for verdict in (Verdict.VERIFIED, Verdict.MISMATCH)
                ]
                shares = " | ".join(f"{count} ({count / len(reports):.4f})" for count in counts)
                sys.stdout.write(f"| {source.info.records:,} | {folder.name} ({len(reports)}) | {shares} |\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
