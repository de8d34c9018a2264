"""Streams made of pieces are what zlib makes of the whole text."""

import random
import zlib

from hypothesis import given
from hypothesis import strategies as st

from citecheck.audit.store.zlib_segments import piece, stream


@given(st.lists(st.text()))
def test_a_stream_reads_back_as_its_texts_in_a_row(texts: list[str]) -> None:
    packed = stream(piece(text) for text in texts)
    assert zlib.decompress(packed) == "".join(texts).encode("utf-8", "replace")


def test_long_pieces_have_the_right_checksum() -> None:
    chance = random.Random(7)  # noqa: S311 - nothing secret
    texts = ["".join(chance.choices("abcdefghij \u00e9\u4e00", k=size)) for size in (70_000, 3, 0, 500_000)]
    packed = stream([*map(piece, texts), *map(piece, texts)])
    assert zlib.decompress(packed).decode() == "".join(texts) * 2
    assert len(packed) < len("".join(texts)) * 2


def test_a_piece_is_the_same_whatever_was_compressed_before_it() -> None:
    text = "Magnesium eases pain, and magnesium lowers blood pressure. " * 40
    first = piece(text)
    for before in ("", "x", text, "Magnesium eases pain" * 9_000):
        piece(before)
        assert piece(text) == first


def test_what_utf_8_cannot_say_is_a_question_mark() -> None:
    assert zlib.decompress(stream([piece("a\ud800b")])) == b"a?b"
