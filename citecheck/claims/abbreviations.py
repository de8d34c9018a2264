"""Abbreviations that a text defines: "diabetic peripheral neuropathy (DPN)"."""

from __future__ import annotations

import re
from collections.abc import Mapping

# "(DPN)", "(APAP)", "(C-Flex)", "(IL-6)": two to ten characters that begin with a letter and have a capital.
_DEFINED = re.compile(r"\s\(([A-Za-z](?=[^)]*[A-Z])[\w-]{1,9})(?:[;,][^)]*)?\)")
_WORDS_BEFORE = re.compile(r"[^\s()\[\],;:.]+")


def find_abbreviations(text: str) -> dict[str, str]:
    """Find each abbreviation that a text defines in parentheses, with its long form.

    The long form is the shortest run of words before the parenthesis that holds the abbreviation's
    characters in order, the first of them at a word's beginning (Schwartz and Hearst, Pacific Symposium on
    Biocomputing 2003).

    Args:
        text: An abstract or a sentence.

    Returns:
        Long forms by abbreviation; the first definition of an abbreviation counts.
    """
    found: dict[str, str] = {}
    for defined in _DEFINED.finditer(text):
        short = defined[1]
        long = _long_form(short, text[max(0, defined.start() - 120) : defined.start()])
        if long:
            found.setdefault(short, long)
    return found


def expand_abbreviations(text: str, long_forms: Mapping[str, str]) -> str:
    """A text with the abbreviations that are defined replaced by their long forms; case counts."""
    if not long_forms:
        return text
    for short, long in long_forms.items():
        text = text.replace(f"{long} ({short})", long)
    names = "|".join(re.escape(short) for short in sorted(long_forms, key=len, reverse=True))
    return re.sub(rf"(?<![\w-])(?:{names})(?![\w-])", lambda one: long_forms[one[0]], text)


def _long_form(short: str, before: str) -> str | None:
    """The words at the end of `before` that spell an abbreviation, or None."""
    letters = [character.lower() for character in short if character.isalnum()]
    nearest = [word.start() for word in _WORDS_BEFORE.finditer(before)][
        -min(len(short) + 5, 2 * len(short)) :
    ]
    at = len(before)
    for position in range(len(letters) - 1, -1, -1):
        at = before.lower().rfind(letters[position], 0, at)
        while position == 0 and at > 0 and before[at - 1].isalnum():
            at = before.lower().rfind(letters[0], 0, at)
        if at < 0:
            return None
    return before[at:].strip() if nearest and at >= nearest[0] and len(before) - at > len(short) else None
