from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import citecheck.extraction
from citecheck.extraction.word_patterns import WordPattern


def _word_patterns() -> dict[str, WordPattern]:
    """All patterns of this stage, by module and name."""
    package = citecheck.extraction
    modules = (module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."))
    return {
        f"{module.removeprefix(package.__name__)}.{name}": value
        for module in modules
        for name, value in vars(importlib.import_module(module)).items()
        if isinstance(value, WordPattern)
    }


WORD_PATTERNS = _word_patterns()


@pytest.mark.parametrize("pattern", [pytest.param(one, id=name) for name, one in WORD_PATTERNS.items()])
def test_each_pattern_matches_its_example(pattern: WordPattern) -> None:
    assert pattern.search(pattern.example)


def test_a_field_is_replaced_by_the_entries_of_its_section() -> None:
    pattern = WordPattern("a trial from Iceland", r"(?:{nouns}) from (?P<place>{places:countries})")
    found = pattern.search("It was a trial from Iceland.")
    assert found is not None
    assert found["place"] == "Iceland"


def test_entries_can_be_converted_to_lower_case() -> None:
    pattern = WordPattern("danish", r"{places:people of}", lowered=True)
    assert pattern.match("danish")
    assert not pattern.match("Danish")


def test_a_part_can_contain_fields_and_be_used_twice() -> None:
    pattern = WordPattern("a study of studies", r"a {one} of {one}", one="(?:{nouns})")
    assert pattern.fullmatch("a trial of trials")


def test_quantifiers_are_not_fields() -> None:
    assert WordPattern("aab", r"a{2}b{0,4}").fullmatch("aabb")


def test_the_flags_apply() -> None:
    assert WordPattern("Study", "{nouns}", flags=re.IGNORECASE).match("STUDY")
    assert not WordPattern("study", "{nouns}").match("STUDY")


def test_an_unknown_section_is_an_error() -> None:
    with pytest.raises(LookupError, match="nothing such"):
        _ = WordPattern("", "{nothing such}").compiled
