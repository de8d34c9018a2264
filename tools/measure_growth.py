"""Measure how the time for an article grows with its length, for many kinds of article that repeat something.

Every family is one unit of text, repeated: a space, a bracket, an opening tag, "et al. ". Each is read and
searched, or is one part of a citation or a record that are compared, at three lengths, each twice as long as the previous length; the exponent is the binary logarithm of the last two
times' ratio. A pattern, a parser or a loop that is super-linear in its input shows an exponent near 2.

    python tools/measure_growth.py            # all families, a table in Markdown
    python tools/measure_growth.py --only html --longest 160000
    python tools/measure_growth.py --only "both titles"
"""

# ruff: noqa: E501 - the units stand in long lines

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from citecheck.documents import read_bytes
from citecheck.documents.pdf.extract_process import TextLayer
from citecheck.documents.pdf.reader import document_of
from citecheck.extraction import extract
from citecheck.gate.globs import matches_glob
from citecheck.journals import Catalogue
from citecheck.safety.budget import Budget, DocumentError, bounded
from tools import growth_of_checks

UNITS = (
    " ", "\n", "\t", "\u00a0", "\xad", "a", "A", "é", "1", ".", "-", "–", "(", ")", "[", "]", "{", "}", "<", ">",
    "&", "&amp", "&#", "*", "_", "`", "#", "|", "\\", "~", '"', "“", "'", "@", "/", "=", "- ", "1. ", "1.1", "1,", ",000",
    "[1]", "[1", "[^1]", "[^1]: ", "![", "](", "[a](", "[a]: b\n", "> ", "* ", "**a", "*a ", "_a ", "`a", "<a>",
    "<p>", "</p>", "<div>", "<!--", "-->", "<![CDATA[", "<a href='", "<script>", "<li>", "<table><tr><td>", "<sup>",
    "&lt;", "http://", "https://doi.org/10.1000/", "doi:10.1", "10.1000/a", "PMID: 1 ", "PMID: ", "et al. ", "A. ",
    "A.", "Smith J, ", "Smith J. ", "Lancet ", "Lancet. ", "The ", "2019;", "2019 ", "(2019) ", "1-", "1:", ";1(1):",
    "study ", "a study ", "found that ", "A study in ", "published in ", "University of ", "of the ", "and ", ", ",
    "; ", ": ", "Dr. ", "researchers at ", "according to ", "A 2019 study in The Lancet found that ",
    "Smith J. Zinc. Lancet. 2019;1:1-2.\n", "1. Smith J. Zinc. Lancet. 2019;1:1-2.\n", "Zinc helps.[1] ", "\n\n",
    "a\n\n", "# a\n", "References\n", "Jan ", "J Am ", "Journal of ", "the Journal of ", "vol. 1 ", "pp. 1-2 ",
    "citecheck: ignore ", "<!-- citecheck: ignore ", "\r", "\x0c", "\u2028", "a-", "a-\n", "A-B ", "aa ", "a b ",
)  # fmt: skip
FORMATS = ("txt", "md", "html", "pdf lines", "glob")
PARTS = growth_of_checks.PARTS


@dataclass(frozen=True, slots=True)
class Growth:
    """How one family grows: seconds at the longest length, and the exponent of the last doubling."""

    family: str
    kind: str
    seconds: float
    exponent: float
    fault: str | None = None


def work_on(kind: str, text: str) -> None:
    """Do what is measured."""
    if kind in PARTS:
        PARTS[kind](text)
        return
    if kind == "glob":
        matches_glob(text[:4_000], text[:500] + "*")
        return
    if kind == "pdf lines":
        half = len(text) // 2
        document_of(TextLayer((f"{text[:half]}\nb{text[half:]}", text)), "a.pdf")
        return
    extract(read_bytes(text.encode("utf-8", "replace"), f"a.{kind}"), Catalogue.load())


def seconds_for(work: Callable[[], None], most: float) -> float:
    """Processor seconds that `work` takes. Raises DocumentError above `most`."""
    began = time.process_time()
    bounded(Budget(most), work)
    return time.process_time() - began


def measure(unit: str, kind: str, longest: int, most: float) -> Growth:
    """The growth of one family in one format."""
    times = []
    for length in (longest // 4, longest // 2, longest):
        text = growth_of_checks.repeat(unit, length)
        try:
            times.append(seconds_for(lambda text=text: work_on(kind, text), most))  # type: ignore[misc]
        except DocumentError as error:
            return Growth(unit, kind, most, math.inf, str(error))
    exponent = math.log2(max(times[-1], 1e-6) / max(times[-2], 1e-6))
    return Growth(unit, kind, times[-1], exponent)


def families(only: str | None) -> Iterator[tuple[str, str]]:
    """The unit, and the format or the part, of each family."""
    for kind in (*FORMATS, *PARTS):
        if only in (None, kind):
            units = growth_of_checks.UNITS if kind in PARTS and kind != "article" else UNITS
            yield from ((unit, kind) for unit in units)


def is_slow(one: Growth, options: argparse.Namespace) -> bool:
    """Whether a family is super-linear, and not by chance."""
    return one.fault is not None or (one.exponent > options.above and one.seconds > options.noise)


def main() -> int:
    """Print the families that grow fastest; 1 where one is super-linear and slow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=(*FORMATS, *PARTS))
    parser.add_argument("--longest", type=int, default=80_000)
    parser.add_argument("--most", type=float, default=20.0, help="seconds of processor time for one text")
    parser.add_argument("--above", type=float, default=1.5, help="exponents that are too large")
    parser.add_argument("--noise", type=float, default=0.25, help="seconds below which nothing is said")
    options = parser.parse_args()
    found = []
    for unit, kind in families(options.only):
        one = measure(unit, kind, options.longest, options.most)
        found.append(one)
        if is_slow(one, options):
            sys.stderr.write(f"{one.kind} {one.family!r}: {one.seconds:.2f} s, exponent {one.exponent:.2f}\n")
    out = sys.stdout.write
    out(
        f"| format or part | repeated | seconds at {options.longest:,} characters | exponent |\n| --- | --- | --- | --- |\n"
    )
    for one in sorted(found, key=lambda one: -one.seconds)[:40]:
        out(f"| {one.kind} | `{one.family!r}` | {one.seconds:.2f} | {one.exponent:.2f} |\n")
    slow = sum(is_slow(one, options) for one in found)
    sys.stderr.write(f"{len(found)} families, {slow} super-linear\n")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
