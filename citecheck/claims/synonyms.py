"""Synonyms of the terms of a claim: "myocardial infarction" for its "heart attack"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from citecheck.claims.lexicons import pattern
from citecheck.text import find_variants
from citecheck.text.synonyms import is_acronym
from citecheck.text.term_weighting import weighed_terms

_SHORTEST_VARIANT = 3


class ClaimSynonyms:
    """The synonyms of the terms of one claim; they rewrite a record in the claim's own words."""

    def __init__(self, claim: str) -> None:
        terms = dict.fromkeys(term.text for term in weighed_terms(claim) if term.known)
        self._variants = [(found, term) for term in terms if (found := _variants_of(term))]

    def in_words_of_claim(self, text: str) -> str:
        """Return a text with each synonym of a term of the claim replaced by that term."""
        for variants, term in self._variants:
            text = variants.sub(term, text)
        return text


@lru_cache(maxsize=4096)
def _variants_of(term: str) -> re.Pattern[str] | None:
    """The variants of a term but those that stand for its converse: "survival" is no "mortality" here."""
    same = [
        variant
        for variant in find_variants(term)
        if len(variant) >= _SHORTEST_VARIANT
        and variant.lower() != term.lower()
        and _converse_words(variant) == _converse_words(term)
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(_longest_first(same))})(?!\w)") if same else None


def _longest_first(variants: Iterable[str]) -> list[str]:
    return [
        re.escape(variant) if is_acronym(variant) else f"(?i:{re.escape(variant)}s?)"
        for variant in sorted(variants, key=len, reverse=True)
    ]


def _converse_words(term: str) -> frozenset[str]:
    return frozenset(word.lower() for word in pattern("converses").findall(term))
