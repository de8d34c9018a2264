"""Free text as matching compares it: stems with their rarity, and texts folded to letters and digits."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from citecheck.matching import lexicons
from citecheck.text.term_weighting import expected_count, stop_words
from citecheck.text.tokens_and_stems import base_form, data_lines, stem_token

# How much words that say how a study was made speak of its topic.
_METHOD = 0.3
# Past this, rarity is chance: a misprint is no better than a rare disease.
_RAREST = 13.0
_LEAST_LETTERS = 2
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_PARTED = bytes(
    ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else ord(" ") for code in range(256)
)
_PARTED_IN_LINES = _PARTED[:10] + b"\n" + _PARTED[11:]
# In characters: every word of a stated title is compared with every word of the record's.
LONGEST_TITLE = 2_000
# The most words that are kept at a time.
_MOST_WORDS = 100_000
# Titles are printed with Greek letters, and with their names.
_GREEK = str.maketrans(
    {
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa", "λ": "lambda",
        "μ": "mu", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi",
        "ω": "omega",
    }
)  # fmt: skip
_PART = re.compile(r"[^\W_]+")
_TAG = re.compile(r"</?(?:i|b|u|em|strong|sup|sub)>", re.IGNORECASE)


class _TermNumbers(dict[str, int]):
    """The numbers of all words met so far, 0 for those that say nothing of a topic: see `number_of`."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        key = key_of(word)
        number = self[word] = number_of(key) if key else 0
        return number


_NUMBERS = _TermNumbers()


class _TelltaleWeights(dict[str, tuple[str, int, float]]):
    """The stems of words met so far in titles and claims, with number and weight: most come again."""

    def __missing__(self, word: str) -> tuple[str, int, float]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        key = key_of(word)
        found = self[word] = (key, number_of(key), _rarity(word)) if key else ("", 0, 0.0)
        return found


_TELLTALES = _TelltaleWeights()


@lru_cache(maxsize=65536)
def key_of(word: str) -> str:
    """The stem by which a word is compared; empty for words that say nothing of a topic."""
    folded = word.removesuffix("'s").removesuffix("’s")
    plain = base_form(folded)
    is_topical = len(plain) >= _LEAST_LETTERS and plain not in stop_words() and not plain.isdigit()
    return stem_token(folded) if is_topical else ""


def _words(text: str) -> list[str]:
    """The words of a text; those of ASCII without apostrophes are in lower case, split at all other signs."""
    if text.isascii() and "'" not in text:
        # Bytes are translated several times as fast as characters.
        return text.encode().translate(_PARTED).decode().split()
    return _WORD.findall(text)


def number_of(key: str) -> int:
    """The number of a stem, for comparing many at once: its hash, which is constant within a process.

    Two stems have the same number, or a stem has the 0 of words without a stem, once in 10^18 pairs.
    """
    return hash(key)


def numbers_of(text: str) -> list[int]:
    """The numbers of a text's discriminative words in order."""
    return list(filter(None, map(_NUMBERS.__getitem__, _words(text))))


def telltale_weights(text: str) -> list[tuple[str, int, float]]:
    """The stems of a text's discriminative words in order, each with its number and its weight."""
    return [one for one in map(_TELLTALES.__getitem__, _words(text)) if one[1]]


def key_sequence(text: str) -> list[str]:
    """The stems of a text's discriminative words in order."""
    return [key for key, _, _ in telltale_weights(text)]


def term_keys(text: str) -> frozenset[str]:
    """The stems of a text's discriminative words; parts of hyphened words count each."""
    return frozenset(key_sequence(text))


@lru_cache(maxsize=1)
def _topicality() -> dict[str, float]:
    """How much words speak of a topic, for those that speak little of it, as planning knows it."""
    found: dict[str, float] = {}
    for line in data_lines("topicality.txt"):
        number, _, words = line.partition(" ")
        found.update(dict.fromkeys(words.split(), float(number)))
    for word in lexicons.load_words("method"):
        found[base_form(word)] = min(found.get(base_form(word), 1.0), _METHOD)
    return found


@lru_cache(maxsize=16384)
def weight(term: str) -> float:
    """How much a term says of a topic, in bits: the rarity of its rarest word, times topicality."""
    if " " not in term:
        return _rarity(term)
    parts = [base_form(part) for part in term.split()] or [term]
    rarity = min(_RAREST, math.log2(1e6 / min(expected_count(part) for part in parts)))
    return rarity * max(_topicality().get(part, 1.0) for part in parts)


def _rarity(word: str) -> float:
    part = base_form(word)
    return min(_RAREST, math.log2(1e6 / expected_count(part))) * _topicality().get(part, 1.0)


def weigh_terms(text: str) -> dict[str, float]:
    """The stems of a text's discriminative words with their weight, that of the first word of each."""
    return {key: bits for key, _, bits in reversed(telltale_weights(text))}


@lru_cache(maxsize=16384)
def fold(name: str) -> str:
    """`folded_words` with a cache, for names and words that occur often."""
    return folded_words(name)


def fold_each(names: Sequence[str]) -> tuple[str, ...]:
    """`folded_words` of each of these names; those of a record's authors are hardly ever met again."""
    joined = "\n".join(names)
    if not joined.isascii() or "<" in joined or joined.count("\n") >= len(names):
        return tuple(map(folded_words, names))
    lines = joined.encode().translate(_PARTED_IN_LINES).decode().split("\n")
    return tuple(" ".join(line.split()) if " " in line else line for line in lines)


def folded_words(text: str) -> str:
    """A text for comparison: lower case, no accents, no markup, no punctuation, single blanks."""
    if "<" in text:
        text = _TAG.sub("", text)
    if text.isascii():
        return " ".join(text.encode().translate(_PARTED).decode().split())
    text = text.casefold().replace("ß", "ss").replace("æ", "ae").replace("ø", "o").translate(_GREEK)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(_PART.findall(text))
