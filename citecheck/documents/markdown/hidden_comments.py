"""Comments of Markdown dialects, which no reader sees: made blank, so that offsets stay.

%% Obsidian %% · {/* MDX */} · {{/* Hugo */}} · {% comment %} Liquid {% endcomment %} · [//]: # (definition)
"""

from __future__ import annotations

import re

__all__ = ["blank_comments"]

_COMMENTS = tuple(
    (sign, re.compile(pattern, re.DOTALL | re.MULTILINE))
    for sign, pattern in (
        ("%%", r"(?:(?<=\s)|^)%%(?!%)(?:(?!%%).){1,5000}%%(?!%)"),
        ("/*", r"\{\{?[-<%]?\s{0,5}/\*(?:(?!\*/).){0,5000}\*/\s{0,5}[->%]?\}\}?"),
        ("comment", r"\{%-?\s*comment\s*-?%\}(?:(?!\{%).){0,5000}\{%-?\s*endcomment\s*-?%\}"),
        ("]: ", r"^\[(?://|comment|_)\d?\]:\s(?:#|<>)\s*(?:\([^\n]*\)|\"[^\n]*\"|'[^\n]*')[ \t]*$"),
    )
)
_SHOWN = re.compile(r"[^\r\n]")


def blank_comments(text: str) -> str:
    """Return the text with a blank for each character of a comment; line ends stay."""
    for sign, pattern in _COMMENTS:
        if sign in text:
            text = pattern.sub(lambda comment: _SHOWN.sub(" ", comment[0]), text)
    return text
