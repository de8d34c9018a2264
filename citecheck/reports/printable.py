"""Makes the text of articles safe to print: it may not control a terminal or reorder a line."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and line feed; then the bidirectional overrides and isolates of
# Unicode TR 9, which can make a line read as another than it is; then lone surrogates, which no
# encoding can write, and the two non-characters that XML 1.0 refuses.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

# Many programs treat these as line ends, too.
_ESCAPED = re.compile(f"{_UNPRINTABLE.pattern}|[\u2028\u2029]")

# Build servers execute lines that begin, after spaces, with "::error file=…", "##[group]" or "##vso[…", and
# lines of a report may be wrapped anywhere. An invisible word joiner keeps the words and breaks the command.
_COMMAND = re.compile(r"(?<!\S)(:(?=:)|#(?=#))")
# The same in a line of a diff, behind the sign that says whether the line is new.
_COMMAND_IN_DIFF = re.compile(r"^([ +-]?\s*[:#])([:](?=\w)|#(?=\[|vso\[))")


def sanitize_text(text: str) -> str:
    """Remove control characters, and break commands of build servers."""
    return _COMMAND.sub("\\1\u2060", _UNPRINTABLE.sub("", text))


def sanitize_diff_line(line: str) -> str:
    """A line of a diff with its end, without what steers a terminal or is a command to a build server.

    Headings of Markdown keep their signs, so that the diff fits the file.
    """
    text = line.rstrip("\r\n")
    return _COMMAND_IN_DIFF.sub("\\1\u2060\\2", _UNPRINTABLE.sub("", text)) + line[len(text) :]


def json_text(dumped: str) -> str:
    """Escape such characters in JSON: it has the same value and controls no terminal."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", dumped)


def one_line(text: str) -> str:
    """Return printable text with every run of white space as one space."""
    return sanitize_text(" ".join(_UNPRINTABLE.sub("", text).split()))


def escape_markdown(text: str) -> str:
    """Text that Markdown and HTML leave as it is, and that mentions and refers to nobody."""
    text = one_line(text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_{}\[\]()#+!|~$-])", r"\\\1", text)
    return re.sub(r"@(?=\w)|(?<=http)(?=s?:)|(?<=www)(?=\.)", lambda m: m.group() + "\u2060", text)


def shorten(text: str, width: int) -> str:
    """Return a text on one line, cut at the end of a word, with an ellipsis if it was cut.

    Args:
        text: The text.
        width: The greatest number of characters, including the ellipsis.
    """
    text = one_line(text)
    if len(text) <= width:
        return text
    cut = text.rfind(" ", width // 2, width)
    return text[: cut if cut > 0 else width - 1].rstrip(" ,;:") + "…"


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun: "1 article", "2,000 articles".

    Args:
        number: The number; every number but 1 has the plural.
        noun: The noun in the singular, whose plural ends in "s".
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
