"""Unpack compressed data of stores and caches up to a stated size."""

from __future__ import annotations

import zlib

# The largest that citecheck writes, an answer of PubMed with two hundred records, has some megabytes.
LARGEST_BLOB = 128 << 20


def unpack_bytes(packed: bytes, largest: int = LARGEST_BLOB) -> bytes:
    """Return the bytes that zlib packed.

    Args:
        packed: The packed bytes.
        largest: The greatest number of unpacked bytes.

    Raises:
        zlib.error: The data is damaged, or unpacks to more bytes.
    """
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(packed, largest)
    if not unpacker.eof:
        raise zlib.error("it is cut off, or unfolds to too much")
    return data
