"""Claims that cite research and name nothing: "studies have shown that …"."""

from __future__ import annotations

from citecheck.extraction.trigger_filter import lower_keeping_offsets
from citecheck.extraction.word_patterns import WordPattern


def names_nothing(sentence: str) -> bool:
    """Whether the sentence cites unnamed research for a claim it makes.

    A statement of an organisation ("the CDC says") cites no research, and neither does a wish for studies.
    """
    return bool(_CLAIM.search(lower_keeping_offsets(sentence))) and not sentence.rstrip().endswith("?")


_CLAIM = WordPattern(
    "studies have shown that naps help",
    r"\b(?:{nouns}|evidence|data|science|{makers})\b(?:[^.;:!?]{0,80}?)\b(?:{findings:verbs}|link(?:s|ed)"
    r"|associat(?:es|ed)|improv(?:es|ed)|support(?:s|ed)?)\b"
    r"|\b(?:according to|backed|{findings:verbs})\s+(?:[\w’'-]+\s+){0,5}?(?:{nouns}|{makers})\b",
    first_characters="a-hilmnoprstuvw",
)
