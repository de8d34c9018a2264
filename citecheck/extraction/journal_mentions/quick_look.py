"""A quick look at a sentence: whether an unknown name in it can stand in the place of a journal.

Few sentences have such a place, and to read one word by word takes much longer than this.
"""

from __future__ import annotations

import re
from functools import cache

from citecheck.extraction.trigger_filter import lower_keeping_offsets
from citecheck.extraction.word_lists import load_words

__all__ = ["may_have_place"]


def may_have_place(sentence: str) -> bool:
    """Whether `left_context` or the name itself can show that a journal is named.

    Every such sentence has a word for a periodical ("the journal", "Annals of"), or a capitalised word behind
    a preposition ("writes in the New"); only articles, signs and the owner of the journal stand between, and
    an owner is capitalised as well.

    Args:
        sentence: the text of the sentence.
    """
    if _behind_preposition().search(sentence):
        return True
    lower = lower_keeping_offsets(sentence)
    return any(word in lower for word in _words_for_periodicals())


@cache
def _words_for_periodicals() -> tuple[str, ...]:
    """The words for periodicals, without those that contain another."""
    sections = ("journal words", "kinds of periodical", "self-evident heads")
    words = frozenset().union(*(load_words("journal_cues", section) for section in sections))
    return tuple(sorted(word for word in words if not any(other in word for other in words - {word})))


@cache
def _behind_preposition() -> re.Pattern[str]:
    """A preposition, and behind it a word with a capital ("Gut", "mBio"): "in this week's Gut"."""
    prepositions = {*load_words("journal_cues", "before a name"), "from", "out"}
    letters = "".join(sorted({word[0] + word[0].upper() for word in prepositions}))
    determiners = "|".join(map(re.escape, sorted(load_words("journal_cues", "determiners"))))
    return re.compile(
        # The lookahead passes over other places without trying every preposition.
        rf"(?=[{letters}])(?<![^\W_])(?i:{'|'.join(sorted(prepositions))})[\W_]+"
        rf"(?:(?i:{determiners})(?![^\W_])[\W_]*)*[a-z]?[^\W\d_a-z]"
    )
