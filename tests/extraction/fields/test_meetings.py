"""Meetings at which research was presented."""

from __future__ import annotations

import datetime as dt

import pytest

from citecheck.extraction.fields.meetings import find_meeting

PRESENTED = [
    (
        "Zinc helps, says research presented at the annual meeting of the American Academy of Neurology.",
        "the annual meeting of the American Academy of Neurology",
        "American Academy of Neurology",
        None,
        None,
    ),
    (
        "The study was presented in May 2016 at the annual meeting of the American Thoracic Society.",
        "the annual meeting of the American Thoracic Society",
        "American Thoracic Society",
        2016,
        5,
    ),
    (
        "Findings presented at the European Congress on Obesity suggest that zinc helps.",
        "the European Congress on Obesity",
        None,
        None,
        None,
    ),
    (
        "Researchers told the American Heart Association's Scientific Sessions 2018 that zinc helps.",
        "the American Heart Association's Scientific Sessions 2018",
        "American Heart Association",
        2018,
        None,
    ),
]


@pytest.mark.parametrize(("sentence", "text", "society", "year", "month"), PRESENTED)
def test_a_talk_names_its_meeting(
    sentence: str, text: str, society: str | None, year: int | None, month: int | None
) -> None:
    meeting = find_meeting(sentence)
    assert meeting is not None
    assert (meeting.text, meeting.society, meeting.year, meeting.month) == (text, society, year, month)


@pytest.mark.parametrize(
    "sentence",
    [
        "Drugmakers shared plans for clinical trials with the board of their annual conference centre.",
        "He has been to the annual meeting of the American Academy of Neurology.",
        "The results were presented at a hotel in Rome.",
        "Companies said at the Morgan Healthcare Conference that trials are slow.",
    ],
)
def test_other_meetings_do_not_count(sentence: str) -> None:
    assert find_meeting(sentence) is None


def test_a_month_is_read_against_the_articles_date() -> None:
    sentence = "The findings were presented on March 4 at the annual meeting of the Sleep Society."
    meeting = find_meeting(sentence, dt.date(2015, 3, 5))
    assert meeting is not None
    assert (meeting.year, meeting.month) == (None, 3)
