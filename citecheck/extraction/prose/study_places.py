"""The country that a study comes from: "a massive study from Sweden", "a Danish study"."""

from __future__ import annotations

import re
from functools import cache

from citecheck.extraction.word_lists import alternatives_pattern

__all__ = ["is_placed", "place"]


def _words(section: str, name: str = "studies") -> str:
    return alternatives_pattern(name, section)


def place(sentence: str) -> str | None:
    """Where a study is said to come from: "a massive study from Sweden", "a Danish study" (as written)."""
    found = _place().search(sentence) if _somewhere().search(sentence) else None
    return (found["country"] or found["people"]) if found else None


@cache
def _place() -> re.Pattern[str]:
    countries, people_of = _words("countries", "places"), _words("people of", "places")
    makers = f"(?:{_words('nouns')}|{_words('makers')})"
    return re.compile(
        rf"\b(?:{makers}\s+(?:\w+\s+)?(?:from|in|across)\s+(?:the\s+)?(?P<country>{countries})"
        rf"|(?P<people>{people_of})\s+(?:\w+\s+)?{makers})\b"
    )


def is_placed(sentence: str) -> bool:
    """Whether a sentence says where a study comes from, or that it was presented somewhere."""
    somewhere = "presented" in sentence or _somewhere().search(sentence)
    return bool(somewhere) and _placed().search(sentence) is not None


@cache
def _somewhere() -> re.Pattern[str]:
    """A country, or its people."""
    return re.compile(f"{_words('countries', 'places')}|{_words('people of', 'places')}")


@cache
def _placed() -> re.Pattern[str]:
    """As in "a massive study from Sweden", "a Danish study", "a study presented at the meeting"."""
    return re.compile(
        rf"\b(?:{_words('singular nouns')})\s+(?:(?:done|conducted|carried out|published|presented)"
        rf"\s+)?(?:from|in|at|out of)\s+(?:the\s+)?(?:{_words('countries', 'places')})\b"
        rf"|\b(?:{_words('people of', 'places')})\s+(?:[\w-]+\s+){{0,2}}?(?:{_words('singular nouns')}"
        rf"|{_words('plural makers')})\b"
        rf"|\b(?:{_words('singular nouns')})\s+presented\s+(?:[\w]+\s+)?(?:at|to)\b"
    )
