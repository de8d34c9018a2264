"""Comments of the source, which may hold directives to citecheck."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from citecheck.model import Comment

# Comments of HTML, and of MDX, which has no HTML comments.
_FORMS = (("<!--", "-->"), ("{/*", "*/}"))
_NO_BREAK = re.compile(r"[^\r\n]")


def find_comments(source: str, lines: Sequence[int]) -> tuple[Comment, ...]:
    """The comments of a text.

    Args:
        source: the text of the file.
        lines: the offset in characters at which each line starts, in order.

    Returns:
        The comments in the order of their ends.
    """
    found = [(*place, form[0]) for form in _FORMS for place in _places(source, *form)]
    found.sort(key=lambda place: place[1])
    return tuple(
        Comment(
            source[start:end].strip(),
            bisect_right(lines, end),
            start - len(opening) - lines[bisect_right(lines, start - len(opening)) - 1] + 1,
        )
        for start, end, opening in found
    )


def without_directives(source: str) -> str:
    """Replace directives to citecheck in a plain text by spaces; other comments of a plain text are text."""
    opening, closing = _FORMS[0]
    parts, at = [], 0
    for start, end in _places(source, opening, closing):
        if source[start:end].lstrip().startswith("citecheck:"):
            first, last = start - len(opening), end + len(closing)
            parts += [source[at:first], _NO_BREAK.sub(" ", source[first:last])]
            at = last
    return "".join([*parts, source[at:]])


def _places(source: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    at = 0
    while (start := source.find(opening, at)) >= 0:
        start += len(opening)
        end = source.find(closing, start)
        if end < 0:
            return
        yield start, end
        at = end + len(closing)
