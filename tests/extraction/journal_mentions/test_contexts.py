from __future__ import annotations

import pytest

from citecheck.extraction.journal_mentions.contexts import (
    Lead,
    in_apposition,
    left_context,
    published_directly,
)
from citecheck.extraction.tokens import Tokens


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It was published in X", Lead.PUBLISHED_IN),
        ("Published online today ahead of print in the X", Lead.PUBLISHED_IN),
        ("Researchers report the findings in X", Lead.PUBLISHED_IN),
        ("The Endocrine Society's X", Lead.NONE),
        ("It was published in the Endocrine Society's X", Lead.PUBLISHED_IN),
        ("in the March issue of X", Lead.EDITION),
        ("in the August 2, 2011, print issue of X", Lead.EDITION),
        ("in the journal X", Lead.JOURNAL),
        ("in the journal, X", Lead.JOURNAL),
        ("in the journal The X", Lead.JOURNAL),
        ("in a publication of the agency called X", Lead.JOURNAL),
        ("professor in X", Lead.AGAINST),
        ("the department of X", Lead.AGAINST),
        ("people with X", Lead.NONE),
        ("X", Lead.NONE),
    ],
)
def test_lead(sentence: str, expected: Lead) -> None:
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
