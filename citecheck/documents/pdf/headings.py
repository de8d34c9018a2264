"""Which lines of a PDF are headings, and which belong to entries of a numbered list of references.

Narrow columns have short lines everywhere, so a short line alone is not a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.documents.typed_reference_lists import entry_number
from citecheck.documents.vocabulary import is_reference_heading, word_set

# An entry has hardly more lines in the narrowest column.
_LONGEST_ENTRY = 15
_LONGEST_SECTION = 40
_MOST_HEADING_WORDS = 9
_SECTION_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,4}\.)\s+")
# "https://doi.org/…", "PMID: 123", "2019;68:1-9": the rest of an entry, whatever stands before it.
_REST_OF_ENTRY = re.compile(
    r"(?:https?://|www\.|doi\b|10\.\d{4,9}/|PMC?ID\b|\(?(?:19|20)\d\d\)?[;:.]|\d{1,4}\(\d)", re.IGNORECASE
)


def is_section(text: str) -> bool:
    """Whether a line is the heading of a part that articles usually have: "Methods", "4. RESULTS"."""
    if len(text) > _LONGEST_SECTION:
        return False
    name = _SECTION_NUMBER.sub("", text).rstrip(":").casefold()
    return name in word_set("pdf", "sections") or is_reference_heading(text)


def is_heading_between(before: str, text: str, after: str) -> bool:
    """Whether a short line is a heading although the line before it is not short.

    "… to receive a supplement or nothing at all." / "What they found" / "The patients slept longer when".

    Args:
        before: the line before.
        text: the short line, not empty.
        after: the next line, not empty.
    """
    return (
        before.endswith((".", "!", "?"))
        and text[0].isupper()
        and (text[-1].isalnum() or text[-1] == "?")
        and len(text.split()) <= _MOST_HEADING_WORDS
        and len(text) < len(after)
        and after[0].isupper()
    )


def entry_lines(lines: Sequence[str]) -> dict[int, bool]:
    """The lines of numbered entries under a heading of references, each with whether it opens one.

    Entries are numbered on without a gap. What follows the last is left to other rules, but for what
    can only be the rest of it.
    """
    found: dict[int, bool] = {}
    at = next((n for n, line in enumerate(lines) if is_reference_heading(line)), len(lines))
    opened: tuple[int, int] | None = None
    for place in range(at + 1, len(lines)):
        number = entry_number(lines[place])
        if opened and number == opened[1] + 1 and place - opened[0] <= _LONGEST_ENTRY:
            found |= dict.fromkeys(range(opened[0] + 1, place), False)
            found |= {opened[0]: True, place: True}
            opened = place, number
        elif number is not None and (opened is None or number == 1 or place - opened[0] > _LONGEST_ENTRY):
            opened = place, number
    last = max(found, default=len(lines))
    for place in range(last + 1, min(last + _LONGEST_ENTRY, len(lines))):
        if _REST_OF_ENTRY.match(lines[place]):
            found |= dict.fromkeys(range(last + 1, place + 1), False)
        elif is_section(lines[place]):
            break
    return found
