"""What can be proved of regular expressions: with which characters matches begin, what every match contains.

Both are computed from the parsed pattern, so that a quick look at a text can be shown to miss no match.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
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
# Classes of at most this many characters are spelt out, and those of some digits.
_FEW = 2
_DIGITS = frozenset("0123456789")


def wordings(pattern: str) -> Iterator[str]:
    """What matches of a pattern can look like, in lower case; characters that may vary are `_ANY`, digits 0.

    Raises:
        AssertionError: there are too many.
    """
    found = list(islice(_of_sequence(list(parse(pattern))), _MOST_WORDINGS + 1))
    assert len(found) <= _MOST_WORDINGS
    yield from found


# So many wordings of neighbouring items are compared; more are taken for any characters.
_MOST_TOGETHER = 4_000


def always_contains(parsed: Any, strings: Sequence[str]) -> bool:
    """Whether every match, with what its lookaheads see, surely contains one of the strings, in lower case.

    False also where it can't be told.
    """
    items = [(str(code), value) for code, value in parsed]
    if any(_item_contains(name, value, strings) for name, value in items):
        return True
    spelt = [_few_wordings(name, value) for name, value in items]
    return any(_together_contain(spelt[at:], strings) for at in range(len(spelt)))


def always_starts(parsed: Any, strings: Sequence[str]) -> bool:
    """Whether every match of a parsed pattern starts with one of the strings."""
    return _starts("", [(str(code), value) for code, value in parsed], strings)


def _starts(begun: str, rest: list[tuple[str, Any]], strings: Sequence[str]) -> bool:
    """Whether every match that begins so and goes on with these items starts with one of the strings."""
    if any(begun.startswith(string) for string in strings):
        return True
    if not rest or not any(string.startswith(begun) for string in strings):
        return False
    (name, value), *later = rest
    if name == "ASSERT" and value[0] > 0:
        if _starts(begun, [(str(code), item) for code, item in value[1]], strings):
            return True
        ways: list[tuple[str, Any]] = [("", [])]
    elif name in ("AT", "ASSERT", "ASSERT_NOT"):
        ways = [("", [])]
    elif name == "LITERAL":
        ways = [(chr(value), [])]
    elif name == "IN":
        signs = _of_class(value)
        ways = [(sign, []) for sign in signs] if len(signs) <= len(_DIGITS) else [(_ANY, [])]
    elif name == "BRANCH":
        ways = [("", part) for part in value[1]]
    elif name == "SUBPATTERN":
        ways = [("", value[3])]
    elif name in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, inner = value
        again = [(name, (max(least - 1, 0), most - 1, inner))] if most > 1 else []
        ways = [("", [*inner, *again])] + ([("", [])] if least == 0 else [])
    else:
        ways = [(_ANY, [])]
    return all(
        _starts(begun + signs, [*((str(code), value) for code, value in items), *later], strings)
        for signs, items in ways
    )


def _item_contains(name: str, value: Any, strings: Sequence[str]) -> bool:
    if name == "BRANCH":
        return all(always_contains(part, strings) for part in value[1])
    if name == "SUBPATTERN":
        return always_contains(value[3], strings)
    if name == "ASSERT":
        return value[0] > 0 and always_contains(value[1], strings)
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        return value[0] > 0 and always_contains(value[2], strings)
    return False


def _few_wordings(name: str, value: Any) -> list[str]:
    found = list(islice(_wordings_of(name, value), _MOST_TOGETHER + 1))
    return found if len(found) <= _MOST_TOGETHER else [_ANY]


def _together_contain(spelt: Sequence[list[str]], strings: Sequence[str]) -> bool:
    """Whether items contain one of the strings in all their wordings, from the first on."""
    open_ends = {""}
    for words in spelt:
        open_ends = {end + word for end in open_ends for word in words}
        open_ends = {end for end in open_ends if not any(string in end for string in strings)}
        if not open_ends or len(open_ends) > _MOST_TOGETHER:
            break
    return not open_ends


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
        if lowered == _DIGITS:
            yield "0"
        else:
            yield from sorted(lowered) if len(lowered) <= _FEW or lowered < _DIGITS else (_ANY,)
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
