"""How two journals are related: identical, renamed, of one family, or unrelated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from itertools import accumulate

from citecheck.journals.folding import fold
from citecheck.journals.tables import read_lines, read_packaged
from citecheck.model import Journal


class Relation(Enum):
    """The relation of two journals."""

    SAME = "same"
    RENAMED = "renamed"
    SISTER = "sister"
    OTHER = "other"


_PLACE = re.compile(r" *\([^()]*\)$")
# "Circulation. Heart failure", "World neurosurgery: X": the series of a journal. " : " is a subtitle.
_SERIES = re.compile(r"(?<=\w)(?:\.|:) ")


@lru_cache(maxsize=8192)
def journal_key(journal: Journal) -> str:
    """The key of a journal: its folded abbreviation, else its folded title."""
    return fold(journal.abbreviation or journal.title)


class JournalRelations:
    """The renamings and families of journals, from the package's data files."""

    def __init__(
        self, renamed: Mapping[str, str], members: Mapping[str, str], brands: Mapping[str, str]
    ) -> None:
        """Take later names by former names, families by abbreviation, and families by first words; folded."""
        self._later = renamed
        self._members = members
        self._brands = brands
        self._families = lru_cache(maxsize=8192)(self._families_of)
        self._shared_keys = lru_cache(maxsize=8192)(self._shared_keys_of)

    @classmethod
    def load(cls) -> JournalRelations:
        """Read `renamed.tsv` and `families.tsv`."""
        renamed = {
            fold(former): fold(later) for former, later, *_ in read_lines(read_packaged("renamed.tsv"))
        }
        families = [(family, member) for family, member, *_ in read_lines(read_packaged("families.tsv"))]
        return cls(
            renamed,
            {fold(member): family for family, member in families if not member.endswith("*")},
            {fold(member): family for family, member in families if member.endswith("*")},
        )

    def relation(self, a: Journal, b: Journal) -> Relation:
        """How two journals are related.

        Args:
            a: A journal.
            b: Another journal; the order does not matter.

        Returns:
            The closest relation that holds; OTHER for unrelated journals.
        """
        if self._shared_keys(a).isdisjoint(self._shared_keys(b)):
            return Relation.OTHER
        if _is_same(a, b):
            return Relation.SAME
        if journal_key(a) != journal_key(b) and self._latest(journal_key(a)) == self._latest(journal_key(b)):
            return Relation.RENAMED
        if self._families(a) & self._families(b) or _is_series(a, b):
            return Relation.SISTER
        return Relation.OTHER

    def _shared_keys_of(self, journal: Journal) -> frozenset[tuple[str, str]]:
        """Keys of which a journal shares at least one with every related journal: a quick test for OTHER."""
        return frozenset(
            (
                ("key", journal_key(journal)),
                ("latest", self._latest(journal_key(journal))),
                ("short", fold(_PLACE.sub("", journal.abbreviation))),
                ("series", fold(_series(journal)[0])),
                *(("id", number) for number in (journal.nlm_id, *journal.issns) if number),
                *(("family", family) for family in self._families(journal)),
            )
        )

    def _latest(self, name: str) -> str:
        """The latest name that the renamings lead to."""
        seen = {name}
        while (later := self._later.get(name)) and later not in seen:
            seen.add(later)
            name = later
        return name

    def _families_of(self, journal: Journal) -> frozenset[str]:
        words = fold(_PLACE.sub("", journal.title)).split()
        beginnings = accumulate(words, "{} {}".format)
        families = {self._brands[begun] for begun in beginnings if begun in self._brands}
        if family := self._members.get(journal_key(journal)):
            families.add(family)
        return frozenset(families)


def _is_series(a: Journal, b: Journal) -> bool:
    """Whether one is a series of the other, or both are series of a third."""
    (ours, *our_series), (theirs, *their_series) = _series(a), _series(b)
    return bool(our_series or their_series) and fold(ours) == fold(theirs) != "proceedings"


def _series(journal: Journal) -> list[str]:
    """A journal's title; for one of a series, the parent's title and its own part of the title."""
    return _SERIES.split(_PLACE.sub("", journal.title), maxsplit=1)


def _is_same(a: Journal, b: Journal) -> bool:
    # NLM gives no abbreviation to two journals.
    if journal_key(a) == journal_key(b):
        return True
    if a.nlm_id and b.nlm_id:
        return a.nlm_id == b.nlm_id
    if set(a.issns) & set(b.issns):
        return True
    # Records made from reference lists lose the place: "Cancers" for "Cancers (Basel)".
    short = fold(_PLACE.sub("", a.abbreviation)), fold(_PLACE.sub("", b.abbreviation))
    one_lost_its_place = a.abbreviation.endswith(")") != b.abbreviation.endswith(")")
    titles = fold(_PLACE.sub("", a.title)), fold(_PLACE.sub("", b.title))
    return short[0] == short[1] and one_lost_its_place and titles[0] == titles[1]
