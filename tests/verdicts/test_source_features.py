"""The quick looks before the patterns of the kinds of sources miss no match; features of entries."""

import re

import pytest

from citecheck.model import CitationFields
from citecheck.verdicts.source_features import SourcePattern, features, signs, signs_in, weighed_only
from tests.pattern_proofs import first_characters, parse, wordings

PATTERNS = [*signs(), *weighed_only()]


@pytest.mark.parametrize("one", [one for one in PATTERNS if one.needs], ids=lambda one: one.name)
def test_every_match_contains_what_its_pattern_needs(one: SourcePattern) -> None:
    lacking = [words for words in wordings(one.pattern) if not any(need in words for need in one.needs)]
    assert lacking == []


@pytest.mark.parametrize("text", [sign.example for sign in signs()])
def test_the_signs_of_a_text_are_those_whose_patterns_occur(text: str) -> None:
    assert signs_in(text) == tuple(sign for sign in signs() if re.search(sign.pattern, text))


@pytest.mark.parametrize(
    "one", [one for one in PATTERNS if one.pattern.startswith("(?=[")], ids=lambda one: one.name
)
def test_no_first_character_is_missing(one: SourcePattern) -> None:
    (_, (_, wanted)), *rest = parse(one.pattern)
    begins, may_be_empty = first_characters(rest)
    assert not may_be_empty
    assert sorted(begins - first_characters(wanted)[0]) == []


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("ORAL HEALTH DİSSERTATION", "a thesis"),
        ("Doctoral theſis. Umeå.", "a thesis"),
        ("Guıdelines for sleep.", "the word guideline"),
    ],
)
def test_letters_that_a_pattern_takes_for_others_are_not_missed(text: str, sign: str) -> None:
    assert f"s:{sign}" in features(text, CitationFields())


def test_addresses_are_weighed_by_the_end_of_their_host_and_not_by_their_words() -> None:
    found = features("Zinc. WWW.who.INT/zinc and cdc.GOV/flu.", CitationFields())
    assert {"h:int", "h:gov"} <= found
    assert not {"w:who", "w:flu"} & found
    assert not {one for one in features("Zinc and sleep.", CitationFields()) if one.startswith("h:")}
