"""Finds which names of journals are ordinary words and phrases, from titles and abstracts of PubMed records.

    python -m tools.count_common_words FOLDER-OR-FILE… --output citecheck/journals/data/common.tsv

A name is ordinary where authors write it in small letters ("sleep", "primary care"): "nutrients" is, "Cureus"
and "Journal of Nutrition" are not. A single word needs two such places, for one may be a slip.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from citecheck.errors import CatalogueError
from citecheck.journals.catalogue import Catalogue
from citecheck.journals.folding import fold

_TEXT = re.compile(r"<(ArticleTitle|AbstractText)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def texts(path: Path) -> Iterator[str]:
    """Titles and abstracts of the records of one XML file."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for found in _TEXT.finditer(content.decode("utf-8", "replace")):
        yield _TAG.sub(" ", found[2])


def ordinary_names(written: Iterable[str], catalogue: Catalogue) -> list[tuple[str, int]]:
    """The names that stand in small letters in running text, folded and sorted, and how often they do."""
    seen: Counter[str] = Counter()
    for text in written:
        for start, end in catalogue.in_small_letters(text):
            seen[fold(text[start:end])] += 1
    return sorted((name, times) for name, times in seen.items() if times > 1 or " " in name)


def main(arguments: list[str]) -> int:
    """Read the named files and folders, and write the list."""
    if "--output" not in arguments or len(arguments) < 3:
        raise CatalogueError("name files or folders of PubMed records, then --output FILE")
    at = arguments.index("--output")
    files: list[Path] = []
    for name in arguments[:at] + arguments[at + 2 :]:
        path = Path(name)
        files += sorted(path.rglob("*.xml*")) if path.is_dir() else [path]
    names = ordinary_names((text for path in files for text in texts(path)), Catalogue.load())
    head = "# names of journals that authors write in small letters, and in how many places, found by\n"
    head += "# tools/count_common_words.py in titles and abstracts of PubMed records\n"
    rows = "".join(f"{name}\t{times}\n" for name, times in names)
    Path(arguments[at + 1]).write_text(head + rows, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
