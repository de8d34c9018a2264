"""The lay and medical words for one thing, from the packaged vocabularies.

A line of a vocabulary is one thing: `heart attack | myocardial infarction`. What follows a
`>` is narrower: a study of atorvastatin covers what is said of statins, not the other way
round. A term in capitals is an acronym and is read only in capitals ("AIDS" is not "aids").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from citecheck.planning.words import americanized, base, data_lines, plural, tokens

VOCABULARIES = ("conditions.txt", "acronyms.txt", "drugs.txt", "nutrients.txt", "people.txt", "outcomes.txt")
_MOST_VARIANTS = 16
_MOST_COMPOSED = 6


@dataclass(slots=True)
class Vocabulary:
    """All entries by their key: a term's words in base form, joined by blanks."""

    entries: dict[str, list[str]] = field(default_factory=dict)
    acronyms: dict[str, list[str]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)

    def add(self, term: str, others: list[str]) -> None:
        """Let `term` stand for the `others` too."""
        if is_acronym(term):
            table, key = self.acronyms, term
        else:
            words = key_of(term).split(" ")
            table, key = self.entries, " ".join(words)
            self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))
        known = table.setdefault(key, [])
        known.extend(other for other in others if other not in known and other != term)

    def lookup(self, term: str) -> list[str] | None:
        """What a whole term stands for besides itself; None where it is in no vocabulary."""
        acronym = term if term in self.acronyms else term.removesuffix("s")
        if acronym in self.acronyms:
            return self.acronyms[acronym]
        return self.entries.get(key_of(term))


def is_acronym(term: str) -> bool:
    """Whether a term is written in capitals, as "COPD" and "HbA1c" are not."""
    letters = [c for c in term if c.isalpha()]
    return 2 <= len(letters) <= 6 and all(c.isupper() for c in letters) and " " not in term


def key_of(term: str) -> str:
    """A term's words in base form: "Heart attacks" is "heart attack", "n-3 PUFAs" is "n 3 pufa"."""
    return " ".join(base(part) for word in tokens(term) for part in word.replace("‐", "-").split("-"))


@lru_cache(maxsize=1)
def load() -> Vocabulary:
    """The packaged vocabularies, read once in a process."""
    vocabulary = Vocabulary()
    for name in VOCABULARIES:
        for line in data_lines(name):
            same, _, below = line.partition(">")
            equals = [term.strip() for term in same.split("|") if term.strip()]
            narrower = [term.strip() for term in below.split("|") if term.strip()]
            for term in equals:
                vocabulary.add(term, [other for other in equals if other != term] + narrower)
            for term in narrower:
                vocabulary.add(term, [])
    return vocabulary


@lru_cache(maxsize=16384)
def variants(term: str) -> tuple[str, ...]:
    """The term first, then its lay, medical and trade names, spellings, number and acronyms.

    A term that is no entry as a whole is composed of the variants of the entries in it
    ("severe heart attack" → "severe myocardial infarction"). Two-letter acronyms lead to their
    meaning but are never given as a variant: too many other things share them.
    """
    term = " ".join(term.split())
    vocabulary = load()
    others = vocabulary.lookup(term)
    if others is None:
        others = _composed(term, vocabulary)
    found = dict.fromkeys([term])
    for variant in (*_forms(term), *others):
        if not (is_acronym(variant) and len(variant) < 3):
            found.setdefault(variant)
    for variant in list(found)[1:]:
        for form in _forms(variant):
            found.setdefault(form)
    seen: dict[str, str] = {}
    for variant in found:
        seen.setdefault(variant.lower(), variant)
    return tuple(seen.values())[:_MOST_VARIANTS]


def _forms(term: str) -> tuple[str, ...]:
    """American spelling and singular of a term: its last word is the one that takes a number."""
    if is_acronym(term):
        return ()
    words = term.split(" ")
    american = " ".join(americanized(word) for word in words)
    last = american.rpartition(" ")
    single = base(last[2]) if last[2].isalpha() and last[2].islower() else last[2]
    forms = [american, last[0] + last[1] + single]
    if len(words) == 1 and term.isalpha() and term.islower():
        forms.append(plural(single))
    return tuple(form for form in forms if form != term)


def _composed(term: str, vocabulary: Vocabulary) -> list[str]:
    parts = phrases(term, vocabulary)
    if not any(known for _, known in parts) or len(parts) < 2:
        return []
    choices = [
        [text, *(vocabulary.lookup(text) or [])][:_MOST_COMPOSED] if known else [text]
        for text, known in parts
    ]
    made = (" ".join(choice) for choice in product(*choices))
    return list(dict.fromkeys(made))[1 : _MOST_VARIANTS + 1]


def phrases(text: str, vocabulary: Vocabulary | None = None) -> list[tuple[str, bool]]:
    """A text cut into entries of the vocabulary (True) and other words, longest entry first."""
    vocabulary = vocabulary or load()
    words = [part for token in tokens(text) for part in _parts(token, vocabulary)]
    keys = [base(word) for word in words]
    result: list[tuple[str, bool]] = []
    at = 0
    while at < len(words):
        size = min(vocabulary.longest.get(keys[at], 0), len(words) - at)
        while size and " ".join(keys[at : at + size]) not in vocabulary.entries:
            size -= 1
        if size:
            result.append((" ".join(words[at : at + size]), True))
        else:
            result.append((words[at], words[at] in vocabulary.acronyms))
        at += size or 1
    return result


def _parts(token: str, vocabulary: Vocabulary) -> list[str]:
    """A hyphened token in parts, unless it is a name of its own ("COVID-19")."""
    if "-" not in token or token in vocabulary.acronyms:
        return [token]
    return token.split("-")
