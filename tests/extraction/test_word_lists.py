from __future__ import annotations

import re
from importlib.resources import files

import pytest

from citecheck.extraction.word_lists import alternatives_pattern, load_list, load_words, plain_beginnings


def test_sections() -> None:
    assert "march" in load_words("names", "months")
    assert "march" not in load_words("names", "weekdays")
    assert load_words("names", "months") < load_words("names")


def test_a_missing_section_is_an_error() -> None:
    with pytest.raises(LookupError, match="nothing such"):
        load_words("names", "nothing such")


def test_longest_first() -> None:
    assert alternatives_pattern("studies", "makers").index("study team") < alternatives_pattern(
        "studies", "makers"
    ).index("|team")


def test_every_list_says_where_it_comes_from() -> None:
    for entry in files("citecheck.extraction").joinpath("data").iterdir():
        if entry.name.endswith(".txt"):
            assert entry.read_text(encoding="utf-8").startswith("#"), entry.name


@pytest.mark.parametrize("name", ["studies", "findings", "designs", "concepts", "institutions", "people"])
def test_entries_are_sound_patterns(name: str) -> None:
    for entry in load_list(name):
        re.compile(entry)


def test_every_entry_contains_one_of_the_plain_beginnings() -> None:
    beginnings = plain_beginnings("studies", "nouns")
    assert "stud" in beginnings  # "stud(?:y|ies)"
    assert "review" in beginnings  # "reviews?"
    assert not any(one != other and other.startswith(one) for one in beginnings for other in beginnings)


def test_an_entry_without_a_plain_beginning_is_an_error() -> None:
    with pytest.raises(ValueError, match="pattern sign"):
        plain_beginnings("studies", "wishes")
