"""Regular expressions that contain entries of the word lists in `data/`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property

from citecheck.extraction.literal_set import LiteralSet
from citecheck.extraction.word_lists import alternatives_pattern, plain_beginnings, without_longer

__all__ = ["WordPattern"]

# "{nouns}", "{findings:kept verbs}"; quantifiers such as "{0,4}" begin with a digit.
_FIELD = re.compile(r"\{(?:(?P<list>[a-z_]+):)?(?P<name>[a-z][a-z -]*)\}")


class WordPattern:
    """A regular expression over the word lists, compiled at its first use.

    >>> WordPattern("a study from Iceland", r"{singular nouns} from (?:{places:countries})").example
    'a study from Iceland'
    """

    def __init__(
        self,
        example: str,
        pattern: str,
        *,
        flags: int = 0,
        lowered: bool = False,
        needs: str = "",
        starts: str = "",
        first_characters: str = "",
        **parts: str,
    ) -> None:
        r"""Describe the expression; nothing is compiled yet.

        Args:
            example: A text that contains a match. The tests search it.
            pattern: The expression. `{nouns}` is replaced by the entries of section [nouns] in
                `data/studies.txt`, `{places:countries}` by those of section [countries] in
                `data/places.txt`, each joined by "|".
            flags: Flags of `re`.
            needs: Strings joined by "|", of which every match contains one; `{nouns}` stands for the
                beginnings of the entries of that section. A text with none of them is not searched, which
                takes much less time. The tests prove that none is missing.
            starts: As `needs`: strings with one of which every match starts. Other places of a text are not
                tried.
            first_characters: The characters with which matches start, as in a character class: for a
                pattern that starts with too many different strings. The tests prove that none is missing.
            lowered: Whether the entries are converted to lower case.
            parts: Named parts of the expression: with `some=r"\w+ "`, `{some}` is replaced by `\w+ `.
        """
        self.example = example
        self._pattern = pattern
        self._flags = flags
        self._lowered = lowered
        self._needs = needs
        self._starts = starts
        self.first_characters = first_characters
        self._parts = parts

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled regular expression."""
        pattern = _FIELD.sub(self._expand, self._pattern)
        first = self.first_characters
        return re.compile(f"(?=[{first}])(?:{pattern})" if first else pattern, self._flags)

    def _expand(self, field: re.Match[str]) -> str:
        if field["list"] is None and field["name"] in self._parts:
            return _FIELD.sub(self._expand, self._parts[field["name"]])
        entries = alternatives_pattern(field["list"] or "studies", field["name"])
        return entries.lower() if self._lowered else entries

    @cached_property
    def needed(self) -> LiteralSet:
        """The strings of which every match contains one; empty if none are known."""
        return LiteralSet(_FIELD.sub(_beginnings, self._needs))

    @cached_property
    def starting(self) -> LiteralSet:
        """The strings with one of which every match starts; empty if none are known."""
        strings = set(_FIELD.sub(_beginnings, self._starts).split("|"))
        return LiteralSet("|".join(sorted(without_longer(strings))))

    # The methods are stored on the instance at their first use.

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """As `re.Pattern.search`."""
        if self._starts:
            return self._search_at_starts
        return self._search_if_needed if self._needs else self.compiled.search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """As `re.Pattern.match`."""
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        """As `re.Pattern.fullmatch`."""
        return self.compiled.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """As `re.Pattern.finditer`."""
        if self._starts:
            return self._finditer_at_starts
        return self._finditer_if_needed if self._needs else self.compiled.finditer

    def sub(self, replacement: str, text: str) -> str:
        """As `re.Pattern.sub`, for all matches."""
        return self.compiled.sub(replacement, text) if self._is_needed(text) else text

    def _is_needed(self, text: str) -> bool:
        return not self._needs or bool(self.needed.find(text))

    def _search_if_needed(self, text: str, begin: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.search(text, begin, end) if self._is_needed(text[begin:end]) else None

    def _finditer_if_needed(
        self, text: str, begin: int = 0, end: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text, begin, end) if self._is_needed(text[begin:end]) else iter(())

    def _search_at_starts(self, text: str, begin: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        part = text[begin:end]
        for start in self.starting.starts(part) if self._is_needed(part) else ():
            if found := self.match(text, begin + start, end):
                return found
        return None

    def _finditer_at_starts(
        self, text: str, begin: int = 0, end: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        part, past = text[begin:end], begin
        for start in self.starting.starts(part) if self._is_needed(part) else ():
            if begin + start >= past and (found := self.match(text, begin + start, end)):
                yield found
                past = found.end()


def _beginnings(field: re.Match[str]) -> str:
    return "|".join(plain_beginnings(field["list"] or "studies", field["name"]))
