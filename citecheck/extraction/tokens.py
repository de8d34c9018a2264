"""A sentence as tokens, and the runs of capitalised words in it that may be names."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from citecheck.extraction.word_lists import load_words

# Numbers with their separators, words with inner hyphens, dots and apostrophes (open-access, bmj.com,
# O'Neill,
# Endocrine Society's), else single signs.
_TOKEN = re.compile(
    r"\d(?:[\d.,]{0,30}\d)?(?![\w])|[^\W_]++(?:[._’'/@-][^\W_]++)*+(?:(?<=[sS])[’'](?=\s))?|[^\w\s]|_"
)

# In words: the longest name.
_LONGEST_RUN = 24


class Tokens:
    """The tokens of `text[start:end]`: `texts`, the same in `lower` case, their `starts` and `ends`."""

    __slots__ = ("ends", "lower", "starts", "text", "texts")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        spans = list(map(re.Match.span, _TOKEN.finditer(text, start, end)))
        self.starts = [first for first, _ in spans]
        self.ends = [last for _, last in spans]
        self.texts = [text[first:last] for first, last in spans]
        self.lower = list(map(str.lower, self.texts))

    def __len__(self) -> int:
        return len(self.texts)

    def at(self, offset: int) -> int:
        """The first token that starts at or after this offset of the text."""
        return bisect_left(self.starts, offset)

    def before(self, index: int) -> str:
        """The previous token in lower case; empty at the start of the sentence."""
        return self.lower[index - 1] if index > 0 else ""

    def after(self, index: int) -> str:
        """The token at `index`, in lower case; empty past the sentence's end."""
        return self.lower[index] if index < len(self.lower) else ""

    def _is_gap(self, index: int) -> bool:
        """Whether more than one space precedes the token, as between the parts of a damaged text.

        As where two parts of a damaged text are glued.
        """
        between = self.text[self.ends[index - 1] : self.starts[index]]
        return len(between) > 1 or between == "\n"

    def span(self, first: int, last: int) -> str:
        """The text of a range of tokens.

        Args:
            first: the index of the first token.
            last: the index of the token behind the range.

        Returns:
            The text with what stands between the tokens; empty for an empty range.
        """
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""

    def run(self, first: int, commas: bool = False) -> int:
        """Where a run of capitalised words ends.

        Small words may stand inside it: "Journal of the American College of Surgeons".

        Args:
            first: the index of the token at which it begins.
            commas: whether commas and colons may stand inside it, too.

        Returns:
            The index of the token behind the run; `first` if there is no run.
        """
        end = at = first
        linking, openers = _linking(), load_words("names", "openers")
        furthest = min(len(self.texts), first + _LONGEST_RUN)
        while at < furthest:
            word = self.texts[at]
            if at > first and (self._is_gap(at) or word in openers):
                break
            if is_capital(word):
                end = at = at + 1
            elif end > first and (word.lower() in linking or (commas and word in ",:")) and at - end < 3:
                at += 1
            else:
                break
        return end

    def run_start(self, last: int) -> int:
        """Where the run of capitalised words that ends with token `last` begins (`last` + 1 if none)."""
        begin, at = last + 1, last
        linking = _linking()
        while at >= max(0, last - _LONGEST_RUN):
            if is_capital(self.texts[at]):
                begin = at
            elif not (begin <= last and self.lower[at] in linking and begin - at < 4):
                break
            at -= 1
        return begin


def is_owner(word: str) -> bool:
    """Whether the word, in lower case, is a possessive: "society's", "acs'"."""
    return word.endswith(("'s", "’s", "s'", "s’"))


def is_capital(token: str) -> bool:
    """Whether the word begins like a name: "Journal", "JAMA", "eLife", "mBio", "iScience"."""
    return token[0].isupper() or (len(token) > 3 and token[0].islower() and token[1].isupper())


@cache
def _linking() -> frozenset[str]:
    return load_words("names", "linking")
