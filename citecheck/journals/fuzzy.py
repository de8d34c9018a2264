"""Finds the known journal names most similar to an unknown one, which may be misspelt or made up."""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from citecheck.journals.folding import fold
from citecheck.journals.matcher import CatalogueName
from citecheck.journals.names import fold_all_loosely, fold_loosely
from citecheck.model import Journal

# A word that many journals share says little about which journal is named; a rare word says much. The weight
# of a word is its rarity among all names, and at least this share of the rarest word's.
_LEAST_WEIGHT = 0.25
# Candidates are the names that share the most discriminative words, or their first letters, with the name.
_CANDIDATES = 60
_STEM = 4
# Words of at least this similarity are one word, misspelt or inflected: "medical", "medicinal".
_SAME_WORD = 0.72
_LONGEST_ENDING = 5
# The similarity of a shortened word, of which at least _SHORTEST letters are left and as many are gone.
_SHORTENED = 0.5
_SHORTEST = 3
# A word in another position counts less: "Nutrition Journal" is not "Journal of Nutrition".
_OUT_OF_ORDER = 0.75


class FuzzyNames:
    """Compares journal names word by word."""

    def __init__(self, names: Mapping[str, CatalogueName]) -> None:
        """Take the names of the catalogue, without abbreviations and acronyms, which resemble anything."""
        journals: dict[str, Journal] = {}
        written_out = [name for name, one in names.items() if not one.abbreviated]
        for loose, name in zip(fold_all_loosely(written_out), written_out, strict=True):
            journals.setdefault(loose, names[name].journal)
        self._journals = list(journals.values())
        self._names = list(journals)
        self._lengths = [math.sqrt(1 + len(name.split())) for name in self._names]
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        for at, name in enumerate(self._names):
            for word in set(name.split()):
                self._by_word[word].append(at)
        self._rarest = math.log(1 + len(self._names))
        self._weights = {word: self._weight(len(places)) for word, places in self._by_word.items()}
        self._sorted_words = sorted(self._by_word)

    def nearest(self, name: str, limit: int) -> tuple[tuple[Journal, float], ...]:
        """The journals whose names are most similar to a name, each once.

        Args:
            name: A journal's name, in any spelling.
            limit: The maximum number of journals.

        Returns:
            Pairs of journal and similarity (above 0, at most 1), best first.
        """
        words = fold_loosely(fold(name)).split()
        similarity: dict[Journal, float] = {}
        for at in self._candidates(words):
            journal = self._journals[at]
            similarity[journal] = max(
                similarity.get(journal, 0.0), self._similarity(words, self._names[at].split())
            )
        ranked = sorted(similarity.items(), key=lambda pair: (-pair[1], pair[0].title, pair[0].abbreviation))
        return tuple((journal, round(score, 4)) for journal, score in ranked[:limit] if score > 0)

    def _weight(self, times: int) -> float:
        return max(_LEAST_WEIGHT, 1 - math.log(1 + times) / self._rarest)

    def _weight_of(self, word: str) -> float:
        return self._weights.get(word, 1.0)

    def _candidates(self, words: list[str]) -> list[int]:
        """Names that share discriminative words or stems with `words`, the most promising first."""
        promise: defaultdict[int, float] = defaultdict(float)
        for word in dict.fromkeys(words):
            for at in self._by_word.get(word, ()):
                promise[at] += self._weights[word]
            alike = {at for one in self._words_with_stem(word[:_STEM]) for at in self._by_word[one]}
            promised = self._weight(len(alike)) / 2
            for at in alike:
                promise[at] += promised
        lengths = self._lengths
        ranked = heapq.nsmallest(_CANDIDATES, [(-bits / lengths[at], at) for at, bits in promise.items()])
        return [at for _, at in ranked]

    def _words_with_stem(self, stem: str) -> list[str]:
        """The words that begin with a stem; a stem shorter than others is a word of its own."""
        if len(stem) < _STEM:
            return [stem] if stem in self._by_word else []
        first = bisect_left(self._sorted_words, stem)
        return self._sorted_words[first : bisect_left(self._sorted_words, stem + "\x7f", first)]

    def _similarity(self, ours: Sequence[str], theirs: Sequence[str]) -> float:
        """The share (0-1) of both names' weight that is covered by words of the other name."""
        total = sum(map(self._weight_of, ours)) + sum(map(self._weight_of, theirs))
        covered = 0.0
        left = list(range(len(theirs)))
        furthest = -1
        for word in ours:
            best, best_at = 0.0, -1
            for at in left:
                alike = self._word_similarity(word, theirs[at]) * (1.0 if at > furthest else _OUT_OF_ORDER)
                if alike > best:
                    best, best_at = alike, at
            if best_at >= 0:
                left.remove(best_at)
                furthest = max(furthest, best_at)
                covered += best * (self._weight_of(word) + self._weight_of(theirs[best_at]))
        return covered / total if total else 0.0

    def _word_similarity(self, word: str, other: str) -> float:
        """The similarity (0-1) of two words, misspelt or inflected; 0 for different words."""
        if word == other:
            return 1.0
        if _shortens(word, other):
            return _SHORTENED
        if word in self._weights and (
            word[0] != other[0] or not (_inflected(word, other) or _one_slip(word, other))
        ):
            return 0.0
        from rapidfuzz.distance import OSA, JaroWinkler

        alike = min(JaroWinkler.similarity(word, other), 1.1 * OSA.normalized_similarity(word, other))
        return alike if alike >= _SAME_WORD else 0.0


def _shortens(word: str, other: str) -> bool:
    """Whether a word is another cut short: "stats" and "statistics", "can" and "canadian"."""
    short = word.removesuffix("s")
    return len(short) >= _SHORTEST and len(other) - len(short) >= _SHORTEST and other.startswith(short)


def _one_slip(word: str, other: str) -> bool:
    """Whether two words differ by one edit that leaves the first letter alone: "medecine" and "medicine"."""
    if len(word) <= _LONGEST_ENDING or word[0] != other[0]:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(word, other, score_cutoff=1) == 1


def _inflected(word: str, other: str) -> bool:
    """Whether two words differ only in their endings: "disorder", "disorders"; "medical", "medicinal"."""
    if word[:_STEM] != other[:_STEM]:
        return False
    shared = next(
        (at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
    )
    return shared >= _STEM and max(len(word), len(other)) - shared <= _LONGEST_ENDING
