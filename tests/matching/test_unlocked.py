"""A property that is worked out once."""

from citecheck.matching.unlocked import cached_property


class Word:
    def __init__(self, text: str) -> None:
        self.text = text
        self.worked = 0

    @cached_property
    def length(self) -> int:
        """How long it is."""
        self.worked += 1
        return len(self.text)


def test_it_is_worked_out_once_for_each_object() -> None:
    one, other = Word("nuts"), Word("walnuts")
    assert (one.length, one.length, other.length) == (4, 4, 7)
    assert (one.worked, other.worked) == (1, 1)
    assert Word.length.__doc__ == "How long it is."
