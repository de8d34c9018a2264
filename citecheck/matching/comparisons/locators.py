"""Volume, issue and pages."""

from __future__ import annotations

import re
from functools import lru_cache

from citecheck.matching.comparison_level import SILENT, ComparisonResult, missing_level
from citecheck.model import CitationFields, Publication

VOLUME, ISSUE, PAGES = "volume", "issue", "pages"
LEVELS = ("same", "other")
PAGES_LEVELS = ("same", "first", "within", "other")
_PART = re.compile(r"\d+|[a-z]+")
# "S0140-6736(19)30001-2", "S0140673619300012": what publishers call an item before it has pages.
_LIKE_PII = re.compile(r"[SB]\d{4}-?\d{3}[\dX](?:\(?\d\d\)?|-)\d{5}", re.IGNORECASE)
_NO_PAGE = re.compile(r"\s+|\bpp?\.")
_RANGE = re.compile(r"^([a-z]*)(\d+)([a-z]*)(?:[-–—‐‑]([a-z]*)(\d+)([a-z]*))?$")


def compare_volume(claimed: CitationFields, publication: Publication) -> ComparisonResult:
    """Volumes as numbers and letters: "Suppl 2" and leading zeros apart."""
    return _plain(claimed.volume, publication.volume)


def compare_issue(claimed: CitationFields, publication: Publication) -> ComparisonResult:
    """Issues in the same way; "3-4" fits "3"."""
    return _plain(claimed.issue, publication.issue)


def _plain(stated: str | None, held: str | None) -> ComparisonResult:
    if not stated:
        return SILENT
    if not held:
        return missing_level(stated)
    mine, theirs = _parts(stated), _parts(held)
    same = mine == theirs or bool(mine and theirs and (mine <= theirs or theirs <= mine))
    return ComparisonResult("same" if same else "other", stated, held)


@lru_cache(maxsize=16384)
def _parts(text: str) -> frozenset[str]:
    found = _PART.findall(text.lower())
    return frozenset(p.lstrip("0") for p in found if p not in ("suppl", "pt", "no", "vol", "spec", "s"))


def compare_pages(claimed: CitationFields, publication: Publication) -> ComparisonResult:
    """`same` range ("541-7" is "541-547"), `first` page the same, `within` the record's range, or `other`.

    A PII or an article number in the place of pages is held against the record's; what the record
    has of another kind says nothing against it.
    """
    stated, held = claimed.pages, publication.pages
    if not stated:
        return SILENT
    for other in (publication.article_number, publication.pii):
        if other and _signs(stated) == _signs(other):
            return ComparisonResult("same", stated, other)
    if not held or _LIKE_PII.match(stated.strip()):
        return missing_level(stated)
    return ComparisonResult(_pages_level(stated, held), stated, held)


def _signs(text: str) -> str:
    return "".join(_PART.findall(text.lower()))


def _pages_level(stated: str, held: str) -> str:
    mine, theirs = page_range(stated), page_range(held)
    if mine is None or theirs is None:
        return "same" if _parts(stated) == _parts(held) else "other"
    if mine == theirs:
        return "same"
    if mine[:2] == theirs[:2]:
        return "first"
    inside = mine[0] == theirs[0] and theirs[1] <= mine[1] <= theirs[2]
    return "within" if inside else "other"


@lru_cache(maxsize=16384)
def page_range(text: str) -> tuple[str, int, int] | None:
    """Letters, first and last page: "S12-5" is ("s", 12, 15), "e1473" is ("e", 1473, 1473)."""
    first = _NO_PAGE.sub("", text.lower()).replace(";", ",").partition(",")[0]
    found = _RANGE.match(first)
    if not found:
        return None
    letters, start, after, _, end, _ = found.groups()
    start_page = int(start)
    if end is None:
        return letters + after, start_page, start_page
    if len(end) < len(start):
        end = start[: len(start) - len(end)] + end
    return letters + after, start_page, max(int(end), start_page)
