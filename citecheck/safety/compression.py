"""Unpacking what a stored file holds, no further than to a size that is stated before."""

from __future__ import annotations

import zlib

# The largest blobs of ours, an answer of PubMed with two hundred records, have some megabytes.
LARGEST_BLOB = 128 << 20


def unpack_bytes(packed: bytes, largest: int = LARGEST_BLOB) -> bytes:
    """Return what zlib packed.

    Args:
        packed: The packed bytes.
        largest: How many bytes they may unfold to.

    Raises:
        zlib.error: They are damaged, or unfold to more.
    """
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(packed, largest)
    if not unpacker.eof:
        raise zlib.error("it is cut off, or unfolds to too much")
    return data
