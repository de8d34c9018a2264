"""A place that cites a publication, as the text that a correction changes, and how a change is confirmed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from citecheck.extraction.references.parser import Journals, parse_entry
from citecheck.journals import fold
from citecheck.model import Citation, CitationFields, CitationKind

__all__ = [
    "Change",
    "Entry",
    "QuoteEdit",
    "Variant",
    "find_words",
    "holds_another_field",
    "places_of",
    "read_citation",
]

# What reading an entry again must give unchanged, but for the field that is corrected.
_READ = (
    "journal", "year", "month", "authors", "institutions", "title", "volume", "issue", "pages", "pmid", "doi",
    "pmcid",
)  # fmt: skip
# Two words of so many letters that stand in another field, too, are no chance.
_TELLING_LETTERS, _LOST_WORDS = 4, 2
_WORD = re.compile(r"[^\W_]+")
# So many signs may stand between two words.
_MOST_SIGNS = 5
_DASH = r"\s?[-–—−‐‑]{1,2}\s?"


@dataclass(frozen=True, slots=True)
class QuoteEdit:
    """What to write instead of `quote[start:end]`.

    `styles` are the words for it in each style that the entry may have, where they differ; None in a style
    in which it cannot be confirmed.
    """

    start: int
    end: int
    text: str
    styles: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """The edits that correct one field.

    Attributes:
        edits: in the order of the text; none overlaps another.
        fields: the attributes of CitationFields that the edits may change.
        fits: whether an entry states what is right, given what is read from it after the edits.
    """

    edits: tuple[QuoteEdit, ...]
    fields: frozenset[str]
    fits: Callable[[CitationFields], bool]


class Variant(NamedTuple):
    """The right words in one style, with an edit for each place where they could stand."""

    style: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """The quote of a citation.

    Attributes:
        quote: the words of the citation.
        stated: what the citation was found to state.
        read: what is read from the quote alone, if it is a reference entry; None for prose.
        journals: the known journals, which reading an entry needs.
    """

    quote: str
    stated: CitationFields
    read: CitationFields | None
    journals: Journals

    def choose(self, variants: Iterable[Variant]) -> Change | None:
        """The one change that is certain to correct the field, and nothing else.

        Whether a number is the volume or a part of the title is decided by making the change and reading the
        entry again. Where that cannot decide, as in prose, the characters must stand in the quote once.

        Args:
            variants: ways to write what is right, the likeliest first.

        Returns:
            The change in the likeliest style, with the words of the other styles where they differ; None
            where no place, or more than one, is possible.
        """
        possible: dict[str, Change | None] = {}
        for style, changes in variants:
            confirmed = changes
            if self._can_confirm(changes):
                confirmed = tuple(one for one in changes if self._confirms(one))
            if len(confirmed) > 1:
                return None
            possible[style] = confirmed[0] if confirmed else None
        return _in_all_styles(possible)

    def _can_confirm(self, changes: tuple[Change, ...]) -> bool:
        """Whether the quote alone is read as the citation was: fonts or links may have helped there."""
        fields = {name for change in changes for name in change.fields}
        return self.read is not None and all(
            getattr(self.read, name) == getattr(self.stated, name) for name in fields
        )

    def _confirms(self, change: Change) -> bool:
        again = parse_entry(edited(self.quote, change.edits), self.journals)
        unchanged = (name for name in _READ if name not in change.fields)
        return change.fits(again) and all(
            getattr(again, name) == getattr(self.read, name) for name in unchanged
        )


def _in_all_styles(possible: Mapping[str, Change | None]) -> Change | None:
    """The first of some changes, with the words of the others that change the same characters."""
    first = next((change for change in possible.values() if change), None)
    if first is None:
        return None
    places = [(edit.start, edit.end) for edit in first.edits]
    alike = {
        style: change if change and [(edit.start, edit.end) for edit in change.edits] == places else None
        for style, change in possible.items()
    }
    edits = []
    for at, edit in enumerate(first.edits):
        styles = tuple((style, change.edits[at].text if change else None) for style, change in alike.items())
        is_open = len({text for _, text in styles}) > 1
        edits.append(replace(edit, styles=styles) if is_open else edit)
    return replace(first, edits=tuple(edits))


def read_citation(citation: Citation, journals: Journals) -> Entry:
    """The entry of a citation; one of prose or a link cannot be read again."""
    is_reference = citation.kind is CitationKind.REFERENCE
    read = parse_entry(citation.quote, journals) if is_reference else None
    return Entry(citation.quote, citation.claimed, read, journals)


def holds_another_field(stated: str, right: str, other: str) -> bool:
    """Whether words of another field would be lost with the stated words of one: the entry was cut wrongly.

    Args:
        stated: the words that would be replaced.
        right: the words that would stand there.
        other: the record's words for the other field, such as the title where a journal is replaced.
    """
    lost = {*fold(stated).split()} - {*fold(right).split()}
    return sum(len(word) >= _TELLING_LETTERS for word in lost & {*fold(other).split()}) >= _LOST_WORDS


def edited(text: str, edits: Iterable[QuoteEdit]) -> str:
    """The text after some edits, which are in order and do not overlap."""
    parts: list[str] = []
    done = 0
    for edit in edits:
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join((*parts, text[done:]))


# Every field of an entry looks for the title.
@lru_cache(maxsize=64)
def find_words(text: str, quote: str) -> tuple[int, int] | None:
    """Find where all words of a text first occur in a quote in their order, a few signs between them."""
    words = [word.casefold() for word in _WORD.findall(text)]
    held = list(_WORD.finditer(quote))
    folded = [found[0].casefold() for found in held]
    for at in range(len(held) - len(words) + 1 if words else 0):
        if folded[at] == words[0] and folded[at : at + len(words)] == words:
            places = held[at : at + len(words)]
            if all(b.start() - a.end() <= _MOST_SIGNS for a, b in itertools.pairwise(places)):
                return places[0].start(), places[-1].end()
    return None


def places_of(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Where some words stand in a quote as whole words, whatever their dashes and the width of their blanks.

    Args:
        text: the words, dashes written "-" and blanks single.
        quote: the text to search.

    Yields:
        Start and end of each place.
    """
    if _stands_once(text, quote):
        yield quote.index(text), quote.index(text) + len(text)
    elif text:
        yield from (found.span() for found in re.finditer(_pattern_of(text), quote))


def _stands_once(text: str, quote: str) -> bool:
    """Whether words stand in a quote as they are, and one of them nowhere else: no pattern is needed then."""
    at, longest = quote.find(text), max(re.split("[ -]", text), key=len)
    if at < 0 or quote.count(longest) > 1:
        return False
    around = quote[at - 1 : at] + quote[at + len(text) : at + len(text) + 1]
    return text[:1].isalnum() and text[-1:].isalnum() and not any(map(str.isalnum, around))


def _pattern_of(text: str) -> str:
    """The pattern of some words with any dashes and blanks; a letter or digit at an end ends a word."""
    pieces = (
        _DASH if piece == "-" else r"\s+" if piece == " " else re.escape(piece)
        for piece in re.split(r"([ -])", text)
        if piece
    )
    bounds = (r"(?<![^\W_])" if text[:1].isalnum() else "", r"(?![^\W_])" if text[-1:].isalnum() else "")
    return f"{bounds[0]}{''.join(pieces)}{bounds[1]}"
