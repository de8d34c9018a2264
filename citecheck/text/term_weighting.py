"""The discriminative words of a free text: what is left when grammar, news and publishing words are gone."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from citecheck.text.synonyms import find_variants, load_vocabulary
from citecheck.text.tokens_and_stems import base_form, data_lines

Frequency = Callable[[str], int | None]

# "heart attack, a" gives "heart", "attack", "" and "a": hyphens part words, other punctuation ends a run.
_WORD_OR_BREAK = re.compile(
    r"([^\W_]+(?:(?:\.(?=\d)|['’](?!s\b))[^\W_]+)*)(?:['’]s\b)?"
    r"|[.,;:!?()\[\]\"“”„«»…|\n]|\s[-–—]+\s|--|['‘’](?=\s)"
)
_NUMBER = re.compile(r"[\d.,%°²]+(?:st|nd|rd|th|pc|mg|kg|g|mm|cm|ml|m|bn|am|pm|s)?")
# What the packaged counts do not know stands in fewer titles than what they know.
_UNSEEN_COUNT = 3.0
# Past this, rarity is chance: a misprint is no better than a rare disease.
_MOST_BITS = 13.0
# A source of PubMed's size holds a term of n bits in 2 to the (25 - n) records.
_SOURCE_BITS = 19.0
_NAMES_COUNTED = 4
_PHRASE = 1.3
# A headline in capitals: "ALL" in it is no leukaemia.
_FEWEST_SHOUTED = 3


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
    """Words that say nothing of a study's topic: grammar, news, publishing, and the trade of studies."""
    return frozenset(
        base_form(word)
        for name in ("stop_words.txt", "news_words.txt")
        for line in data_lines(name)
        for word in line.split()
    )


class _Word(NamedTuple):
    """A word's key, and its term at the start of a run and within; no terms if it is not discriminative."""

    key: str
    first: Term | None
    within: Term | None


@lru_cache(maxsize=16384)
def _read(word: str) -> _Word:
    if word in load_vocabulary().acronyms:
        term = Term(word, word, 1, True, False)
        return _Word(word, term, term)
    key = base_form(word)
    short = len(key) < 3 and not (len(word) == 2 and word.isupper())
    if short or key in stop_words() or _NUMBER.fullmatch(key):
        return _Word(key, None, None)
    first = Term(_shown(word), key, 1, False, False)
    name = word[0].isupper() and word[1:].islower()
    return _Word(key, first, replace(first, name=True) if name else first)


@lru_cache(maxsize=1024)
def weighed_terms(text: str) -> tuple[Term, ...]:
    """The discriminative terms of a text by their first place, entries of the vocabulary kept whole."""
    counts: dict[str, int] = {}
    first: dict[str, Term] = {}
    for is_run, words in groupby(_WORD_OR_BREAK.findall(text), bool):
        for term in _terms_of(tuple(words)) if is_run else ():
            known = first.get(term.key)
            counts[term.key] = counts.get(term.key, 0) + 1
            if known is None or (known.name and not term.name):
                first[term.key] = term
    return tuple(
        term if counts[key] == 1 else Term(term.text, key, counts[key], term.known, term.name)
        for key, term in first.items()
    )


# What is said of one citation is the passage of the next as well.
@lru_cache(maxsize=16384)
def _terms_of(run: tuple[str, ...]) -> tuple[Term, ...]:
    """The discriminative terms of a run of words that no punctuation parts."""
    shouted = len(run) >= _FEWEST_SHOUTED and all(map(str.isupper, run))
    words = [word.lower() for word in run] if shouted else run
    vocabulary = load_vocabulary()
    reads = [_read(word) for word in words]
    keys = [read.key for read in reads]
    found: list[Term] = []
    at = 0
    while at < len(words):
        alone = reads[at].within if at else reads[at].first
        size = vocabulary.entry_at(keys, at) if keys[at] in vocabulary.longest else 0
        if size > 1 or (size and alone):
            text, key = " ".join(words[at : at + size]), " ".join(keys[at : at + size])
            found.append(Term(_shown(text), key, 1, True, False))
        elif alone:
            found.append(alone)
        at += size or 1
    return tuple(found)


def _shown(text: str) -> str:
    """Lower case, but for acronyms and for names with a capital inside ("mRNA")."""
    return text.lower() if len(text) > 6 or text[1:].islower() else text


def discriminative_terms(text: str) -> tuple[str, ...]:
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
    if " " not in key:
        return counts.get(key, _UNSEEN_COUNT)
    return min(counts.get(part, _UNSEEN_COUNT) for part in key.split(" "))


@lru_cache(maxsize=16384)
def _expected(key: str) -> tuple[float, float]:
    """A key's bits of surprise and its topicality, by the packaged counts."""
    topicality = _topicality()
    bits = min(math.log2(1e6 / expected_count(key)), _MOST_BITS)
    return bits, max(topicality.get(part, 1.0) for part in key.split(" "))


def _factor(term: Term) -> float:
    """How much its place in the text and what it is make of a term's bits.

    A vocabulary's phrases are more discriminative than words, and so is what a text repeats. What
    looks like a name weighs little: people are asked for as people.
    """
    factor = _expected(term.key)[1]
    if " " in term.key:
        factor *= _PHRASE
    elif term.name:
        factor *= 0.5
    return factor if term.count == 1 else factor * (1.0 + 0.4 * math.log2(term.count))


def rarest_term(
    terms: Sequence[Term], frequency: Frequency, limit: int, favoured: frozenset[str] = frozenset()
) -> tuple[Term, ...]:
    """The most discriminative terms: rare in the source, on topic, repeated, or favoured.

    Terms that the source holds nowhere are left out. Only those that are likely to be among the
    best are looked up in the source.

    Args:
        terms: The terms to choose from.
        frequency: How many records of the source hold a term; None where it does not know.
        limit: The greatest number of terms.
        favoured: Keys of terms that weigh half as much again.

    Returns:
        At most `limit` terms, best first.
    """
    likely: list[tuple[float, float, Term]] = []
    for term in terms:
        factor = _factor(term) * (1.5 if term.key in favoured else 1.0)
        likely.append((_expected(term.key)[0] * factor, factor, term))
    likely.sort(key=lambda one: -one[0])
    weighed: list[tuple[float, Term]] = []
    for expected, factor, term in likely[: 2 * limit]:
        held = _held(term, frequency)
        if held is None:
            weighed.append((expected, term))
        elif held:
            bits = min(max(_SOURCE_BITS - math.log2(held), 0.5), _MOST_BITS)
            weighed.append((bits * factor, term))
    weighed.sort(key=lambda pair: -pair[0])
    return tuple(term for _, term in weighed[:limit])


def _held(term: Term, frequency: Frequency) -> int | None:
    """How many records hold a term, or where it is an entry, its most common name."""
    if not term.known:
        return frequency(term.text)
    counts = [frequency(name) for name in find_variants(term.text)[:_NAMES_COUNTED]]
    return max((count for count in counts if count is not None), default=None)
