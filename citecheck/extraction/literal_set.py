"""Strings that are searched for together in one pass over a text.

Patterns over long word lists take much longer, and most texts contain none of their words.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

__all__ = ["LiteralSet"]


class LiteralSet:
    """A set of strings; the machine that finds them is built when it is first needed.

    >>> bool(LiteralSet("trial|study").find("a small trial"))
    True
    """

    def __init__(self, strings: str) -> None:
        """Take the strings, joined by "|". Case counts."""
        self.strings = tuple(dict.fromkeys(strings.split("|")))

    @cached_property
    def find(self) -> Callable[[str], list[tuple[int, int, int]]]:
        """Find them in a text: (index of the string, start, end) of each match; empty if there is none."""
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(self.strings, store_patterns=False).find_matches_as_indexes
