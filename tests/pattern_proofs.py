"""What can be proved of regular expressions: with which characters matches begin, what every match contains.

Both are computed from the parsed pattern, so that a quick look at a text can be shown to miss no match.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

# The parser of `re`, which has no public name
parse = importlib.import_module("re._parser").parse
# Letters, digits and signs of texts in Latin letters
_CHARACTERS = frozenset(map(chr, (*range(0x250), *range(0x2000, 0x2070))))
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
    return _first(parsed, frozenset())


def first_behind_numbers(parsed: Any) -> tuple[frozenset[str], bool]:
    """The first characters of matches that are no digits, blanks or dashes, and whether one may lack them.

    "$" stands for the end of the text.
    """
    numeral = {sign for sign in _CHARACTERS if sign.isdecimal() or sign.isspace()}
    return _first(parsed, frozenset(numeral | set("-–—−‐‑")))


def _first(parsed: Any, passed: frozenset[str]) -> tuple[frozenset[str], bool]:
    """As `first_characters`, for the first character that is not to be passed over."""
    found: frozenset[str] = frozenset()
    ahead = _CHARACTERS
    for name, value in ((str(code), value) for code, value in parsed):
        if name == "ASSERT":
            direction, inner = value
            if direction > 0 and passed:
                # What follows is read from behind the passed characters, the lookahead from before them.
                signs, may_be_empty = _first(inner, passed)
                found |= signs
                if not may_be_empty:
                    return found, False
            elif direction > 0:
                signs, may_be_empty = _first(inner, passed)
                ahead = ahead if may_be_empty else ahead & signs
        elif passed and name == "AT" and str(value) == "AT_END":
            return found | {"$"}, False
        elif name not in ("AT", "ASSERT_NOT"):
            signs, may_be_empty = _of_item(name, value, passed)
            found |= signs & ahead
            if not may_be_empty:
                return found, False
    # An empty match stands before a character that the lookahead allows.
    return (found, True) if ahead == _CHARACTERS else (found | ahead, False)


def _of_item(name: str, value: Any, passed: frozenset[str]) -> tuple[frozenset[str], bool]:
    if name in ("LITERAL", "IN"):
        signs = frozenset(chr(value)) if name == "LITERAL" else _of_class(value)
        return signs - passed, bool(signs & passed)
    if name == "BRANCH":
        parts = [_first(part, passed) for part in value[1]]
        return frozenset().union(*(signs for signs, _ in parts)), any(empty for _, empty in parts)
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _first(value[3] if name == "SUBPATTERN" else value, passed)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        signs, may_be_empty = _first(value[2], passed)
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


# A place where a match can have various characters
_ANY = "\0"
_MOST_WORDINGS = 300_000


def wordings(pattern: str) -> Iterator[str]:
    """What matches of a pattern can look like, in lower case; characters that may vary are `_ANY`.

    Raises:
        AssertionError: there are too many.
    """
    found = list(islice(_of_sequence(list(parse(pattern))), _MOST_WORDINGS + 1))
    assert len(found) <= _MOST_WORDINGS
    yield from found


def _of_sequence(parsed: list[Any]) -> Iterator[str]:
    items = [list(_wordings_of(str(code), value)) for code, value in parsed]
    return ("".join(parts) for parts in product(*items))


def _wordings_of(name: str, value: Any) -> Iterator[str]:
    if name in ("AT", "ASSERT", "ASSERT_NOT"):
        yield ""
    elif name == "LITERAL":
        yield chr(value).lower()
    elif name == "IN":
        lowered = {sign.lower() for sign in _of_class(value)}
        yield from sorted(lowered) if len(lowered) <= 2 else (_ANY,)
    elif name == "BRANCH":
        for part in value[1]:
            yield from _of_sequence(list(part))
    elif name == "SUBPATTERN":
        yield from _of_sequence(list(value[3]))
    elif name in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, inner = value
        if least == 0:
            yield ""
        once = list(_of_sequence(list(inner)))
        # Of a part that is repeated only the last repetition is looked at.
        yield from once if most == 1 else (f"{_ANY}{one}" for one in once)
    else:
        yield _ANY
