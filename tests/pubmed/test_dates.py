"""Dates in all the shapes that PubMed has."""

import datetime as dt

import pytest

from citecheck.model import PartialDate
from citecheck.pubmed.dates import free_date, month_number, partial_date, whole_date


@pytest.mark.parametrize(
    ("text", "number"),
    [("Jan", 1), ("sept", 9), ("December", 12), ("07", 7), ("13", None), ("Winter", None), (None, None)],
)
def test_months(text: str | None, number: int | None) -> None:
    assert month_number(text) == number


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1998 Dec-1999 Jan", PartialDate(1998, 12)),
        ("2019 May 12", PartialDate(2019, 5, 12)),
        ("2000 Spring", PartialDate(2000)),
        ("1975-1976", PartialDate(1975)),
        ("1976-1977 Winter", PartialDate(1976)),
        ("2007 Jul-Aug", PartialDate(2007, 7)),
        ("2005 Jul 2-8", PartialDate(2005, 7, 2)),
        ("Dec 1998", PartialDate(1998, 12)),
        ("2020", PartialDate(2020)),
        ("in press", None),
        ("", None),
    ],
)
def test_dates_in_one_string(text: str, date: PartialDate | None) -> None:
    assert free_date(text) == date


def test_parts() -> None:
    assert partial_date("2011", "Apr", "31") == PartialDate(2011, 4, 31)
    assert partial_date("2011", "Fall", "2") == PartialDate(2011)
    assert partial_date("20111") is None
    assert whole_date("2011", "02", "29") is None
    assert whole_date("2012", "2", "29") == dt.date(2012, 2, 29)
