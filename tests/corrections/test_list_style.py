"""A journal is written as the other entries of the article write journals."""

from __future__ import annotations

import pytest

from tests.corrections.made import fixed
from tests.corrections.test_styles import APA

WRONG = APA.replace("The American Journal of Clinical Nutrition", "Gut")
NLM = "Stone, A. ({year}). Tea and sleep in {year} nurses. The American journal of medicine, 1(1), 2-9."
PRINTED = "Hill, B. ({year}). Iron and sleep in {year} nurses. The American Journal of Medicine, 3(1), 2-9."


@pytest.mark.parametrize(
    ("others", "right"),
    [
        ([], "The American Journal of Clinical Nutrition"),
        ([PRINTED], "The American Journal of Clinical Nutrition"),
        ([NLM], "The American journal of clinical nutrition"),
        ([NLM, PRINTED], "The American Journal of Clinical Nutrition"),
        ([NLM, NLM, PRINTED], "The American journal of clinical nutrition"),
    ],
)
def test_the_form_of_most_entries_is_taken(others: list[str], right: str) -> None:
    entries = [WRONG, *(entry.format(year=1990 + number) for number, entry in enumerate(others))]
    listed = "\n".join(f"{number}. {entry}" for number, entry in enumerate(entries, 1))
    result = fixed(f"# Coffee\n\nIts text.\n\n## References\n\n{listed}\n".encode())
    assert result.after == result.before.replace("Gut", right)
