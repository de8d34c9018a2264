"""How fast citations are extracted, beside spaCy's tokenizer on the same texts in the same run.

    python tests/benchmarks/extraction_speed.py FILE-OR-FOLDER… [--passes 3]

Times are the processor's, on one core, after a warming pass over some of the documents; reading the
files is not timed. The fastest pass counts. spaCy is no dependency of citecheck: without it
the comparison is left out, and the last line says what is missing.
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


def seconds(work: Callable[[], object], passes: int) -> float:
    """The processor's time for the fastest of several passes."""
    taken = []
    for _ in range(passes):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def spacy_seconds(texts: Sequence[str], passes: int) -> float | None:
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
    read = [documents.read(path) for path in documents.walk(chosen.paths)]
    articles = [document for document in read if document.text]
    if not articles:
        say("no document with any text")
        return 1
    megabytes = sum(len(document.text.encode()) for document in articles) / 1e6
    catalogue = Catalogue.load()
    for document in articles[:_WARMING]:
        extract(document, catalogue)
    found = sum(len(extract(document, catalogue)) for document in articles)
    ours = seconds(lambda: [extract(document, catalogue) for document in articles], chosen.passes)
    say(f"{len(articles)} documents, {megabytes:.2f} MB of text, {found} citations")
    say(f"citecheck extract      {ours:7.2f} s  {megabytes / ours:6.2f} MB/s")
    theirs = spacy_seconds([document.text for document in articles], chosen.passes)
    if theirs is None:
        say("spaCy                  not installed: pip install spacy for the comparison")
    else:
        say(f"spaCy, tokenizer only  {theirs:7.2f} s  {megabytes / theirs:6.2f} MB/s")
    return 0


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
