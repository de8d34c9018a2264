"""Path patterns, matched in time proportional to the path's length times the pattern's.

A regular expression made of "*a*a*a" tries every way to divide a name among the stars. Here each star takes
as few characters as possible, and only the last star takes more if the rest does not match: more characters
for an earlier star would not help.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

# Matching takes at most the product of both lengths. People write patterns of a few dozen characters;
# operating systems take paths of 4,096.
LONGEST_PATTERN, LONGEST_PATH = 512, 4_096


@dataclass(frozen=True, slots=True)
class _OneOf:
    """`[a-z_]`, or `[!0-9]` with `negated`; `ranges` are pairs of first and last characters."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool

    def fits(self, character: str) -> bool:
        return any(first <= character <= last for first, last in self.ranges) is not self.negated


_STAR = "*"
_Part = str | _OneOf


@lru_cache(maxsize=4_096)
def _parts(name: str, classes: bool) -> tuple[_Part, ...]:
    """The parts of a name's pattern: "*", "?" (as a class that takes all), characters as "=c", classes."""
    parts: list[_Part] = []
    at = 0
    while at < len(name):
        character = name[at]
        if character == "*":
            if not parts or parts[-1] != _STAR:
                parts.append(_STAR)
        elif character == "?":
            parts.append(_OneOf((), negated=True))
        elif classes and character == "[" and (end := _end_of_class(name, at)):
            parts.append(_class_of(name[at + 1 : end]))
            at = end
        else:
            if classes and character == "\\" and at + 1 < len(name):
                at += 1
            parts.append("=" + name[at])
        at += 1
    return tuple(parts)


def _end_of_class(name: str, start: int) -> int | None:
    first = start + 2 if name[start + 1 : start + 2] in ("!", "^") else start + 1
    end = name.find("]", first + 1)
    return end if end > 0 else None


def _class_of(inner: str) -> _OneOf:
    negated = inner[:1] in ("!", "^")
    listed = inner[1:] if negated else inner
    ranges: list[tuple[str, str]] = []
    at = 0
    while at < len(listed):
        if at + 2 < len(listed) and listed[at + 1] == "-":
            ranges.append((listed[at], listed[at + 2]))
            at += 3
        else:
            ranges.append((listed[at], listed[at]))
            at += 1
    return _OneOf(tuple(ranges), negated)


def _fits_part(part: _Part, character: str) -> bool:
    return part[1] == character if isinstance(part, str) else part.fits(character)


def name_fits(name: str, pattern: str, *, classes: bool = False) -> bool:
    """Whether a name (no slash in it) fits a pattern.

    Args:
        name: The name of a file or folder.
        pattern: `*` stands for any characters, `?` for one.
        classes: Whether `[a-z]` stands for one of these, and a backslash takes what follows as it is.
    """
    parts = _parts(pattern, classes)
    if _STAR not in parts:
        return len(name) == len(parts) and all(map(_fits_part, parts, name))
    return _fits_stars(name, parts, _STAR, _fits_part)


def path_fits(names: Sequence[str], patterns: Sequence[str], *, classes: bool = False) -> bool:
    """Whether a path's names fit patterns of names.

    Args:
        names: The names of the folders and of the file, in order.
        patterns: Patterns of names, in order; `**` stands for any number of names.
        classes: Whether brackets in a pattern stand for one of several characters ("[a-z]").
    """
    return _fits_stars(names, patterns, "**", lambda pattern, name: name_fits(name, pattern, classes=classes))


def _fits_stars(items: Sequence[str], parts: Sequence[T], star: T, fits: Callable[[T, str], bool]) -> bool:
    """Whether the items fit the parts, where a `star` takes any number of items and other parts one."""
    at = part = 0
    last_star, resume = -1, 0
    while at < len(items):
        if part < len(parts) and parts[part] == star:
            last_star, resume = part, at
            part += 1
        elif part < len(parts) and fits(parts[part], items[at]):
            part, at = part + 1, at + 1
        elif last_star >= 0:
            resume += 1
            part, at = last_star + 1, resume
        else:
            return False
    return all(rest == star for rest in parts[part:])
