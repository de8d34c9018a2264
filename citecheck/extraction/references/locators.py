"""Locators in a periodical (date, volume, issue, pages): "2012 Aug;26(8):1220-5", "vol. 12, pp. 3-9"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from citecheck.extraction.word_lists import load_list

__all__ = ["MONTH", "SUREST", "LocatorSpan", "find_locators", "month_in"]


class LocatorSpan(NamedTuple):
    """A locator that begins at `start`. `weight` is its certainty, from 0 for a year alone to 6."""

    start: int
    year: int | None = None
    month: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    weight: int = 0


MONTH = (
    r"(?:[Jj]an(?:uary|\.)?|[Ff]eb(?:r?uary|r|\.)?|[Mm]ar(?:ch|\.)?|[Aa]pr(?:il|\.)?|[Mm]ay|[Jj]une?\.?"
    r"|[Jj]uly?\.?|[Aa]ug(?:ust|\.)?|[Ss]ept?(?:ember|\.)?|[Oo]ct(?:ober|\.)?|[Nn]ov(?:ember|\.)?"
    r"|[Dd]ec(?:ember|\.)?|[Ww]inter|[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all)"
)
_MONTHS = rf"{MONTH}(?:\s?[-–/]\s?{MONTH})?"
_YEAR = r"(?P<year>(?:18|19|20)\d\d)(?: ?[a-z]\b)?"
# "2012", "2012 Aug", "2012 Aug 15", "2012, Aug-Sep", "2012/13", "2012 8 15;"
_DATE = (
    rf"{_YEAR}(?:\s?[-–/]\s?\d{{2,4}})?(?:[\s,]{{1,2}}(?P<months>{_MONTHS}|\d{{1,2}}[-/]\d{{1,2}}))?"
    r"(?:\s(?P<month_number>1[0-2]|0?[1-9])(?:\s\d{1,2})?(?=\s?;)|\s\d{1,2}(?:[-–]\d{1,2})?)?"
)
# "[2012 Aug]", "October 2010", "1 November 2016", "May 3, 2016"
_DATED = rf"(?:(?:\d{{1,2}}\s)?(?P<months_b>{_MONTHS}),?\s(?:\d{{1,2}},\s)?)?[(\[]?{_DATE}[)\]]?"
# "(March 2010)", "2010", "12 Mar. 2010": behind a volume
_THEN = rf"(?:\d{{1,2}}\s)?(?:(?P<months>{_MONTHS})\.?,?\s)?(?:\d{{1,2}},\s)?"
_SUPPLEMENT = r"(?:[Ss]uppl(?:ement)?\.?|SUPPL|[Pp]t\.?|[Pp]art|Spec(?:ial)?(?:\s(?:[Nn]o|[Ii]ssue))?\.?)"
# "26", "91 Suppl 2 Pt 1", "105-B", "66-67", "XII"
_VOLUME = (
    rf"(?P<volume>(?:{_SUPPLEMENT}\s?)?[A-Za-z]{{0,3}}-?\d{{1,5}}[A-Za-z]{{0,2}}(?:-[A-Z]\b)?"
    rf"(?:\s?[-–/]\s?[A-Z]?\d{{1,5}})?(?:\s{_SUPPLEMENT}(?:\s?[A-Z]?\d{{0,3}}[A-Z]?)?){{0,2}}|[IVXLC]{{1,7}})"
)
# "(8)", "(Suppl 1)", "((23 Suppl 1))"
_ISSUE = r"\s{0,2}\(\(?(?P<issue>[^()]{1,40}(?:\([^()]{1,20}\))?)\)?\)"
# "no. 3", "issue 3-4"
_NO = (
    r"(?:[Nn]o|[Nn]r|[Nn](?=\.)|[Ii]ss(?:ue)?|[Nn]um(?:ber)?|[Nn]úm)\.?\s?"
    r"(?P<issue_b>[\w–-]{1,12}(?:\s\w{1,8})?)"
)
_NUMBERED = rf"(?:\(?{_NO}\)?,?\s?)?(?:{_ISSUE},?\s?)?"
_VOL = r"(?:[Vv]ol(?:ume)?\.?|[Vv]\.(?=\s?\d))\s?"
# "1220-5", "S30-S34", "S-1165", "e0257843", "122.e29-132.e29", "xiii-xiv"
_PAGE = r"[A-Za-z]{0,6}(?:(?<=[A-Z])-|\.)?\d{1,20}(?:[.-]?[A-Za-z]{1,3}\d{0,6})?"
# The last page as scanners read it: "Sll" for S11, "l9" for 19
_SCANNED = r"[A-Z]?(?=\d*[lIO])[\dlIO]{1,5}\b"
_SPAN = (
    rf"(?:{_PAGE}(?:\s?[-–—−‐‑]{{1,2}}\s?(?:{_SCANNED}|{_PAGE})){{0,3}}(?:[\s.][eE]\d{{1,3}}\b)?"
    r"|[ivxlc]{1,8}(?:[-–][ivxlc]{1,8})?\b|[IVXLC]{1,8}\s?[-–]\s?[IVXLC]{1,8}\b)"
)
_ALSO = r"(?:[;,]\s?(?:discussion|quiz|author reply|reply|passim|table of contents)[^.]{0,30})?"
_PP = (
    r"(?:(?:pp?(?=[.\s\d])|pgs?|[Pp]ages?|[Aa]rt(?:icle)?|[Ii]d|[Ee]?[Ll]ocator)\.?\s?"
    r"(?:(?:no|number|id|ID)\.?\s?)?)"
)
# Signs behind pages; a range without an end leaves a dash: "17 (3): 321 -.", "13: 76-&."
_AFTER = r"(?:\s?[-–]&?(?=\s?\.|\s?$))?(?=\s*(?:[.,;)(\]\[]|$|doi|DOI|PMID|\s[A-Z]))"
_BARE_PAGES = rf"(?P<pages>{_SPAN}(?:,\s?(?!(?:19|20)\d\d\.?\s*$){_SPAN}){{0,4}}{_ALSO})"
_PAGES = rf"{_PP}?{_BARE_PAGES}{_AFTER}"

SUREST = 6


@dataclass(frozen=True)
class _Shape:
    """A shape of locators; it is compiled at its first use, for a list of references has few shapes.

    Attributes:
        weight: How certain it is that what matches is a locator, up to `SUREST`.
        opening: What it begins with: "date", "digit", "volume" (a digit or a letter), "vol" or "letter".
        signs: What can be the first sign behind numbers at its start: ";" in "2012-13; 3", "$" for the end
            of the text.
        pattern: The expression.
    """

    weight: int
    opening: str
    signs: str
    pattern: str

    @cached_property
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """As `re.Pattern.match`."""
        return re.compile(self.pattern).match


# The first shape that matches is used.
_SHAPES = (
    # 2006; (Suppl) 66: S355
    _Shape(6, "date", "(,;", rf"{_DATED}\s?;{_ISSUE}\s{_VOLUME}\s?:\s?{_PAGES}"),
    # 2012 Aug;26(8):1220-5     2021;179(Suppl 1):12     2017;1(2)     2014;44:S30     1998; 52, No. 2: 119-26
    _Shape(
        6,
        "date",
        "(,;",
        rf"{_DATED}\s?;\s?{_VOLUME}?(?:,?\s\(?{_NO}\)?(?=\s?[:,]))?(?:{_ISSUE})?(?:\s?(?:::?|,)\s?{_PAGES})?",
    ),
    # 2012, 26(8), 1220-5      2019; 15(2): 327-333        2018: 12(3): 45         October 2010, 16(10): 1079
    _Shape(6, "date", "(,:;.", rf"{_DATED}\s?[,:.]?\s{_VOLUME}{_ISSUE}\s?[:,.]\s?{_PAGES}"),
    # 2009: 45; 647-54
    _Shape(
        6, "date", "(,:;", rf"{_DATED}\s?:\s?(?P<volume>\d{{1,4}})(?:{_ISSUE})?\s?;\s?{_BARE_PAGES}{_AFTER}"
    ),
    # 2011, 54, 12-19
    _Shape(
        6,
        "date",
        "(,;",
        rf"{_DATED},\s(?P<volume>\d{{1,4}}),\s(?P<pages>[A-Za-z]?\d{{1,8}}(?:\s?[-–]\s?[A-Za-z]?\d{{1,8}})?){_AFTER}",
    ),
    # 2016 Mar 3, 12:45-9      2016 12: 45-9
    _Shape(5, "date", "(,:;.", rf"{_DATED}\s?[,:.]?\s{_VOLUME}\s?:\s?{_PAGES}"),
    # vol. 12, no. 3, pp. 3-9, 2010        vol. 12, pp. 2099, Mar. 2010
    _Shape(
        6,
        "vol",
        "",
        rf"{_VOL}{_VOLUME},?\s?{_NUMBERED}:?\s?{_PP}{_BARE_PAGES},\s?{_THEN}{_YEAR}(?=\s*(?:[.,;]|$))",
    ),
    # vol. 12, no. 3, 2010, pp. 3-9       vol. 12, 2010, pp. 3-9
    _Shape(
        6,
        "vol",
        "",
        rf"{_VOL}{_VOLUME},?\s?{_NUMBERED}(?:\(?{_THEN}{_YEAR}\)?\s?[,:;]?\s?)?(?::?\s?{_PAGES})?",
    ),
    # 2010 Issue 2: CD004876
    _Shape(
        5, "date", ",;", rf"{_DATE}[,;]?\s[Ii]ssue\s?(?P<issue>\d{{1,2}})\s?[:.,]\s?{_BARE_PAGES}{_AFTER}"
    ),
    # October/December 20: 307-316
    _Shape(4, "letter", "", rf"(?P<months>{_MONTHS})\s{_VOLUME}(?:{_ISSUE})?\s?:\s?{_PAGES}"),
    # 2012, Issue 3. Art. No.: CD007176
    _Shape(
        5,
        "date",
        ",;",
        rf"{_DATE},?\s[Ii]ssue\s?(?P<issue>\d{{1,3}})\.\s?[Aa]rt(?:icle)?\.?\s?[Nn]o\.?\s?:\s?{_BARE_PAGES}{_AFTER}",
    ),
    # 12, no. 3 (2010): 3-9        12, no. 3 (March 2010): 3
    _Shape(6, "volume", ",", rf"{_VOLUME},?\s?{_NO},?\s?\(?{_THEN}(?:{_YEAR})?\)?\s?[:,]\s?{_PAGES}"),
    # 54.7 (2010): 3-9         54 (2010): 3-9
    _Shape(
        5,
        "digit",
        "(.",
        rf"(?P<volume>\d{{1,4}})(?:\.(?P<issue>\d{{1,3}}(?:[-–]\d{{1,3}})?))?\s\({_THEN}{_YEAR}\)\s?[:,]\s?{_PAGES}",
    ),
    # 66 (3) (2011) 12-19        66 (2011) 12-19
    _Shape(6, "volume", "(", rf"{_VOLUME}(?:{_ISSUE})?\s\({_YEAR}\),?\s{_BARE_PAGES}{_AFTER}"),
    # 141, 12-15 (2011)        12(3), 45-49 (2011)        141:12 (2011)
    _Shape(6, "volume", "(,:", rf"{_VOLUME}(?:{_ISSUE})?\s?[,:]\s?{_PP}?{_BARE_PAGES}\s?[,.]?\s?\({_YEAR}\)"),
    # 28A, (Suppl.), S6
    _Shape(5, "volume", ",", rf"{_VOLUME},{_ISSUE}\s?[:,]\s?{_PAGES}"),
    # 38, 1, 77-79        9, 34, 8537
    _Shape(
        4,
        "digit",
        ",",
        rf"(?P<volume>(?!(?:19|20)\d\d,)\d{{1,4}}),\s(?P<issue>\d{{1,2}}),\s(?P<pages>\d{{1,6}}(?:\s?[-–]\s?\d{{1,6}})?){_AFTER}",
    ),
    # 9(5), 429        20(18):4652       40 (1):128-39        32(3), 224
    _Shape(5, "volume", "(", rf"{_VOLUME}{_ISSUE}\s?[:,.;]\s?{_PAGES}"),
    # 26, pp. 1220-5       123 pp. 1-19
    _Shape(5, "volume", ",:.", rf"{_VOLUME}(?:\s?[,:.]\s?|\s){_PP}{_BARE_PAGES}{_AFTER}"),
    # 10 (12) 125-131        13 Suppl 1 48-61       13 Suppl 1 S48
    _Shape(5, "volume", "(", rf"{_VOLUME}{_ISSUE}\s(?P<pages>\d{{1,6}}\s?[-–—−]\s?\d{{1,6}}){_AFTER}"),
    _Shape(
        5,
        "digit",
        "",
        rf"(?P<volume>\d{{1,4}}\s{_SUPPLEMENT}(?:\s?\d{{1,2}})?)\s(?P<pages>S?\d{{1,6}}\s?[-–—−]\s?S?\d{{1,6}}|S\d{{1,5}}){_AFTER}",
    ),
    # 31 2011; 36
    _Shape(4, "digit", ":;", rf"(?P<volume>\d{{1,3}})\s{_YEAR}\s?[;:]\s?{_BARE_PAGES}{_AFTER}"),
    # 36 686-694
    _Shape(3, "digit", "(,;.$", rf"(?P<volume>\d{{1,4}})\s(?P<pages>\d{{1,6}}\s?[-–—−]\s?\d{{1,6}}){_AFTER}"),
    # 11: 1003 1016.
    _Shape(3, "digit", ":", r"(?P<volume>\d{1,4})\s?:\s?(?P<pages>\d{1,5}\s\d{2,5})(?=\s?\.?\s*$)"),
    # 27, 321–332       49:12-20        8, 15876
    _Shape(3, "volume", ",:", rf"(?!(?:19|20)\d\d\s?:){_VOLUME}(?:\s?:\s?|,\s){_BARE_PAGES}{_AFTER}"),
    # 12(3)
    _Shape(2, "volume", "(", rf"{_VOLUME}{_ISSUE}{_AFTER}"),
    # 2017; 614-21      2017:614
    _Shape(2, "date", "(,:;", rf"[(\[]?{_DATE}[)\]]?\s?[;:,]\s?{_PAGES}"),
    # 2017 Mar        , 2017.      (2017)       online May 3, 2016      March 2016
    _Shape(0, "date", "(,:;.$", rf"(?:(?:published\s)?online,?\s)?{_DATED}"),
    # CD003786
    _Shape(2, "letter", "", r"(?P<pages>CD\d{6})(?:\.pub\d)?(?=\s*(?:[.,;]|$|\s\s|doi|DOI))"),
    # J Nutr Metab, 278678.        J. Vis. Exp. 3238
    _Shape(1, "digit", ".$", r"(?<=[a-z]{2}[,.] )(?P<pages>\d{5,8})(?=\s*\.?\s*$)"),
    _Shape(1, "digit", ".$", r"(?<=[A-Z][a-z]{2}\. )(?P<pages>\d{4})(?=\s*\.?\s*$)"),
    # in press
    _Shape(0, "letter", "(", r"\(?[Ii]n [Pp]ress\b\)?"),
    # 35-45.
    _Shape(1, "digit", ".$", r"(?P<pages>\d{1,6}\s?[-–—]\s?\d{1,6})(?=\s*\.?\s*$)"),
    # 13.
    _Shape(1, "digit", ".$", r"(?P<volume>\d{1,4})(?=\s*(?:\.|$))"),
)


# The sign behind numbers, "(" in "26(8)", excludes most shapes.
_SIGN = re.compile(r"[\d\s–—−‐‑-]++([(,:;.]?)")


@cache
def _beginning_with(openings: str, sign: str = "") -> tuple[_Shape, ...]:
    """The shapes with these openings and this sign.

    Args:
        openings: what the shapes may begin with, separated by blanks.
        sign: the sign behind numbers; empty for any.

    Returns:
        The shapes in their order.
    """
    return tuple(shape for shape in _SHAPES if shape.opening in openings.split() and sign in shape.signs)


# A number that continues like a volume or a page: "12(3)", "12, 3"; not "3) of", "40%", "12 weeks".
_GOES_ON = re.compile(r"\d++(?![)\]%]|\s(?![\s\dNnIiPpAaEeLlSs(:;,./–—−‐‑-]|$))")
# A possible start of a locator: a digit, or a word before one, behind a blank or a bracket
_ANCHOR = re.compile(
    r"(?=[(\[\dA-Zadfijmnopsvw])(?<=[\s(\[,;:*])"
    rf"(?=[(\[]?(?:(?P<number>\d)|[Vv]ol|[Vv]\. ?\d|{_SUPPLEMENT}\s?\d|[A-Z]{{1,3}}-?\d"
    rf"|[IVXLC]{{1,7}}\b|online|published online|[Ii]n [Pp]ress\b|{MONTH}\b))"
)
# Volume and pages without a blank before them: "Neurosci13: 25-42"
_GLUED = re.compile(r"\d(?<=[a-z]{4}\d)\d{0,2}\s?:\s?\d+\s?[-–]\s?\d")
_DATE_AHEAD = re.compile(rf"[(\[]?(?:(?:18|19|20)\d\d|\d{{1,2}}\s{MONTH})")
_MOST = 60


def find_locators(body: str, begin: int, end: int) -> Iterator[LocatorSpan]:
    """Find every stretch that can be a locator, by the first shape that matches.

    Args:
        body: the text of the entry.
        begin: the first offset in characters.
        end: the offset behind the last character.

    Returns:
        The locators from left to right, up to a fixed number.
    """
    anchors = [(hit.start(), hit["number"] is not None) for hit in _ANCHOR.finditer(body, begin, end)]
    if glued := _GLUED.search(body, begin + 4, end):
        anchors = sorted((*anchors, (glued.start(), True)))
    for start, is_number in anchors[:_MOST]:
        for shape in _shapes(body, start, is_number=is_number):
            hit = shape.match(body, start)
            if hit is None:
                continue
            groups = hit.groupdict()
            if (
                groups.get("volume")
                and not groups.get("year")
                and _MONTH_BEFORE.search(body, max(begin, start - 12), start)
            ):
                continue
            yield _placed(groups, start, shape.weight)
            break


def _shapes(body: str, start: int, *, is_number: bool) -> tuple[_Shape, ...]:
    """The shapes that are possible at `start`."""
    if is_number:
        dated = _DATE_AHEAD.match(body, start)
        if not dated and not _GOES_ON.match(body, start):
            return ()
        return _beginning_with("date volume digit" if dated else "volume digit", _sign_behind(body, start))
    first = body[start]
    if first in "([":
        return _beginning_with("date letter")
    if first in "vV":
        return _beginning_with("vol volume")
    # Behind the capital of a month stands a small letter.
    return _beginning_with("date volume letter" if body[start + 1 : start + 2].islower() else "volume letter")


def _sign_behind(body: str, start: int) -> str:
    """The sign of "(,:;." behind numbers, "$" at the end of the text; empty for letters and other signs."""
    numbers = _SIGN.match(body, start)
    if numbers is None:
        return ""
    return numbers[1] or ("$" if numbers.end() == len(body) else "")


# "May 3, 2016" is not volume 3
_MONTH_BEFORE = re.compile(rf"\b{MONTH}\s$")


def _placed(groups: dict[str, str | None], start: int, weight: int) -> LocatorSpan:
    year, month = groups.get("year"), groups.get("month_number")
    volume, issue = _clean(groups.get("volume")), _clean(groups.get("issue") or groups.get("issue_b"))
    pages = _clean(groups.get("pages"))
    if pages and issue is None and (numbered := _ISSUE_BEFORE_PAGES.fullmatch(pages)):
        issue, pages = numbered["issue"], numbered["pages"]
    if volume and issue is None and (supplement := _SUPPLEMENT_BEHIND.fullmatch(volume)):
        volume, issue = supplement["volume"], supplement["issue"]
    return LocatorSpan(
        start,
        int(year) if year else None,
        int(month) if month else month_in(groups.get("months") or groups.get("months_b")),
        volume,
        issue,
        pages,
        weight,
    )


# "2009; 29: 6, 493-498": the issue before the pages
_ISSUE_BEFORE_PAGES = re.compile(r"(?P<issue>\d{1,2}), (?P<pages>\d{2,6}-\d{2,6})")
# "44 Suppl 1": the supplement in the place of an issue
_SUPPLEMENT_BEHIND = re.compile(rf"(?P<volume>\w{{1,6}})\s(?P<issue>{_SUPPLEMENT}.*)")


def _clean(value: str | None) -> str | None:
    if not value:
        return None
    value = " ".join(value.split()).strip(" ,.;:")
    return (value if value.isascii() else _DASH.sub("-", value)) or None


# All dashes except the ASCII hyphen
_DASH = re.compile(r"\s?[–—−‐‑]{1,2}\s?")


@cache
def _months() -> dict[str, int]:
    pairs = (line.partition("=") for line in load_list("references", "months"))
    return {name.strip(): int(number) for name, _, number in pairs}


_LETTERS = re.compile(r"[A-Za-z]{3,9}")


def month_in(text: str | None) -> int | None:
    """The first month named in a date: "2010 Apr-Jun" is April."""
    for word in _LETTERS.findall(text) if text else ():
        if number := _months().get(word.lower()):
            return number
    return None
