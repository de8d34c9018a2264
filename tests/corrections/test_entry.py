"""Finding the words of a record in an entry."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.corrections.entry import _pattern_of, find_words, places_of

WORDS = st.lists(st.sampled_from(["zinc", "Zinc", "colds", "a", "é"]), max_size=4)
GAPS = st.lists(st.sampled_from([" ", "-", ": ", "_", " — : ", " (…) — "]), min_size=8, max_size=8)


@pytest.mark.parametrize(
    ("title", "quote", "expected"),
    [
        ("Zinc in colds.", "Stone A. ZINC: in colds! 2019", "ZINC: in colds"),
        ("Zinc", "Zincate, zinc", "zinc"),
        ("Zinc in colds", "Zinc in zinc in colds", "zinc in colds"),
        ("Zinc in colds", "Zinc (see) in colds", None),
        ("Zinc colds", "Zinc ~~~~ colds", None),
        ("…", "…", None),
    ],
)
def test_words_are_found_in_their_order_with_five_signs_between_them_at_most(
    title: str, quote: str, expected: str | None
) -> None:
    found = find_words(title, quote)
    assert (quote[slice(*found)] if found else None) == expected


@given(WORDS, WORDS, GAPS)
def test_words_are_found_where_a_pattern_of_them_is(
    words: list[str], held: list[str], gaps: list[str]
) -> None:
    quote = "".join(word + gap for word, gap in zip(held, gaps, strict=False))
    pattern = r"[\W_]{1,5}".join(words)
    expected = re.search(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", quote, re.IGNORECASE) if words else None
    assert find_words(" ".join(words), quote) == (expected.span() if expected else None)


TEXTS = st.lists(st.sampled_from(["1", "12", "zinc", " ", "-", "–", ": ", "_", "(", "a"]), max_size=6)


@given(TEXTS.map("".join), TEXTS.map("".join), TEXTS.map("".join))
def test_places_are_those_of_the_pattern(before: str, text: str, behind: str) -> None:
    quote = before + text + behind
    expected = [found.span() for found in re.finditer(_pattern_of(text), quote)] if text else []
    assert list(places_of(text, quote)) == expected


def test_words_are_found_with_any_dashes_and_blanks() -> None:
    quote = "Gut 12 (2019) 541–7; Gut 12, 541-7; 1541-7"
    assert [quote[slice(*place)] for place in places_of("541-7", quote)] == ["541–7", "541-7"]
    assert [quote[slice(*place)] for place in places_of("2019", quote)] == ["2019"]
    assert list(places_of("154", quote)) == []
