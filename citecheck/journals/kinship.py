"""How two journals are related: the same, one the other's successor, of one family, or strangers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from citecheck.journals.folding import fold
from citecheck.journals.tables import lines, packaged
from citecheck.model import Journal


class Relation(Enum):
    """What a journal is to another one."""

    SAME = "same"
    RENAMED = "renamed"
    SISTER = "sister"
    OTHER = "other"


_PLACE = re.compile(r" *\([^()]*\)$")


def key(journal: Journal) -> str:
    """What a journal is known by: its abbreviation, folded."""
    return fold(journal.abbreviation or journal.title)


class Kinship:
    """The renamings and families of journals, from the package's data files."""

    def __init__(self, renamed: Mapping[str, str], families: tuple[str, ...]) -> None:
        self._latest = renamed
        self._families = families

    @classmethod
    def load(cls) -> Kinship:
        """Read `renamed.tsv` (former abbreviation, later abbreviation) and `families.tsv` (first words)."""
        renamed = {fold(former): fold(later) for former, later, *_ in lines(packaged("renamed.tsv"))}
        families = tuple(fold(fields[0]) for fields in lines(packaged("families.tsv")))
        return cls(renamed, families)

    def relation(self, a: Journal, b: Journal) -> Relation:
        """What `a` is to `b`; the order does not matter."""
        if _is_same(a, b):
            return Relation.SAME
        if self._successor(key(a)) == self._successor(key(b)):
            return Relation.RENAMED
        ours, theirs = self._family(a), self._family(b)
        return Relation.SISTER if ours and ours == theirs else Relation.OTHER

    def _successor(self, name: str) -> str:
        met = {name}
        while (later := self._latest.get(name)) and later not in met:
            met.add(later)
            name = later
        return name

    def _family(self, journal: Journal) -> str:
        title = fold(_PLACE.sub("", journal.title))
        for family in self._families:
            if title == family or title.startswith(family + " "):
                return family
        # A series: "Circulation. Heart failure", "American journal of physiology. Renal physiology".
        head = re.split(r"\. | : |: ", journal.title)[0]
        return fold(_PLACE.sub("", head))


def _is_same(a: Journal, b: Journal) -> bool:
    if a.nlm_id and b.nlm_id:
        return a.nlm_id == b.nlm_id
    if key(a) == key(b):
        return True
    if set(a.issns) & set(b.issns):
        return True
    # Records made from reference lists lose the place: "Cancers" for "Cancers (Basel)".
    bare = fold(_PLACE.sub("", a.abbreviation)), fold(_PLACE.sub("", b.abbreviation))
    one_lost_its_place = a.abbreviation.endswith(")") != b.abbreviation.endswith(")")
    return bare[0] == bare[1] and one_lost_its_place and fold(a.title) == fold(b.title)
