"""Strings that are searched for together in one pass over a text.

Patterns over long word lists take much longer, and most texts contain none of their words.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

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
        """Find them in a text: (index of the string, start, end) of each match, in order."""
        return self._automaton.find_matches_as_indexes

    @cached_property
    def starts(self) -> Callable[[str], list[int]]:
        """Where the strings start in a text, in order; also those that overlap."""
        find = self._automaton.find_matches_as_indexes
        return lambda text: sorted([start for _, start, _ in find(text, overlapping=True)])

    @cached_property
    def _automaton(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(self.strings, store_patterns=False)
