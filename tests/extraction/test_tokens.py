from __future__ import annotations

import pytest

from citecheck.extraction.tokens import Tokens, is_capital


def tokens(text: str) -> Tokens:
    return Tokens(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("open-access bmj.com, O'Neill", ["open-access", "bmj.com", ",", "O'Neill"]),
        ("JAMA,online 3,000 men", ["JAMA", ",", "online", "3,000", "men"]),
        ("the ACS' journal", ["the", "ACS'", "journal"]),
        ("Medicine--one", ["Medicine", "-", "-", "one"]),
        ("_Gut_", ["_", "Gut", "_"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    found = tokens(text)
    assert found.texts == expected
    assert [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Journal of the American College of Surgeons found", "Journal of the American College of Surgeons"),
        ("Gut and the rest", "Gut"),
        ("Pediatrics  The rest", "Pediatrics"),
        ("Cell\nPublished", "Cell"),
        ("found", ""),
    ],
)
def test_runs_of_capitalised_words(text: str, expected: str) -> None:
    found = tokens(text)
    assert found.span(0, found.run(0)) == expected


def test_a_run_from_its_end() -> None:
    found = tokens("by the American Thoracic Society's")
    assert found.span(found.run_start(len(found) - 1), len(found)) == "American Thoracic Society's"


def test_runs_are_bounded() -> None:
    assert tokens("Aa " * 500).run(0) < 30


@pytest.mark.parametrize(("word", "expected"), [("Gut", True), ("eLife", True), ("gut", False), ("3", False)])
def test_is_capital(word: str, expected: bool) -> None:
    assert is_capital(word) is expected
