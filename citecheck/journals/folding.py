"""Folds names for comparing, and running text in the same way with the positions of its words kept."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

# Characters for several letters, or for none. Each is replaced by a control character, its stand-in, and
# spelt out later.
_SPELT_OUT = {
    "\x01": ("fi", "ﬁ"),
    "\x02": ("fl", "ﬂ"),
    "\x03": ("ff", "ﬀ"),
    "\x04": ("ffi", "ﬃ"),
    "\x05": ("ae", "æÆ"),
    "\x06": ("oe", "œŒ"),
    "\x07": ("ss", "ß"),
    "\x08": ("", "\u00ad\u200b\u200c\u200d\u2060\ufeff"),
}
_STAND_INS = re.compile(r"[\x01-\x08]")
_LETTERS = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i"}
# "&", or an HTML entity in a text that was not decoded: "&amp;", "&#196;".
_AMPERSAND = re.compile(r"&(?:#[0-9]{2,6};|#[xX][0-9a-fA-F]{2,5};|[A-Za-z]{2,8};)?")
# "Nature2", "Circulation12": the number of a footnote stuck to a name.
_GLUED = re.compile(r"[0-9](?<=[A-Za-z]{3}[0-9])(?=[0-9]{0,2} )")
# In running text it is faster to search for kinds of characters: "Nature2 " is "aaaaaa0 ".
_KINDS = bytes(
    ord("a" if chr(code).isalpha() else "0" if chr(code).isdigit() else " " if code == 32 else ".")
    if code < 128
    else ord(".")
    for code in range(256)
)


def _one_character(character: str) -> str:
    """The ASCII character for any character: a letter, a digit, a stand-in, or a space."""
    if character in _LETTERS:
        return _LETTERS[character]
    for stand_in, (_, characters) in _SPELT_OUT.items():
        if character in characters:
            return stand_in
    if unicodedata.combining(character):
        return "\x08"
    base = unicodedata.normalize("NFKD", character)[0]
    return base if base.isascii() and base.isalnum() else " "


# Encoding and `bytes.translate` are ten times faster than `str.translate` for text that is not all ASCII.
# Characters outside Windows-1252 go through `_encoded`; its undefined bytes serve as stand-ins.
_ENCODING, _ENCODING_ERRORS = "cp1252", "citecheck-fold"
_UNDEFINED_BYTES = {"\x01": 0x81, "\x02": 0x8D, "\x03": 0x8F, "\x04": 0x90, "\x08": 0x9D}


class _Bytes(dict[str, int]):
    """The byte for each character outside Windows-1252, computed on first use."""

    def __missing__(self, character: str) -> int:
        letter = _one_character(character)
        self[character] = _UNDEFINED_BYTES.get(letter, ord(letter))
        return self[character]


_BYTES = _Bytes()


def _encoded(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return bytes(map(_BYTES.__getitem__, error.object[error.start : error.end])), error.end


codecs.register_error(_ENCODING_ERRORS, _encoded)


def _byte_table() -> bytes:
    table = bytearray(b" " * 256)
    for code in range(9, 256):
        table[code] = ord(_one_character(bytes([code]).decode(_ENCODING, "replace")))
    for stand_in, code in _UNDEFINED_BYTES.items():
        table[code] = ord(stand_in)
    return bytes(table)


_TABLE = _byte_table()


# A shorter way for names in ASCII, which most are: letters in lower case.
_PLAIN = bytes(ord(chr(code).lower() if code < 128 and chr(code).isalnum() else " ") for code in range(256))


def _flat(text: str) -> str:
    """The text in ASCII letters, digits, spaces and stand-ins, with its length unchanged."""
    return text.encode(_ENCODING, _ENCODING_ERRORS).translate(_TABLE).decode("ascii")


def _spelt_out(flat: str) -> str:
    return _STAND_INS.sub(lambda found: _SPELT_OUT[found[0]][0], flat)


def _ampersand(found: re.Match[str]) -> tuple[int, int, str]:
    """The start and end of "&" or an entity, and its folded text. Text after a lone "&" stays."""
    decoded = html.unescape(found[0])
    if decoded in ("&", found[0]):
        return found.start(), found.end() if decoded == "&" else found.start() + 1, " and "
    return *found.span(), _spelt_out(_flat(decoded))


def fold(name: str) -> str:
    """Fold a name for comparing: lower case, no accents, "&" as "and", no punctuation, no leading "the".

    A name without a Latin letter or digit folds to nothing.

    >>> fold("The Journal of Nutrition, Health & Aging")
    'journal of nutrition health and aging'
    """
    if "&" in name:
        name = html.unescape(name).replace("&", " and ")
    if name.isascii():
        folded = b" ".join(name.encode("ascii").translate(_PLAIN).split()).decode("ascii")
    else:
        folded = " ".join(_spelt_out(_flat(name)).lower().split())
    return "" if folded == "the" else folded.removeprefix("the ")


def unglue_words(folded: str) -> str:
    """A folded name as `FoldedText` has it: numbers of up to three digits are separated ("kidney 360")."""
    return _GLUED.sub(r" \g<0>", folded + " ")[:-1]


class FoldedText:
    """Running text folded as names are, with a map back to offsets in the text.

    `folded` starts and ends with a space and has single spaces between its words; `cased` is the same with
    capitals kept.
    """

    def __init__(self, text: str) -> None:
        spelt, self._spelt_at, self._text_at = _spelt_out_with_places(text)
        self._spelt = f" {spelt} "
        # Where blocks of the text start, at a word, in the folded and in the spelt-out text.
        self._folded_blocks, self._spelt_blocks = [1], [1]
        pieces = [" "]
        length = place = 1
        while place < len(self._spelt):
            end = self._spelt.find(" ", place + _BLOCK) + 1 or len(self._spelt)
            # A block may start with another space; its words are counted from there.
            piece = self._spelt[place:end]
            if "  " in piece or piece[0] == " ":
                words = piece.split()
                piece = " ".join(words) + " " if words else ""
            pieces.append(piece)
            length += len(piece)
            place = end
            self._folded_blocks.append(length)
            self._spelt_blocks.append(place)
        self.cased = "".join(pieces)
        self.folded = self.cased.lower()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a range of folded words to offsets in the text.

        Args:
            start: The offset in `folded` at which its first word starts.
            end: The offset in `folded` at which its last word ends (exclusive).

        Returns:
            The offsets of its start and its end (exclusive) in the text.
        """
        last = self.cased.rfind(" ", start, end) + 1 or start
        first_word = self._word_at(start)
        last_word = first_word if last == start else self._word_at(last)
        return self._in_text(first_word), self._in_text(last_word + end - last - 1) + 1

    def _word_at(self, start: int) -> int:
        """The offset in the spelt-out text of the folded word that starts at `start`."""
        block = bisect_right(self._folded_blocks, start) - 1
        words = self.cased.count(" ", self._folded_blocks[block], start)
        place = self._spelt_blocks[block]
        block_end = self._spelt_blocks[block + 1]
        parts = self._spelt[place:block_end].split(None, words)
        return block_end - len(parts[words])

    def _in_text(self, place: int) -> int:
        place -= 1
        stretch = bisect_right(self._spelt_at, place) - 1
        found = self._text_at[stretch] + place - self._spelt_at[stretch]
        # Both letters of "ﬁ" map to the same character.
        return found if stretch + 1 == len(self._text_at) else min(found, self._text_at[stretch + 1] - 1)


_BLOCK = 400


def _glued(flat: str) -> Iterator[int]:
    """The offsets at which a number starts that is stuck to a word, as in `_GLUED`."""
    kinds = flat.encode("ascii").translate(_KINDS)
    at = kinds.find(b"aaa0")
    while at >= 0:
        if kinds.startswith((b" ", b"0 ", b"00 "), at + 4):
            yield at + 3
        at = kinds.find(b"aaa0", at + 4)


def _spelt_out_with_places(text: str) -> tuple[str, list[int], list[int]]:
    """The spelt-out text, the start of each of its stretches, and the start of each stretch in `text`."""
    flat = _flat(text)
    uneven = [(at, at + 1, " " + flat[at]) for at in _glued(flat)]
    if "&" in text:
        uneven += [_ampersand(found) for found in _AMPERSAND.finditer(text)]
    if any(stand_in in flat for stand_in in _SPELT_OUT):
        uneven += [
            (found.start(), found.end(), _SPELT_OUT[found[0]][0]) for found in _STAND_INS.finditer(flat)
        ]
    uneven.sort()
    pieces: list[str] = []
    spelt_at, text_at = [0], [0]
    length = last = 0
    for start, end, spelt in uneven:
        pieces += (flat[last:start], spelt)
        length += start - last + len(spelt)
        # Everything that is spelt out maps to the character that it replaces.
        spelt_at += (length - len(spelt), length)
        text_at += (start, end)
        last = end
    pieces.append(flat[last:])
    return "".join(pieces), spelt_at, text_at
