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
from citecheck.extraction.fields.study_design import _designs
from citecheck.extraction.references import entry_identifiers, locators
from tests.extraction.test_word_patterns import WORD_PATTERNS
from tests.pattern_proofs import first_behind_numbers, first_characters, parse, wordings

# Patterns without word lists that begin so
_PLAIN = (
    "fields.findings._NOTE",
    "fields.people._ANY_NAME",
    "journal_mentions.finder._IN_NAME",
    "prose.signed_studies._SIGN",
    "references.journals._BEGIN",
    "references.lists._WITHIN",
    "references.locators._ANCHOR",
)


def _patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of this stage that begin with such a lookahead, by name."""
    package = citecheck.extraction
    found = {"fields.study_design._designs": _designs()} | {
        name: pattern.compiled for name, pattern in WORD_PATTERNS.items() if pattern.first_characters
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
    letters = entry_identifiers._IN_ADDRESSES
    assert all(letters.find(words) for words in found)


@pytest.mark.parametrize("shape", locators._SHAPES)
def test_no_sign_behind_the_numbers_of_a_locator_is_missing(shape: locators._Shape) -> None:
    if shape.opening in ("date", "volume", "digit"):
        begins, may_lack_them = first_behind_numbers(parse(shape.pattern))
        assert set(shape.signs) >= ((begins | {"$"}) if may_lack_them else begins) & set("(,:;.$")


@pytest.mark.parametrize("shape", locators._SHAPES)
def test_a_shape_of_locators_begins_as_its_opening_says(shape: locators._Shape) -> None:
    begins, may_be_empty = first_characters(parse(shape.pattern))
    assert not may_be_empty
    numbers = {sign for sign in begins if sign.isdecimal()}
    if shape.opening == "digit":
        assert begins == numbers
    elif shape.opening in ("vol", "letter"):
        assert not numbers
    elif shape.opening == "volume":
        assert begins.isdisjoint("([")
    else:
        assert shape.opening == "date"


def test_behind_the_capital_of_a_month_stands_a_small_letter() -> None:
    month = re.compile(locators.MONTH)
    for word in wordings(locators.MONTH):
        assert month.fullmatch(word.capitalize())
        assert not month.match(word[:2].upper() + word[2:])


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
