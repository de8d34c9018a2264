"""Suggestions are put into a text, and nothing else of it changes."""

import pytest

from citecheck.corrections import apply_suggestions, without_conflicts
from citecheck.model import Suggestion


def suggestion(start: int, end: int, replacement: str) -> Suggestion:
    return Suggestion(start, end, replacement, "volume")


def test_only_the_characters_of_suggestions_change() -> None:
    text = "Gut 2012;69:541-7. Gut 2013;70:1."
    made = apply_suggestions(text, [suggestion(23, 27, "2014"), suggestion(4, 8, "2019")])
    assert made == "Gut 2019;69:541-7. Gut 2014;70:1."


def test_the_same_suggestion_of_two_citations_is_made_once() -> None:
    assert apply_suggestions("abc", [suggestion(1, 2, "x"), suggestion(1, 2, "x")]) == "axc"


def test_suggestions_side_by_side_are_both_made() -> None:
    assert apply_suggestions("abc", [suggestion(1, 2, "x"), suggestion(2, 3, "y")]) == "axy"


@pytest.mark.parametrize("other", [suggestion(1, 3, "y"), suggestion(2, 4, "y"), suggestion(0, 6, "y")])
def test_of_suggestions_that_contradict_each_other_none_is_made(other: Suggestion) -> None:
    ends = suggestion(6, 7, "z")
    assert without_conflicts([suggestion(1, 3, "x"), other, ends]) == (ends,)


def test_a_place_that_the_text_does_not_have() -> None:
    with pytest.raises(ValueError, match="no characters 2 to 9"):
        apply_suggestions("abc", [suggestion(2, 9, "x")])
