import pytest

from citecheck.calibration.estimate_m_u import (
    LabelledClaim,
    LevelCounts,
    digest_of_texts,
    estimate_weights,
    render_weights,
)
from citecheck.calibration.quality_floors import (
    Floors,
    figures_below_floor,
    parse_floors,
    raised_floors,
    render_floors,
)
from citecheck.errors import UsageError
from citecheck.matching import Matcher
from citecheck.matching.comparison_level import ComparisonResult, missing_level
from citecheck.matching.ranking import candidate_competition
from citecheck.matching.weights import load_weights, parse_weights
from tests.makers import claimed, publication


def test_the_shares_of_a_fields_levels_add_up() -> None:
    weights = load_weights()
    assert set(weights.proportions) == {"topic", "topic_of_title"}
    for levels in (levels for name, levels in weights.fields.items() if not name.endswith("_title")):
        assert sum(weight.m for weight in levels.values()) == pytest.approx(1, abs=0.06)
        assert sum(weight.u for weight in levels.values()) == pytest.approx(1, abs=0.45)


def test_weights_say_where_they_were_measured() -> None:
    assert "2026" in load_weights().origin


def test_weights_are_written_and_read_back() -> None:
    weights = load_weights()
    again = parse_weights(render_weights(weights))
    assert again.prior == weights.prior
    assert again.bits("journal", ComparisonResult("same")) == pytest.approx(
        weights.bits("journal", ComparisonResult("same")), abs=0.01
    )


def test_silence_weighs_nothing() -> None:
    assert load_weights().bits("journal", missing_level("Gut")) == 0.0
    assert load_weights().bits("journal", ComparisonResult("not_stated")) == 0.0


def test_a_value_is_bits_already() -> None:
    assert load_weights().bits("topic", ComparisonResult("good", value=2.5)) == 2.5


def test_a_level_can_have_weights_of_its_own() -> None:
    in_prose = load_weights().bits("first_author", ComparisonResult("listed", table="first_author_in_prose"))
    assert in_prose > load_weights().bits("first_author", ComparisonResult("listed"))


def test_few_claims_leave_the_topic_as_it_was(matcher: Matcher) -> None:
    tally = LevelCounts()
    match = publication(
        "1", title="Magnesium and cramps in pregnancy", abstract="Magnesium eased cramps. " * 5
    )
    tally.add(matcher, LabelledClaim(claimed(finding="magnesium eases cramps in pregnancy"), (match,), "1"))
    assert {scale: len(hits) for scale, hits in tally.topics.items()} == {"topic": 1, "topic_of_title": 1}
    assert estimate_weights(tally, matcher.weights, "a test").proportions == matcher.weights.proportions


def test_counted_levels_move_the_weights(matcher: Matcher) -> None:
    tally = LevelCounts()
    match, other = publication("1"), publication("2", journal="Lancet")
    for _ in range(200):
        tally.add(matcher, LabelledClaim(claimed("Gut"), (match, other), "1"))
    before = matcher.weights
    after = estimate_weights(tally, before, "a test")
    assert after.fields["journal"]["same"].bits > before.fields["journal"]["same"].bits
    assert after.fields["journal"]["other"].bits < 0
    assert after.fields["date"]["same_year"].bits == pytest.approx(
        before.fields["date"]["same_year"].bits, abs=0.1
    )
    assert after.origin == "a test"


def test_rivals_share_one_chance() -> None:
    alone = candidate_competition([5.0], -1.0)[0]
    among = candidate_competition([5.0, 5.0, 0.0], -1.0)
    assert alone == pytest.approx(-1.0)
    assert among[0] == pytest.approx(among[1])
    assert among[0] < -5.0
    chances = [1 / (1 + 2 ** -(bits + prior)) for bits, prior in zip([5.0, 5.0, 0.0], among, strict=True)]
    assert sum(chances) < 1.0
    assert candidate_competition([], -1.0) == []


def test_a_digest_tells_sets_apart() -> None:
    assert digest_of_texts(["a", "b"]) == digest_of_texts(["a", "b"])
    assert digest_of_texts(["ab"]) != digest_of_texts(["a", "b"])


FLOORS = Floors("abc", {"verified": 0.9, "right": 0.95})


def test_floors_are_written_and_read_back() -> None:
    assert parse_floors(render_floors(FLOORS)) == FLOORS
    with pytest.raises(UsageError):
        parse_floors("[]")


def test_a_figure_below_its_floor_is_named() -> None:
    assert figures_below_floor({"verified": 0.91, "right": 0.95}, FLOORS) == ()
    assert "verified is 0.850" in figures_below_floor({"verified": 0.85}, FLOORS)[1]


def test_floors_are_lowered_only_on_purpose() -> None:
    assert raised_floors({"verified": 0.93, "right": 0.96}, FLOORS, "abc").figures["verified"] == 0.93
    with pytest.raises(UsageError, match="not lowered"):
        raised_floors({"verified": 0.85, "right": 0.96}, FLOORS, "abc")
    with pytest.raises(UsageError, match="not the one"):
        raised_floors({"verified": 0.93, "right": 0.96}, FLOORS, "other")
    assert raised_floors({"verified": 0.85}, FLOORS, "abc", allow_lower=True).figures == {"verified": 0.85}
