from __future__ import annotations

import pytest

from citecheck.extraction.journal_mentions.contexts import (
    LeftContext,
    in_apposition,
    left_context,
    published_directly,
)
from citecheck.extraction.tokens import Tokens


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It was published in X", LeftContext.PUBLISHED_IN),
        ("Published online today ahead of print in the X", LeftContext.PUBLISHED_IN),
        ("Researchers report the findings in X", LeftContext.PUBLISHED_IN),
        ("The Endocrine Society's X", LeftContext.NONE),
        ("It was published in the Endocrine Society's X", LeftContext.PUBLISHED_IN),
        ("in the March issue of X", LeftContext.EDITION),
        ("in the August 2, 2011, print issue of X", LeftContext.EDITION),
        ("in the journal X", LeftContext.JOURNAL),
        ("in the journal, X", LeftContext.JOURNAL),
        ("in the journal The X", LeftContext.JOURNAL),
        ("in a publication of the agency called X", LeftContext.JOURNAL),
        ("professor in X", LeftContext.AGAINST),
        ("the department of X", LeftContext.AGAINST),
        ("people with X", LeftContext.NONE),
        ("X", LeftContext.NONE),
    ],
)
def test_lead(sentence: str, expected: LeftContext) -> None:
    tokens = Tokens(sentence, 0, len(sentence))
    assert left_context(tokens, len(tokens) - 1) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("X, the medical journal of the academy", True),
        ("X (a publication of the society)", True),
        ("X, the capital of the country", False),
        ("X", False),
    ],
)
def test_in_apposition(sentence: str, expected: bool) -> None:
    assert in_apposition(Tokens(sentence, 0, len(sentence)), 1) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("published online in the X", True), ("published by X", False), ("found in X", False)],
)
def test_published_directly(sentence: str, expected: bool) -> None:
    tokens = Tokens(sentence, 0, len(sentence))
    assert published_directly(tokens, len(tokens) - 1) is expected
