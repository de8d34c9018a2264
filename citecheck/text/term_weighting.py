"""The discriminative terms of a free text: its words without those of grammar, news and publishing."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from citecheck.text.synonyms import load_vocabulary
from citecheck.text.tokens_and_stems import base_form, data_lines

# "heart attack, a" gives "heart", "attack", "" and "a": hyphens separate words, other punctuation ends a run.
_WORD_OR_BREAK = re.compile(
    r"([^\W_]+(?:(?:\.(?=\d)|['’](?!s\b))[^\W_]+)*)(?:['’]s\b)?"
    r"|[.,;:!?()\[\]\"“”„«»…|\n]|\s[-–—]+\s|--|['‘’](?=\s)"
)
_NUMBER = re.compile(r"[\d.,%°²]+(?:st|nd|rd|th|pc|mg|kg|g|mm|cm|ml|m|bn|am|pm|s)?")
# A word that the packaged counts lack is in fewer titles than any word that they hold.
_UNSEEN_COUNT = 3.0
# Beyond this, rarity is chance: a misprint is not more informative than a rare disease.
_MOST_BITS = 13.0
_PHRASE = 1.3
# A word of fewer bits, topicality counted in, such as "improved", does not tell one study from others.
# Without such words no fewer of the publications of described trials, releases and news stories are among
# the first hundred of a million records.
_FEWEST_BITS = 4.0
# So many words in capitals are a headline, in which "ALL" is not the leukaemia.
_FEWEST_SHOUTED = 3


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a text.

    Attributes:
        text: the term as the text first has it, in lower case unless capitals matter ("mRNA").
        key: its words in base form.
        count: how often the text has it.
        known: whether it is an entry or an acronym of the vocabularies.
        name: whether it looks like a proper name.
    """

    text: str
    key: str
    count: int
    known: bool
    name: bool


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that say nothing about a study's topic: words of grammar, news, publishing and research."""
    return frozenset(
        base_form(word)
        for name in ("stop_words.txt", "news_words.txt")
        for line in data_lines(name)
        for word in line.split()
    )


class _Word(NamedTuple):
    """A word's key, and its term at the start of a run and inside one; None if it is not discriminative."""

    key: str
    first: Term | None
    within: Term | None


@lru_cache(maxsize=16384)
def _read_word(word: str) -> _Word:
    if word in load_vocabulary().acronyms:
        term = Term(word, word, 1, True, False)
        return _Word(word, term, term)
    key = base_form(word)
    short = len(key) < 3 and not (len(word) == 2 and word.isupper())
    if short or key in stop_words() or _NUMBER.fullmatch(key):
        return _Word(key, None, None)
    first = Term(_display_form(word), key, 1, False, False)
    name = word[0].isupper() and word[1:].islower()
    return _Word(key, first, replace(first, name=True) if name else first)


@lru_cache(maxsize=1024)
def weighed_terms(text: str) -> tuple[Term, ...]:
    """The discriminative terms of a text in order of appearance; entries of the vocabulary stay whole."""
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


# Neighbouring citations share their passages, so the same runs come again.
@lru_cache(maxsize=16384)
def _terms_of(run: tuple[str, ...]) -> tuple[Term, ...]:
    """The discriminative terms of a run of words without punctuation between them."""
    shouted = len(run) >= _FEWEST_SHOUTED and all(map(str.isupper, run))
    words = [word.lower() for word in run] if shouted else run
    vocabulary = load_vocabulary()
    read_words = [_read_word(word) for word in words]
    keys = [word.key for word in read_words]
    found: list[Term] = []
    at = 0
    while at < len(words):
        alone = read_words[at].within if at else read_words[at].first
        size = vocabulary.entry_at(keys, at) if keys[at] in vocabulary.longest else 0
        if size > 1 or (size and alone):
            text, key = " ".join(words[at : at + size]), " ".join(keys[at : at + size])
            found.append(Term(_display_form(text), key, 1, True, False))
        elif alone:
            found.append(alone)
        at += size or 1
    return tuple(found)


def _display_form(text: str) -> str:
    """The text in lower case, unless it is an acronym or has a capital inside ("mRNA")."""
    return text.lower() if len(text) > 6 or text[1:].islower() else text


def discriminative_terms(text: str) -> tuple[str, ...]:
    """The discriminative words and phrases of a text, in its order, each once.

    "Eating nuts daily cuts the risk of heart attack, a study in The Lancet found" gives
    "nuts", "heart attack" … but neither "study" nor "found".
    """
    return tuple(term.text for term in weighed_terms(text))


@lru_cache(maxsize=1)
def _title_counts() -> dict[str, float]:
    """For each word, in how many of a million PubMed titles it occurs."""
    return _words_by_number("title_counts.txt")


def words_of_titles() -> tuple[str, ...]:
    """The words of PubMed's titles in base form, the commonest first; rare ones are left out."""
    return tuple(_title_counts())


@lru_cache(maxsize=1)
def _topicality() -> dict[str, float]:
    """Topicality (0-1) of the words that say little about a topic; any other word has 1."""
    return _words_by_number("topicality.txt")


def _words_by_number(name: str) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for line in data_lines(name):
        number, _, words = line.partition(" ")
        numbers.update(dict.fromkeys(words.split(), float(number)))
    return numbers


def expected_count(key: str) -> float:
    """How many of a million publications have a term in their title, estimated from the packaged counts.

    A phrase counts as often as its rarest word.
    """
    counts = _title_counts()
    if " " not in key:
        return counts.get(key, _UNSEEN_COUNT)
    return min(counts.get(part, _UNSEEN_COUNT) for part in key.split(" "))


@lru_cache(maxsize=16384)
def _expected(key: str) -> tuple[float, float]:
    """A term's information in bits, and its topicality (0-1), from the packaged counts."""
    topicality = _topicality()
    bits = min(math.log2(1e6 / expected_count(key)), _MOST_BITS)
    return bits, max(topicality.get(part, 1.0) for part in key.split(" "))


def _factor(term: Term) -> float:
    """What a term's bits are multiplied by: topicality, kind of term, and repetition.

    Phrases of a vocabulary and repeated terms are more discriminative than other terms. A term that
    looks like a name weighs half: people are searched for as authors.
    """
    factor = _expected(term.key)[1]
    if " " in term.key:
        factor *= _PHRASE
    elif term.name:
        factor *= 0.5
    return factor if term.count == 1 else factor * (1.0 + 0.4 * math.log2(term.count))


def topic_words(term: str) -> tuple[str, ...]:
    """The words of a term that are no stop words: "alcohol" and "disorder" of "alcohol use disorder".

    A term without such a word of three letters is returned whole ("IL-6").
    """
    words = [word for word in term.split() if len(word) > 2 and not word.isdigit()]
    return tuple(word for word in words if base_form(word) not in stop_words()) or (term,)


def rarest_terms(
    terms: Sequence[Term], limit: int, favoured: frozenset[str] = frozenset()
) -> tuple[Term, ...]:
    """The most discriminative terms: rare in PubMed's titles, on topic, repeated, or favoured.

    The packaged counts decide, not those of a source: live PubMed offers no counts, and every source is to
    be asked for the same words.

    Args:
        terms: The terms to choose from; those that say little of a topic count only if there is no other.
        limit: The maximum number of terms.
        favoured: Keys of terms whose weight is multiplied by 1.5.

    Returns:
        At most `limit` terms, best first.
    """
    discriminative = [term for term in terms if math.prod(_expected(term.key)) >= _FEWEST_BITS]
    weighed = [
        (_expected(term.key)[0] * _factor(term) * (1.5 if term.key in favoured else 1.0), term)
        for term in discriminative or terms
    ]
    weighed.sort(key=lambda pair: -pair[0])
    return tuple(term for _, term in weighed[:limit])
