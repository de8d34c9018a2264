"""The lay and medical words for one thing, from the packaged vocabularies.

A line of a vocabulary is a set of synonyms: `heart attack | myocardial infarction`. Terms after
a `>` are narrower: a study of atorvastatin can support a claim about statins, not the other way
round. A term in capitals is an acronym and is read only in capitals ("AIDS" is not "aids").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, product

from citecheck.text.tokens_and_stems import base_form, data_lines, sibling_stem, spelling_variants, tokenize

VOCABULARIES = ("conditions.txt", "acronyms.txt", "drugs.txt", "nutrients.txt", "people.txt", "outcomes.txt")
_MOST_VARIANTS = 16
_MOST_COMPOSED = 6
# A longer text is a sentence, not the name of a thing.
_LONGEST_TERM = 120


@dataclass(frozen=True, slots=True)
class SynonymSet:
    """The terms for one thing, and narrower terms."""

    equals: tuple[str, ...]
    narrower: tuple[str, ...]


@dataclass(slots=True)
class Vocabulary:
    """The synonym sets of each term, by the term's key: its words in base form, joined by blanks.

    `longest` maps a word to the number of words of the longest entry that begins with it.
    """

    entries: dict[str, list[SynonymSet]] = field(default_factory=dict)
    acronyms: dict[str, list[SynonymSet]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)

    def add(self, line: SynonymSet) -> None:
        """Add a line: its terms stand for each other, its narrower terms only for themselves."""
        for term in line.equals:
            self._at(term).append(line)
        for term in line.narrower:
            self._at(term)

    def _at(self, term: str) -> list[SynonymSet]:
        if is_acronym(term):
            return self.acronyms.setdefault(term, [])
        key = key_of(term)
        first, count = key.partition(" ")[0], key.count(" ") + 1
        if count > self.longest.get(first, 0):
            self.longest[first] = count
        return self.entries.setdefault(key, [])

    def entry_at(self, keys: Sequence[str], at: int) -> int:
        """The length in words of the longest entry of the vocabulary that starts at a place.

        Args:
            keys: The words in their base form.
            at: The index in `keys` of the entry's first word.

        Returns:
            The number of words; 0 if no entry starts there.
        """
        for size in range(min(self.longest.get(keys[at], 0), len(keys) - at), 0, -1):
            if " ".join(keys[at : at + size]) in self.entries:
                return size
        return 0

    def lookup(self, term: str) -> list[str] | None:
        """The terms of all synonym sets of a whole term, narrower ones last; None if no vocabulary has it."""
        lines = self.acronyms.get(term) or self.acronyms.get(term.removesuffix("s"))
        if lines is None:
            lines = self.entries.get(key_of(term))
        if lines is None:
            return None
        same = [other for line in lines for other in line.equals]
        return list(dict.fromkeys([*same, *(other for line in lines for other in line.narrower)]))


def is_acronym(term: str) -> bool:
    """Whether a term is written in capitals, as "COPD" and "H1N1" are and "HbA1c" is not."""
    return term.isupper() and not {" ", "-"} & set(term) and 2 <= sum(map(str.isalpha, term)) <= 6


def key_of(term: str) -> str:
    """A term's words in base form: "Heart attacks" is "heart attack", "n-3 PUFAs" is "n 3 pufa"."""
    if term.replace(" ", "").isalpha():
        return " ".join(map(base_form, term.split(" ")))
    return " ".join(base_form(part) for word in tokenize(term) for part in word.split("-"))


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """The packaged vocabularies, read once in a process."""
    vocabulary = Vocabulary()
    for name in VOCABULARIES:
        for text in data_lines(name):
            same, _, below = text.partition(" > ")
            vocabulary.add(SynonymSet(tuple(same.split(" | ")), tuple(below.split(" | ")) if below else ()))
    return vocabulary


@lru_cache(maxsize=16384)
def find_variants(term: str) -> tuple[str, ...]:
    """The term first, then its lay, medical and trade names, spellings, number and acronyms.

    Where the whole term is not an entry, its variants are composed from those of the entries in it
    ("severe heart attack" → "severe myocardial infarction"). A two-letter acronym has variants
    but is never a variant itself: too many other things share it.
    """
    term = " ".join(term.split())
    vocabulary = load_vocabulary()
    if len(term) > _LONGEST_TERM:
        return (term,)
    others = vocabulary.lookup(term)
    if others is None:
        others = _composed(term, vocabulary)
    found = [term, *_respelt(term), *_singular(term), *_other_class(term), *others]
    found += [form for other in others for form in _respelt(other)]
    seen: dict[str, str] = {}
    for variant in found:
        if variant is term or len(variant) > 2 or not is_acronym(variant):
            seen.setdefault(variant.lower(), variant)
    return tuple(seen.values())[:_MOST_VARIANTS]


def _respelt(term: str) -> list[str]:
    """A term with one of its words in the other spelling."""
    words = term.split(" ")
    return [
        " ".join([*words[:place], other, *words[place + 1 :]])
        for place, word in enumerate(words)
        for other in spelling_variants(word)
        if not is_acronym(word)
    ]


def _singular(term: str) -> list[str]:
    """The term with its last word in the singular; nothing if it is in the singular already."""
    rest, blank, last = term.rpartition(" ")
    single = base_form(last) if last.isalpha() and last.islower() else last
    return [rest + blank + single] if single != last else []


def _other_class(term: str) -> list[str]:
    """The adjective of a noun or the noun of an adjective, if the term is a single word."""
    other = sibling_stem(term) if " " not in term else None
    return [other] if other else []


def _composed(term: str, vocabulary: Vocabulary) -> list[str]:
    """Variants of a term in which the entries that it contains are replaced by their synonyms."""
    parts = find_phrases(term, vocabulary)
    if not any(known for _, known in parts) or len(parts) < 2:
        return []
    choices = [
        [text, *(vocabulary.lookup(text) or [])][:_MOST_COMPOSED] if known else [text]
        for text, known in parts
    ]
    made = (" ".join(choice) for choice in product(*choices))
    return list(dict.fromkeys(islice(made, 1, _MOST_VARIANTS + 1)))


def find_phrases(text: str, vocabulary: Vocabulary) -> list[tuple[str, bool]]:
    """Split a text into entries of a vocabulary and other words; of several entries the longest is taken.

    Args:
        text: The text.
        vocabulary: The vocabulary.

    Returns:
        The parts in order, each with True for an entry or an acronym and False for any other word.
    """
    words = [part for token in tokenize(text) for part in token.split("-")]
    keys = [base_form(word) for word in words]
    result: list[tuple[str, bool]] = []
    at = 0
    while at < len(words):
        size = vocabulary.entry_at(keys, at)
        if size:
            result.append((" ".join(words[at : at + size]), True))
        else:
            result.append((words[at], words[at] in vocabulary.acronyms))
        at += size or 1
    return result
