"""The whole body of an answer: complete, unpacked, and of bounded size."""

from __future__ import annotations

import http.client
import zlib
from typing import Any
from urllib.error import HTTPError

from citecheck.sources.entrez.errors import EntrezError

LARGEST_ANSWER = 128 << 20
LARGEST_ERROR_BODY = 65536


def read_body(handle: Any) -> bytes:
    """Read an answer to its end.

    Args:
        handle: The answer as http.client gives it.

    Raises:
        EntrezError: The body ends early, does not end, or cannot be unpacked.
    """
    length = handle.headers.get("Content-Length", "")
    expected = int(length) if length.isdecimal() else None
    parts, size = [], 0
    while expected is None or size < expected:
        part = handle.read1(65536)
        if not part:
            break
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise EntrezError("the answer is larger than any answer should be", again=False)
    if expected is not None and size < expected:
        raise EntrezError("the answer was cut short")
    return _unpack(b"".join(parts))


def _unpack(body: bytes) -> bytes:
    """The body itself, or what it holds where it came compressed although plain text was asked for."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, LARGEST_ANSWER)
    except zlib.error:
        raise EntrezError("the answer cannot be unpacked") from None
    if not unpacker.eof:
        raise EntrezError("the answer was cut short")
    return plain


def read_error_body(error: HTTPError) -> bytes:
    """Read the first bytes of an error's body; b"" where even they cannot be read."""
    try:
        return error.read(LARGEST_ERROR_BODY)
    except (OSError, http.client.HTTPException, ValueError):
        return b""
