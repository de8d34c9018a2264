"""The telling words of a free text: what is left when grammar, news and publishing words are gone."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from citecheck.planning.vocabulary import load, variants
from citecheck.planning.words import base, data_lines, tokens

Frequency = Callable[[str], int | None]

_BREAK = re.compile(r"[.,;:!?()\[\]\"“”„«»…|\n]|\s[-–—]+\s|--|'(?=\s)|(?<=\s)'")
_NUMBER = re.compile(r"[\d.,%°²]+(?:st|nd|rd|th|pc|mg|kg|g|mm|cm|ml|m|bn|am|pm|s)?")
# Of the words that the packaged counts do not know, a longer one is the more special.
_UNSEEN_COUNT = 3.0
# Past this, rarity is chance: a misprint is no better than a rare disease.
_MOST_BITS = 13.0
# A source of PubMed's size holds a term of n bits in 2 to the (25 - n) records.
_SOURCE_BITS = 19.0
_NAMES_COUNTED = 4


@dataclass(frozen=True, slots=True)
class Term:
    """A term as the text first has it; whether a vocabulary knows it; whether it looks like a name."""

    text: str
    key: str
    count: int
    known: bool
    name: bool


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
    found: dict[str, Term] = {}

    def put(words: list[str], key: str, known: bool, name: bool = False) -> None:
        before = found.get(key)
        if before:
            found[key] = replace(before, count=before.count + 1, name=before.name and name)
        else:
            found[key] = Term(_shown(" ".join(words)), key, 1, known, name)

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
                put([words[at]], key, False, at > 0 and words[at][0].isupper() and words[at][1:].islower())
            at += size or 1
    return tuple(found.values())


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
    return _words_by_number("title_counts.txt")


@lru_cache(maxsize=1)
def _topicality() -> dict[str, float]:
    """How much words speak of a topic, for those that speak little of it."""
    return _words_by_number("topicality.txt")


def _words_by_number(name: str) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for line in data_lines(name):
        number, _, words = line.partition(" ")
        numbers.update(dict.fromkeys(words.split(), float(number)))
    return numbers


def expected_count(key: str) -> float:
    """How many of a million publications have a term in their title, by the packaged counts."""
    counts = _title_counts()
    return min(counts.get(part, _UNSEEN_COUNT) for part in key.split(" "))


def expected_weight(term: Term) -> float:
    """How much a term tells of a text's topic, by packaged counts: bits of surprise times topicality.

    A vocabulary's entries tell more than other words, and so do those that a text repeats. What
    looks like a name tells little: people are asked for as people.
    """
    bits = min(math.log2(1e6 / expected_count(term.key)), _MOST_BITS)
    return bits * _factor(term)


def _factor(term: Term) -> float:
    topicality = _topicality()
    factor = max(topicality.get(part, 1.0) for part in term.key.split(" "))
    if term.known:
        factor *= 1.5
    elif term.name:
        factor *= 0.5
    return factor * (1.0 + 0.4 * math.log2(term.count))


def rarest(
    terms: Sequence[Term], frequency: Frequency, limit: int, favoured: frozenset[str] = frozenset()
) -> tuple[Term, ...]:
    """The `limit` terms that tell most, best first: rare in the source, on topic, repeated, or `favoured`.

    Terms that the source holds nowhere are left out. Only those that are likely to be among the
    best are looked up in the source.
    """

    def favour(term: Term) -> float:
        return 1.5 if term.key in favoured else 1.0

    likely = sorted(terms, key=lambda term: -expected_weight(term) * favour(term))[: 2 * limit]
    weighed: list[tuple[float, Term]] = []
    for term in likely:
        held = _held(term, frequency)
        if held is None:
            weighed.append((expected_weight(term) * favour(term), term))
        elif held:
            bits = min(max(_SOURCE_BITS - math.log2(held), 0.5), _MOST_BITS)
            weighed.append((bits * _factor(term) * favour(term), term))
    weighed.sort(key=lambda pair: -pair[0])
    return tuple(term for _, term in weighed[:limit])


def _held(term: Term, frequency: Frequency) -> int | None:
    """How many records hold a term, or where it is an entry, its most common name."""
    names = variants(term.text)[:_NAMES_COUNTED] if term.known else (term.text,)
    counts = [frequency(name) for name in names]
    known = [count for count in counts if count is not None]
    return max(known) if known else None


def concept_groups(concept: str) -> tuple[tuple[str, ...], ...]:
    """A concept as an AND of ORs: entries of the vocabulary whole, other words each by itself.

    "magnesium supplements" asks for magnesium and for supplements, so that a record that says
    "supplementation with magnesium" is found too.
    """
    return tuple(variants(term.text) for term in weighed_terms(concept))
