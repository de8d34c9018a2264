"""Regular expressions that contain entries of the word lists in `data/`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from citecheck.extraction.word_lists import alternatives_pattern, plain_beginnings

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
            needs: A section of `data/studies.txt` of which every match contains an entry. `search` first
                looks for the letters with which these entries begin, which takes much less time.
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

    # The methods of the compiled expression are stored on the instance at their first use.

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """As `re.Pattern.search`; one of an expression that `needs` a section takes only a text."""
        search = self.compiled.search
        if not self._needs:
            return search
        beginnings = plain_beginnings("studies", self._needs)

        def search_if_needed(text: str) -> re.Match[str] | None:
            for beginning in beginnings:
                if beginning in text:
                    return search(text)
            return None

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
        return self.compiled.finditer

    @cached_property
    def sub(self) -> Callable[..., str]:
        """As `re.Pattern.sub`."""
        return self.compiled.sub
