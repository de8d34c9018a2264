"""Claims that cite research and name nothing: "studies have shown that …"."""

from __future__ import annotations

import re
from functools import cache

from citecheck.extraction.trigger_filter import lower_keeping_offsets
from citecheck.extraction.word_lists import alternatives_pattern


def names_nothing(sentence: str) -> bool:
    """Whether the sentence cites unnamed research for a claim it makes.

    A statement of an organisation ("the CDC says") cites no research, and neither does a wish for studies.
    """
    return bool(_claim().search(lower_keeping_offsets(sentence))) and not sentence.rstrip().endswith("?")


@cache
def _claim() -> re.Pattern[str]:
    nouns, verbs = alternatives_pattern("studies", "nouns"), alternatives_pattern("findings", "verbs")
    makers = alternatives_pattern("studies", "makers")
    return re.compile(
        rf"\b(?:{nouns}|evidence|data|science|{makers})\b(?:[^.;:!?]{{0,80}}?)\b(?:{verbs}|link(?:s|ed)"
        rf"|associat(?:es|ed)|improv(?:es|ed)|support(?:s|ed)?)\b"
        rf"|\b(?:according to|backed|{verbs})\s+(?:[\w’'-]+\s+){{0,5}}?(?:{nouns}|{makers})\b",
    )
