"""Differences that no editor would correct are notes, with the record's form for just those characters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from citecheck.corrections import apply_suggestions
from citecheck.model import CitationFields, CitationKind, Verdict
from citecheck.verdicts.decision import judge
from tests.makers import (
    ANSWERED,
    CATALOGUE,
    MATCHER,
    OTHERS,
    PART,
    REFERENCE,
    TITLE,
    cluster_of,
    judged,
    published,
)


@pytest.mark.parametrize(
    ("changed", "held", "note"),
    [
        ({"year": 2020}, {}, "print and online may be years apart"),
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
        ({"pages": "12-19"}, f"{TITLE}. Gut 2019;68:12-19.", "pages", "12-19", "541-547"),
        ({"pmid": "999"}, f"{TITLE}. Gut 2019;68:541-547. PMID 999", "identifier", "999", "31"),
    ],
)
def test_a_suggestion_is_for_just_the_characters_that_are_wrong(
    changed: dict[str, Any], quote: str, field: str, stated: str, right: str
) -> None:
    judgement = judged(replace(REFERENCE, **changed), *OTHERS, published(), quote=quote)
    assert {one.field for one in judgement.suggestions} == {field}
    start = 100 * sum(map(ord, quote))
    moved = (replace(one, start=one.start - start, end=one.end - start) for one in judgement.suggestions)
    assert apply_suggestions(quote, moved) == quote.replace(stated, right)


def test_of_two_equal_numbers_only_the_year_is_replaced() -> None:
    wrong = replace(REFERENCE, year=2012, title=None, authors=(), volume=None, pages=None)
    wrong = replace(wrong, pmid="31")
    (suggestion,) = judged(wrong, published(), quote="Gut 2012. PMID: 31. Accessed 2012.").suggestions
    assert suggestion.start - 100 * sum(map(ord, "Gut 2012. PMID: 31. Accessed 2012.")) == len("Gut ")


def test_words_that_stand_twice_in_prose_are_not_replaced() -> None:
    stated = CitationFields(year=2012, pmid="31", journal=REFERENCE.journal)
    quote = "In 2012 a study in Gut (2012, PMID 31) found it."
    cluster = cluster_of(stated, kind=CitationKind.ATTRIBUTION, quote=quote)
    ranked = MATCHER.rank(cluster, [published()])
    (judgement,) = judge(cluster, ranked, ANSWERED, PART, MATCHER, CATALOGUE)
    assert (judgement.verdict, judgement.suggestions) == (Verdict.MISMATCH, ())


def test_a_description_that_is_not_settled_has_neither() -> None:
    judgement = judged(CitationFields(finding="coffee drinkers had less cirrhosis"), published())
    assert (judgement.notes, judgement.suggestions) == ((), ())
