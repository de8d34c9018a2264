"""Positions of an editor: lines, and the units of an encoding within a line."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from lsprotocol.types import Position, PositionEncodingKind, Range

__all__ = ["TextPositions"]

# The three line ends of the protocol; Python's own `splitlines` knows more of them.
_LINE_END = re.compile(r"\r\n|\n|\r")
_CODECS = {
    PositionEncodingKind.Utf8: ("utf-8", 1),
    PositionEncodingKind.Utf16: ("utf-16-le", 2),
    PositionEncodingKind.Utf32: ("utf-32-le", 4),
}


class TextPositions:
    """Maps offsets in a text to the positions that an editor counts, and back."""

    def __init__(self, text: str, encoding: str = PositionEncodingKind.Utf16) -> None:
        """Take a text.

        Args:
            text: The text.
            encoding: The encoding in whose units the editor counts the characters of a line.
        """
        self._text = text
        self._codec, self._bytes = _CODECS[PositionEncodingKind(encoding)]
        ends = list(_LINE_END.finditer(text))
        self._starts = [0, *(end.end() for end in ends)]
        self._ends = [*(end.start() for end in ends), len(text)]

    def position(self, offset: int) -> Position:
        """The position of a character."""
        line = bisect_right(self._starts, offset) - 1
        return Position(line, self._units(self._starts[line], offset))

    def range(self, start: int, end: int) -> Range:
        """The range of some characters."""
        return Range(self.position(start), self.position(end))

    def offset(self, position: Position) -> int:
        """The offset of a position; one beyond a line or the text is the end of that."""
        if position.line >= len(self._starts):
            return len(self._text)
        start, end = self._starts[position.line], self._ends[position.line]
        lengths = range(end - start + 1)
        found = bisect_left(lengths, position.character, key=lambda n: self._units(start, start + n))
        return start + min(found, end - start)

    def _units(self, start: int, end: int) -> int:
        # An editor may hand over half of a pair of surrogates, which counts as one unit.
        return len(self._text[start:end].encode(self._codec, "surrogatepass")) // self._bytes
