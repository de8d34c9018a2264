"""Makes the packaged list of NLM's journals, and sorts those written from memory by what it says.

    python tools/build_nlm_list.py NLM_JOURNALS.tsv [--data citecheck/journals/data]

NLM_JOURNALS.tsv has a line a journal: abbreviation, title, 1 where MEDLINE indexes it, 1 where PubMed Central
holds it. Writes `nlm_titles.tsv` and `nlm_names.tsv`, which `citecheck.journals.nlm_list` reads, and moves
the journals of `known.tsv` that neither the list nor any PubMed record names to `unconfirmed.tsv`; those that
the list names get its title and abbreviation.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from citecheck.journals.folding import fold
from citecheck.journals.names import expand_abbreviations, leading_title, parallel_titles
from citecheck.journals.nlm_list import NAMES, TITLES, ListedJournal, file_texts
from citecheck.journals.tables import JournalRow, read_lines, read_rows, write_rows

_CONFIRMED = (
    "journals as NLM lists them, the better known first; where PubMed records give more, it is joined"
)
_UNCONFIRMED = "journals written from our own knowledge that neither NLM's list of 2021 nor a record confirms"


def read_list(path: Path) -> list[ListedJournal]:
    """Read NLM's list."""
    journals = []
    for abbreviation, title, in_medline, in_pmc in read_lines(path.read_text(encoding="utf-8")):
        journals.append(ListedJournal(abbreviation or title, title, "1" in (in_medline, in_pmc)))
    return journals


def names_by_claim(
    journals: list[ListedJournal], rows: list[JournalRow], aliases: list[tuple[str, str]]
) -> Iterator[tuple[str, ListedJournal]]:
    """Every name with its journal: titles and abbreviations as they stand, then what is part of a title.

    Our own `rows` and `aliases` come between, so that their names are known however they are spelt.
    """
    better_known_first = sorted(journals, key=lambda journal: not journal.indexed)
    yield from ((journal.title, journal) for journal in better_known_first)
    yield from ((journal.abbreviation, journal) for journal in better_known_first)
    yield from _our_names(journals, rows, aliases)
    for journal in better_known_first:
        yield from ((form, journal) for form in expand_abbreviations(journal.title)[1:])
        if journal.abbreviation.endswith((")", "]")) and journal.abbreviation != journal.title:
            yield journal.abbreviation.partition(" (")[0].partition(" [")[0], journal
    for journal in better_known_first:
        parts = chain(parallel_titles(journal.title), leading_title(journal.title, journal.abbreviation))
        yield from ((form, journal) for form in parts)


def _our_names(
    journals: list[ListedJournal], rows: list[JournalRow], aliases: list[tuple[str, str]]
) -> Iterator[tuple[str, ListedJournal]]:
    """The names of our own tables, with NLM's journal of the same abbreviation if there is one."""
    known = {fold(journal.abbreviation): journal for journal in journals}
    for row in rows:
        title = row.title or row.abbreviation
        known.setdefault(fold(row.abbreviation), ListedJournal(row.abbreviation, title, True))
    for alias, abbreviation in aliases:
        if journal := known.get(fold(abbreviation)):
            yield alias, journal
    for row in rows:
        for name in (row.title, row.abbreviation, row.iso_abbreviation):
            if name:
                yield name, known[fold(row.abbreviation)]


def sorted_out(
    known: list[JournalRow], gathered: list[JournalRow], journals: list[ListedJournal]
) -> tuple[list[JournalRow], list[JournalRow]]:
    """The journals written from memory: those that the list or a record confirms, and the others."""
    by_abbreviation = {fold(journal.abbreviation): journal for journal in journals}
    by_title = {fold(journal.title): journal for journal in sorted(journals, key=lambda one: one.indexed)}
    in_records = {fold(row.abbreviation): row for row in gathered}
    confirmed, others = [], []
    for row in known:
        key = fold(row.abbreviation)
        same_abbreviation = by_abbreviation.get(key)
        listed = same_abbreviation
        if same_abbreviation is None or not _same_title(row.title, same_abbreviation.title):
            listed = by_title.get(fold(row.title))
        record = in_records.get(key)
        if listed is not None:
            is_sure = record is not None and (record.nlm_id or record.issns) and listed is same_abbreviation
            abbreviation = record.abbreviation if record and is_sure else listed.abbreviation
            confirmed.append(row._replace(abbreviation=abbreviation, title=listed.title))
        elif record is not None and same_abbreviation is None:
            confirmed.append(row)
        else:
            # The abbreviation is another journal's.
            others.append(row._replace(abbreviation=row.title) if same_abbreviation else row)
    return confirmed, others


def _same_title(one: str, other: str) -> bool:
    """Whether two titles are one, but for a subtitle or a place."""
    return not set(expand_abbreviations(one)).isdisjoint(expand_abbreviations(other))


def main() -> int:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("list", type=Path)
    parser.add_argument("--data", type=Path, default=Path("citecheck/journals/data"))
    chosen = parser.parse_args()
    journals = read_list(chosen.list)
    known, gathered, unconfirmed = (
        list(read_rows((chosen.data / name).read_text(encoding="utf-8")))
        if (chosen.data / name).exists()
        else []
        for name in ("known.tsv", "gathered.tsv", "unconfirmed.tsv")
    )
    confirmed, others = sorted_out([*known, *unconfirmed], gathered, journals)
    write_rows(chosen.data / "known.tsv", confirmed, _CONFIRMED)
    write_rows(chosen.data / "unconfirmed.tsv", others, _UNCONFIRMED)
    aliases = read_lines((chosen.data / "aliases.tsv").read_text(encoding="utf-8"))
    claims = names_by_claim(
        journals, [*confirmed, *gathered], [(alias, abbreviation) for alias, abbreviation, *_ in aliases]
    )
    titles, names = file_texts(list(claims))
    (chosen.data / TITLES).write_text(titles, encoding="utf-8")
    (chosen.data / NAMES).write_text(names, encoding="utf-8")
    sys.stdout.write(f"{len(journals)} journals; {len(confirmed)} confirmed, {len(others)} not\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
