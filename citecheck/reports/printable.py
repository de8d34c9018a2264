"""What an article says is printed as text: nothing in it may steer a terminal or reorder a line."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and line feed; then the bidirectional overrides and isolates of
# Unicode TR 9, which can make a line read as another than it is; then lone surrogates, which no
# encoding can write, and the two non-characters that XML 1.0 refuses.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

# Many programs take these for ends of lines, too.
_ESCAPED = re.compile(f"{_UNPRINTABLE.pattern}|[\u2028\u2029]")

# Build servers take a line that begins so, after spaces, for a command ("::error file=…", "##[group]",
# "##vso[…"), and a report's lines may be wrapped anywhere. A word joiner, which shows as nothing,
# keeps the words and breaks the command.
_COMMAND = re.compile(r"(?<!\S)(:(?=:)|#(?=#))")


def sanitize_text(text: str) -> str:
    """The text without what is an instruction rather than text."""
    return _COMMAND.sub("\\1\u2060", _UNPRINTABLE.sub("", text))


def json_text(dumped: str) -> str:
    """JSON in which such characters stand as escapes: it reads back the same, and steers no terminal."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", dumped)


def one_line(text: str) -> str:
    """Printable text with all white space as single spaces."""
    return sanitize_text(" ".join(_UNPRINTABLE.sub("", text).split()))


def shorten(text: str, width: int) -> str:
    """A text on one line, cut at a word's end, with an ellipsis where it was cut.

    Args:
        text: The text.
        width: The greatest number of characters, the ellipsis included.
    """
    text = one_line(text)
    if len(text) <= width:
        return text
    cut = text.rfind(" ", width // 2, width)
    return text[: cut if cut > 0 else width - 1].rstrip(" ,;:") + "…"


def count_of(number: int, noun: str) -> str:
    """A number with its noun: "1 article", "2,000 articles".

    Args:
        number: The number; every one but 1 takes the plural.
        noun: The noun in the singular, whose plural ends in "s".
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
