"""Patterns that begin with a lookahead for the first character of a match: no such character is missing.

`(?=[JFM\\d])…` passes over most places of a text without trying the alternatives behind it. A character that
the class lacks would silently hide matches, so it is computed here from the pattern with what each match
begins.
"""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest

import citecheck.extraction
from citecheck.extraction.fields.study_design import _any_design
from tests.extraction.test_word_patterns import WORD_PATTERNS

# The parser of `re`, which has no public name
_parse = importlib.import_module("re._parser").parse
# Letters, digits and signs of texts in Latin letters
_CHARACTERS = frozenset(map(chr, (*range(0x250), *range(0x2000, 0x2070))))
# Patterns without word lists that begin so
_PLAIN = (
    "fields.dates._DATE",
    "fields.findings._NOTE",
    "fields.people._ANY_NAME",
    "references.journals._BEGIN",
    "references.lists._WITHIN",
    "references.parser._REMARKS",
)
_CATEGORIES = {
    "CATEGORY_DIGIT": str.isdecimal,
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_WORD": lambda sign: sign.isalnum() or sign == "_",
    "CATEGORY_NOT_DIGIT": lambda sign: not sign.isdecimal(),
    "CATEGORY_NOT_SPACE": lambda sign: not sign.isspace(),
    "CATEGORY_NOT_WORD": lambda sign: not (sign.isalnum() or sign == "_"),
}


def first_characters(parsed: Any) -> tuple[frozenset[str], bool]:
    """The characters with which matches of a parsed pattern begin, and whether one may be empty."""
    found: frozenset[str] = frozenset()
    ahead = _CHARACTERS
    for name, value in ((str(code), value) for code, value in parsed):
        if name == "ASSERT":
            direction, inner = value
            if direction > 0:
                signs, may_be_empty = first_characters(inner)
                ahead = ahead if may_be_empty else ahead & signs
        elif name not in ("AT", "ASSERT_NOT"):
            signs, may_be_empty = _of_item(name, value)
            found |= signs & ahead
            if not may_be_empty:
                return found, False
    # An empty match stands before a character that the lookahead allows.
    return (found, True) if ahead == _CHARACTERS else (found | ahead, False)


def _of_item(name: str, value: Any) -> tuple[frozenset[str], bool]:
    if name == "LITERAL":
        return frozenset(chr(value)), False
    if name == "IN":
        return _of_class(value), False
    if name == "BRANCH":
        parts = [first_characters(part) for part in value[1]]
        return frozenset().union(*(signs for signs, _ in parts)), any(empty for _, empty in parts)
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return first_characters(value[3] if name == "SUBPATTERN" else value)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        signs, may_be_empty = first_characters(value[2])
        return signs, may_be_empty or value[0] == 0
    return _CHARACTERS, True


def _of_class(items: Any) -> frozenset[str]:
    signs: set[str] = set()
    negated = False
    for name, value in ((str(code), value) for code, value in items):
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            signs.add(chr(value))
        elif name == "RANGE":
            signs.update(map(chr, range(value[0], value[1] + 1)))
        else:
            signs.update(filter(_CATEGORIES[str(value)], _CHARACTERS))
    return _CHARACTERS - signs if negated else frozenset(signs)


def _patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of this stage that begin with such a lookahead, by name."""
    package = citecheck.extraction
    found = {"study_design._any_design": _any_design()} | {
        name: pattern.compiled for name, pattern in WORD_PATTERNS.items() if pattern.begins
    }
    for name in _PLAIN:
        module, _, attribute = name.rpartition(".")
        found[name] = getattr(importlib.import_module(f"{package.__name__}.{module}"), attribute)
    return found


@pytest.mark.parametrize("pattern", [pytest.param(one, id=name) for name, one in _patterns().items()])
def test_no_first_character_is_missing(pattern: re.Pattern[str]) -> None:
    (_, (_, wanted)), *rest = _parse(pattern.pattern, pattern.flags)
    allowed, _ = first_characters(wanted)
    begins, may_be_empty = first_characters(rest)
    assert not may_be_empty
    assert sorted(begins - allowed) == []


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
    assert first_characters(_parse(pattern)) == (frozenset(begins), False)
