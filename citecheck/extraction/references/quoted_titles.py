"""Publications that running text names by a quoted title, a year and a link: "Zinc." 2014. [pubmed](…)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citecheck.model import Mark

__all__ = ["QuotedTitle", "find_quoted_titles"]

# “Coffee and liver health.” 2014.      "Coffee and liver health" (Gut, 2014)
_TITLE_AND_YEAR = re.compile(
    r"[\"“](?P<title>[^\"“”\n]{12,300}?)[.,?!]?[\"”][.,]?\s+"
    r"\(?(?:[A-Z][^.()\"“”\n]{2,60}[.,]\s)?(?:19|20)\d\d\)?[.,;:]?"
)
# Blanks and brackets may stand before the link.
_GAP = 3


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
    starts = [mark.start for mark in links]
    for hit in _TITLE_AND_YEAR.finditer(text) if links else ():
        at = bisect_left(starts, hit.end())
        if at < len(links) and links[at].start - hit.end() <= _GAP and (target := links[at].target):
            yield QuotedTitle(hit.start(), links[at].end, target)
