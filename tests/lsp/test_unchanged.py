"""What stays of a text when it is edited."""

from hypothesis import given
from hypothesis import strategies as st

from citecheck.lsp.unchanged import Unchanged


def test_words_before_and_behind_a_change_are_found_again() -> None:
    unchanged = Unchanged.between("one two three", "one twenty three")
    assert unchanged.moved(0, 3) == (0, 3)
    assert unchanged.moved(8, 13) == (11, 16)
    assert unchanged.moved(4, 7) is None
    assert unchanged.moved(0, 13) is None


def test_without_a_change_everything_stays() -> None:
    assert Unchanged.between("abc", "abc").moved(0, 3) == (0, 3)


@given(st.text("ab"), st.text("ab"), st.text("ab"), st.text("ab"))
def test_what_is_found_again_is_the_same(head: str, old: str, new: str, tail: str) -> None:
    before, after = head + old + tail, head + new + tail
    unchanged = Unchanged.between(before, after)
    for start in range(len(before)):
        for end in range(start + 1, len(before) + 1):
            moved = unchanged.moved(start, end)
            if moved:
                assert after[moved[0] : moved[1]] == before[start:end]
