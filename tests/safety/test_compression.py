"""Compressed data is unpacked up to a bound."""

import zlib

import pytest

from citecheck.safety.compression import unpack_bytes


def test_bombs_are_not_unpacked() -> None:
    bomb = zlib.compress(b"a" * 10_000_000)
    assert len(unpack_bytes(bomb, 10_000_000)) == 10_000_000
    with pytest.raises(zlib.error, match="unfolds to too much"):
        unpack_bytes(bomb, 9_999_999)
    with pytest.raises(zlib.error):
        unpack_bytes(bomb[:-1])
