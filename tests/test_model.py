"""The types of the model: positions map back to the source, scores are sums."""

import pytest

from citecheck.model import Comparison, Journal, PartialDate, Positions, Publication, ScoredCandidate


def test_positions_map_back_to_the_source() -> None:
    # source "a&amp;b\n\ncd", text "a&b\n\ncd"
    positions = Positions(texts=(0, 1, 2), sources=(0, 1, 6), lines=(0, 8, 9))
    assert positions.source_offset(0) == 0
    assert positions.source_offset(2) == 6
    span = positions.span(5, 7)
    assert (span.start, span.end, span.line, span.column) == (9, 11, 3, 1)
    assert positions.span(0, 3).end == 7


def test_a_score_is_the_sum_of_its_parts() -> None:
    parts = (
        Comparison("journal", "same", 4.25, "Gut", "Gut"),
        Comparison("year", "other", -2.0, "2019", "2012"),
    )
    match = ScoredCandidate(Publication("1"), parts, prior=-4.0)
    assert match.score == -1.75
    assert 0.2 < match.probability < 0.25
    assert match.level("journal") == "same"
    assert match.level("title") is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Zinc and sleep", "Zinc and sleep. Gut 2019"),
        ("Zinc and sleep.", "Zinc and sleep. Gut 2019"),
        ("Does zinc help?", "Does zinc help? Gut 2019"),
        ("", "Gut 2019"),
    ],
)
def test_the_short_form_separates_title_and_journal(title: str, expected: str) -> None:
    publication = Publication("1", title=title, journal=Journal("Gut", "Gut"), issued=PartialDate(2019))
    assert publication.in_short == expected
