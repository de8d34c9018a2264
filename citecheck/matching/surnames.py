"""Folded last names: which of them are one name, and keys that rule out most others without a comparison."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from citecheck.matching import lexicons

# A part of a double name stands for the whole if it has so many letters: "Garcia", but not "Li".
_LEAST_LETTERS = 4
_MORE_THAN_ITSELF = re.compile(" |ae|oe|ue")


def same_surname(stated: str, held: str) -> bool:
    """Whether two folded last names are one name.

    Particles, hyphens and a part of a double name may be missing; "mueller" is "muller".

    Args:
        stated: the folded last name that the article states.
        held: the folded last name of an author of the record.

    Returns:
        True if the names agree; the order of the arguments makes no difference.
    """
    if stated == held or _core(stated) == _core(held):
        return True
    if stated.count(" ") != held.count(" "):
        mine, theirs = stated.split(), held.split()
        longer, shorter = (mine, theirs) if len(mine) > len(theirs) else (theirs, mine)
        return len(_core(" ".join(shorter))) >= _LEAST_LETTERS and _core(" ".join(shorter)) in longer
    return _joined(stated) == _joined(held)


def surname_keys(surname: str) -> frozenset[str]:
    """The keys of a folded surname: it has one in common with every name that `same_surname` accepts."""
    if not _MORE_THAN_ITSELF.search(surname):
        return frozenset((surname,))
    return frozenset((surname, _core(surname), _joined(surname), *surname.split()))


def all_surname_keys(surnames: Iterable[str]) -> frozenset[str]:
    """The keys of all these folded surnames together; see `surname_keys`."""
    keys = set(surnames)
    # Every other name is its own only key.
    if _MORE_THAN_ITSELF.search("\n".join(keys)):
        keys.update(*map(surname_keys, filter(_MORE_THAN_ITSELF.search, tuple(keys))))
    return frozenset(keys)


@lru_cache(maxsize=8192)
def _core(surname: str) -> str:
    """A folded surname without its particles: "van der Berg" is "berg"."""
    words = surname.split()
    core = [word for word in words if word not in lexicons.load_words("particles")]
    return "".join(core or words)


@lru_cache(maxsize=8192)
def _joined(surname: str) -> str:
    """A folded surname without blanks, its umlauts as single letters: "mueller" is "muller"."""
    return surname.replace(" ", "").replace("ae", "a").replace("oe", "o").replace("ue", "u")
