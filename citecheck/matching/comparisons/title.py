"""A stated title against the record's: a slip of the pen is near, an exchanged word is another title."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz, process

from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparison_level import SILENT, ComparisonResult, missing_level
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.term_keys import weight

FIELD = "title"
LEVELS = ("exact", "near", "cut", "altered", "partial", "other")
# A part of a title must have this many words to stand for the whole.
_LEAST_WORDS = 4
_SAME_WORD = 80.0
_NEAR = 88.0
_ALTERED = 0.55
_PARTIAL = 0.35
# Sums of other order than the whole differ in their last digit.
_SLACK = 1e-9


def compare(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """The best level over the titles that the record goes by.

    `exact` is equal but for case, accents and punctuation; `near` has every word, but for a slip in
    one; `cut` lacks the subtitle or brings words of its surroundings along; `altered` has most words, others
    exchanged; `partial` shares some.
    """
    stated = claim.claimed.title
    if not stated or not claim.title:
        return SILENT
    if not record.titles:
        return missing_level(stated)
    level = min((_level(claim.title, title) for title in record.titles), key=LEVELS.index)
    return ComparisonResult(level, stated, record.publication.title or record.publication.book_title)


@lru_cache(maxsize=4096)
def _level(stated: str, held: str) -> str:
    if stated == held:
        return "exact"
    ratio = fuzz.ratio(stated, held)
    if ratio < 30.0:
        return "other"
    if ratio >= _NEAR and stated.replace(" ", "") == held.replace(" ", ""):
        return "exact"
    mine, theirs = stated.split(), held.split()
    shorter, longer = (stated, held) if len(mine) <= len(theirs) else (held, stated)
    is_cut = min(len(mine), len(theirs)) >= _LEAST_WORDS and f" {shorter} " in f" {longer} "
    if not is_cut and (_shares_too_little(mine, theirs) or _shares_too_little(theirs, mine)):
        return "other"
    lacking, extra = _unmatched(mine, theirs), _unmatched(theirs, mine)
    if not lacking and not extra and ratio >= _NEAR:
        return "near"
    if is_cut:
        return "cut"
    shared = 1.0 - max(_weight(lacking) / _weight(mine), _weight(extra) / _weight(theirs))
    if shared >= _ALTERED:
        return "altered"
    return "partial" if shared >= _PARTIAL else "other"


def _shares_too_little(words: list[str], others: list[str]) -> bool:
    """Whether so much of the weight of `words` is not among the others that they are other titles.

    That is so of nearly all candidates, and their heaviest words show it.
    """
    lacking = 0.0
    most = (1.0 - _PARTIAL + _SLACK) * _weight(words)
    for word in sorted(set(words).difference(others), key=weight, reverse=True):
        if _is_unlike(word, others):
            lacking += weight(word) * words.count(word)
            if lacking > most:
                return True
    return False


def _unmatched(words: list[str], others: list[str]) -> list[str]:
    """The words that have no equal, or nearly equal, among the others."""
    known = set(others)
    return [word for word in words if word not in known and _is_unlike(word, others)]


def _is_unlike(word: str, others: list[str]) -> bool:
    if len(word) < 4:
        return True
    return not process.extractOne(word, others, scorer=fuzz.ratio, score_cutoff=_SAME_WORD)


def _weight(words: list[str]) -> float:
    return sum(weight(word) for word in words) or 1.0
