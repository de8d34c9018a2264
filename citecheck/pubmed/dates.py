"""Dates as PubMed writes them: three-letter months, digits, seasons, and ranges in one string."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from citecheck.model import PartialDate

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_YEAR = re.compile(r"(?<!\d)(1[6-9]|20)\d\d(?!\d)")
# What may follow the year in a MedlineDate or DP line: "1998 Dec-1999 Jan", "2019 May 12", "2003 Spring".
_AFTER_YEAR = re.compile(r"[\s/-]*([A-Za-z]{3,9}|\d{1,2}(?!\d))?(?:\s+(\d{1,2})(?!\d))?")
# "1976-77", "2009-10": two years, not a month, which PubMed never writes as a number.
_TWO_YEARS = re.compile(r"(\d{4})[-–/](\d\d)")
# The month before the year, as books and some old records have it: "Dec 1998".
_BEFORE_YEAR = re.compile(r"([A-Za-z]{3,9})\.?[\s/-]*$")


def month_number(text: str | None) -> int | None:
    """1 to 12 for "Mar", "march", "03" or "3"; None for anything else, seasons among it."""
    if not text:
        return None
    text = text.strip()
    if text.isdigit():
        return int(text) if len(text) <= 2 and 1 <= int(text) <= 12 else None
    return _MONTHS.get(text[:3].lower())


@lru_cache(maxsize=65536)
def partial_date(year: str | None, month: str | None = None, day: str | None = None) -> PartialDate | None:
    """Return the date that these elements give, as precise as they are.

    Args:
        year: Four digits.
        month: A number, or the name of a month; passed over where it is neither.
        day: 1 to 31; passed over where it is something else, or where there is no month.

    Returns:
        The date; None without a year.
    """
    if not year or not _YEAR.fullmatch(year.strip()):
        return None
    number = month_number(month)
    within = day.strip() if number and day else ""
    days = int(within) if within.isdigit() and len(within) <= 2 and 1 <= int(within) <= 31 else None
    return PartialDate(int(year), number, days)


@lru_cache(maxsize=65536)
def free_date(text: str) -> PartialDate | None:
    """The first date in a MedlineDate or DP line: "1998 Dec-1999 Jan" begins in December 1998."""
    year = _YEAR.search(text)
    if year is None:
        return None
    after = _AFTER_YEAR.match(text, year.end())
    month, day = (after.group(1), after.group(2)) if after else (None, None)
    if month_number(month) is None:
        before = _BEFORE_YEAR.search(text[: year.start()])
        month, day = (before.group(1), None) if before else (None, None)
    return partial_date(year.group(), month, day)


@lru_cache(maxsize=65536)
def free_dates(text: str) -> tuple[PartialDate | None, PartialDate | None]:
    """Return the first and the last date of a MedlineDate, the last one None where there is only one.

    "1998 Dec-1999 Jan" is December 1998 to January 1999, "2007-2010" 2007 to 2010, "2019 May-Jun"
    May to June 2019, "2003 Mar 1-15" two weeks of March 2003, and "2009-10" one winter.
    """
    first = free_date(text)
    if first is None:
        return None, None
    if years := _TWO_YEARS.fullmatch(text.strip()):
        year, after = int(years.group(1)), int(years.group(2))
        if after > 12 or after == (year + 1) % 100:
            last = partial_date(f"{str(year)[:2]}{after:02}")
            return PartialDate(year), last if last and last.year > year else None
    head, dash, tail = re.sub(r"[–—/]", "-", text).partition("-")
    if not dash or not _YEAR.search(head):
        return first, None
    last = free_date(tail) if _YEAR.search(tail) else _rest_of_range(first, tail.strip())
    return first, last if last and _is_after(last, first) else None


def _rest_of_range(first: PartialDate, tail: str) -> PartialDate | None:
    """The end of a range that leaves out its year: "Jun", "Jun 3", "15" after a day."""
    month, _, day = tail.partition(" ")
    if not month.isdigit():
        return partial_date(str(first.year), month, day)
    return partial_date(str(first.year), str(first.month), month) if first.day else None


def _is_after(last: PartialDate, first: PartialDate) -> bool:
    return last.days.last > first.days.last


def whole_date(year: str | None, month: str | None, day: str | None) -> dt.date | None:
    """Return a full date, or None where a part is missing or impossible.

    Args:
        year: Four digits.
        month: A number, or the name of a month.
        day: The day of the month.
    """
    part = partial_date(year, month, day)
    if part is None or part.month is None or part.day is None:
        return None
    try:
        return dt.date(part.year, part.month, part.day)
    except ValueError:
        return None
