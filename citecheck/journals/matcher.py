"""Finds known journal names in running text, in one pass."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from citecheck.journals.common_words import CommonWord, common_word_kinds
from citecheck.journals.folding import FoldedText, unglue_words
from citecheck.model import Journal


class NameHit(NamedTuple):
    """A known name at `text[start:end]`, without a leading "the".

    `common_word`: the name is an ordinary word, or an ordinary phrase that is not capitalised like a title,
    or a field of study that is also the name of departments ("Internal Medicine"); it counts only if the
    sentence shows that a journal is named. `capitals`: every word except small ones ("of", "and") begins with
    a capital.
    """

    start: int
    end: int
    journal: Journal
    common_word: bool
    capitals: bool


class CatalogueName(NamedTuple):
    """A journal's name as its origin writes it; `abbreviated` names may have a dot after any word.

    `whole` is false for a name that lacks its place or subtitle.
    """

    journal: Journal
    written: str
    abbreviated: bool
    whole: bool = True


_SMALL_WORDS = frozenset(
    ("a", "an", "and", "the", "of", "in", "for", "on", "to", "at", "by", "from", "with", "de", "des", "der",
     "die", "das", "du", "la", "le", "les", "di", "da", "do", "dos", "und", "et", "e", "y", "für", "npj")
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
# Between words these signs end a sentence or clause, unless the name itself has one at the same position.
_DIVIDING = re.compile(r"[.,:;!?\\()\[\]{}|/\"“”„«»‹›<>=+—–•·]|\n\s*\n|\n\s*[-*#>\d]|\t")
_JOINTS = frozenset("/.-_@=%#")
_AROUND_ADDRESSES = frozenset(" \t\n\r\"'<>()[]{}|,;“”‘’*")
_LONGEST_ADDRESS = 300
# "https://…", "x.org/y", "a@b", "10.1136/bmj.k2179", "study-published-in-nejm-300328369.html"
_ADDRESS = re.compile(r"://|@|\w\.\w+/|\b10\.\d{4}|\w-\w+-\w+-\w|\w\.html?\b")
_CLOSING = re.compile(r"[.\s]{0,3}\)")
_PARAGRAPH = re.compile(r"\n\s*\n|\n\s*[-*#>]")


class NameMatcher:
    """Finds the names of a table in running text, in time proportional to its length."""

    def __init__(self, names: Mapping[str, CatalogueName]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        self._names = [name for name in names if len(name) > 1 and not name.isdigit()]
        self._wordings = [names[name] for name in self._names]
        # In the folded text names are between spaces. Matches may overlap, so that none hides another.
        self._automaton = AhoCorasick(
            [f" {unglue_words(name)} " for name in self._names],
            matchkind=MatchKind.Standard,
            store_patterns=False,
        )

    @cached_property
    def _ordinary(self) -> list[CommonWord]:
        return common_word_kinds(self._names)

    def find(self, text: str) -> Iterator[NameHit]:
        """Known names in `text`, in order and without overlaps: the first wins, then the longest.

        Ordinary words in lower case ("sleep", "primary care") are left out.
        """
        folded = FoldedText(text)
        cased, ordinary = folded.cased, self._ordinary
        matches = [
            match
            for match in self._automaton.find_matches_as_indexes(folded.folded, overlapping=True)
            if not ordinary[match[0]] or not cased[match[1] : match[2]].islower()
        ]
        matches.sort(key=lambda match: (match[1], -match[2]))
        last = 0
        for which, start, end in matches:
            if start < last:
                continue
            hit = self._hit(which, text, *folded.span(start + 1, end - 1))
            if hit is not None:
                last = end - 1
                yield hit

    def in_small_letters(self, text: str) -> Iterator[tuple[int, int]]:
        """The spans of names in lower case, whether ordinary or not; they may overlap."""
        folded = FoldedText(text)
        for which, start, end in self._automaton.find_matches_as_indexes(folded.folded, overlapping=True):
            if _is_written_small(folded.cased[start:end].split()):
                place = folded.span(start + 1, end - 1)
                written = text[slice(*place)]
                if not _DIVIDING.search(written) or _is_divided_like(written, self._wordings[which]):
                    yield place

    def _hit(self, which: int, text: str, start: int, end: int) -> NameHit | None:
        written = text[start:end]
        if "(" in written and (closing := _CLOSING.match(text, end)):
            # "Pain medicine (Malden, Mass.)"
            end = closing.end() if written.count("(") > written.count(")") else end
        wording = self._wordings[which]
        if _is_in_address(text, start, end):
            return None
        decoded = html.unescape(written) if "&" in written else written
        if _DIVIDING.search(decoded) and not _is_divided_like(decoded, wording):
            return None
        single = " " not in self._names[which]
        capitals = not decoded.islower() if single else _in_capitals(decoded)
        ordinary = self._ordinary[which]
        common = ordinary is CommonWord.EVEN_IN_CAPITALS or (
            ordinary is CommonWord.IN_SMALL_LETTERS and not capitals
        )
        return NameHit(start, end, wording.journal, common, capitals)


def _in_capitals(written: str) -> bool:
    """Whether all words but small ones, and those after a hyphen, begin with a capital or digit."""
    return all(
        not word[0][0].islower() or word[0] in _SMALL_WORDS or written[word.start() - 1 : word.start()] == "-"
        for word in _WORD.finditer(written)
    )


def _is_in_address(text: str, start: int, end: int) -> bool:
    """Whether the words are part of a web address, an e-mail address, a DOI or a file's name.

    A bare website ("bmj.com", "www.bmj.com") is a name.
    """
    if text[start - 1 : start] not in _JOINTS and text[end : end + 1] not in _JOINTS:
        return False
    first = last = end
    while first > 0 and end - first < _LONGEST_ADDRESS and text[first - 1] not in _AROUND_ADDRESSES:
        first -= 1
    while last < len(text) and last - end < _LONGEST_ADDRESS and text[last] not in _AROUND_ADDRESSES:
        last += 1
    return bool(_ADDRESS.search(text[first:last].removeprefix("www.")))


def _is_written_small(words: list[str]) -> bool:
    """Whether words are in lower case, except for acronyms: "sleep", "DNA repair"."""
    return any(word.islower() for word in words) and all(
        word.islower() or (word.isupper() and len(word) > 1) for word in words
    )


def _is_divided_like(written: str, wording: CatalogueName) -> bool:
    """Whether the name has a dividing sign wherever the written words have one."""
    if _PARAGRAPH.search(written):
        return False
    gaps = _gaps(written)
    if wording.abbreviated:
        # "J. Am. Coll. Nutr.", "Circ. Heart Fail."
        return all(not _DIVIDING.search(gap.replace(".", " ", 1)) for gap in gaps) or gaps == _gaps(
            wording.written
        )
    own = _gaps(wording.written)[: len(gaps)]
    if len(own) != len(gaps):
        return False
    return all(
        not _DIVIDING.search(gap)
        or bool(_DIVIDING.search(model) and "\n" not in gap.strip(" \n,;:./-–—()[]&\"'"))
        for gap, model in zip(gaps, own, strict=True)
    )


def _gaps(written: str) -> list[str]:
    """The strings between the words; "&" and "and", and a comma before them, count as spaces."""
    plain = re.sub(r"^the\s|,?\s*(?:&amp;|&|\band\b)", " ", written, flags=re.IGNORECASE)
    words = [found.span() for found in re.finditer(r"[^\W_]+", plain)]
    return [plain[end:start] for (_, end), (start, _) in pairwise(words)]
