"""Differences that no editor would correct are notes, with the record's form for just those characters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from citecheck.model import CitationFields, Verdict
from tests.makers import OTHERS, REFERENCE, TITLE, judged, published


@pytest.mark.parametrize(
    ("changed", "held", "note"),
    [
        ({"year": 2020}, {}, "print and online may be a year apart"),
        ({"title": "Coffee drinking and cirrhosis of the liver"}, {}, "gives the title in another form"),
        ({"pages": "1-9"}, {}, "gives pages 1-9, the record 541-7"),
        ({"volume": "2019"}, {"volume": "68"}, "gives volume 2019, the record 68"),
    ],
)
def test_a_note_changes_no_verdict(changed: dict[str, Any], held: dict[str, Any], note: str) -> None:
    judgement = judged(replace(REFERENCE, **changed), *OTHERS, published(**held))
    assert judgement.verdict is Verdict.VERIFIED
    assert any(note in sentence for sentence in judgement.notes), judgement.notes


def test_what_fits_to_the_letter_has_no_notes() -> None:
    judgement = judged(REFERENCE, published(pages="541-547"))
    assert (judgement.notes, judgement.suggestions) == ((), ())


@pytest.mark.parametrize(
    ("changed", "quote", "field", "stated", "right"),
    [
        ({"year": 2012}, f"{TITLE}. Gut 2012;68:541-547.", "date", "2012", "2019"),
        ({"pages": "12-19"}, f"{TITLE}. Gut 2019;68:12-19.", "pages", "12-19", "541-7"),
        ({"pmid": "999"}, f"{TITLE}. Gut 2019;68:541-547. PMID 999", "identifier", "999", "31"),
    ],
)
def test_a_suggestion_is_for_just_the_characters_that_are_wrong(
    changed: dict[str, Any], quote: str, field: str, stated: str, right: str
) -> None:
    judgement = judged(replace(REFERENCE, **changed), *OTHERS, published(), quote=quote)
    (suggestion,) = judgement.suggestions
    start = 100 * sum(map(ord, quote))
    assert quote[suggestion.start - start : suggestion.end - start] == stated
    assert (suggestion.field, suggestion.replacement) == (field, right)


def test_words_that_stand_twice_in_the_quote_are_not_replaced() -> None:
    wrong = replace(REFERENCE, year=2012)
    assert judged(wrong, published(), quote="Gut 2012. Accessed 2012.").suggestions == ()


def test_a_description_that_is_not_settled_has_neither() -> None:
    judgement = judged(CitationFields(finding="coffee drinkers had less cirrhosis"), published())
    assert (judgement.notes, judgement.suggestions) == ((), ())
