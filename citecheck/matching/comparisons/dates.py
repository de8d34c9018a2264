"""Stated year, month and time of publication against the dates of issue and electronic article."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import partial

from citecheck.matching.comparison_level import SILENT, ComparisonResult, missing_level
from citecheck.matching.comparisons.field import Evidence, Field, MisprintGroup
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import CitationFields, DateRange, PartialDate

# The weights of articles that are about one study.
_OF_STORY = "article_date_of_story"
_ARTICLE_LEVELS = ("at_once", "fresh", "earlier", "later")
_YEAR = re.compile(r"\d{4}")
_NUMBER = re.compile(r"\d+")
# An article may be online so many years before its issue: "10.1080/10408398.2021.1951155", printed in 2023.
_MOST_ONLINE_YEARS = 3
# How many months may lie between the stated days and a date of the record.
_WINDOW_MONTHS, _NEAR_MONTHS, _YEAR_MONTHS = 1, 3, 13


def compare(claimed: CitationFields, record: RecordFeatures) -> ComparisonResult:
    """Compare the stated year, and the month if there is one, with the record's dates.

    The years of the issue and of the electronic article both count.

    Args:
        claimed: what the article states of the cited publication.
        record: the candidate's record, with its derived terms.

    Returns:
        A level of `FIELD`; `adjacent_year` is one year off, or the year in the record's DOI. Not stated
        without a year; not recorded if the record has no date.
    """
    if claimed.year is None:
        return SILENT
    stated = f"{claimed.year}-{claimed.month:02}" if claimed.month else str(claimed.year)
    if not record.dates:
        return missing_level(stated)
    return ComparisonResult(_by_year(claimed.year, claimed.month, record), stated, partial(_shown, record))


def compare_window(claimed: CitationFields, record: RecordFeatures) -> ComparisonResult:
    """Compare the days within which the article places the publication with the record's dates.

    The comparison counts only where the article states no year.

    Args:
        claimed: what the article states of the cited publication.
        record: the candidate's record, with its derived terms.

    Returns:
        A level of `WINDOW`: `in_window` is within 1 month of these days, `near_window` within 3,
        `year_of_window` within 13. Not stated without such days or with a year; not recorded if the record
        has no date.
    """
    window = claimed.published
    if window is None or claimed.year is not None:
        return SILENT
    stated = f"{window.first} to {window.last}"
    if not record.dates:
        return missing_level(stated)
    apart = min(_months_apart(window, date) for date in record.dates)
    if apart <= _WINDOW_MONTHS:
        level = "in_window"
    elif apart <= _NEAR_MONTHS:
        level = "near_window"
    else:
        level = "year_of_window" if apart <= _YEAR_MONTHS else "outside_window"
    return ComparisonResult(level, stated, partial(_shown, record))


def compare_article_date(claimed: CitationFields, record: RecordFeatures) -> ComparisonResult:
    """Compare the day of the article with the record's dates.

    The day of the article counts only where the article states no year, days, title, pages or identifier of
    the publication.

    Args:
        claimed: what the article states of the cited publication.
        record: the candidate's record, with its derived terms.

    Returns:
        A level of `ARTICLE_DATE`: `at_once` is within 3 months of that day, `fresh` within 13, since print
        follows the electronic article; `earlier` and `later` are further off. Not stated where the day does
        not count; not recorded if the record has no date. Articles about one study have weights of their own.
    """
    article_day = claimed.told_on
    dated = claimed.year or claimed.published
    if article_day is None or dated or claimed.title or claimed.pages or claimed.has_identifier:
        return SILENT
    stated = article_day.isoformat()
    if not record.dates:
        return missing_level(stated)
    window = DateRange(article_day, article_day)
    nearest = min(record.dates, key=lambda date: _months_apart(window, date))
    apart = _months_apart(window, nearest)
    if apart <= _NEAR_MONTHS:
        level = "at_once"
    elif apart <= _YEAR_MONTHS:
        level = "fresh"
    else:
        level = "later" if nearest.year > article_day.year else "earlier"
    return ComparisonResult(
        level, stated, partial(_shown, record), table=_OF_STORY if claimed.story else None
    )


def appeared_after(day: dt.date, record: RecordFeatures) -> bool:
    """Whether a record appeared so long after a day that an article of that day cannot report it.

    Args:
        day: the day.
        record: the record; without a date it may have appeared before.

    Returns:
        True if each of its dates is more than 3 months later: print follows the electronic article.
    """
    months = [date.year * 12 + (date.month or 1) for date in record.dates]
    return bool(months) and min(months) - (day.year * 12 + day.month) > _NEAR_MONTHS


def _by_year(year: int, month: int | None, record: RecordFeatures) -> str:
    apart = min(abs(date.year - year) for date in record.dates)
    if 1 < apart <= _MOST_ONLINE_YEARS and _is_in_doi(year, record):
        return "adjacent_year"
    if apart == 1 and month and _is_near(year, month, record):
        return "same_year"
    if apart == 0:
        same = month and any(date.year == year and date.month == month for date in record.dates)
        return "same_month" if same else "same_year"
    return "adjacent_year" if apart == 1 else "other_year"


def _is_near(year: int, month: int, record: RecordFeatures) -> bool:
    """Whether a stated month is within 3 of a date of the record: January's issue is online in November."""
    first = dt.date(year, month, 1)
    window = DateRange(first, first)
    return any(_months_apart(window, date) <= _NEAR_MONTHS for date in record.dates)


def _is_in_doi(year: int, record: RecordFeatures) -> bool:
    """Whether the record's DOI has a year, in which publishers register what they print later."""
    return str(year) in _NUMBER.findall(record.publication.doi or "")


def _months_apart(window: DateRange, date: PartialDate) -> int:
    first = window.first.year * 12 + window.first.month
    last = window.last.year * 12 + window.last.month
    earliest = date.year * 12 + (date.month or 1)
    latest = date.year * 12 + (date.month or 12)
    return max(earliest - last, first - latest, 0)


def _shown(record: RecordFeatures) -> str:
    dates = (f"{date.year}-{date.month:02}" if date.month else str(date.year) for date in record.dates)
    return " / ".join(dict.fromkeys(dates))


FIELD = Field(
    name="date",
    levels=("same_month", "same_year", "adjacent_year", "other_year"),
    compare=lambda claim, record, _: compare(claim.claimed, record),
    agreeing=frozenset({"same_month", "same_year"}),
    contradictions={"other_year": "The article says {claimed}; it was published in {found}."},
    notes={
        "adjacent_year": (
            "The article says {claimed}, the record {found}: print and online may be years apart."
        )
    },
    condition=lambda publication: f"said {publication.year}" if publication.year else None,
    statements=("year", "month"),
    recorded=lambda claimed, publication: replace(claimed, year=publication.year, month=None),
    misprinted_with=MisprintGroup.IMPRINT,
    evidence=Evidence.DATE,
)
WINDOW = Field(
    name="published",
    levels=("in_window", "near_window", "year_of_window", "outside_window"),
    compare=lambda claim, record, _: compare_window(claim.claimed, record),
    agreeing=frozenset({"in_window", "near_window"}),
    statements=("published",),
    evidence=Evidence.DATE,
)
ARTICLE_DATE = Field(
    name="article_date",
    levels=_ARTICLE_LEVELS,
    compare=lambda claim, record, _: compare_article_date(claim.claimed, record),
    level_tables={_OF_STORY: _ARTICLE_LEVELS},
    agreeing=frozenset({"at_once"}),
    statements=("told_on",),
    evidence=Evidence.DATE,
)
