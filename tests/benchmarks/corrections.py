"""How many altered reference entries `citecheck fix` restores, character for character, field by field.

    python tests/benchmarks/corrections.py FOLDER [--index INDEX] [--count 300] [--seed 1] [--mixed]

Records of the folder (PubMed XML) are printed as reference lists, twenty entries an article, each list in
one house style: one of eight layouts, a form of journals' names (NLM's abbreviation with and without stops
or place, its title, the title as others print it, with "&", without "The") and one of page ranges (short,
whole, with two digits, the first page alone). In each entry one field is altered: the year by three to
seven, a digit of volume, DOI or PMID, the first digit of the pages, the journal of another record, a letter
of the journal, the first author or all authors of another record, or a letter of the first author. The
articles are checked and corrected. Counted are the entries whose publication is verified or a mismatch: how
many are the original again, how many stay as they are, and how many become something else; and the other
entries that are changed. With --mixed each entry has a style of its own. Exit code 1 if text outside of the
entries changed, or if a share falls below 0.95, or 0.85 for authors.
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

from citecheck.bibliography.facts import dotted_initials, plain_title
from citecheck.checker import Checker
from citecheck.corrections.source_files import correct_article
from citecheck.documents import read_bytes
from citecheck.journals import Catalogue
from citecheck.journals.printed_names import (
    dotted_abbreviation,
    printed_title,
    title_without_subtitle,
    without_place,
)
from citecheck.model import Author, DocumentReport, Journal, Publication, Verdict
from citecheck.pubmed import read_records, record_files
from citecheck.sources import open_source
from citecheck.text.page_ranges import full_pages, read_page_range

LEAST, LEAST_OF_AUTHORS = 0.95, 0.85
_ENTRIES = 20
_MOST_NAMED, _NAMED_BY_AMA = 6, 3
_MOST_NAMED_BY_APA = 20
_HEAD = "# An article\n\nIts text.\n\n## References\n\n"
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_AFTER_STOP = re.compile(r"\.\.(?= |$)")

Alter = Callable[[Publication, Publication, random.Random], Publication]

JOURNALS: Mapping[str, Callable[[Journal], str]] = {
    "abbreviation": lambda journal: without_place(journal.abbreviation),
    "abbreviation with place": lambda journal: journal.abbreviation,
    "abbreviation with stops": dotted_abbreviation,
    "title": printed_title,
    "title as catalogued": title_without_subtitle,
    "title with &": lambda journal: printed_title(journal).replace(" and ", " & "),
    "title without The": lambda journal: printed_title(journal).removeprefix("The "),
}
_SHORT_NAMES = ("abbreviation", "abbreviation", "abbreviation with place", "abbreviation with stops", "title")
_TITLES = ("title", "title", "title as catalogued", "title with &", "title without The")


def two_digits(pages: str) -> str:
    """Pages with two digits of the last one at least, as MLA has them: "541-47"."""
    found = read_page_range(pages)
    if found is None:
        return pages
    return str(found.short._replace(last=found.full.last[-max(len(found.short.last), 2) :]))


PAGES: Mapping[str, Callable[[str], str]] = {
    "short": lambda pages: str(found.short) if (found := read_page_range(pages)) else pages,
    "whole": full_pages,
    "two digits": two_digits,
    "first": lambda pages: pages.split("-")[0],
}


class House(NamedTuple):
    """The style of a list."""

    layout: str
    journal: str
    pages: str
    dash: str


class Shown(NamedTuple):
    """An entry's words."""

    journal: str
    pages: str


class Entry(NamedTuple):
    """An entry before and after the alteration of a field."""

    field: str
    pmid: str
    house: House
    right: str
    wrong: str


def _plain_names(authors: Sequence[Author], most: int, named: int) -> str:
    names = [author.short for author in authors]
    return ", ".join(names) if len(names) <= most else ", ".join([*names[:named], "et al"])


def _apa_names(authors: Sequence[Author]) -> str:
    names = [f"{author.last_name}, {dotted_initials(author)}".rstrip(", ") for author in authors]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"


def _first_name(authors: Sequence[Author], *, dotted: bool, before: str) -> str:
    initials = ".".join(authors[0].initials) + "." if dotted else authors[0].initials
    behind = f"{before}et al." if len(authors) > 1 else "" if dotted else "."
    return f"{authors[0].last_name}, {initials}{behind}"


def _issue(p: Publication) -> str:
    return f"({p.issue})" if p.issue else ""


LAYOUTS: Mapping[str, Callable[[Publication, Shown], str]] = {
    "vancouver": lambda p, shown: (
        f"{_plain_names(p.authors, _MOST_NAMED, _MOST_NAMED)}. {plain_title(p)}. {shown.journal}. "
        f"{p.year};{p.volume}{_issue(p)}:{shown.pages}. doi: {p.doi}."
    ),
    "ama": lambda p, shown: (
        f"{_plain_names(p.authors, _MOST_NAMED, _NAMED_BY_AMA)}. {plain_title(p)}. {shown.journal}. "
        f"{p.year};{p.volume}:{shown.pages}. doi:{p.doi}"
    ),
    "apa": lambda p, shown: (
        f"{_apa_names(p.authors)} ({p.year}). {plain_title(p)}. {shown.journal}, "
        f"{p.volume}{_issue(p)}, {shown.pages}. https://doi.org/{p.doi}"
    ),
    "harvard": lambda p, shown: (
        f"{_first_name(p.authors, dotted=True, before=' ')} ({p.year}) '{plain_title(p)}', {shown.journal}, "
        f"{p.volume}, pp. {shown.pages}."
    ),
    "mla": lambda p, shown: (
        f'{_first_name(p.authors, dotted=False, before=", ")} "{plain_title(p)}." {shown.journal}, '
        f"vol. {p.volume}, {p.year}, pp. {shown.pages}."
    ),
    "nature": lambda p, shown: (
        f"{_first_name(p.authors, dotted=True, before=' ')} {plain_title(p)}. {shown.journal} "
        f"{p.volume}, {shown.pages} ({p.year})."
    ),
    "short": lambda p, shown: (
        f"{p.authors[0].last_name} et al., {shown.journal} {p.year}; {p.volume}: {shown.pages}."
    ),
    "pubmed": lambda p, shown: (
        f"{_plain_names(p.authors, len(p.authors), 0)}. {plain_title(p)}. {shown.journal}. "
        f"{p.year};{p.volume}{_issue(p)}:{shown.pages}. PMID: {p.pmid}."
    ),
}
_STYLES_WITH: Mapping[str, tuple[str, ...]] = {
    "doi": ("vancouver", "ama", "apa"),
    "pmid": ("pubmed",),
    "all authors": ("vancouver", "ama", "apa", "pubmed"),
}


def draw_house(chance: random.Random, layouts: Sequence[str] = tuple(LAYOUTS)) -> House:
    """A style: a layout, with forms of journals and pages that occur in it."""
    layout = chance.choice(layouts)
    names = _TITLES if layout in ("apa", "harvard", "mla") else _SHORT_NAMES
    pages = ("first", "whole") if layout == "short" else ("two digits", "whole") if layout == "mla" else ()
    return House(
        layout, chance.choice(names), chance.choice(pages or ("short", "whole")), chance.choice("--–")
    )


def other_digit(text: str, chance: random.Random) -> str:
    """The text with another digit in place of one of its digits, but no zero at its start."""
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    place = chance.choice(places)
    digit = chance.choice([sign for sign in "123456789" if sign != text[place]])
    return text[:place] + digit + text[place + 1 :]


def misspelt(name: str, chance: random.Random) -> str:
    """The name without one of its inner letters."""
    places = [at for word in _LONG_WORD.finditer(name) for at in range(word.start() + 1, word.end() - 1)]
    place = chance.choice(places)
    return name[:place] + name[place + 1 :]


def other_pages(pages: str, chance: random.Random) -> str:
    """Pages far off, as many of them; the same where both pages would not have as many digits as before."""
    found = read_page_range(full_pages(pages))
    first, last = (found.first, found.last) if found else (pages, "")
    numbers = [re.search(r"\d+", each) for each in (first, last) if each]
    if not all(numbers) or len({len(number[0]) for number in numbers if number}) > 1:
        return pages
    digits = [number[0] for number in numbers if number]
    changed = [each for each in "123456789" if each not in {one[0] for one in digits}]
    moved = int(chance.choice(changed)) - int(digits[0][0])
    if any(not 1 <= int(each[0]) + moved <= 9 for each in digits):
        return pages
    new = [f"{int(each[0]) + moved}{each[1:]}" for each in digits]
    pairs = zip((first, last), digits, new, strict=False)
    return "-".join(text.replace(old, right, 1) for text, old, right in pairs)


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
    "journal misspelt": lambda p, _, __: p,
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


def is_usable(publication: Publication, catalogue: Catalogue) -> bool:
    """Whether a record has all that is altered, and NLM's own names of its journal."""
    listed = catalogue.lookup(publication.journal.abbreviation) if publication.journal else None
    return (
        publication.journal is not None
        and listed is not None
        and (publication.journal.title, publication.journal.abbreviation)
        == (listed.title, listed.abbreviation)
        and (
            " " not in publication.journal.title
            or publication.journal.title != publication.journal.abbreviation
        )
        and publication.issued is not None
        and (publication.volume or "").isdigit()
        and re.fullmatch(r"[A-Za-z]?\d+(-[A-Za-z]?\d+)?", publication.pages or "") is not None
        and publication.doi is not None
        and publication.doi[-1:].isdigit()
        and not publication.title.startswith("[")
        and len(publication.title) > len("A title that says something")
        and 0 < len(publication.authors) <= _MOST_NAMED_BY_APA
        and all(_LONG_WORD.search(author.last_name) for author in publication.authors[:1])
        and all(author.last_name and author.initials for author in publication.authors)
    )


def articles(
    publications: Sequence[Publication], chance: random.Random, *, is_mixed: bool
) -> Iterator[list[Entry]]:
    """Lists of entries, each field of each record altered once in a layout that prints it."""
    made: dict[House | None, list[Entry]] = defaultdict(list)
    # So many styles that most lists are full.
    each = max(len(publications) * len(ALTERATIONS) // (2 * _ENTRIES * len(LAYOUTS)), 1)
    drawn = [draw_house(chance, (layout,)) for layout in LAYOUTS for _ in range(each)]
    houses = {
        field: [house for house in drawn if house.layout in _STYLES_WITH.get(field, tuple(LAYOUTS))]
        for field in ALTERATIONS
    }
    for publication in publications:
        for field in ALTERATIONS:
            # An entry shows how its style shortens lists of authors only where it does.
            is_long = len(publication.authors) > _MOST_NAMED
            alike = [one for one in publications if (len(one.authors) > _MOST_NAMED) is is_long]
            entry = altered(publication, chance.choice(alike), field, chance.choice(houses[field]), chance)
            if entry:
                made[None if is_mixed else entry.house].append(entry)
    for listed in made.values():
        chance.shuffle(listed)
        yield from (listed[start : start + _ENTRIES] for start in range(0, len(listed), _ENTRIES))


def altered(
    publication: Publication, other: Publication, field: str, house: House, chance: random.Random
) -> Entry | None:
    """An entry with a field altered; None where its layout does not show the field."""
    right, wrong = printed(publication, house), printed(ALTERATIONS[field](publication, other, chance), house)
    if field == "journal misspelt" and publication.journal:
        name = JOURNALS[house.journal](publication.journal)
        wrong = printed(publication, house, misspelt(name, chance)) if _LONG_WORD.search(name) else right
    return Entry(field, publication.pmid, house, right, wrong) if right != wrong else None


def printed(publication: Publication, house: House, journal: str | None = None) -> str:
    """One entry without a number, its journal under another name where one is given."""
    name = journal or (JOURNALS[house.journal](publication.journal) if publication.journal else "")
    pages = PAGES[house.pages](publication.pages or "").replace("-", house.dash)
    return _AFTER_STOP.sub(".", LAYOUTS[house.layout](publication, Shown(name, pages)))


def article(group: Sequence[str]) -> str:
    """An article of Markdown with these entries."""
    return _HEAD + "".join(f"{number}. {entry}\n" for number, entry in enumerate(group, 1))


def verdict_of(report: DocumentReport, entry: Entry) -> Verdict | None:
    """The verdict of an entry whose publication is identified; None for others."""
    return next(
        (
            checked.judgement.verdict
            for checked in report.citations
            if checked.judgement is not None
            and checked.judgement.match is not None
            and checked.judgement.verdict in (Verdict.VERIFIED, Verdict.MISMATCH)
            and checked.judgement.match.publication.pmid == entry.pmid
            and checked.citation.quote == entry.wrong
        ),
        None,
    )


class Tally:
    """Counts for each field, and some entries that were not restored."""

    def __init__(self, most_shown: int) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.strayed = 0
        self._most_shown = most_shown

    def add(self, entry: Entry, line: str, verdict: Verdict | None) -> None:
        """Count an entry, given what it became."""
        result = "restored" if line == entry.right else "left" if line == entry.wrong else "otherwise"
        count = self.counts[entry.field]
        count["entries"] += 1
        if verdict:
            count["found"] += 1
            count[result] += 1
        elif result != "left":
            count["others changed"] += result == "otherwise"
        missed = result == "otherwise" or (verdict and result == "left")
        count["missed"] += bool(missed)
        if missed and count["missed"] <= self._most_shown:
            sys.stdout.write(
                f"  {entry.field} {result} {verdict} {' | '.join(entry.house)}\n"
                f"    right {entry.right}\n    wrong {entry.wrong}\n    got   {line}\n"
            )

    def summary(self) -> int:
        """Print a line for each field, and return the exit code."""
        failed = self.strayed > 0
        for field, count in sorted(self.counts.items()):
            share = count["restored"] / count["found"] if count["found"] else 0.0
            failed = failed or share < (LEAST_OF_AUTHORS if "author" in field else LEAST)
            sys.stdout.write(
                f"{field:16} {count['entries']:5} entries {count['found']:5} found  restored {share:.3f}"
                f"  left {count['left']:3}  otherwise {count['otherwise']:3}"
                f"  others changed {count['others changed']:3}\n"
            )
        total: Counter[str] = sum(self.counts.values(), Counter())
        sys.stdout.write(
            f"all: {total['entries']} entries, {total['found']} found,"
            f" {total['otherwise']} became otherwise\n"
            f"articles changed outside of entries: {self.strayed}\n"
        )
        return int(failed)


def main() -> int:
    """Print the shares; 1 if one is too low or something else changed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--index", help="look up in this index, not in the records of the folder")
    parser.add_argument("--count", type=int, default=300, help="records, each altered in ten ways")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mixed", action="store_true", help="give each entry a style of its own")
    parser.add_argument("--show", type=int, default=3, help="show so many misses a field")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311 - nothing secret
    catalogue = Catalogue.load()
    parsed = (one for file in record_files([arguments.folder]) for one in read_records(file))
    usable = [one for one in parsed if isinstance(one, Publication) and is_usable(one, catalogue)]
    drawn = chance.sample(usable, min(arguments.count, len(usable)))
    tally = Tally(arguments.show)
    with open_source(arguments.index or str(arguments.folder)) as source:
        checker = Checker(source, catalogue)
        for group in articles(drawn, chance, is_mixed=arguments.mixed):
            data = article([entry.wrong for entry in group]).encode()
            (report,) = checker.check([read_bytes(data, "article.md")])
            after = correct_article(data, report).after
            lines = after.removeprefix(_HEAD).splitlines()
            tally.strayed += not after.startswith(_HEAD) or len(lines) != len(group)
            for number, (line, entry) in enumerate(zip(lines, group, strict=True), 1):
                tally.add(entry, line.removeprefix(f"{number}. "), verdict_of(report, entry))
    return tally.summary()


if __name__ == "__main__":
    sys.exit(main())
