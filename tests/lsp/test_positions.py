"""Offsets and the positions that editors count."""

import pytest
from lsprotocol.types import Position

from citecheck.lsp.positions import TextPositions

# A form feed and U+2028 end no line of the protocol.
TEXT = "aé😀b\r\nsecond\x0c\u2028\rthird\n"


@pytest.mark.parametrize(("encoding", "units"), [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)])
def test_characters_count_in_units_of_the_encoding(encoding: str, units: int) -> None:
    positions = TextPositions(TEXT, encoding)
    assert positions.position(TEXT.index("b")) == Position(0, units)
    assert positions.offset(Position(0, units)) == TEXT.index("b")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_every_offset_comes_back(encoding: str) -> None:
    positions = TextPositions(TEXT, encoding)
    # Between CR and LF there is no position.
    for offset in {*range(len(TEXT) + 1)} - {TEXT.index("\n")}:
        assert positions.offset(positions.position(offset)) == offset


def test_lines_end_where_the_protocol_says() -> None:
    positions = TextPositions(TEXT)
    assert positions.position(TEXT.index("third")) == Position(2, 0)
    assert positions.position(len(TEXT)) == Position(3, 0)


def test_a_position_beyond_is_the_end() -> None:
    positions = TextPositions(TEXT)
    assert positions.offset(Position(0, 99)) == TEXT.index("\r\n")
    assert positions.offset(Position(99, 0)) == len(TEXT)


def test_half_a_pair_of_surrogates_counts_as_a_unit() -> None:
    assert TextPositions("\ud83dx").position(1) == Position(0, 1)
