"""What an article says is printed as text: nothing in it may steer a terminal or reorder a line."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and line feed; then the bidirectional overrides and isolates of
# Unicode TR 9, which can make a line read as another than it is; then lone surrogates, which no
# encoding can write.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: str) -> str:
    """The text without characters that are instructions rather than text."""
    return _UNPRINTABLE.sub("", text)


def shorten(text: str, width: int) -> str:
    """At most `width` characters, cut at a word's end, with an ellipsis where it was cut."""
    text = " ".join(printable(text).split())
    if len(text) <= width:
        return text
    cut = text.rfind(" ", width // 2, width)
    return text[: cut if cut > 0 else width - 1].rstrip(" ,;:") + "…"
