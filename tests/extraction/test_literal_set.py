"""Strings that are searched for before a pattern: every match of the pattern contains one of them.

A string that the set lacks would silently hide matches, so it is proved here from the parsed pattern.
"""

from __future__ import annotations

import re

import pytest

from citecheck.extraction import identifiers
from citecheck.extraction.fields import meetings, study_design
from citecheck.extraction.literal_set import LiteralSet
from citecheck.extraction.prose import signed_studies
from citecheck.extraction.word_patterns import WordPattern
from tests.extraction.test_word_patterns import WORD_PATTERNS
from tests.pattern_proofs import always_contains, always_starts, parse

_WITH_NEEDS = {name: pattern for name, pattern in WORD_PATTERNS.items() if pattern.needed.strings != ("",)}
_WITH_STARTS = {name: pattern for name, pattern in WORD_PATTERNS.items() if pattern.starting.strings != ("",)}
_DIGITS = set("0123456789")


def _is_proved(needed: LiteralSet, pattern: re.Pattern[str]) -> bool:
    """Whether every match of a pattern surely contains one of the strings."""
    strings = [string.lower() for string in needed.strings]
    assert _DIGITS.isdisjoint(strings) or set(strings) >= _DIGITS
    return always_contains(parse(pattern.pattern, pattern.flags), strings)


def test_some_patterns_have_such_strings() -> None:
    assert len(_WITH_NEEDS) > 10
    assert len(_WITH_STARTS) > 5


@pytest.mark.parametrize("pattern", [pytest.param(one, id=name) for name, one in _WITH_NEEDS.items()])
def test_every_match_contains_a_needed_string(pattern: WordPattern) -> None:
    assert _is_proved(pattern.needed, pattern.compiled)


@pytest.mark.parametrize("pattern", [pytest.param(one, id=name) for name, one in _WITH_STARTS.items()])
def test_every_match_starts_with_one_of_the_strings(pattern: WordPattern) -> None:
    assert always_starts(parse(pattern.compiled.pattern, pattern.compiled.flags), pattern.starting.strings)


@pytest.mark.parametrize(
    ("needed", "pattern"),
    [
        (identifiers._GLUE, identifiers._GLUED),
        (identifiers._LETTERS, identifiers._PMID),
        (identifiers._LETTERS, identifiers._SHORT_PMID),
        (identifiers._LETTERS, identifiers._PMCID),
        (identifiers._LETTERS, identifiers._DOI),
        (identifiers._LETTERS, identifiers._ARXIV),
        (identifiers._LETTERS, identifiers._ACCESSION),
        (meetings._WORDS, re.compile(meetings._EVENT)),
        (study_design._words_for_designs(), study_design._designs()),
    ],
)
def test_every_match_contains_a_string_of_the_set(needed: LiteralSet, pattern: re.Pattern[str]) -> None:
    assert _is_proved(needed, pattern)


def test_every_sign_of_a_signed_study_is_looked_for_first() -> None:
    needed = LiteralSet("|".join((*signed_studies._COMPANY_OR_YEAR.strings, "et")))
    assert _is_proved(needed, signed_studies._SIGN)
    assert signed_studies._ET_AL.pattern in signed_studies._SIGN.pattern


@pytest.mark.parametrize(
    ("pattern", "strings", "proved"),
    [
        ("stud(?:y|ies)", ["stud"], True),
        ("stud(?:y|ies)", ["study", "studie"], True),
        ("stud(?:y|ies)", ["study"], False),
        ("a (?:new )?trial", ["trial"], True),
        ("a (?:new )?trial", ["a trial"], False),
        ("(?:a trial)?s", ["trial"], False),
        (r"\w+itis|flu", ["itis", "flu"], True),
        (r"[a-z]{2} \d+", [*"0123456789"], True),
        ("or (?:more|less)", ["or more", "or less"], True),
        ("(?:x|y)+z", ["z"], True),
    ],
)
def test_what_every_match_contains(pattern: str, strings: list[str], proved: bool) -> None:
    assert always_contains(parse(pattern), strings) is proved


@pytest.mark.parametrize(
    ("pattern", "strings", "proved"),
    [
        ("stud(?:y|ies)", ["stud"], True),
        ("stud(?:y|ies)", ["study", "studi"], True),
        ("stud(?:y|ies)", ["study"], False),
        (r"\b(?:an?|one) \w+", ["a", "one "], True),
        (r"\b(?:an?|one) \w+", ["an", "one "], False),
        (r"(?:new )?trial", ["new ", "trial"], True),
        (r"(?:new )?trial", ["trial"], False),
        (r"\d{4}s", [*"0123456789"], True),
        (r"\w+s", ["s"], False),
        (r"(?=(?P<verb>found|saw))(?P=verb)", ["found", "saw"], True),
        ("(?:ab){2,}", ["abab"], True),
    ],
)
def test_with_what_every_match_starts(pattern: str, strings: list[str], proved: bool) -> None:
    assert always_starts(parse(pattern), strings) is proved


def test_only_places_that_start_so_are_tried() -> None:
    pattern = WordPattern("a trial", r"\b(?:a|the) \w+", starts="a |the ")
    assert pattern.starting.strings == ("a ", "the ")
    text = "see a trial of the theory, a test"
    assert [match[0] for match in pattern.finditer(text)] == ["a trial", "the theory", "a test"]
    assert [match[0] for match in pattern.finditer(text, 5, 31)] == ["the theory", "a te"]
    first = pattern.search(text, 5)
    assert first is not None
    assert first[0] == "the theory"
    assert pattern.search("sea trial") is None


def test_a_place_within_a_match_is_passed_over() -> None:
    pattern = WordPattern("a a b", r"(?:a )+b", starts="a ")
    assert [match[0] for match in pattern.finditer("a a b a b")] == ["a a b", "a b"]


def test_strings_that_overlap_are_all_found() -> None:
    assert LiteralSet("in a|another|an").starts("in another") == [0, 3, 3]


def test_a_text_without_a_needed_string_is_not_searched() -> None:
    pattern = WordPattern("a trial of naps", r"trial of \w+", needs="trial of ")
    assert pattern.search("no such thing") is None
    assert "compiled" not in vars(pattern)
    assert list(pattern.finditer("no such thing")) == []
    assert pattern.sub("x", "no such thing") == "no such thing"
    assert pattern.search("a trial of naps", 3) is None
    assert [match[0] for match in pattern.finditer("a trial of naps, a trial of tea", 3)] == ["trial of tea"]
    assert pattern.sub("x", "a trial of naps") == "a x"


def test_a_section_stands_for_the_beginnings_of_its_entries() -> None:
    needed = WordPattern("a study", r"\b(?:{nouns})\b|\bpage\b", needs="page|{nouns}").needed
    assert {"page", "stud", "trial"} <= set(needed.strings)
