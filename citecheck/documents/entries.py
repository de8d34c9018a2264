"""Entries typed by hand: "[1] Smith J …", "2. Jones K …", "• Further reading" at the start of a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The printed number or bullet that opens an entry. Numbers have at most three digits, so that
# a year at the start of a line is none.
_BRACKETED = r"\[(?P<bracketed>\d{1,3})\]:?\s*(?=\S)"  # "[12] Smith J, Jones K. …"
_NUMBERED = r"(?P<numbered>\d{1,3})[.)]\s+(?=[^\W\d_]|[\"“‘'(\[*]|https?:)"  # "12. Smith J, Jones K. …"
_ROUND = r"\((?P<round>\d{1,3})\)\s+(?=\S)"  # "(12) Smith J, Jones K. …"
_BULLET = r"(?P<bullet>[•‣▪●◦∙·])\s*(?=\S)"  # "• Smith J, Jones K. …"
_ENTRY = re.compile(rf"(?:{_BRACKETED}|{_NUMBERED}|{_ROUND}|{_BULLET})")

# What may open a paragraph that stands alone and still make it an entry. A round bracket may
# just as well be the first of a run-in list.
_ENTRY_ALONE = re.compile(rf"(?:{_BRACKETED}|{_NUMBERED}|{_BULLET})")


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A stretch of a paragraph that is an entry (its marker left out), or what stands before the first."""

    start: int
    end: int
    label: str | None
    is_entry: bool


def opens_entry(line: str) -> bool:
    """Whether a line starts as an entry of a list does, its number in brackets, with a dot, or a bullet."""
    return _ENTRY.match(line) is not None


def entry_lines(paragraph: str) -> list[EntryLine]:
    """The entries in a paragraph's lines; empty where it holds none.

    A line that opens no entry belongs to the entry before it.
    """
    if "\n" not in paragraph:
        alone = _ENTRY_ALONE.match(paragraph)
        return [EntryLine(alone.end(), len(paragraph), _label(alone), True)] if alone else []
    found: list[EntryLine] = []
    entries = offset = 0
    for line in paragraph.split("\n"):
        entry, end = _ENTRY.match(line), offset + len(line)
        if entry:
            found.append(EntryLine(offset + entry.end(), end, _label(entry), True))
            entries += 1
        elif found:
            last = found[-1]
            found[-1] = EntryLine(last.start, end, last.label, last.is_entry)
        else:
            found.append(EntryLine(offset, end, None, False))
        offset = end + 1
    return found if entries >= 2 or (entries and found[0].is_entry) else []


def _label(entry: re.Match[str]) -> str | None:
    return entry["bracketed"] or entry["numbered"] or entry.groupdict().get("round")
