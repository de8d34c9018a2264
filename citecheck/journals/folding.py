"""How names are folded, and how running text is folded without losing where its words stand."""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_right

# Characters that stand for several letters, or for none; each gets a control character until it is spelt out.
_SPELT_OUT = {
    "\x01": ("fi", "ﬁ"),
    "\x02": ("fl", "ﬂ"),
    "\x03": ("ff", "ﬀ"),
    "\x04": ("ffi", "ﬃ"),
    "\x05": ("ae", "æÆ"),
    "\x06": ("oe", "œŒ"),
    "\x07": ("ss", "ßẞ"),
    "\x08": ("", "\u00ad\u200b\u200c\u200d\u2060\ufeff"),
}
_STAND_INS = re.compile(r"[\x01-\x08]")
_LETTERS = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i"}
_AMPERSAND = re.compile(r"&(?:amp )?")
# "Nature2", "Circulation12": the number of a footnote stuck to a name.
_GLUED = re.compile(r"[0-9](?<=[A-Za-z]{3}[0-9])(?=[0-9]{0,2} )")


class _Characters(dict[int, str]):
    """One ASCII character for every other character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        letter = _one_character(chr(code))
        self[code] = letter
        return letter


def _one_character(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    for stand_in, (_, characters) in _SPELT_OUT.items():
        if character in characters:
            return stand_in
    if unicodedata.combining(character):
        return "\x08"
    base = unicodedata.normalize("NFKD", character)[0]
    return base if base.isascii() and (base.isalnum() or base == "&") else " "


_CHARACTERS = _Characters()


def _one_character_each(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return error.object[error.start : error.end].translate(_CHARACTERS), error.end


def _byte_table() -> bytes:
    """What becomes of each byte of text in Windows-1252, as running text has it nearly always."""
    table = bytearray(b" " * 256)
    for code in range(9, 256):
        character = bytes([code]).decode("cp1252", "replace")
        table[code] = ord(_one_character(character))
    for stand_in in _SPELT_OUT:
        table[ord(stand_in)] = ord(stand_in)
    return bytes(table)


# Encoding and `bytes.translate` run ten times faster than `str.translate` over text that is not all ASCII.
# What the encoding has no byte for goes through `_one_character_each`.
_ENCODING_ERRORS = "citecheck-fold"
codecs.register_error(_ENCODING_ERRORS, _one_character_each)
_BYTES = _byte_table()
_NO_STAND_INS = {ord(stand_in): " " for stand_in in _SPELT_OUT}


def _flat(text: str) -> str:
    """ASCII letters, digits, "&", spaces and stand-ins only; exactly as long as `text`."""
    if _STAND_INS.search(text):
        text = text.translate(_NO_STAND_INS)
    return text.encode("cp1252", _ENCODING_ERRORS).translate(_BYTES).decode("ascii")


def _spelt_out(flat: str) -> str:
    if "&" in flat:
        flat = _AMPERSAND.sub(" and ", flat)
    return _STAND_INS.sub(lambda found: _SPELT_OUT[found[0]][0], flat)


def fold(name: str) -> str:
    """Fold a name for comparing: lower case, no accents, "&" as "and", no punctuation, no leading "the".

    A name without a Latin letter or digit folds to nothing.

    >>> fold("The Journal of Nutrition, Health & Aging")
    'journal of nutrition health and aging'
    """
    folded = " ".join(_spelt_out(_flat(name)).lower().split())
    return folded.removeprefix("the ") if folded != "the" else ""


def unglued(folded: str) -> str:
    """A folded name as `FoldedText` has it: numbers of up to three digits stand apart ("kidney 360")."""
    return _GLUED.sub(r" \g<0>", folded + " ")[:-1]


class FoldedText:
    """Running text folded as names are, with the way back to the places in the text.

    `folded` starts and ends with a space and has single spaces between its words; `cased` is the same with
    capitals kept.
    """

    def __init__(self, text: str) -> None:
        self._spelt, self._spelt_at, self._text_at = _spelt_out_with_places(_flat(text))
        self.cased = f" {' '.join(self._spelt.split())} "
        self.folded = self.cased.lower()
        self._start = 1
        self._place = len(self._spelt) - len(self._spelt.lstrip())

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the text the folded words from `start` to `end` stand. Quickest in ascending order."""
        if start < self._start:
            self._start, self._place = 1, len(self._spelt) - len(self._spelt.lstrip())
        self._place = self._words_on(self._place, self._start, start)
        self._start = start
        last = self.cased.rfind(" ", start, end) + 1 or start
        finish = self._words_on(self._place, start, last) + end - last
        return self._in_text(self._place), self._in_text(finish - 1) + 1

    def _words_on(self, place: int, start: int, goal: int) -> int:
        """The place of the word at `goal`, counted from the word at `start`, which stands at `place`."""
        length = goal - start
        if length == 0:
            return place
        if (
            self._spelt.startswith(self.cased[start:goal], place)
            and not self._spelt[place + length].isspace()
        ):
            return place + length
        words = self.cased.count(" ", start, goal)
        window = 2 * length + 64
        while True:
            stretch = self._spelt[place : place + window]
            parts = stretch.split(None, words)
            if len(parts) > words:
                return place + len(stretch) - len(parts[-1])
            window *= 2

    def _in_text(self, place: int) -> int:
        stretch = bisect_right(self._spelt_at, place) - 1
        found = self._text_at[stretch] + place - self._spelt_at[stretch]
        # The second letter of "ﬁ" stands where the first does.
        return found if stretch + 1 == len(self._text_at) else min(found, self._text_at[stretch + 1] - 1)


def _spelt_out_with_places(flat: str) -> tuple[str, list[int], list[int]]:
    """The text spelt out, where each stretch of it starts, and where the same stretch starts in `flat`."""
    uneven = [(found.start(), found.end(), " " + found[0]) for found in _GLUED.finditer(flat)]
    if "&" in flat:
        uneven += [(found.start(), found.end(), " and ") for found in _AMPERSAND.finditer(flat)]
    uneven += [(found.start(), found.end(), _SPELT_OUT[found[0]][0]) for found in _STAND_INS.finditer(flat)]
    uneven.sort()
    pieces: list[str] = []
    spelt_at, text_at = [0], [0]
    length = last = 0
    for start, end, spelt in uneven:
        pieces += (flat[last:start], spelt)
        length += start - last + len(spelt)
        # What is spelt out stands, as a whole, where the character stood.
        spelt_at += (length - len(spelt), length)
        text_at += (start, end)
        last = end
    pieces.append(flat[last:])
    return "".join(pieces), spelt_at, text_at
