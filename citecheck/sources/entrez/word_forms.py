"""The forms of a word that share one stem in the local index; PubMed finds each only if it is asked for."""

from __future__ import annotations

from functools import lru_cache

from citecheck.pubmed.index_keys import analyze
from citecheck.text.term_weighting import words_of_titles

# With 2, 3 or 5 a verdict on the fixtures differs between live PubMed and an index; with 1 none does.
_MOST_FORMS = 1


@lru_cache(maxsize=8192)
def word_forms(word: str) -> tuple[str, ...]:
    """A word in lower case, its plural or singular, and the commonest word with the same stem.

    A tag turns off PubMed's own mapping: "allergies" alone does not find a record that says "allergy".
    """
    if len(word) < 4 or not word.isalpha():
        return (word,)
    relatives = _relatives().get(word_stem(word), ())[:_MOST_FORMS]
    return tuple(dict.fromkeys(form for each in (word, *relatives) for form in _both_numbers(each)))


@lru_cache(maxsize=1)
def _relatives() -> dict[str, list[str]]:
    """The words of titles by their stem, the commonest first."""
    found: dict[str, list[str]] = {}
    for word in words_of_titles():
        if len(word) > 3 and word.isalpha():
            found.setdefault(word_stem(word), []).append(word)
    return found


@lru_cache(maxsize=65536)
def word_stem(word: str) -> str:
    """The stem of a word in the local index; "" for a stop word, which the index leaves out."""
    return " ".join(stem for _, stem in analyze(word))


def _both_numbers(word: str) -> tuple[str, ...]:
    """A word and its plural or singular: nouns have both, and of other words PubMed knows only one."""
    if word.endswith(("ss", "ly", "ed", "ing")):
        return (word,)
    if word.endswith("ies"):
        return (word, f"{word[:-3]}y")
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word, f"{word[:-1]}ies")
    return (word, word[:-1] if word.endswith("s") else f"{word}s")
