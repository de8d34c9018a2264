"""The regression behind the topic's bits."""

from citecheck.calibration.topic_regression import CandidateHits, fit_coefficients
from citecheck.matching.comparisons.topic import Coefficients


def likeness(proportions: Coefficients, features: tuple[float, ...]) -> float:
    pairs = zip(proportions.of_features, features, strict=True)
    return proportions.start + sum(share * value for share, value in pairs)


def claims(count: int) -> list[CandidateHits]:
    """The first feature separates the true match from others, the second says nothing."""
    return [
        CandidateHits(
            ((3.0 + turn % 3, turn % 5), (1.0 + turn % 2, turn % 4), (0.0, turn % 7)), (0.0, 0.0, 0.0)
        )
        for turn in range(count)
    ]


def test_what_tells_publications_apart_weighs_and_what_does_not_hardly_does() -> None:
    found = fit_coefficients(claims(60))
    informative, idle = found.of_features
    assert informative > 0.5
    assert abs(idle) < 0.2 * informative


def test_the_bits_say_how_likely_it_is_that_one_is_meant() -> None:
    found = fit_coefficients(claims(60))
    assert likeness(found, (5.0, 2.0)) > 1.0
    assert likeness(found, (0.0, 2.0)) < -3.0


def test_bits_of_other_fields_are_not_counted_again() -> None:
    """Where the other fields tell the right one already, the topic is left with less to explain."""
    with_other_bits = [CandidateHits(one.features, (6.0, -3.0, -3.0)) for one in claims(60)]
    assert fit_coefficients(with_other_bits).of_features[0] < fit_coefficients(claims(60)).of_features[0]


def test_the_same_claims_give_the_same_numbers() -> None:
    assert fit_coefficients(claims(20)) == fit_coefficients(claims(20))
