"""A record is read in the words of the claim."""

import pytest

from citecheck.claims.synonyms import ClaimSynonyms


@pytest.mark.parametrize(
    ("claim", "text", "read"),
    [
        ("Coffee causes heart attacks", "a myocardial infarction", "a heart attacks"),
        ("Tylenol causes asthma", "Acetaminophen and asthma", "tylenol and asthma"),
        ("Coffee causes asthma", "a myocardial infarction", "a myocardial infarction"),
        # the converse is no other word for it
        ("Coffee raises mortality", "survival fell", "survival fell"),
    ],
)
def test_variants_of_the_claims_terms(claim: str, text: str, read: str) -> None:
    assert ClaimSynonyms(claim).in_words_of_claim(text) == read
