"""How many altered reference entries `citecheck fix` restores, character for character, field by field.

    python tests/benchmarks/corrections.py FOLDER [--every 1] [--show 5]

The records of the folder (PubMed XML) that have all fields are printed as entries in the styles of Vancouver,
AMA and APA, twenty an article. In each entry one field is altered: the year by three to seven, a digit of
volume, DOI or PMID, the first digit of the pages, the journal of another record, the first author or all
authors of another record, or a letter of the first author. The articles are checked against the same records
and corrected. Counted are the entries whose publication is verified or a mismatch, and the share of them that
is the original again. Exit code 1 if text outside of the entries changed, or if a share falls below 0.95, or
0.85 for authors.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from citecheck.bibliography import render_references
from citecheck.checker import Checker
from citecheck.corrections.source_files import certain_corrections, correct_file
from citecheck.documents import read_bytes
from citecheck.journals import Catalogue
from citecheck.model import DocumentReport, Publication, Verdict
from citecheck.pubmed import read_records, record_files
from citecheck.sources import open_source
from citecheck.text.page_ranges import full_pages

LEAST, LEAST_OF_AUTHORS = 0.95, 0.85
_ENTRIES = 20
_MOST_NAMED = 6
_STYLES = ("vancouver", "ama", "apa")
_NUMBER = re.compile(r"^1\. ")
_HEAD = "# An article\n\nIts text.\n\n## References\n\n"

Alter = Callable[[Publication, Publication, random.Random], Publication]


class Entry(NamedTuple):
    """An entry before and after the alteration of a field."""

    field: str
    pmid: str
    right: str
    wrong: str


def other_digit(text: str, chance: random.Random) -> str:
    """The text with another digit in place of one of its digits, but no zero at its start."""
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    place = chance.choice(places)
    digit = chance.choice([sign for sign in "123456789" if sign != text[place]])
    return text[:place] + digit + text[place + 1 :]


def misspelt(name: str, chance: random.Random) -> str:
    """The name without one of its inner letters."""
    place = chance.randrange(1, len(name) - 1)
    return name[:place] + name[place + 1 :]


def other_pages(pages: str, chance: random.Random) -> str:
    """Pages far off, with as many digits; the same pages where that is not simple."""
    first, _, last = full_pages(pages).partition("-")
    if last and (len(first) != len(last) or first[0] != last[0]):
        return pages
    digit = other_digit(first[0], chance)
    return f"{digit}{first[1:]}-{digit}{last[1:]}" if last else digit + first[1:]


ALTERATIONS: Mapping[str, Alter] = {
    "year": lambda p, _, chance: (
        replace(p, issued=replace(p.issued, year=p.issued.year - chance.randint(3, 7))) if p.issued else p
    ),
    "volume": lambda p, _, chance: replace(p, volume=other_digit(p.volume or "", chance)),
    "pages": lambda p, _, chance: replace(p, pages=other_pages(p.pages or "", chance)),
    "doi": lambda p, _, chance: replace(
        p, doi=p.doi[:-1] + other_digit(p.doi[-1], chance) if p.doi else None
    ),
    "pmid": lambda p, _, chance: replace(p, pmid=other_digit(p.pmid, chance)),
    "journal": lambda p, other, _: replace(p, journal=other.journal),
    "first author": lambda p, other, _: replace(p, authors=(other.authors[0], *p.authors[1:])),
    "all authors": lambda p, other, _: replace(p, authors=other.authors),
    "author misspelt": lambda p, _, chance: replace(
        p,
        authors=(
            replace(p.authors[0], last_name=misspelt(p.authors[0].last_name, chance)),
            *p.authors[1:],
        ),
    ),
}


def is_usable(publication: Publication) -> bool:
    """Whether a record has all that is altered."""
    facts = (publication.volume, publication.pages, publication.issued, publication.journal)
    return (
        all(facts)
        and (publication.volume or "").isdigit()
        and re.fullmatch(r"\d+(-\d+)?", publication.pages or "") is not None
        and publication.doi is not None
        and publication.doi[-1:].isdigit()
        and publication.issued == publication.issued
        and not publication.title.startswith("[")
        and bool(publication.authors)
        and all(len(author.last_name) > 4 and author.initials for author in publication.authors[:1])
        and all(author.last_name for author in publication.authors)
    )


def entries(publications: Sequence[Publication], chance: random.Random) -> Iterator[Entry]:
    """Each field of each record altered once, in a style that prints it."""
    for publication in publications:
        for field, alter in ALTERATIONS.items():
            # An entry shows how its style shortens lists of authors only where it does.
            is_long = len(publication.authors) > _MOST_NAMED
            alike = [one for one in publications if (len(one.authors) > _MOST_NAMED) is is_long]
            other = chance.choice(alike)
            style = "vancouver" if field == "pmid" else chance.choice(_STYLES)
            right = printed(publication, style)
            wrong = printed(alter(publication, other, chance), style)
            if right != wrong:
                yield Entry(field, publication.pmid, right, wrong)


def printed(publication: Publication, style: str) -> str:
    """One entry without a number."""
    return _NUMBER.sub("", render_references((publication,), style).strip())


def article(group: Sequence[str]) -> str:
    """An article of Markdown with these entries."""
    return _HEAD + "".join(f"{number}. {entry}\n" for number, entry in enumerate(group, 1))


def is_found(report: DocumentReport, entry: Entry) -> bool:
    """Whether the publication of an entry is identified."""
    return any(
        checked.judgement is not None
        and checked.judgement.match is not None
        and checked.judgement.verdict in (Verdict.VERIFIED, Verdict.MISMATCH)
        and checked.judgement.match.publication.pmid == entry.pmid
        and checked.citation.quote == entry.wrong
        for checked in report.citations
    )


def main() -> int:
    """Print the shares; 1 if one is too low or something else changed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every nth record")
    parser.add_argument("--show", type=int, default=5, help="show so many entries that were not restored")
    arguments = parser.parse_args()
    chance = random.Random(1)  # noqa: S311 - nothing secret
    parsed = (one for file in record_files([arguments.folder]) for one in read_records(file))
    publications = [one for one in parsed if isinstance(one, Publication) and is_usable(one)]
    made = list(entries(publications[:: arguments.every], chance))
    chance.shuffle(made)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    strayed = 0
    with open_source(str(arguments.folder)) as source:
        checker = Checker(source, Catalogue.load())
        for start in range(0, len(made), _ENTRIES):
            group = made[start : start + _ENTRIES]
            data = article([entry.wrong for entry in group]).encode()
            (report,) = checker.check([read_bytes(data, "article.md")])
            after = correct_file(data, report.document, certain_corrections(report)).after
            lines = after.removeprefix(_HEAD).splitlines()
            strayed += not after.startswith(_HEAD) or len(lines) != len(group)
            for number, (line, entry) in enumerate(zip(lines, group, strict=True), 1):
                count = counts[entry.field]
                count["entries"] += 1
                if is_found(report, entry):
                    is_restored = line == f"{number}. {entry.right}"
                    count["found"] += 1
                    count["restored"] += is_restored
                    if not is_restored and count["found"] - count["restored"] <= arguments.show:
                        sys.stdout.write(f"  {entry.field}\n    right {entry.right}\n    got   {line}\n")
    return summary(counts, strayed)


def summary(counts: Mapping[str, Counter[str]], strayed: int) -> int:
    """Print a line for each field, and return the exit code."""
    failed = strayed > 0
    for field, count in sorted(counts.items()):
        share = count["restored"] / count["found"] if count["found"] else 0.0
        least = LEAST_OF_AUTHORS if "author" in field else LEAST
        failed = failed or share < least
        sys.stdout.write(
            f"{field:16} {count['entries']:5} entries {count['found']:5} found  restored {share:.3f}\n"
        )
    sys.stdout.write(f"articles changed outside of entries: {strayed}\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
