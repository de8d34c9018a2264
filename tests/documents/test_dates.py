"""Dates as metadata and bylines write them."""

import datetime as dt

import pytest

from citecheck.documents.dates import byline_date, parse_date

DAY = dt.date(2024, 3, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-05", DAY),
        ("2024-03-05T08:04:21.000Z", DAY),
        ("2024/3/5", DAY),
        ("20240305", DAY),
        ("03/05/2024", DAY),
        ("March 5, 2024", DAY),
        ("Mar. 5th 2024", DAY),
        ("5 March 2024", DAY),
        ("5. März 2024", None),
        ("Tue, 05 Mar 2024 08:04:21 GMT", DAY),
        ("1709625861", DAY),
        ("1709625861000", DAY),
        ("1709625861.0", DAY),
        ("2015 Sep", None),
        ("2024", None),
        ("2024-13-05", None),
        ("0001-01-01", None),
        ("99999999999999", None),
        ("last week", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: dt.date | None) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["By A. Writer", "Published: March 5, 2024"], DAY),
        (["Last updated: June 6, 2024", "Posted on 5 March 2024"], DAY),
        (["Medically reviewed on March 5, 2024"], DAY),
        (["A study published in Gut on March 5, 2024 found it."], None),
        (["Published in Gut"], None),
    ],
)
def test_bylines(lines: list[str], expected: dt.date | None) -> None:
    assert byline_date(lines) == expected


@pytest.mark.parametrize(
    "line",
    [
        "TUESDAY, March 5, 2024 (HealthDay News) -- Naps may help.",
        "March 5, 2024 (HealthDay News) -- Naps may help.",
        "NEW YORK, March 5, 2024 /PRNewswire/ -- Naps may help.",
        "March 5, 2024",
        "Tuesday, 5 March 2024",
    ],
)
def test_a_dateline_is_the_articles_date(line: str) -> None:
    assert byline_date(["Naps", line]) == DAY
    assert byline_date([f"Naps since {line.lower()} are longer"]) is None


def test_a_date_of_publishing_goes_before_a_dateline() -> None:
    assert byline_date(["March 1, 2020", "Published: March 5, 2024"]) == DAY
