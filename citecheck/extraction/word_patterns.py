"""Regular expressions that contain entries of the word lists in `data/`."""

from __future__ import annotations

import re
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
        begins: str = "",
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
            begins: The characters with which matches begin, as in a character class. Other places of a text
                are then passed over without trying every alternative. The tests prove that none is missing.
            lowered: Whether the entries are converted to lower case.
            parts: Named parts of the expression: with `some=r"\w+ "`, `{some}` is replaced by `\w+ `.
        """
        self.example = example
        self._pattern = pattern
        self._flags = flags
        self._lowered = lowered
        self._needs = needs
        self._starts = starts
        self.begins = begins
        self._parts = parts

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled regular expression."""
        pattern = _FIELD.sub(self._expand, self._pattern)
        return re.compile(f"(?=[{self.begins}])(?:{pattern})" if self.begins else pattern, self._flags)

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
            return self._first_at_starts
        if not self._needs:
            return self.compiled.search
        needed = self.needed.find

        def search_if_needed(text: str, *limits: int) -> re.Match[str] | None:
            return self.compiled.search(text, *limits) if needed(text) else None

        return search_if_needed

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
            return self._matches_at_starts
        if not self._needs:
            return self.compiled.finditer
        needed = self.needed.find

        def finditer_if_needed(text: str, *limits: int) -> Iterator[re.Match[str]]:
            return self.compiled.finditer(text, *limits) if needed(text) else iter(())

        return finditer_if_needed

    def _first_at_starts(self, text: str, begin: int = 0, *end: int) -> re.Match[str] | None:
        if self._needs and not self.needed.find(text):
            return None
        for start in self.starting.starts(text):
            if start >= begin and (found := self.match(text, start, *end)):
                return found
        return None

    def _matches_at_starts(self, text: str, begin: int = 0, *end: int) -> Iterator[re.Match[str]]:
        if self._needs and not self.needed.find(text):
            return
        for start in self.starting.starts(text):
            if start >= begin and (found := self.match(text, start, *end)):
                yield found
                begin = found.end()

    @cached_property
    def sub(self) -> Callable[[str, str], str]:
        """As `re.Pattern.sub`, for all matches."""
        if not self._needs:
            return self.compiled.sub
        needed = self.needed.find

        def sub_if_needed(replacement: str, text: str) -> str:
            return self.compiled.sub(replacement, text) if needed(text) else text

        return sub_if_needed


def _beginnings(field: re.Match[str]) -> str:
    return "|".join(plain_beginnings(field["list"] or "studies", field["name"]))
