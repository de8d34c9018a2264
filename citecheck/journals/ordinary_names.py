"""Which names of journals are ordinary words and phrases, and which are fields of study."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from citecheck.journals.folding import fold
from citecheck.journals.tables import lines, packaged


@cache
def ordinary_names() -> frozenset[str]:
    """Folded names that are ordinary words or phrases: "sleep", "primary care", "nutrients"."""
    found = {name for name in _words("common.txt") if "journal" not in name.split()[:-1]}
    return frozenset((found - _judged("no")) | _judged("yes"))


def field_names(names: Iterable[str]) -> frozenset[str]:
    """Those of the folded names that a department, a degree or a society could bear: "internal medicine".

    Two words of which the last is a field's, and neither a periodical's or a publisher's ("nature medicine",
    "current biology"); and what is judged so by hand.
    """
    heads, serial = _words("field_heads.txt"), _words("serial_words.txt")
    fields = set()
    for name in names:
        words = name.split()
        if len(words) == 2 and words[1] in heads and not serial.intersection(words):
            fields.add(name)
    return frozenset((fields - _judged("no")) | _judged("field"))


@cache
def _judged(judgement: str) -> frozenset[str]:
    return frozenset(
        fold(name) for name, judged in lines(packaged("common_by_hand.tsv")) if judged == judgement
    )


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(fields[0] for fields in lines(packaged(name)))
