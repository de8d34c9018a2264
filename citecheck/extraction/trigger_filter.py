"""A fast search for the few sentences that may cite a publication.

Most sentences of an article mention no publication. Every rule of this stage needs one of the words in
`data/triggers.txt`; a sentence without them is not read further.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from citecheck.extraction.sentences import Sentences
from citecheck.extraction.word_lists import load_list

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick


class Trigger:
    """Kinds of trigger words in a sentence: bit flags (plain integers, for speed)."""

    NONE = 0
    PERIODICAL = 1
    STUDY = 2
    RESEARCHER = 4
    AUTHOR = 8
    SPEAKING = 16


_SECTIONS = {
    "periodical": Trigger.PERIODICAL,
    "study": Trigger.STUDY,
    "researcher": Trigger.RESEARCHER,
    "author": Trigger.AUTHOR,
    "speaking": Trigger.SPEAKING,
}


def find_triggers(text: str, prose: Sentences) -> dict[int, int]:
    """Find the trigger words of each sentence.

    Args:
        text: the text of the document.
        prose: the sentences of the document.

    Returns:
        From a sentence's place to its `Trigger` flags; sentences without any trigger are left out.
    """
    automaton, kinds = _automaton()
    found: dict[int, int] = {}
    starts, ends = prose.starts, prose.ends
    at, last = -1, len(starts) - 1
    for pattern, start, _ in automaton.find_matches_as_indexes(_lower_ascii(text)):
        while at < last and starts[at + 1] <= start:
            at += 1
        if at >= 0 and start < ends[at]:
            found[at] = found.get(at, Trigger.NONE) | kinds[pattern]
    return found


def _lower_ascii(text: str) -> str:
    """The text in lower case with the same offsets; "?" for other characters than those of trigger words."""
    return text.encode("ascii", "replace").lower().decode("ascii")


# Several rules ask for the same sentence, one soon after another.
@lru_cache(maxsize=32)
def lower_keeping_offsets(text: str) -> str:
    """The text in lower case, with the same offsets ("İ", which would become two characters, becomes "i")."""
    return text.lower() if text.isascii() else text.replace("İ", "I").lower()


@cache
def _automaton() -> tuple[AhoCorasick, tuple[int, ...]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    kinds: dict[str, int] = {}
    for section, trigger in _SECTIONS.items():
        for entry in load_list("triggers", section):
            word = entry.replace("_", " ")
            kinds[word] = kinds.get(word, Trigger.NONE) | trigger
    return AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest), tuple(kinds.values())
