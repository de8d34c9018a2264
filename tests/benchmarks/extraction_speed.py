"""How fast citations are extracted, beside spaCy's tokenizer on the same texts in the same run.

    python tests/benchmarks/extraction_speed.py FILE-OR-FOLDER… [--passes 3]

Times are the processor's, on one core, after a warming pass over some of the documents; reading the
files is not timed. Of both, the first pass and the fastest are printed: from the second on, spaCy
finds the words in its cache, and citecheck the journals' names. spaCy is no dependency of citecheck:
without it the comparison is left out, and the last line says what is missing.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from citecheck import documents
from citecheck.extraction import extract
from citecheck.journals import Catalogue

# Documents of the warming pass: word lists, patterns and the catalogue are loaded when first needed.
_WARMING = 20


def seconds(work: Callable[[], object], passes: int) -> tuple[float, float]:
    """The processor's time for the first and for the fastest of several passes."""
    taken = []
    for _ in range(passes):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return taken[0], min(taken)


def spacy_seconds(texts: Sequence[str], passes: int) -> tuple[float, float] | None:
    """The time that spaCy takes to tokenise the texts; None where it is not installed."""
    try:
        spacy = import_module("spacy")
    except ModuleNotFoundError:
        return None
    language = spacy.blank("en")
    language.max_length = max(map(len, texts)) + 1
    for text in texts[:_WARMING]:
        language(text)
    return seconds(lambda: [language(text) for text in texts], passes)


def main(arguments: Sequence[str]) -> int:
    """Read the documents, time both, and print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--passes", type=int, default=3)
    chosen = parser.parse_args(arguments)
    read = [documents.read(path) for path in documents.find_files(chosen.paths)]
    articles = [document for document in read if document.text]
    if not articles:
        say("no document with any text")
        return 1
    megabytes = sum(len(document.text.encode()) for document in articles) / 1e6
    catalogue = Catalogue.load()
    for document in articles[:_WARMING]:
        extract(document, catalogue)
    ours = seconds(lambda: [extract(document, catalogue) for document in articles], chosen.passes)
    say(f"{len(articles)} documents, {megabytes:.2f} MB of text")
    say(_line("citecheck extract", ours, megabytes))
    theirs = spacy_seconds([document.text for document in articles], chosen.passes)
    if theirs is None:
        say("spaCy                  not installed: pip install spacy for the comparison")
    else:
        say(_line("spaCy, tokenizer only", theirs, megabytes))
        first, fastest = (b / a for a, b in zip(ours, theirs, strict=True))
        say(f"as fast as spaCy       {first:7.2f} times on the first pass, {fastest:.2f} on the fastest")
    return 0


def _line(what: str, taken: tuple[float, float], megabytes: float) -> str:
    first, fastest = taken
    return f"{what:22s} {first:7.2f} s first, {fastest:7.2f} s fastest  {megabytes / fastest:6.2f} MB/s"


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
