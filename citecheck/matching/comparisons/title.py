"""The stated title against the record's: a misspelling is near, an exchanged word is another title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparison_level import SILENT, ComparisonResult, missing_level
from citecheck.matching.comparisons.field import Field
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.term_keys import key_of, weight

_LEVELS = ("exact", "near", "cut", "altered", "partial", "other", "notice")
# Tables of weights for titles that many records share ("Irritable bowel syndrome"), or may share.
_OF_GENERIC, _OF_SHORT = "generic_title", "short_title"
_AGREEING = ("exact", "near", "cut")
# The words of such titles weigh less than this together, in bits.
_GENERIC, _SHORT = 26.0, 40.0
# A part of a title must have this many words to stand for the whole.
_LEAST_WORDS = 4
# The shares of its weight that a title may leave out of the record's, and that it may add to it.
_DROPPED, _ADDED = 0.6, 0.25
# A word of this weight or more is in no word list, so that it may be misspelt.
_UNKNOWN = 12.9
_SAME_WORD = 80.0
_NEAR = 88.0
_ALTERED = 0.55
_PARTIAL = 0.35
# Sums that are added in another order differ in their last digit.
_SLACK = 1e-9
_MOST_ACRONYM_LETTERS = 8
# Titles that are less alike than this (rapidfuzz ratio, of 100) share hardly any words.
_UNLIKE = 30.0
# A word of fewer letters has no slip of the pen: it is another word.
_LEAST_LETTERS = 4
_SPELLINGS = (
    (re.compile(r"our(?=s?$|ed$|al|ing$|able)"), "or"),
    (re.compile(r"is(?=(?:e|ed|es|ing|ation|ations)$)"), "iz"),
    (re.compile(r"ys(?=e[ds]?$|ing$)"), "yz"),
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"(?<=[bt])re$"), "er"),
    (re.compile(r"(?<=[lpt])ll(?=ed$|ing$)"), "l"),
    (re.compile(r"ogue$"), "og"),
)
# No spelling changes a word without one of these.
_MAY_BE_BRITISH = re.compile(r"our|is|ys|ae|oe|re$|ll|ogue")
# A title with one of these before a word of the other title says the contrary.
_NEGATIONS = frozenset({"not", "no", "never", "neither", "nor", "without", "cannot"})
_SMALL_WORDS = frozenset({"a", "an", "and", "for", "in", "of", "on", "the", "to", "with"})
# "Reply to 'Coffee and the liver'", "Erratum: Coffee …", "Author Correction: …", "Comment on “…”"
_NOTICE = re.compile(
    r"^[^\w]*(?:(?:authors? |publishers? |editorial )?(?:reply|response|re|comments?|commentary|correction"
    r"|corrigendum|errat(?:um|a)|addendum|retraction|expression of concern|letter|correspondence)"
    r"(?: notice| note)?(?: to| on| for| regarding| of)?(?: the)?\s*[:.“\"‘'\[]|(?:reply to|comments? on)\b)",
    re.IGNORECASE,
)
# Short words that stand in nearly every English title and in none of the languages that PubMed translates.
_ENGLISH_WORDS = frozenset({"the", "of", "and", "for", "with", "from", "by", "after", "between"})
_NOTICE_TYPES = frozenset(
    {"Published Erratum", "Retraction of Publication", "Retraction Notice", "Expression of Concern"}
)


def compare(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """Compare the stated title with the titles of the record, and take the best level.

    Args:
        claim: what the article states of the cited publication, with its derived terms.
        record: the candidate's record, with its derived terms.

    Returns:
        `exact` is equal but for case, accents and punctuation; `near` has every word, but for a slip in one;
        `cut` lacks the subtitle or some words, spells an acronym out or has words of the surrounding text;
        `altered` has most words, others exchanged; `partial` shares some, `other` fewer. `notice` is a reply,
        a correction or a retraction of the publication with this title. Titles that are generic or short have
        weights of their own. Not stated without a title; not recorded if the record has no title,
        or only an English translation of a title that the article states in another language.
    """
    stated = claim.claimed.title
    if not stated or not claim.title:
        return SILENT
    if not record.titles:
        return missing_level(stated)
    level, weight_of_shared = _best_level(claim.title, record.titles)
    if level in ("altered", "partial", "other") and _is_in_original_language(stated, record):
        return missing_level(stated)
    if level in ("exact", "near", "cut", "altered") and _is_notice(record) and not _NOTICE.match(stated):
        level = "notice"
    table = _OF_GENERIC if weight_of_shared < _GENERIC else _OF_SHORT if weight_of_shared < _SHORT else None
    shown = record.publication.title or record.publication.book_title
    return ComparisonResult(level, stated, shown, table=table if level in _AGREEING else None)


def _best_level(stated: str, titles: tuple[str, ...]) -> tuple[str, float]:
    """The best level of a stated title with the titles of a record; nearly all records have one."""
    if len(titles) == 1:
        return _level(stated, titles[0])
    return min((_level(stated, title) for title in titles), key=lambda pair: _LEVELS.index(pair[0]))


def _is_in_original_language(stated: str, record: RecordFeatures) -> bool:
    """Whether a title that is not English is stated of a record that has only the English translation.

    PubMed puts translated titles in brackets: "[Gastric cancer]." for "Cáncer gástrico".
    """
    publication = record.publication
    is_translated = publication.title.startswith("[") and not publication.vernacular_title
    return is_translated and _ENGLISH_WORDS.isdisjoint(stated.lower().split())


def _is_notice(record: RecordFeatures) -> bool:
    """Whether a record only speaks of another one: a reply, a correction, a retraction."""
    publication = record.publication
    return bool(_NOTICE.match(publication.title)) or not _NOTICE_TYPES.isdisjoint(
        publication.publication_types
    )


@lru_cache(maxsize=4096)
def _level(stated: str, held: str) -> tuple[str, float]:
    """The level of two folded titles, and what the words weigh that they share, in bits."""
    if stated == held:
        return "exact", _weight(stated.split())
    ratio = fuzz.ratio(stated, held)
    mine, theirs = stated.split(), held.split()
    shorter, longer = sorted((stated, held), key=lambda title: title.count(" "))
    is_part = shorter.count(" ") + 1 >= _LEAST_WORDS and f" {shorter} " in f" {longer} "
    if is_part:
        return "cut", min(_weight(mine), _weight(theirs))
    if ratio < _UNLIKE:
        return "other", 0.0
    if ratio >= _NEAR and stated.replace(" ", "") == held.replace(" ", ""):
        return "exact", _weight(mine)
    # What is unlike the stated title's words is known from other candidates: that half is cheap.
    if _shares_too_little(theirs, mine) or _shares_too_little(mine, theirs):
        return "other", 0.0
    return _level_of_words(*_without_acronyms(mine, theirs), ratio)


def _level_of_words(mine: list[str], theirs: list[str], ratio: float) -> tuple[str, float]:
    lacking, extra = _unmatched(mine, theirs), _unmatched(theirs, mine)
    weight_of_shared = _weight(mine) - _weight(lacking) if lacking else _weight(mine)
    if not lacking and not extra and ratio >= _NEAR:
        return "near", weight_of_shared
    if _is_shortened(mine, lacking, theirs, extra) and not _says_contrary(mine, theirs):
        return "cut", min(weight_of_shared, _weight(theirs))
    shared = 1.0 - max(_weight(lacking) / _weight(mine), _weight(extra) / _weight(theirs))
    if shared >= _ALTERED:
        return "altered", weight_of_shared
    return ("partial" if shared >= _PARTIAL else "other"), weight_of_shared


def _is_shortened(mine: list[str], lacking: list[str], theirs: list[str], extra: list[str]) -> bool:
    """Whether one title has the other's words in their order, and only leaves some out.

    Small words may be others. A stated title leaves out more than a record's does.
    """
    if lacking and _SMALL_WORDS.issuperset(lacking):  # "therapy for arthritis" and "therapy in arthritis"
        mine, theirs, extra, lacking = _large(mine), _large(theirs), _large(extra), []
    if min(len(mine), len(theirs)) < _LEAST_WORDS:
        return False
    if not lacking:
        return _weight(extra) <= _DROPPED * _weight(theirs) and _is_in_order(mine, theirs)
    return not extra and _weight(lacking) <= _ADDED * _weight(mine) and _is_in_order(theirs, mine)


def _says_contrary(mine: list[str], theirs: list[str]) -> bool:
    """Whether only one title negates a word of both: "taste altered" and "taste not altered"."""
    return _negates_word_of(mine, theirs) or _negates_word_of(theirs, mine)


def _negates_word_of(words: list[str], others: list[str]) -> bool:
    negated = (after for word, after in pairwise(words) if word in _NEGATIONS and word not in others)
    return any(after in others for after in negated)


def _large(words: list[str]) -> list[str]:
    return [word for word in words if word not in _SMALL_WORDS]


def _is_in_order(words: list[str], others: list[str]) -> bool:
    """Whether the words stand among the others in the same order."""
    rest = iter(others)
    return all(any(word == other or _are_alike(word, other) for other in rest) for word in words)


def _without_acronyms(mine: list[str], theirs: list[str]) -> tuple[list[str], list[str]]:
    """Both titles' words without an acronym that one has and the words that the other spells it out with."""
    mine, theirs = _spelt_out(mine, theirs)
    theirs, mine = _spelt_out(theirs, mine)
    return mine, theirs


def _spelt_out(words: list[str], others: list[str]) -> tuple[list[str], list[str]]:
    """`words` with the spelling of `others` in place of each acronym that `others` don't have."""
    heads = _heads(others)
    found: list[str] = []
    for word in words:
        run: list[str] = []
        if len(word) <= _MOST_ACRONYM_LETTERS and word.isalpha() and word not in others:
            starts = (at for at, first, second in heads if first == word[0] and second in word[1:])
            runs = (_expansion(word, others[at : at + 2 * len(word)]) for at in starts)
            run = next(filter(None, runs), [])
        found += run or [word]
    return found, others


def _heads(words: list[str]) -> list[tuple[int, str, str]]:
    """The place and first letter of each content word before another, and the first letter of that one."""
    content = [(at, word[0]) for at, word in enumerate(words) if word not in _SMALL_WORDS]
    return [(at, first, second) for (at, first), (_, second) in pairwise(content)]


def _expansion(acronym: str, words: list[str]) -> list[str]:
    """The first of these words that spell an acronym out: "cvd" is "cardiovascular disease"; else none.

    A single word is never spelt out: "tea" is not "tee and".
    """
    if words[0] in _SMALL_WORDS:
        return []
    for count in range(2, min(len(words), 2 * len(acronym)) + 1):
        if not _SMALL_WORDS.issuperset(words[1:count]) and _spells(acronym, words[:count]):
            return words[:count]
    return []


def _spells(acronym: str, words: Sequence[str]) -> bool:
    """Whether the letters are those of the words in order; only small words may give none."""
    if not words:
        return not acronym
    word, rest = words[0], words[1:]
    if word in _SMALL_WORDS and _spells(acronym, rest):
        return True
    if not acronym or word[0] != acronym[0]:
        return False
    taken, at = 1, 1
    while True:
        if _spells(acronym[taken:], rest):
            return True
        if taken == len(acronym) or (at := word.find(acronym[taken], at) + 1) == 0:
            return False
        taken += 1


def _shares_too_little(words: list[str], others: list[str]) -> bool:
    """Whether so much of the weight of `words` is not among the others that they are other titles.

    That holds for nearly all candidates.
    """
    lacking = sum(map(weight, _unmatched(words, others)))
    return lacking > (1.0 - _PARTIAL + _SLACK) * _weight(words)


def _unmatched(words: list[str], others: list[str]) -> list[str]:
    """The words that have no equal, or nearly equal, among the others."""
    is_unlike = _words_unlike(tuple(others))
    return [word for word in words if is_unlike[word]]


class _WordsUnlike(dict[str, bool]):
    """Whether a word is like none of a title's words, as `_are_alike` compares them one by one.

    The candidates of a claim share their words, and each is compared with the stated title's words once.
    """

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__(dict.fromkeys(words, False))
        self._stems = frozenset(map(key_of, words)) - {""}
        self._american = frozenset(map(american_spelling, words))
        self._long = [word for word in words if len(word) >= _LEAST_LETTERS]
        self._unknown = [word for word in self._long if weight(word) >= _UNKNOWN]

    def __missing__(self, word: str) -> bool:
        found = self[word] = self._is_unlike(word)
        return found

    def _is_unlike(self, word: str) -> bool:
        if len(word) < _LEAST_LETTERS:
            return True
        if key_of(word) in self._stems or american_spelling(word) in self._american:
            return False
        # Words that may be misspelt: any of the title's, beside one that is in no word list.
        for other in self._long if weight(word) >= _UNKNOWN else self._unknown:
            if fuzz.ratio(word, other, score_cutoff=_SAME_WORD) >= _SAME_WORD:
                return False
        return True


@lru_cache(maxsize=1024)
def _words_unlike(words: tuple[str, ...]) -> _WordsUnlike:
    return _WordsUnlike(words)


def _are_alike(word: str, other: str) -> bool:
    """Whether two words are one but for its ending or a slip of the pen.

    Two words that the language knows are two words, however alike: "probiotics" and "prebiotics".
    """
    # Words recur, pairs of words hardly do: what is kept is kept for words.
    if key_of(word) == key_of(other) != "" or american_spelling(word) == american_spelling(other):
        return True
    are_long = min(len(word), len(other)) >= _LEAST_LETTERS
    if not are_long or fuzz.ratio(word, other, score_cutoff=_SAME_WORD) < _SAME_WORD:
        return False
    return weight(word) >= _UNKNOWN or weight(other) >= _UNKNOWN


@lru_cache(maxsize=65536)
def american_spelling(word: str) -> str:
    """A word in American spelling: "tumour" is "tumor", "randomised" "randomized", "anaemia" "anemia"."""
    if _MAY_BE_BRITISH.search(word):
        for british, american in _SPELLINGS:
            word = british.sub(american, word)
    return word


def _weight(words: list[str]) -> float:
    return sum(map(weight, words)) or 1.0


_OTHER = "The article gives the title “{claimed}”; the publication's is “{found}”."

FIELD = Field(
    name="title",
    levels=_LEVELS,
    compare=lambda claim, record, _: compare(claim, record),
    level_tables={_OF_SHORT: _AGREEING, _OF_GENERIC: _AGREEING},
    agreeing=frozenset(_AGREEING),
    contradictions=dict.fromkeys(("altered", "partial", "other"), _OTHER),
    notes={
        "near": "The article gives the title “{claimed}”; PubMed has “{found}”.",
        "cut": "The article gives the title in another form (“{claimed}”); PubMed has “{found}”.",
    },
    condition=lambda _: "gave the title",
    statements=("title",),
    recorded=lambda claimed, publication: replace(claimed, title=publication.title),
)
