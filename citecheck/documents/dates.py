"""Publication dates as metadata and bylines write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ISO = re.compile(r"\s*(?P<year>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")  # 2025-12-15T08:00:00Z
_COMPACT = re.compile(r"\s*(?P<year>(?:19|20)\d\d)(?P<m>[01]\d)(?P<day>[0-3]\d)(?!\d)")  # 20251215
_AMERICAN = re.compile(
    rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})", re.IGNORECASE
)  # Dec 15, 2025
_EUROPEAN = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+(?P<year>\d{{4}})", re.IGNORECASE
)  # 15 Dec 2025
_SLASHED = re.compile(
    r"\s*(?P<m>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})(?!\d)"
)  # 12/15/2025, the American way
_EPOCH = re.compile(r"\s*(\d{9,10})(?:\d{3})?(?:\.\d+)?\s*")  # 1546059600.0, or with milliseconds

# "Published: November 17, 2025", "Posted on 3 March 2021", "Last updated: June 26, 2024"
_AFTER = r"\b(?: on| at)?\W{0,4}(?P<date>.{6,40})"
_PUBLISHED = re.compile(
    rf"\W*(?:(?:first |originally )?published|posted|date|publication date|date published){_AFTER}",
    re.IGNORECASE,
)
_CHANGED = re.compile(rf"\W*(?:last |medically )?(?:updated|reviewed|modified){_AFTER}", re.IGNORECASE)
_LONGEST_BYLINE = 70


def parse_date(text: str) -> dt.date | None:
    """Return the day that `text` states; None if it is not a complete date."""
    text = text[:80]
    for form in (_ISO, _COMPACT, _SLASHED):
        if found := form.match(text):
            return _day(int(found["year"]), int(found["m"]), int(found["day"]))
    for form in (_AMERICAN, _EUROPEAN):
        if found := form.search(text):
            month = _MONTHS.index(found["month"].lower()) + 1
            return _day(int(found["year"]), month, int(found["day"]))
    if epoch := _EPOCH.fullmatch(text):
        return dt.datetime.fromtimestamp(int(epoch[1]), dt.UTC).date()
    return None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None


# "WEDNESDAY, March 4, 2015 (HealthDay News) --", "NEW YORK, March 3, 2015 /PRNewswire/ --"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?"
_DATELINE = re.compile(
    rf"\W{{0,3}}(?:[A-Z][A-Za-z.’' ]{{2,30}}(?:,\s[A-Z][A-Za-z.]{{1,20}})?,?\s)?(?i:{_WEEKDAY})"
    r"(?P<date>(?:[A-Z][a-z]{2,8}\.?\s\d{1,2},?\s\d{4}|\d{1,2}\s[A-Z][a-z]{2,8}\s\d{4}))"
    r"\s?(?:[(/][A-Z][\w .&/-]{2,40}[)/])?\s?(?:--|–|—|-|:)(?=\s?\S)"
)
# A line that consists of a date: "March 3, 2015", "Wednesday, 4 March 2015"
_BARE = re.compile(
    rf"\W{{0,3}}{_WEEKDAY}(?P<date>[a-z]{{3,9}}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    r"|\d{1,2}(?:st|nd|rd|th)?\s[a-z]{3,9}\.?,?\s\d{4}|\d{4}-\d\d-\d\d)\W{0,3}",
    re.IGNORECASE,
)
# How many lines at the top may hold a bare date or a dateline.
_HEAD = 6


def byline_date(lines: Sequence[str]) -> dt.date | None:
    """Return the day that the lines at an article's top state.

    A line such as "Published: November 17, 2025" goes first, then a dateline or a line that is a bare day,
    then the day of the last change.
    """
    published = _stated_by(_PUBLISHED, lines)
    return published or _dateline(lines[:_HEAD]) or _stated_by(_CHANGED, lines)


def _dateline(lines: Sequence[str]) -> dt.date | None:
    for line in lines:
        found = _DATELINE.match(line) or _BARE.fullmatch(line)
        if found and (date := parse_date(found["date"])):
            return date
    return None


def _stated_by(form: re.Pattern[str], lines: Sequence[str]) -> dt.date | None:
    for line in lines:
        byline = form.match(line) if len(line) <= _LONGEST_BYLINE else None
        if byline and (date := parse_date(byline["date"])):
            return date
    return None
