"""A quick look at a sentence: whether an unknown name in it can stand in the place of a journal.

Few sentences have such a place, and to read one word by word takes much longer than this.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from citecheck.extraction.literal_set import LiteralSet
from citecheck.extraction.trigger_filter import lower_keeping_offsets
from citecheck.extraction.word_lists import load_list, load_words

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
    return bool(_words_for_periodicals().find(lower_keeping_offsets(sentence)))


@cache
def _words_for_periodicals() -> LiteralSet:
    sections = ("journal words", "kinds of periodical", "self-evident heads")
    return LiteralSet("|".join(chain.from_iterable(load_list("journal_cues", name) for name in sections)))


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
