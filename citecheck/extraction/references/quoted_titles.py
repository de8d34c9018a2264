"""Publications that running text names by a quoted title, a year and a link: "Zinc." 2014. [pubmed](…)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citecheck.model import Mark

__all__ = ["QuotedTitle", "find_quoted_titles"]

# “Coffee and liver health.” 2014.      "Coffee and liver health" (Gut, 2014)
_TITLE_AND_YEAR = re.compile(
    r"[\"“](?P<title>[^\"“”\n]{12,300}?)[.,?!]?[\"”][.,]?\s+"
    r"\(?(?:[A-Z][^.()\"“”\n]{2,60}[.,]\s)?(?:19|20)\d\d\)?[.,;:]?"
)
# "2014. " before the link, with blanks and a bracket between
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d\)?[.,;:]?[\s(\[]{0,3}$")
_LONGEST_YEAR = 10
_LONGEST = 400


class QuotedTitle(NamedTuple):
    """A title at `start` with its year and the words of the link to it, up to `end`."""

    start: int
    end: int
    target: str


def find_quoted_titles(text: str, links: Sequence[Mark]) -> Iterator[QuotedTitle]:
    """Yield the titles in quotes that a year and the words of a link follow.

    Args:
        text: The document's text.
        links: Its links in reading order.
    """
    for mark in links:
        year = _YEAR_BEFORE.search(text, max(mark.start - _LONGEST_YEAR, 0), mark.start)
        if year is None or not mark.target:
            continue
        for hit in _TITLE_AND_YEAR.finditer(text, max(mark.start - _LONGEST, 0), mark.start):
            if hit.end() > year.start():
                yield QuotedTitle(hit.start(), mark.end, mark.target)
