"""How many titles and abbreviations of NLM's list lead to their journal, and how many invented names to any.

    python tests/benchmarks/journal_names.py NLM_JOURNALS.tsv [--names 2000] [--invented 500] [--seed 1]

The file has a line a journal: abbreviation, title. Titles and abbreviations are drawn at random and looked up
in the packaged catalogue. A name leads to its journal if the journal found has the same abbreviation or the
same title, case and punctuation aside. An invented name is a title of two words or more, without subtitle and
place, in which one word of four letters or more is replaced by a word of invented syllables. Exit code 1 if
titles fall below .985, abbreviations below .995, or more than two of 500 invented names lead to a journal.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from citecheck.journals import Catalogue
from citecheck.journals.folding import fold

_SYLLABLES = (
    "ba",
    "dre",
    "fo",
    "gim",
    "hul",
    "ka",
    "lor",
    "mek",
    "nu",
    "pilo",
    "ras",
    "ston",
    "tiv",
    "vu",
    "zem",
)
# A title may lack what follows: subtitle, place, parallel title, part.
_MAIN_TITLE = re.compile(r"[^(\[:=./]+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SHARES = {"titles": 0.985, "abbreviations": 0.995}
_MOST_INVENTED = 2


def read_journals(path: Path) -> list[tuple[str, str]]:
    """The (abbreviation, title) of each line; lines of comments are left out."""
    lines = path.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(row[0], row[1]) for row in rows]


def invented_name(title: str, chance: random.Random) -> str | None:
    """The main title with one of its long words replaced; None for a main title of one word."""
    found = _MAIN_TITLE.match(title)
    main_title = found[0].strip() if found else ""
    words = list(_LONG_WORD.finditer(main_title))
    if not words or " " not in main_title:
        return None
    word = chance.choice(words)
    return main_title[: word.start()] + "".join(chance.sample(_SYLLABLES, 3)) + main_title[word.end() :]


def lost_names(
    journals: Sequence[tuple[str, str]], column: int, count: int, chance: random.Random
) -> tuple[int, list[str]]:
    """Look up names drawn at random.

    Args:
        journals: (abbreviation, title) of each journal.
        column: 0 for abbreviations, 1 for titles.
        count: how many names to draw.
        chance: the source of chance.

    Returns:
        The number of names drawn, and those that did not lead to their journal.
    """
    catalogue = Catalogue.packaged()
    named = [row for row in journals if row[column]]
    drawn = chance.sample(named, min(count, len(named)))
    lost = []
    for abbreviation, title in drawn:
        name = (abbreviation, title)[column]
        found = catalogue.lookup(name)
        same = found is not None and (
            fold(found.abbreviation) == fold(abbreviation) or fold(found.title) == fold(title)
        )
        if not same:
            lost.append(f"{name} -> {found.title if found else 'nothing'}")
    return len(drawn), lost


def main(arguments: Sequence[str]) -> int:
    """Look up names of each sort; 1 if a share is below its bound or too many invented names are found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("journals", type=Path)
    parser.add_argument("--names", type=int, default=2000)
    parser.add_argument("--invented", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10)
    chosen = parser.parse_args(arguments)
    journals = read_journals(chosen.journals)
    chance = random.Random(chosen.seed)  # noqa: S311 - a sample, not a secret
    passed = True
    for column, (sort, bound) in enumerate(reversed(_SHARES.items())):
        drawn, lost = lost_names(journals, column, chosen.names, chance)
        share = 1 - len(lost) / drawn
        passed = passed and share >= bound
        say(f"{sort}: {drawn - len(lost)} of {drawn} lead to their journal ({share:.4f}, at least {bound})")
        show(lost, chosen.show)
    titles = chance.sample([title for _, title in journals], len(journals))
    names = [name for title in titles if (name := invented_name(title, chance))][: chosen.invented]
    found = [f"{name} -> {journal.title}" for name in names if (journal := Catalogue.packaged().lookup(name))]
    say(f"invented names: {len(found)} of {len(names)} lead to a journal (at most {_MOST_INVENTED})")
    show(found, chosen.show)
    return 0 if passed and len(found) <= _MOST_INVENTED else 1


def show(lines: Sequence[str], most: int) -> None:
    """Print the first lines, indented."""
    for line in lines[:most]:
        say(f"  {line}")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
