"""Note marks in prose (superscripts and numbers in brackets), and the prose without the superscripts.

"… in schoolchildren¹, and …" → "… in schoolchildren , and …": offsets stay the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from citecheck.model import Document, MarkKind

__all__ = ["NoteMarks", "find_note_marks"]

_NUMBERS = r"\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,9}"
_PRINTED = re.compile(rf"[\s\[(^]*(?:{_NUMBERS}|[*†‡§]{{1,3}}|[a-z])[\s\]),;]*")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,⁻–-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}){0,9}")
_RAISED_FIGURES = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_BRACKETED = re.compile(rf"\[\^?\[?{_NUMBERS}\]\]?")
# Behind these a superscript is a power, a charge or a statistic: "10⁹", "kg/m²", "I²", "Ca²⁺"
_POWER = re.compile(r"(?:[\d/^]|\b(?:[mcdk]?m|in|ft|s|h|I|R|r|χ|η|[A-Z][a-z]))$")
# The clause of the next source begins behind a mark: "…¹, and", "… [3]; while"
_NEXT_CLAUSE = re.compile(r"\s*(?:;|,?\s+(?:and|but|while|whereas|although|though|yet)\b)")


@dataclass(frozen=True, slots=True)
class NoteMarks:
    """The note marks of one document's text, as ascending stretches (start, end).

    `raised` are superscripts inside sentences; `all` are these and the numbers in square brackets.
    """

    raised: tuple[tuple[int, int], ...]
    all: tuple[tuple[int, int], ...]

    def blank(self, text: str) -> str:
        """Return the text with a space for each character of a raised mark."""
        if not self.raised:
            return text
        pieces: list[str] = []
        at = 0
        for start, end in self.raised:
            if start >= at:
                pieces += (text[at:start], " " * (end - start))
                at = end
        return "".join((*pieces, text[at:]))

    def first_clause(self, text: str, start: int, end: int) -> int:
        """Return where the clause of a sentence's first source ends.

        Args:
            text: The document's text.
            start: Where the sentence begins.
            end: Where the sentence ends.

        Returns:
            The start of the first mark behind which a clause with another mark begins; else `end`.
        """
        if not self.all:
            return end
        inside = self.all[bisect_left(self.all, (start,)) : bisect_left(self.all, (end,))]
        for mark in inside[:-1]:
            if _NEXT_CLAUSE.match(text, mark[1], end):
                return mark[0]
        return end


def find_note_marks(document: Document) -> NoteMarks:
    """Return where note marks stand in a document.

    A mark behind a full stop stays in the text, because it does not interrupt a sentence.
    """
    text = document.text
    raised = sorted({mark for mark in (*_marked(document), *_printed(text)) if not _behind_stop(text, mark)})
    bracketed = [hit.span() for hit in _BRACKETED.finditer(text)] if "[" in text else []
    return NoteMarks(tuple(raised), tuple(sorted((*raised, *bracketed))))


def _behind_stop(text: str, mark: tuple[int, int]) -> bool:
    return text[max(mark[0] - 2, 0) : mark[0]].rstrip("”\"’') \u00a0")[-1:] in (".", "!", "?", "…")


def _marked(document: Document) -> Iterator[tuple[int, int]]:
    text = document.text
    for mark in document.marks:
        raised = mark.kind is MarkKind.SUPERSCRIPT and _leads_on(text, mark.start, mark.end)
        if raised or (mark.kind is MarkKind.NOTE and mark.end > mark.start):
            yield mark.start, mark.end


def _leads_on(text: str, start: int, end: int) -> bool:
    return _PRINTED.fullmatch(text, start, end) is not None and not _is_power(text, start)


def _printed(text: str) -> Iterator[tuple[int, int]]:
    if any(figure in text for figure in _RAISED_FIGURES):
        for hit in _RAISED.finditer(text):
            if not _is_power(text, hit.start()):
                yield hit.span()


def _is_power(text: str, start: int) -> bool:
    return start == 0 or _POWER.search(text[max(start - 4, 0) : start]) is not None
