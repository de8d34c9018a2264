"""Compressed text made of pieces, each compressed once however often it is stored.

A piece is raw deflate that ends in a full flush: it refers to nothing before it, so that it means the same
wherever it stands. Any row of pieces is a stream that zlib reads back.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

# Takes half as long as zlib's own level, 6, for a tenth more room.
_LEVEL = 2
_HEADER = b"\x78\x5e"
# The end of a stream: a last block that holds nothing.
_END = b"\x03\x00"
_ADLER = 65_521

# To set zlib up takes ten times as long as to compress a citation.
_deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, compressed; its checksum by Adler, and how many bytes it was."""

    packed: bytes
    checksum: int
    size: int


def piece(text: str) -> Piece:
    """The text compressed, as UTF-8; what UTF-8 cannot say is a question mark."""
    data = text.encode("utf-8", "replace")
    with _one_at_a_time:
        packed = _deflate.compress(data) + _deflate.flush(zlib.Z_FULL_FLUSH)
    return Piece(packed, zlib.adler32(data), len(data))


def stream(pieces: Iterable[Piece]) -> bytes:
    """These pieces one after the other, as `zlib.decompress` takes them."""
    checksum = 1
    parts = [_HEADER]
    for one in pieces:
        parts.append(one.packed)
        checksum = _together(checksum, one)
    return b"".join((*parts, _END, checksum.to_bytes(4, "big")))


def _together(checksum: int, last: Piece) -> int:
    """The checksum of what has `checksum` with this piece after it: see RFC 1950, section 9."""
    low = checksum & 0xFFFF
    total = low + (last.checksum & 0xFFFF) - 1
    sums = (checksum >> 16) + (last.checksum >> 16) + last.size * (low - 1)
    return sums % _ADLER << 16 | total % _ADLER
