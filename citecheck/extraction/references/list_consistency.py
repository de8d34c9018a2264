"""Inconsistencies between a numbered reference list and the markers in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from citecheck.extraction.candidate import CitationCandidate
from citecheck.extraction.references.in_text_markers import LONGEST_LABEL

# "[12]", "[3, 4]", "[3–5]", but not "[2019]" nor "[sic]"
_MARKER = re.compile(r"\[(?P<numbers>\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,9})\]")
_NUMBER = re.compile(r"\d{1,3}")
# The text refers to a list by numbers if markers lead to this share and at least this many of its entries.
_SHARE_NAMED = 0.6
_FEWEST_NAMED = 3
# A number this far beyond the list's last one is not a marker but a year or a page.
_FURTHEST = 10
# If more numbers than this occur twice, there are two lists.
_MOST_TWICE = 2


def notes_on_entries(
    text: str, entries: Sequence[CitationCandidate], named: Iterable[CitationCandidate]
) -> dict[CitationCandidate, tuple[str, ...]]:
    """Note which reference entries are inconsistent with the text.

    Args:
        text: the document's text.
        entries: its reference entries.
        named: the entries that markers in the text lead to.

    Returns:
        Notes by entry: two entries with one number, or no reference to it in the text. Markers without an
        entry are noted on the list's first entry.
    """
    numbered: defaultdict[int, list[CitationCandidate]] = defaultdict(list)
    for entry in entries:
        if entry.words is None and entry.label and entry.label.isdigit():
            numbered[int(entry.label)].append(entry)
    notes: defaultdict[CitationCandidate, list[str]] = defaultdict(list)
    twice = {number: found for number, found in numbered.items() if len(found) > 1}
    if len(twice) > _MOST_TWICE:
        return {}
    for number, found in twice.items():
        for entry in found:
            notes[entry].append(f"{len(found)} entries of the reference list have the number {number}.")
    referred = {id(entry) for entry in named}
    alone = {number: found[0] for number, found in numbered.items() if len(found) == 1}
    unnamed = {number: entry for number, entry in alone.items() if id(entry) not in referred}
    count = len(alone) - len(unnamed)
    if count >= _FEWEST_NAMED and count >= _SHARE_NAMED * len(alone):
        marked = _numbers_marked(text, entries)
        for number, entry in unnamed.items():
            if number not in marked:
                notes[entry].append(f"Nothing in the text refers to this entry, number {number}.")
        _note_lost_markers(marked, numbered, notes)
    return {entry: tuple(said) for entry, said in notes.items()}


def _note_lost_markers(
    marked: Iterable[int],
    numbered: Mapping[int, Sequence[CitationCandidate]],
    notes: dict[CitationCandidate, list[str]],
) -> None:
    """Note on the list's first entry which markers lead to no entry."""
    last = max(numbered)
    first = min(chain.from_iterable(numbered.values()), key=lambda entry: entry.start)
    for number in sorted(marked):
        if number not in numbered and 0 < number <= last + _FURTHEST:
            notes[first].append(f"The text refers to [{number}], and the reference list has no such entry.")


def _numbers_marked(text: str, entries: Sequence[CitationCandidate]) -> set[int]:
    """The numbers in square brackets outside of the entries."""
    inside = [(entry.start - LONGEST_LABEL, entry.end) for entry in entries]
    numbers: set[int] = set()
    for marker in _MARKER.finditer(text):
        if not any(start <= marker.start() < end for start, end in inside):
            numbers.update(_numbers(marker["numbers"]))
    return numbers


def _numbers(written: str) -> Iterable[int]:
    """The numbers of "3, 5–7"."""
    for part in re.split(r"[,;]", written):
        ends = [int(number) for number in _NUMBER.findall(part)]
        yield from range(ends[0], ends[-1] + 1) if ends and ends[-1] - ends[0] <= _FURTHEST else ends
