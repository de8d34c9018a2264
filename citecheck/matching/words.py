"""Free text as matching compares it: stems with their rarity, and texts folded to letters and digits."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache

from citecheck.planning.terms import expected_count, stop_words
from citecheck.planning.words import base, stem, tokens

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_TAG = re.compile(r"</?(?:i|b|u|em|strong|sup|sub)>", re.IGNORECASE)
# A word that stands in fewer titles than this is told no better by being rarer still.
_RAREST = 14.0


@lru_cache(maxsize=131072)
def key_of(word: str) -> str:
    """The stem by which a word is compared; empty for words that tell nothing."""
    folded = word.removesuffix("'s").removesuffix("’s")
    plain = base(folded)
    if len(plain) < 2 or plain in stop_words() or plain.isdigit():
        return ""
    return stem(folded)


def keys(text: str) -> frozenset[str]:
    """The stems of a text's telling words; parts of hyphened words count each."""
    return frozenset(filter(None, map(key_of, set(_WORD.findall(text)))))


@lru_cache(maxsize=131072)
def rarity(word: str) -> float:
    """How telling a word is: bits of surprise at finding it in a title."""
    return min(_RAREST, math.log2(1e6 / expected_count(base(word))))


def weighed(text: str) -> dict[str, float]:
    """The stems of a text's telling words with their rarity, in the text's order."""
    found: dict[str, float] = {}
    for word in _WORD.findall(text):
        key = key_of(word)
        if key and key not in found:
            found[key] = rarity(word)
    return found


def phrase_rarity(text: str) -> float:
    """How telling a term is: that of its rarest word."""
    return max((rarity(word) for word in tokens(text)), default=0.0)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no accents, no markup, no punctuation, single blanks: titles are compared so."""
    text = _TAG.sub("", text).casefold().replace("ß", "ss").replace("æ", "ae").replace("ø", "o")
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", text))
