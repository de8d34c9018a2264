"""Volume, issue and pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from citecheck.matching.comparison_level import SILENT, ComparisonResult, missing_level
from citecheck.matching.comparisons import dates, journal
from citecheck.matching.comparisons.field import Field, MisprintGroup
from citecheck.model import CitationFields, Publication

# An article that is first published online is often cited, or indexed, with pages that start at 1 ("1-27").
_LAST_PROVISIONAL_PAGE = 99
# A volume that follows from journal and year weighs at most so many bits.
_MOST_OF_A_FOLLOWING_VOLUME = 0.5
# Page numbers of so many digits are article numbers ("104512").
_ARTICLE_NUMBER_DIGITS = 5
_YEAR = re.compile(r"(?:19|20)\d\d$")
# "S0140-6736(20)30183-5", "dju368", "gkz1021", "bmj.m1234", "jrm00123"
_PUBLISHER_ITEM = re.compile(r"^s\d{4}-\d{3}[\dx]|\(\d\d\)|^[a-z]{3,}[.-]?[a-z]*\d|^\d+[a-z]+\d+|\.")
_PART = re.compile(r"\d+|[a-z]+")
# "S0140-6736(19)30001-2", "S0140673619300012": a publisher's identifiers of items that have no pages yet.
_LIKE_PII = re.compile(r"[SB]\d{4}-?\d{3}[\dX](?:\(?\d\d\)?|-)\d{5}", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"(?<![\d])\d+$")
# A number of fewer digits may be at the end of a DOI by chance.
_LEAST_IN_DOI = 3
_NO_PAGE = re.compile(r"\s+|\bpp?\.")
_RANGE = re.compile(r"^([a-z]*)(\d+)([a-z]*)(?:[-–—‐‑]([a-z]*)(\d+)([a-z]*))?$")


def compare_volume(claimed: CitationFields, publication: Publication) -> ComparisonResult:
    """Compare the stated volume with the record's, as numbers and letters.

    "Suppl" and leading zeros do not count.

    Args:
        claimed: what the article states of the cited publication.
        publication: the candidate's record.

    Returns:
        `same`, `other`, or `other_form`, with 0 bits, where one side gives a year as the volume ("2022(8)" of
        a journal whose volume is 8). Not stated, or not recorded, where one side has no volume.
    """
    outcome = _plain(claimed.volume, publication.volume)
    if outcome.level == "other" and (_is_year(claimed.volume) or _is_year(publication.volume)):
        return outcome._replace(level="other_form", value=0.0)
    return outcome


def _is_year(volume: str | None) -> bool:
    return bool(volume and _YEAR.match(volume.strip()))


def compare_issue(claimed: CitationFields, publication: Publication) -> ComparisonResult:
    """Compare the stated issue with the record's, as numbers and letters; "3-4" fits "3".

    Args:
        claimed: what the article states of the cited publication.
        publication: the candidate's record.

    Returns:
        `same` or `other`. Not stated, or not recorded, where one side has no issue.
    """
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
    """Compare the stated pages, article number or publisher's item identifier with the record's.

    Args:
        claimed: what the article states of the cited publication.
        publication: the candidate's record.

    Returns:
        `same` is the range ("541-7" is "541-547"), `first` the same first page, `within` a page of the
        record's range, else `other`. `other_form`, with 0 bits, cannot be compared: one side gives the pages
        of the issue, the other an article number, a publisher's item identifier or the pages of the online
        version ("1-27"); the record's own DOI ends with the stated page; or only the letter of the number is
        missing ("30-34" and "S30-S34"). Not stated, or not recorded, where one side has nothing to compare.
    """
    stated, held = claimed.pages, publication.pages
    if not stated:
        return SILENT
    for other in (publication.article_number, publication.pii):
        if other and _signs(stated) == _signs(other):
            return ComparisonResult("same", stated, other)
    if not held or _LIKE_PII.match(stated.strip()):
        return missing_level(stated)
    level = _pages_level(stated, held)
    if level == "other" and _is_in_doi(stated, publication.doi):
        level = "other_form"
    return ComparisonResult(level, stated, held, value=0.0 if level == "other_form" else None)


def _is_in_doi(pages: str, doi: str | None) -> bool:
    """Whether a DOI ends with the first of the pages: "10.3748/wjg.v21.i29.8787" with "8787-803"."""
    found = page_range(pages)
    last = _LAST_NUMBER.search(doi or "")
    return (
        found is not None and last is not None and last[0] == str(found[1]) and len(last[0]) >= _LEAST_IN_DOI
    )


def _signs(text: str) -> str:
    return "".join(_PART.findall(text.lower()))


@lru_cache(maxsize=16384)
def _pages_level(stated: str, held: str) -> str:
    mine, theirs = page_range(stated), page_range(held)
    if mine is None or theirs is None:
        if _parts(stated) == _parts(held):
            return "same"
        return "other_form" if _form(stated) != _form(held) else "other"
    if mine == theirs:
        return "same"
    if mine[:2] == theirs[:2]:
        return "first"
    if mine[0] == theirs[0] and theirs[1] <= mine[1] <= mine[2] <= theirs[2]:
        return "within"
    is_without_letter = mine[1] == theirs[1] and not (mine[0] and theirs[0])
    return "other_form" if is_without_letter or _form(stated) != _form(held) else "other"


def _form(pages: str) -> str:
    """What kind of locator it is: pages of an issue, pages that start at 1, or an article number."""
    text = _NO_PAGE.sub("", pages.lower())
    found = page_range(pages)
    if found is None or _PUBLISHER_ITEM.search(text):
        return "article_number"
    letters, first, last = found
    is_lettered = bool(letters) and letters != "s" and first == last
    if is_lettered or len(str(first)) >= _ARTICLE_NUMBER_DIGITS:
        return "article_number"
    if first == 1 and last <= _LAST_PROVISIONAL_PAGE:
        return "provisional"
    return "pages"


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


def _dependent_bits(bits: Mapping[str, float], results: Mapping[str, ComparisonResult]) -> float:
    """A volume that follows from journal and year adds hardly anything to them."""
    levels = [
        results[field.name].level for field in (journal.FIELD, dates.FIELD, VOLUME) if field.name in bits
    ]
    follows = levels in (["same", "same_year", "same"], ["same", "same_month", "same"])
    return min(bits[VOLUME.name], _MOST_OF_A_FOLLOWING_VOLUME) if follows else bits[VOLUME.name]


def _wrong(name: str) -> str:
    return f"The article gives {name} {{claimed}}; the publication's is {{found}}."


def _other_form(name: str) -> str:
    return f"The article gives {name} {{claimed}}, the record {{found}}: both may be right."


VOLUME = Field(
    name="volume",
    levels=("same", "other"),
    compare=lambda claim, record, _: compare_volume(claim.claimed, record.publication),
    contradictions={"other": _wrong("volume")},
    notes={"other_form": _other_form("volume")},
    statements=("volume",),
    recorded=lambda claimed, publication: replace(claimed, volume=publication.volume),
    misprinted_with=MisprintGroup.IMPRINT,
    dependent_bits=_dependent_bits,
)
ISSUE = Field(
    name="issue",
    levels=("same", "other"),
    compare=lambda claim, record, _: compare_issue(claim.claimed, record.publication),
    statements=("issue",),
    misprinted_with=MisprintGroup.IMPRINT,
)
PAGES = Field(
    name="pages",
    levels=("same", "first", "within", "other"),
    compare=lambda claim, record, _: compare_pages(claim.claimed, record.publication),
    agreeing=frozenset({"same", "first"}),
    contradictions={"other": _wrong("pages")},
    notes={"other_form": _other_form("pages")},
    condition=lambda publication: f"gave the pages {publication.pages}" if publication.pages else None,
    statements=("pages",),
    recorded=lambda claimed, publication: replace(claimed, pages=publication.pages),
    misprinted_with=MisprintGroup.IMPRINT,
)
