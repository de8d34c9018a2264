"""Design, sample size and name of a study: "a randomized trial", "a survey of 3,000", "the SPRINT trial"."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain

from citecheck.extraction.literal_set import LiteralSet
from citecheck.extraction.trigger_filter import lower_keeping_offsets
from citecheck.extraction.word_lists import alternatives_pattern, load_list, load_words, plain_beginnings
from citecheck.extraction.word_patterns import WordPattern
from citecheck.model import Design

_NUMBER = r"\d{1,3}(?:[,\u00a0 ]\d{3})+|\d+(?:\.\d+)?"
_SCALE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}


def find_design(text: str) -> Design | None:
    """The design that the passage names; the most discriminative of several, None if it names no design."""
    lower = lower_keeping_offsets(text)
    if not _words_for_designs().find(lower):
        return None
    found = {match.lastgroup or "" for match in _designs().finditer(lower)}
    return next((Design(kind) for kind in load_list("designs", "order") if kind in found), None)


def find_sample_size(text: str) -> int | None:
    """The number of participants: "a study of 3,000 nurses", "researchers followed 1.2 million adults"."""
    lower = lower_keeping_offsets(text)
    past = 0
    for number in _NUMBER_START.finditer(lower):
        found = _SAMPLE.match(lower, number.start()) if number.start() >= past else None
        if found is None:
            continue
        past = found.end()
        value = float(found["number"].replace(",", "").replace("\u00a0", "").replace(" ", ""))
        size = round(value * _SCALE.get((found["scale"] or "").lower(), 1))
        # Years, shares and ages ("63 ten and 11-year-olds") are not sample sizes.
        if _AGE.match(text, found.end("number")):
            continue
        if size >= 2 and not (found["scale"] is None and 1900 <= size <= 2049 and "," not in found["number"]):
            return size
    return None


# Several rules ask for the names in the same sentence, one soon after another.
@lru_cache(maxsize=64)
def find_trial_names(text: str) -> tuple[str, ...]:
    """The names of studies in the passage: "the Women's Health Initiative", "the DASH trial"."""
    names: list[str] = []
    if not _TITLE_WORDS.find(text) and not _SHORT.search(text):
        return ()
    for found in _NAMED.finditer(text):
        name = _NOT_OF_NAME.sub("", found["name"] or found["short"])
        if name in _acronyms() or name.endswith(("the Study", "This Study", "a Study")):
            continue
        if name.lower().removeprefix("the ") not in load_words("studies", "no names") and name not in names:
            names.append(name)
    return tuple(names)


@cache
def _acronyms() -> frozenset[str]:
    """Acronyms of illnesses and agencies, which do not name studies: "an IBS trial", "the NIH study"."""
    return load_words("journal_cues", "ordinary acronyms") | load_words("studies", "no acronyms")


# the Nurses' Health Study · the Women's Health Initiative · UK Biobank | the DASH trial · HF-ACTION
_NAMED = re.compile(
    r"(?P<name>(?:[A-Z][\w’'.-]{1,30}[ ](?:(?:of|and|the|in|for|on|to)[ ]){0,2}){1,7}"
    r"(?:Study|Trial|Cohort|Initiative|Biobank|Registry|Project|Survey|Consortium|Programme|Program))"
    r"\b(?! (?:of|[Ss]tud(?:y|ies))\b)"
    r"|(?<![\w-])(?P<short>(?:[A-Z][A-Z0-9]{1,15}-[A-Z0-9]{1,10}|[A-Z]-[A-Z0-9]{3,10}|[A-Z][A-Z0-9]{2,15})"
    r"(?:[ ][IVX\d]{1,3})?)"
    r"(?=[ ](?:trial|study|cohort|investigators)\b)"
)


# "According to the Iowa Women's Health Study", "Results of the Framingham Heart Study"
_NOT_OF_NAME = re.compile(
    r"^(?:(?:According|Results|Data|Findings|Evidence|Based|In|From|As|And|But|For|Both|Like)[ ]"
    r"(?:(?:to|of|from|on|in|the|and)[ ]){0,3})+"
)
_AGE = re.compile(r"[- ]years?[- ]old")
# Every name of a study contains one of these; most passages contain none of them.
_TITLE_WORDS = LiteralSet("Study|Trial|Cohort|Initiative|Biobank|Registry|Project|Survey|Consortium|Program")
_SHORT = WordPattern(
    "the DASH trial",
    r"(?<=[A-Z\d] )(?:trial|study|cohort|investigators)\b",
    starts="trial|study|cohort|investigators",
)
_NUMBER_START = re.compile(r"\d(?<![\w.,$£€-].)")


@cache
def _words_for_designs() -> LiteralSet:
    """The beginnings of all words for designs; most passages contain none of them."""
    kinds = load_list("designs", "order")
    return LiteralSet("|".join(chain.from_iterable(plain_beginnings("designs", kind) for kind in kinds)))


@cache
def _designs() -> re.Pattern[str]:
    """All words for designs, each design's in a group of its name."""
    kinds = load_list("designs", "order")
    return re.compile(
        r"(?=[a-gilmopq-uz])\b(?:"
        + "|".join(f"(?P<{kind}>(?:{alternatives_pattern('designs', kind)})\\b)" for kind in kinds)
        + ")"
    )


_SAMPLE = WordPattern(
    "nearly 3,000 nurses",
    # not: one in 10 people · 5 per 1,000 people · 20 % of women · 3 mg
    r"(?<!per )(?<!one in )(?<![\w.,$£€-])(?P<number>{number})(?:[ ](?P<scale>hundred|thousand"
    r"|million|billion))?"
    r"[ -](?!percent|per\s?cent|mg"
    r"|years? ago|(?:minute|hour|day|week|month|gram|calorie|point|time|degree)s?\b)"
    r"(?:(?!\d[\d.,]*[ ])[\w’'-]{1,30}[ ]){0,5}?(?:{designs:counted})\b",
    number=_NUMBER,
)
