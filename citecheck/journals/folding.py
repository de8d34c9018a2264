"""How names are folded, and how running text is folded without losing where its words stand."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

# Characters that stand for several letters, or for none; each is a control character until it is spelt out.
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
# "&", or what HTML writes for it and for other characters, where a text was not decoded: "&amp;", "&#196;".
_AMPERSAND = re.compile(r"&(?:#[0-9]{2,6};|#[xX][0-9a-fA-F]{2,5};|[A-Za-z]{2,8};)?")
# "Nature2", "Circulation12": the number of a footnote stuck to a name.
_GLUED = re.compile(r"[0-9](?<=[A-Za-z]{3}[0-9])(?=[0-9]{0,2} )")
# Over running text it is quicker to look for the kinds of characters: "Nature2 " is "aaaaaa0 ".
_KINDS = bytes(
    ord("a" if chr(code).isalpha() else "0" if chr(code).isdigit() else " " if code == 32 else ".")
    if code < 128
    else ord(".")
    for code in range(256)
)


def _one_character(character: str) -> str:
    """One ASCII character for any other: a letter, a digit, a stand-in, or a space."""
    if character in _LETTERS:
        return _LETTERS[character]
    for stand_in, (_, characters) in _SPELT_OUT.items():
        if character in characters:
            return stand_in
    if unicodedata.combining(character):
        return "\x08"
    base = unicodedata.normalize("NFKD", character)[0]
    return base if base.isascii() and base.isalnum() else " "


# Encoding and `bytes.translate` run ten times faster than `str.translate` over text that is not all ASCII.
# What Windows-1252 has no byte for goes through `_encoded`; the bytes that it leaves undefined are stand-ins.
_ENCODING, _ENCODING_ERRORS = "cp1252", "citecheck-fold"
_UNDEFINED_BYTES = {"\x01": 0x81, "\x02": 0x8D, "\x03": 0x8F, "\x04": 0x90, "\x08": 0x9D}


class _Bytes(dict[str, int]):
    """The byte for every character that Windows-1252 has none for, worked out when first met."""

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


# The same for a name in ASCII, which is most of them, the short way: letters in lower case.
_PLAIN = bytes(ord(chr(code).lower() if code < 128 and chr(code).isalnum() else " ") for code in range(256))


def _flat(text: str) -> str:
    """ASCII letters, digits, spaces and stand-ins only; exactly as long as `text`."""
    return text.encode(_ENCODING, _ENCODING_ERRORS).translate(_TABLE).decode("ascii")


def _spelt_out(flat: str) -> str:
    return _STAND_INS.sub(lambda found: _SPELT_OUT[found[0]][0], flat)


def _ampersand(found: re.Match[str]) -> tuple[int, int, str]:
    """Where "&" or an entity stands, and what it is in folded text; what follows a mere "&" stays."""
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
    """A folded name as `FoldedText` has it: numbers of up to three digits stand apart ("kidney 360")."""
    return _GLUED.sub(r" \g<0>", folded + " ")[:-1]


class FoldedText:
    """Running text folded as names are, with the way back to the places in the text.

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
            # A block may start at a further space; the words that follow are counted from there.
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
        """Where in the text a stretch of folded words stands.

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
        """Where in the spelt-out text the folded word stands that starts at `start`."""
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
        # The second letter of "ﬁ" stands where the first does.
        return found if stretch + 1 == len(self._text_at) else min(found, self._text_at[stretch + 1] - 1)


_BLOCK = 400


def _glued(flat: str) -> Iterator[int]:
    """Where a number begins that is stuck to a word, as `_GLUED` has it."""
    kinds = flat.encode("ascii").translate(_KINDS)
    at = kinds.find(b"aaa0")
    while at >= 0:
        if kinds.startswith((b" ", b"0 ", b"00 "), at + 4):
            yield at + 3
        at = kinds.find(b"aaa0", at + 4)


def _spelt_out_with_places(text: str) -> tuple[str, list[int], list[int]]:
    """The text spelt out, where each stretch of it starts, and where the same stretch starts in `text`."""
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
        # What is spelt out stands, as a whole, where the character stood.
        spelt_at += (length - len(spelt), length)
        text_at += (start, end)
        last = end
    pieces.append(flat[last:])
    return "".join(pieces), spelt_at, text_at
