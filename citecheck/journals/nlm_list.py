"""NLM's list of journals as it ships: searched where it lies, never loaded as a whole.

Two files, made by `tools/build_nlm_list.py`. `nlm_titles.tsv` has a line a journal: abbreviation, title,
whether MEDLINE indexes it, whether PubMed Central holds it. `nlm_names.tsv` has a line a name, sorted: the
name's key, and where in the first file its journal stands.
"""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import NamedTuple

from citecheck.journals.folding import fold
from citecheck.journals.names import NO_NAMES, fold_loosely

TITLES, NAMES = "nlm_titles.tsv", "nlm_names.tsv"
# What the list is, as reports call it.
DATE = "2021"

# Sorted before every name, and taken for none.
_TITLES_HEAD = (
    f"# the journals of the U.S. National Library of Medicine as of {DATE} (public domain), by "
    "tools/build_nlm_list.py: abbreviation, title, 1 where MEDLINE or PubMed Central holds it\n"
)
_NAMES_HEAD = f"# keys of the names in {TITLES}, and where in it the journal stands\t0\n"

Bytes = bytes | mmap.mmap


class ListedJournal(NamedTuple):
    """A line of NLM's list."""

    abbreviation: str
    title: str
    indexed: bool

    def as_line(self) -> str:
        """The line as it stands in the file."""
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
        """The list that ships. Its files are mapped, so that processes share them."""
        return NlmList(_mapped(TITLES), _mapped(NAMES))

    def find(self, folded: str) -> ListedJournal | None:
        """The journal that bears a folded name; None where the list has none."""
        key = name_key(folded).encode("ascii")
        if not key or (key.decode("ascii") in NO_NAMES):
            return None
        start = self._first_line_from(key + b"\t")
        end = self._names.find(b"\n", start)
        found, _, place = self._names[start:end].partition(b"\t")
        return self._journal_at(int(place, 16)) if found == key else None

    def _first_line_from(self, key: bytes) -> int:
        """Where the first line of the names starts that is not before `key`."""
        low, high = 0, len(self._names)
        while low < high:
            start = self._names.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._names.find(b"\n", start) + 1 or len(self._names)
            if self._names[start:end] < key:
                low = end
            else:
                high = start
        return low

    def _journal_at(self, place: int) -> ListedJournal:
        line = self._titles[place : self._titles.find(b"\n", place)].decode("utf-8")
        abbreviation, title, indexed = line.split("\t")
        return ListedJournal(abbreviation, title, indexed == "1")


def _mapped(name: str) -> Bytes:
    with as_file(files("citecheck.journals") / "data" / name) as path, path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def file_texts(names: Sequence[tuple[str, ListedJournal]]) -> tuple[str, str]:
    """The two files' texts.

    Args:
        names: folded names with their journals, a better claim to a name before a worse one.

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
