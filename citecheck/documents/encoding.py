"""Decode bytes of any encoding into text.

A byte order mark decides; then UTF-8 if the bytes are nothing else; then what the file or the
server declares; then a guess. Decoding never fails: bytes that fit nowhere become one character
each, so that the rest of the article stays readable.
"""

from __future__ import annotations

import codecs
import re

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# <meta charset="windows-1252">, <meta http-equiv=… content="text/html; charset=iso-8859-1">,
# <?xml version="1.0" encoding="utf-8"?>; browsers look at the first 1024 bytes, exports stretch it.
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_HEAD = 8192
# In bytes: enough for a guess, whose time grows with the sample.
_SAMPLE = 32_768
_TOO_SHORT_TO_TELL = 300
_ABOVE = re.compile(rb"[\x80-\xff]+")

# The encodings of the WHATWG encoding standard that hold ASCII as it is, by Python's names.
_OF_PAGES = frozenset(
    (
        "utf-8", "ascii", "cp866", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "tis-620", "cp874",
        "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "euc_jp", "shift_jis", "cp932", "euc_kr", "cp949",
        *(f"iso8859-{part}" for part in range(1, 17)),
        *(f"cp{page}" for page in range(1250, 1259)),
    )
)  # fmt: skip

# Browsers read these names as the wider Windows code page (WHATWG encoding standard).
_WIDENED = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}


def _one_character_a_byte(error: UnicodeError) -> tuple[str, int]:
    """Decode bytes that are not UTF-8 as Windows-1252, their most frequent encoding."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", "replace"), error.end


codecs.register_error("citecheck.stray", _one_character_a_byte)


def decode(data: bytes, declared: str | None = None, *, markup: bool = False) -> str:
    """The text of some bytes, without byte order mark.

    Args:
        data: the bytes of a file or page.
        declared: an encoding named from outside (an HTTP header); None where none is named.
        markup: whether to look for a declaration inside the first bytes.

    Returns:
        The text; bytes that fit no encoding are replaced.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if wide := _wide(data):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    inside = _DECLARED.search(data[:_HEAD]) if markup else None
    for label in (declared, inside[1].decode("ascii") if inside else None):
        known = _known(label)
        if known and known != "utf-8":
            return data.decode(known, "replace")
    return (
        data.decode("utf-8", "citecheck.stray")
        if _mostly_utf8(data)
        else data.decode(_guess(data), "replace")
    )


def _known(label: str | None) -> str | None:
    """The codec that browsers use for a declared name, None for names that are no encoding of web pages.

    The declaration was read as ASCII, so it cannot name an encoding in which ASCII is something else; to
    believe it would hide the text.
    """
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip().lower()).name
    except (LookupError, ValueError):
        return None
    return _WIDENED.get(name, name) if name in _OF_PAGES else None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text is NUL."""
    head = data[:2048]
    if len(head) < 4 or head.count(0) < len(head) // 4:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 8 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 8 * odd else None


def _mostly_utf8(data: bytes) -> bool:
    """Whether the bytes above ASCII are UTF-8 for the most part, with a few strays."""
    strays = data.decode("utf-8", "replace").count("\ufffd")
    above = len(data) - len(data.translate(None, bytes(range(128, 256))))
    return strays * 10 <= above


def _guess(data: bytes) -> str:
    """Windows-1252 for Latin text with a few bytes above ASCII, else what charset-normalizer finds likeliest.

    In Latin text such bytes stand alone (quotes, dashes, accents), in other alphabets side by side.
    """
    runs = _ABOVE.findall(data[:_SAMPLE])
    above = sum(map(len, runs))
    few = above * 25 < len(data[:_SAMPLE]) or len(data) < _TOO_SHORT_TO_TELL
    if few and above < 1.5 * len(runs):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best else "cp1252"
