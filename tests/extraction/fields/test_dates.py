from __future__ import annotations

import datetime as dt

import pytest

from citecheck.extraction.fields.dates import NO_DATE, PublicationDateMention, find_publication_date
from citecheck.model import DateRange
from tests.extraction.conftest import TODAY


def day(month: int, number: int, year: int = 2024) -> DateRange:
    return DateRange(dt.date(year, month, number), dt.date(year, month, number))


# sentence, journal's name in it, expected; read on Wednesday 15 May 2024
CASES = [
    ("A 2019 Harvard study of nurses found it.", None, PublicationDateMention(year=2019)),
    ("A study published in Gut in 2015 found it.", "Gut", PublicationDateMention(year=2015)),
    ("Collier et al. (2010) found it.", None, PublicationDateMention(year=2010)),
    ("A Yale team found in 2017 that naps help.", None, PublicationDateMention(year=2017)),
    ("It was shown in March 2017 by a team at Yale.", None, PublicationDateMention(year=2017, month=3)),
    ("It was found in 2010 data.", None, NO_DATE),
    ("Callers had debts in 2010 and reports in the media say why.", None, NO_DATE),
    ("A study in Pain (2013) found it.", "Pain", PublicationDateMention(year=2013)),
    ("It is in the March issue of Gut.", "Gut", PublicationDateMention(month=3)),
    ("It is in the Oct 2010 issue of Gut.", "Gut", PublicationDateMention(year=2010, month=10)),
    ("It was published in Cephalalgia in March.", "Cephalalgia", PublicationDateMention(month=3)),
    (
        "It was published in The Lancet (9 December 2011).",
        "The Lancet",
        PublicationDateMention(2011, 12, day(12, 9, 2011)),
    ),
    ("It is in the May 2012 issue of Gut in 2008.", "Gut", PublicationDateMention(year=2008, month=5)),
    ("It appeared online April 26 in Pain.", "Pain", PublicationDateMention(None, 4, day(4, 26))),
    ("It was published today in Gut.", "Gut", PublicationDateMention(published=day(5, 15))),
    ("It was published yesterday in Gut.", "Gut", PublicationDateMention(published=day(5, 14))),
    ("They wrote Monday in Gut.", "Gut", PublicationDateMention(published=day(5, 13))),
    (
        "It was published last week in Gut.",
        "Gut",
        PublicationDateMention(published=DateRange(dt.date(2024, 5, 6), dt.date(2024, 5, 12))),
    ),
    (
        "It was published this month in Gut.",
        "Gut",
        PublicationDateMention(published=DateRange(dt.date(2024, 5, 1), dt.date(2024, 5, 31))),
    ),
    ("It was published last year in Gut.", "Gut", PublicationDateMention(year=2023)),
    ("It was published late last year in Gut.", "Gut", PublicationDateMention(year=2023)),
    ("It was published earlier this year in Gut.", "Gut", PublicationDateMention(year=2024)),
    ("It was published last March in Gut.", "Gut", PublicationDateMention(2024, 3)),
    ("It was published last May in Gut.", "Gut", PublicationDateMention(2023, 5)),
    ("It was published last November in Gut.", "Gut", PublicationDateMention(2023, 11)),
    ("A study published in Gut this March found it.", "Gut", PublicationDateMention(2024, 3)),
    # years of data are not years of publication
    ("Data from 1990 to 2006, published in Gut, show it.", "Gut", PublicationDateMention()),
    ("In 2011, 400 women took part, says a paper in Gut.", "Gut", PublicationDateMention()),
    ("Men born between 1950 and 1960 were studied in Gut.", "Gut", PublicationDateMention()),
    ("A trial of 2,019 women in Gut found it.", "Gut", PublicationDateMention()),
]


@pytest.mark.parametrize(("sentence", "name", "expected"), CASES)
def test_dated(sentence: str, name: str | None, expected: PublicationDateMention) -> None:
    at = sentence.index(name) if name else 0
    places = ((at, at + len(name)),) if name else ()
    assert find_publication_date(sentence, 0, len(sentence), TODAY, places) == expected


def test_days_need_the_articles_date() -> None:
    sentence = "It was published today in Gut."
    assert find_publication_date(sentence, 0, len(sentence), None, ((26, 29),)) == PublicationDateMention()


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (dt.date(2024, 1, 2), 2023),
        (dt.date(2024, 12, 28), 2024),
        (dt.date(2024, 9, 27), 2024),  # the issue of a quarter ahead
        (dt.date(2024, 9, 26), 2023),
    ],
)
def test_a_day_without_year_is_past_or_at_most_a_quarter_ahead(today: dt.date, year: int) -> None:
    sentence = "It appeared online Dec. 28 in Gut."
    found = find_publication_date(sentence, 0, len(sentence), today, ((30, 33),))
    assert found.published == day(12, 28, year)


def test_a_day_in_january_can_be_next_year_s() -> None:
    sentence = "It is in the Jan. 15 issue of Gut."
    found = find_publication_date(sentence, 0, len(sentence), dt.date(2023, 12, 20), ((29, 32),))
    assert found.published == day(1, 15, 2024)


def test_an_impossible_day_is_ignored() -> None:
    sentence = "It appeared online February 30, 2020 in Gut."
    assert find_publication_date(sentence, 0, len(sentence), TODAY, ((40, 43),)) == PublicationDateMention(
        2020, 2
    )
