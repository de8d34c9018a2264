"""The packaged copy of NLM's list of journals, searched in its memory-mapped files.

The two files are made by `tools/build_nlm_list.py`. `nlm_titles.tsv` has one line per journal: abbreviation,
title, and 1 if MEDLINE or PubMed Central indexes it. `nlm_names.tsv` has one line per name, sorted: the
name's key, and the byte offset (hexadecimal) of its journal in the first file.
"""

from __future__ import annotations

import mmap
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, cached_property
from importlib.resources import as_file, files
from typing import NamedTuple

from citecheck.journals.folding import fold
from citecheck.journals.names import NO_NAMES, fold_loosely

TITLES, NAMES = "nlm_titles.tsv", "nlm_names.tsv"
# The year of the list, as reports give it.
DATE = "2021"

# This line sorts before every name and matches no key.
_TITLES_HEAD = (
    f"# the journals of the U.S. National Library of Medicine as of {DATE} (public domain), by "
    "tools/build_nlm_list.py: abbreviation, title, 1 where MEDLINE or PubMed Central holds it\n"
)
_NAMES_HEAD = f"# keys of the names in {TITLES}, and where in it the journal stands\t0\n"

Bytes = bytes | mmap.mmap
# In bytes: about so many names are searched line by line.
_PAGE = 4096


class ListedJournal(NamedTuple):
    """A journal of NLM's list; `indexed`: MEDLINE or PubMed Central has it."""

    abbreviation: str
    title: str
    indexed: bool

    def as_line(self) -> str:
        """The journal as a line of the file."""
        return f"{self.abbreviation}\t{self.title}\t{int(self.indexed)}\n"


def name_key(folded: str) -> str:
    """The key of a folded name: American spelling, without "and", "of", "the" and spaces.

    >>> name_key("journal of paediatrics and child health")
    'journalpediatricschildhealth'
    """
    return fold_loosely(folded).replace(" ", "")


class NlmList:
    """Journals by name, from the two files' bytes."""

    def __init__(self, titles: Bytes, names: Bytes) -> None:
        self._titles = titles
        self._names = names

    @staticmethod
    @cache
    def packaged() -> NlmList:
        """The packaged list. Its files are memory-mapped, so that processes share them."""
        return NlmList(_mapped(TITLES), _mapped(NAMES))

    def find(self, folded: str) -> ListedJournal | None:
        """The journal with a folded name; None if the list has no such name."""
        key = name_key(folded).encode("ascii")
        if not key or (key.decode("ascii") in NO_NAMES):
            return None
        first_keys, starts = self._pages
        page = bisect_right(first_keys, key)
        if page == 0:
            return None
        lines = self._names[starts[page - 1] : starts[page] + 1]
        at = lines.find(b"\n" + key + b"\t")
        if at < 0:
            return None
        place = at + len(key) + 2
        return self._journal_at(int(lines[place : lines.find(b"\n", place)], 16))

    @cached_property
    def _pages(self) -> tuple[list[bytes], list[int]]:
        """The first key of each page of the names, and the offsets of the line feeds around the pages.

        A page lies between two line feeds; the last one ends the file.
        """
        first_keys: list[bytes] = []
        starts: list[int] = []
        at = self._names.find(b"\n")
        end = len(self._names) - 1
        while 0 <= at < end:
            first_keys.append(self._names[at + 1 : self._names.find(b"\t", at)])
            starts.append(at)
            at = self._names.find(b"\n", at + _PAGE)
        return first_keys, [*starts, end]

    def _journal_at(self, place: int) -> ListedJournal:
        line = self._titles[place : self._titles.find(b"\n", place)].decode("utf-8")
        abbreviation, title, indexed = line.split("\t")
        return ListedJournal(abbreviation, title, indexed == "1")


def _mapped(name: str) -> Bytes:
    with as_file(files("citecheck.journals") / "data" / name) as path, path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def file_texts(names: Sequence[tuple[str, ListedJournal]]) -> tuple[str, str]:
    """Make the texts of the two files.

    Args:
        names: folded names with their journals; of equal names the first is kept.

    Returns:
        The text of the titles and that of the names.
    """
    places: dict[ListedJournal, int] = {}
    lines = [_TITLES_HEAD]
    length = len(_TITLES_HEAD)
    for journal in sorted({journal for _, journal in names}):
        places[journal] = length
        lines.append(journal.as_line())
        length += len(lines[-1].encode("utf-8"))
    keys: dict[str, int] = {}
    for name, journal in names:
        if key := name_key(fold(name)):
            keys.setdefault(key, places[journal])
    sorted_names = "".join(f"{key}\t{place:x}\n" for key, place in sorted(keys.items()))
    return "".join(lines), _NAMES_HEAD + sorted_names
