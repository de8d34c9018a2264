"""Dates: tables of (stated, recorded, level)."""

import datetime as dt
from dataclasses import replace

import pytest

from citecheck.matching.comparisons import dates
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import CitationFields, DateRange, PartialDate, Publication
from tests.makers import publication


@pytest.mark.parametrize(
    ("year", "month", "level"),
    [
        (2019, None, "same_year"),
        (2019, 11, "same_month"),
        (2020, 1, "same_month"),
        (2020, 3, "same_year"),
        (2021, None, "adjacent_year"),
        (2018, None, "adjacent_year"),
        (2016, None, "other_year"),
        (None, None, "not_stated"),
    ],
)
def test_years_fit_the_print_or_the_online_date(year: int | None, month: int | None, level: str) -> None:
    record = RecordFeatures(Publication("1", issued=PartialDate(2020, 1), online=PartialDate(2019, 11, 5)))
    assert dates.compare(CitationFields(year=year, month=month), record).level == level


@pytest.mark.parametrize(
    ("month", "recorded", "level"),
    [
        (2, PartialDate(2012, 11), "same_year"),
        (3, PartialDate(2012, 11), "adjacent_year"),
        (3, PartialDate(2012), "same_year"),
        (4, PartialDate(2012), "adjacent_year"),
        (None, PartialDate(2012, 12), "adjacent_year"),
        (1, PartialDate(2011, 12), "other_year"),
    ],
)
def test_an_issue_is_online_some_months_before(month: int | None, recorded: PartialDate, level: str) -> None:
    """ "The January 2013 issue" has papers that the record dates to 2012."""
    record = RecordFeatures(Publication("1", issued=recorded))
    assert dates.compare(CitationFields(year=2013, month=month), record).level == level


@pytest.mark.parametrize(
    ("first", "last", "level"),
    [
        (dt.date(2019, 5, 2), dt.date(2019, 5, 2), "in_window"),
        (dt.date(2019, 7, 1), dt.date(2019, 7, 31), "near_window"),
        (dt.date(2020, 3, 1), dt.date(2020, 3, 7), "year_of_window"),
        (dt.date(2011, 3, 1), dt.date(2011, 3, 7), "outside_window"),
    ],
)
def test_days_of_publication(first: dt.date, last: dt.date, level: str) -> None:
    record = RecordFeatures(publication(year=2019, month=5))
    assert dates.compare_window(CitationFields(published=DateRange(first, last)), record).level == level


@pytest.mark.parametrize(
    ("told_on", "level"),
    [
        (dt.date(2019, 2, 1), "at_once"),
        (dt.date(2018, 3, 1), "fresh"),
        (dt.date(2024, 3, 1), "earlier"),
        (dt.date(2011, 3, 1), "later"),
    ],
)
def test_the_day_of_the_article(told_on: dt.date, level: str) -> None:
    """No article tells of what appears years after it."""
    claim = CitationFields(finding="coffee drinkers lived longer", told_on=told_on)
    assert dates.compare_article_date(claim, RecordFeatures(publication(month=4))).level == level
    assert (
        dates.compare_article_date(replace(claim, year=2019), RecordFeatures(publication())).level
        == "not_stated"
    )


@pytest.mark.parametrize(
    ("year", "doi", "level"),
    [
        (2021, "10.1080/10408398.2021.1951155", "adjacent_year"),
        (2020, "10.1080/10408398.2020.1951155", "adjacent_year"),
        (2021, "10.1080/10408398.2020.1951155", "other_year"),
        (2021, "10.1080/10408398.20211.1951155", "other_year"),
        (2019, "10.1080/10408398.2019.1951155", "other_year"),
    ],
)
def test_the_year_in_the_records_own_doi_may_be_that_of_the_online_version(
    year: int, doi: str, level: str
) -> None:
    record = RecordFeatures(Publication("12", issued=PartialDate(2023), doi=doi))
    assert dates.compare(CitationFields(year=year), record).level == level


@pytest.mark.parametrize(
    ("issued", "online", "after"),
    [
        (PartialDate(2012, 1), None, False),
        (PartialDate(2012, 2), None, True),
        (PartialDate(2012, 8), PartialDate(2011, 10), False),
        (PartialDate(2012), None, False),
        (PartialDate(2013), None, True),
        (None, None, False),
    ],
)
def test_over_three_months_after_a_day_nobody_has_seen_a_record(
    issued: PartialDate | None, online: PartialDate | None, after: bool
) -> None:
    record = RecordFeatures(Publication("1", issued=issued, online=online))
    assert dates.appeared_after(dt.date(2011, 10, 5), record) is after
