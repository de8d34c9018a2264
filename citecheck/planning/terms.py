"""The telling words of a free text: what is left when grammar, news and publishing words are gone."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from citecheck.planning.vocabulary import load, variants
from citecheck.planning.words import base, data_lines, tokens

Frequency = Callable[[str], int | None]

_BREAK = re.compile(r"[.,;:!?()\[\]\"“”„«»…|\n]|\s[-–—]+\s|--|'(?=\s)|(?<=\s)'")
_NUMBER = re.compile(r"[\d.,%°²]+(?:st|nd|rd|th|pc|mg|kg|g|mm|cm|ml|m|bn|am|pm|s)?")
# Of the words that the packaged counts do not know, a longer one is the more special.
_UNSEEN_COUNT = 3.0


@dataclass(frozen=True, slots=True)
class Term:
    """A telling term: as the text has it, its key, its count, and whether a vocabulary knows it."""

    text: str
    key: str
    count: int
    known: bool


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that tell nothing of a study's topic: grammar, news, publishing, and the trade of studies."""
    return frozenset(
        base(word)
        for name in ("stop_words.txt", "news_words.txt")
        for line in data_lines(name)
        for word in line.split()
    )


def _is_telling(word: str, key: str) -> bool:
    if len(key) < 3 and not (len(word) == 2 and word.isupper()):
        return False
    return key not in stop_words() and not _NUMBER.fullmatch(key)


@lru_cache(maxsize=4096)
def weighed_terms(text: str) -> tuple[Term, ...]:
    """The telling terms of a text in order of their first place, entries of the vocabulary kept whole."""
    vocabulary = load()
    stops = stop_words()
    found: dict[str, tuple[str, int, bool]] = {}

    def put(words: list[str], key: str, known: bool) -> None:
        text = " ".join(words)
        before = found.get(key)
        found[key] = (before[0], before[1] + 1, known) if before else (text, 1, known)

    for chunk in _BREAK.split(text):
        words = [part for token in tokens(chunk) for part in _split(token)]
        keys = [base(word) for word in words]
        at, end = 0, len(words)
        while at < end:
            key = keys[at]
            if words[at] in vocabulary.acronyms:
                put([words[at]], words[at], True)
                at += 1
                continue
            size = min(vocabulary.longest.get(key, 0), end - at)
            while size and " ".join(keys[at : at + size]) not in vocabulary.entries:
                size -= 1
            if size > 1 or (size == 1 and key not in stops):
                put(words[at : at + size], " ".join(keys[at : at + size]), True)
            elif _is_telling(words[at], key):
                put([words[at]], key, False)
            at += size or 1
    return tuple(Term(_shown(text), key, count, known) for key, (text, count, known) in found.items())


def _split(token: str) -> list[str]:
    return token.split("-") if "-" in token and token not in load().acronyms else [token]


def _shown(text: str) -> str:
    """Lower case, but for acronyms and for names with a capital inside ("mRNA")."""
    return text if any(c.isupper() for c in text[1:]) and len(text) <= 6 else text.lower()


def telling_terms(text: str) -> tuple[str, ...]:
    """The content words and phrases of a text, in its order, each once.

    "Eating nuts daily cuts the risk of heart attack, a study in The Lancet found" gives
    "nuts", "heart attack" … but neither "study" nor "found".
    """
    return tuple(term.text for term in weighed_terms(text))


@lru_cache(maxsize=1)
def _title_counts() -> dict[str, float]:
    """How often words stand in titles of PubMed, in a million of them."""
    counts: dict[str, float] = {}
    for line in data_lines("title_counts.txt"):
        count, _, words = line.partition(" ")
        counts.update(dict.fromkeys(words.split(), float(count)))
    return counts


def expected_count(key: str) -> float:
    """How many of a million publications have a term in their title, by the packaged counts."""
    counts = _title_counts()
    return min(counts.get(part, _UNSEEN_COUNT) for part in key.split(" "))


def rarity(term: str, key: str, frequency: Frequency) -> float:
    """How telling a term is, in bits of surprise; 0 where the source holds no record with it."""
    held = frequency(term)
    if held == 0:
        return 0.0
    packaged = math.log2(1e6 / expected_count(key))
    return packaged if held is None else max(0.5, 22.0 - math.log2(held + 1.0))


def rarest(
    terms: tuple[Term, ...], frequency: Frequency, limit: int, favoured: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """The `limit` terms that tell most: rare in the source, repeated in the text, or `favoured`."""

    def weight(term: Term) -> float:
        bits = rarity(term.text, term.key, frequency)
        return bits * (1.0 + 0.5 * math.log2(term.count) + (0.5 if term.key in favoured else 0.0))

    weighed = [(weight(term), place, term.text) for place, term in enumerate(terms)]
    best = sorted((entry for entry in weighed if entry[0] > 0), key=lambda entry: (-entry[0], entry[1]))
    return tuple(text for _, _, text in best[:limit])


def group_frequency(group: tuple[str, ...], frequency: Frequency) -> float:
    """In how many records one of a concept's variants is to be expected."""
    held = [frequency(variant) for variant in group[:6]]
    known = [count for count in held if count is not None]
    if known:
        return float(sum(known))
    return max(expected_count(" ".join(base(word) for word in tokens(variant))) for variant in group[:1])


def concept_groups(concept: str) -> tuple[tuple[str, ...], ...]:
    """A concept as an AND of ORs: entries of the vocabulary whole, other words each by itself.

    "magnesium supplements" asks for magnesium and for supplements, so that a record that says
    "supplementation with magnesium" is found too.
    """
    return tuple(variants(term.text) for term in weighed_terms(concept))
