"""Patterns that begin with a lookahead for the first character of a match: no such character is missing.

`(?=[JFM\\d])…` passes over most places of a text without trying the alternatives behind it. A character that
the class lacks would silently hide matches, so it is computed here from the pattern with what each match
begins.
"""

from __future__ import annotations

import importlib
import re

import pytest

import citecheck.extraction
from citecheck.extraction.fields.study_design import _any_design, _designs
from citecheck.extraction.references import entry_identifiers, locators
from tests.extraction.test_word_patterns import WORD_PATTERNS
from tests.pattern_proofs import first_behind_numbers, first_characters, parse, wordings

# Patterns without word lists that begin so
_PLAIN = (
    "fields.dates._DATE",
    "fields.findings._NOTE",
    "fields.people._ANY_NAME",
    "journal_mentions.finder._IN_NAME",
    "prose.signed_studies._SIGN",
    "references.journals._BEGIN",
    "references.lists._WITHIN",
    "references.locators._ANCHOR",
    "references.parser._REMARKS",
)


def _patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of this stage that begin with such a lookahead, by name."""
    package = citecheck.extraction
    found = {"fields.study_design._any_design": _any_design(), "fields.study_design._designs": _designs()} | {
        name: pattern.compiled for name, pattern in WORD_PATTERNS.items() if pattern.begins
    }
    for name in _PLAIN:
        module, _, attribute = name.rpartition(".")
        found[name] = getattr(importlib.import_module(f"{package.__name__}.{module}"), attribute)
    return found


@pytest.mark.parametrize("pattern", [pytest.param(one, id=name) for name, one in _patterns().items()])
def test_no_first_character_is_missing(pattern: re.Pattern[str]) -> None:
    (_, (_, wanted)), *rest = parse(pattern.pattern, pattern.flags)
    allowed, _ = first_characters(wanted)
    begins, may_be_empty = first_characters(rest)
    assert not may_be_empty
    assert sorted(begins - allowed) == []


def test_every_address_in_an_entry_contains_what_is_looked_for_first() -> None:
    found = list(wordings(entry_identifiers._URL.pattern))
    assert all(any(letters in words for letters in entry_identifiers._IN_ADDRESSES) for words in found)


@pytest.mark.parametrize(("signs", "shape"), [(signs, shape) for _, signs, shape in locators._SHAPES])
def test_no_sign_behind_the_numbers_of_a_locator_is_missing(signs: str, shape: str) -> None:
    if locators._opening(shape) in ("date", "volume", "digit"):
        begins, may_lack_them = first_behind_numbers(parse(shape))
        assert set(signs) >= ((begins | {"$"}) if may_lack_them else begins) & set("(,:;.$")


@pytest.mark.parametrize("shape", [shape for *_, shape in locators._SHAPES])
def test_a_shape_of_locators_begins_as_its_opening_says(shape: str) -> None:
    begins, may_be_empty = first_characters(parse(shape))
    assert not may_be_empty
    numbers = {sign for sign in begins if sign.isdecimal()}
    if (opening := locators._opening(shape)) == "digit":
        assert begins == numbers
    elif opening in ("vol", "letter"):
        assert not numbers
    elif opening == "volume":
        assert begins.isdisjoint("([")


@pytest.mark.parametrize(
    ("pattern", "begins", "may_lack_them"),
    [
        (r"\d{4}\s?;\s?\d+", ";", False),
        (r"\d+(?:-\d+)?(?:[(,]\d)?", "(,", True),
        (r"(?P<volume>\d+)(?=\s*(?:\.|$))", ".$", False),
        (r"(?:\d{1,2} )?(?:no\.|[IV]+),", "nIV", False),
    ],
)
def test_first_characters_behind_numbers_of_small_patterns(
    pattern: str, begins: str, may_lack_them: bool
) -> None:
    assert first_behind_numbers(parse(pattern)) == (frozenset(begins), may_lack_them)


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        ("ab|c", "ac"),
        (r"\ba?[bc]", "abc"),
        ("(?<=x)(?=[de])", "de"),
        (r"(?:a|(?P<n>b))*+c", "abc"),
        (r"(?!f)[e-g]", "efg"),
        (r"(?=[ab])[bc]", "b"),
    ],
)
def test_first_characters_of_small_patterns(pattern: str, begins: str) -> None:
    assert first_characters(parse(pattern)) == (frozenset(begins), False)
