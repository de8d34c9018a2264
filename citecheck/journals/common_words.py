"""Decides which names of journals are also ordinary words, phrases or fields of study."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import cache

from citecheck.journals.folding import fold
from citecheck.journals.tables import read_lines, read_packaged

# A phrase that occurs so often in lower case is not a journal merely because a heading capitalises it
# ("Clinical Trials"). Counted in the titles of 311,828 and the abstracts of 10,078 PubMed records: "clinical
# trials" occurs there hundreds of times, "sleep disorders" dozens of times, "social science and medicine"
# never.
_OFTEN = 20


class CommonWord(IntEnum):
    """Whether a name is ordinary words: never, only in lower case, or even in capitals."""

    NO = 0
    IN_SMALL_LETTERS = 1
    EVEN_IN_CAPITALS = 2


def common_word_kinds(names: Iterable[str]) -> list[CommonWord]:
    """How ordinary each of the folded names is.

    Even in capitals: single words ("sleep"), frequent phrases ("clinical trials"), and fields of study, which
    are also names of departments and degrees ("internal medicine").
    """
    counts, judged = _counts(), _judged()
    heads, serial = _words("field_heads.txt"), _words("serial_words.txt")
    return [_common_word_kind(name, counts, judged, heads, serial) for name in names]


def _common_word_kind(
    name: str,
    counts: dict[str, int],
    judged: dict[str, CommonWord],
    heads: frozenset[str],
    serial: frozenset[str],
) -> CommonWord:
    if name in judged:
        return judged[name]
    words = name.split()
    if len(words) == 2 and words[1] in heads and not serial.intersection(words):
        return CommonWord.EVEN_IN_CAPITALS
    times = counts.get(name, 0)
    if not times or "journal" in words[:-1]:
        return CommonWord.NO
    often = len(words) == 1 or times >= _OFTEN
    return CommonWord.EVEN_IN_CAPITALS if often else CommonWord.IN_SMALL_LETTERS


@cache
def _counts() -> dict[str, int]:
    return {name: int(times) for name, times in read_lines(read_packaged("common.tsv"))}


@cache
def _judged() -> dict[str, CommonWord]:
    levels = {
        "no": CommonWord.NO,
        "small": CommonWord.IN_SMALL_LETTERS,
        "yes": CommonWord.EVEN_IN_CAPITALS,
    }
    return {
        fold(name): levels[judgement] for name, judgement in read_lines(read_packaged("common_by_hand.tsv"))
    }


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(fields[0] for fields in read_lines(read_packaged(name)))


# A name of so many words is hardly ever anything but a periodical's.
_DISTINCTIVE_WORDS = 3
_SHORT_SERIAL_WORDS = frozenset(("j", "ann", "arch", "rev", "bull", "proc", "trans", "zh", "zhonghua", "z"))


def is_distinctive(folded: str) -> bool:
    """Whether a folded name by its words can only be a periodical's; not "work", "public opinion"."""
    words = frozenset(folded.split())
    serial = _words("serial_words.txt") | _SHORT_SERIAL_WORDS
    return len(folded.split()) >= _DISTINCTIVE_WORDS or (len(words) > 1 and not serial.isdisjoint(words))
