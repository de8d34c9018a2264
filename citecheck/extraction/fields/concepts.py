"""The concepts of a finding: short noun phrases in the article's own words, in their order, with roles.

"taking magnesium reduced pain in patients with diabetic neuropathy"
    magnesium (intervention) · pain (outcome) · diabetic neuropathy (condition)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from citecheck.extraction.tokens import Tokens, is_capital
from citecheck.extraction.trigger_filter import lower_keeping_offsets
from citecheck.extraction.word_lists import load_words
from citecheck.extraction.word_patterns import WordPattern
from citecheck.model import Concept, Role

_LONGEST = 4
_LONGEST_NAME = 8
_MOST = 12
# "vitamin D", "hepatitis B": the letter belongs to the preceding word.
_LETTERED = frozenset(("vitamin", "hepatitis", "influenza", "omega", "type"))
# "5-hydroxytryptophan" is a name, "12-week" is not.
_NUMBERED = 8


class _Phrase(NamedTuple):
    """A stretch of content words, tokens `first` to `last` (not included)."""

    first: int
    last: int
    text: str


def find_concepts(finding: str) -> tuple[Concept, ...]:
    """The concepts of a finding, each once, at most a dozen.

    Numbers, words of publishing and vague words are not concepts.
    """
    tokens = Tokens(finding, 0, len(finding))
    found: dict[str, Concept] = {}
    turn = _main_verb(tokens)
    for phrase in _phrases(tokens):
        key = phrase.text.lower()
        if key not in found:
            found[key] = Concept(phrase.text, _role(tokens, phrase, turn))
        if len(found) == _MOST:
            break
    return tuple(found.values())


def _phrases(tokens: Tokens) -> Iterator[_Phrase]:
    """The longest stretches of content words, separated at all other words.

    All words of a set phrase count as content.
    """
    fixed = _fixed(tokens)
    at, end = 0, len(tokens)
    while at < end:
        last = at
        while (
            last < end and last - at < _LONGEST and (last in fixed or _is_content(tokens, last, last == at))
        ):
            last += 1
        while last < end and last in fixed and last - 1 in fixed and fixed[last] == fixed[last - 1]:
            last += 1
        if last == at:
            at += 1
            continue
        first, past = _stripped(tokens, at, last, fixed)
        if first < past:
            yield _Phrase(first, past, _plain(tokens.span(first, past)))
        at = last


def _fixed(tokens: Tokens) -> dict[int, int]:
    """The tokens that stand in a set phrase ("type 2 diabetes") or name, each with its phrase's number."""
    lower = lower_keeping_offsets(tokens.text)
    fixed: dict[int, int] = {}
    for number, found in enumerate(_SET_PHRASES.finditer(lower)):
        at = tokens.at(found.start())
        while at < len(tokens) and tokens.starts[at] < found.end():
            fixed[at] = number
            at += 1
    for number, (first, last) in enumerate(_names(tokens), len(tokens)):
        fixed.update(dict.fromkeys(range(first, last), number))
    return fixed


def _names(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """The capitalised names that contain a stop word: "World Health Organization".

    Capitals in a headline are ignored, because most of its words have them.
    """
    capitals = [at for at, word in enumerate(tokens.texts) if is_capital(word)]
    if len(capitals) < 2 or 2 * len(capitals) > len(tokens):
        return
    stop = _stop()
    past = 1 if tokens.lower[0] in stop else 0  # "The World Health Organization"
    for at in capitals:
        if at < past:
            continue
        past = tokens.run(at)
        if 1 < past - at <= _LONGEST_NAME and any(
            tokens.lower[word] in stop and is_capital(tokens.texts[word]) for word in range(at, past)
        ):
            yield at, past


def _is_content(tokens: Tokens, at: int, begins: bool) -> bool:
    word = tokens.lower[at]
    if word.endswith(("n't", "n’t")):
        return False
    if len(word) < 3 and not (tokens.texts[at].isupper() and len(word) == 2):
        return len(word) == 1 and at > 0 and tokens.before(at) in _LETTERED
    if not _may_be_content(word):
        return False
    if word.endswith("ed") and len(word) > 4 and word not in load_words("concepts", "adjectives in ed"):
        # "processed meat" opens a phrase; "women exposed to" closes one.
        opens = begins and at + 1 < len(tokens) and tokens.before(at) not in ("had", "was", "were")
        return opens and _opens(tokens, at + 1)
    return True


@lru_cache(maxsize=1 << 15)
def _may_be_content(word: str) -> bool:
    """Whether a word can be part of a concept, regardless of its neighbours."""
    if not word[0].isalpha():
        # 5-hydroxytryptophan
        return word[0].isdigit() and "-" in word[1:4] and word[-1].isalpha() and len(word) > _NUMBERED
    if word in _stop() or word.removesuffix("'s").removesuffix("’s") in _stop():
        return False
    if word.endswith("ly") and word not in _real_ly():
        return False
    return not _turns(word)


@lru_cache(maxsize=1 << 15)
def _turns(word: str) -> bool:
    return _TURNING.fullmatch(word) is not None


def _opens(tokens: Tokens, at: int) -> bool:
    word = tokens.lower[at]
    return word[0].isalpha() and word not in _stop() and not word.endswith(("ed", "ly")) and len(word) > 3


def _stripped(tokens: Tokens, first: int, last: int, fixed: dict[int, int]) -> tuple[int, int]:
    """The phrase without vague words at its ends: "type", "levels", "use"."""
    vague = load_words("concepts", "vague")
    while first < last and first not in fixed and tokens.lower[first] in vague:
        first += 1
    while last > first and last - 1 not in fixed and tokens.lower[last - 1] in vague:
        last -= 1
    return first, last


def _plain(text: str) -> str:
    return _OWNING.sub("", " ".join(text.split()).strip("\"'“”‘’_*"))


_OWNING = re.compile(r"[’']s$")


def _main_verb(tokens: Tokens) -> int | None:
    """The first word between the intervention and the outcome: "reduced", "linked to", "improves"."""
    return next((at for at, word in enumerate(tokens.lower) if _turns(word)), None)


def _role(tokens: Tokens, phrase: _Phrase, turn: int | None) -> Role:
    lower = phrase.text.lower()
    head = tokens.lower[phrase.last - 1]
    if head in load_words("concepts", "populations") or lower in load_words("concepts", "populations"):
        return Role.POPULATION
    before = tokens.lower[max(0, phrase.first - 4) : phrase.first]
    near = set(before)
    if near & load_words("concepts", "before interventions"):
        return Role.INTERVENTION
    with_before = bool(before) and before[-1] in ("with", "from", "having", "had", "by")
    outcome = bool(near & load_words("concepts", "before outcomes")) and not with_before
    if outcome:
        return Role.OUTCOME
    if _names_condition(lower):
        return Role.CONDITION
    if turn is None:
        return Role.OTHER
    return Role.INTERVENTION if phrase.first < turn else Role.OUTCOME


_SET_PHRASES = WordPattern(
    "type 2 diabetes",
    r"\b(?:{concepts:phrases})\b",
    starts="{concepts:phrases}",
)


@cache
def _stop() -> frozenset[str]:
    return load_words("concepts", "stop")


@cache
def _real_ly() -> frozenset[str]:
    return load_words("concepts", "nouns in ly")


_TURNING = WordPattern("reduced", r"{concepts:turning}")


@lru_cache(maxsize=1 << 14)
def _names_condition(phrase: str) -> bool:
    return _CONDITION.search(phrase) is not None


_CONDITION = WordPattern(
    "heart failure",
    r"\b(?:\w+(?:{concepts:endings of conditions})|{concepts:conditions})\b",
    needs="{concepts:endings of conditions}|{concepts:conditions}",
)
