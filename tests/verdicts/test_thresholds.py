"""The verdicts on either side of each threshold, for candidates of a given probability."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from citecheck.model import CitationCluster, CitationFields, Publication, Verdict
from citecheck.verdicts import identity
from citecheck.verdicts.identification import (
    Identification,
    Obstacle,
    identify,
    is_recognised,
    stops_search,
)
from citecheck.verdicts.identity import log_odds_of
from tests.makers import MAGNESIUM, MATCHER, REFERENCE, published

STUDY = published(
    "5", "Magnesium supplements for pain in patients with diabetic neuropathy", "J Am Coll Nutr",
    abstract="Patients with diabetic neuropathy took magnesium supplements; pain and tingling fell.",
)  # fmt: skip
PMID_99 = replace(REFERENCE, pmid="99")
OF_PMID_99 = published("99", "Zinc in migraine", "Lancet", 2003)


class _Level:
    """Curves that give every candidate the same probability."""

    def __init__(self, probability: float) -> None:
        self._probability = probability

    def probability(self, *_: Any) -> float:
        return self._probability


def ranked(claimed: CitationFields, *publications: Publication) -> Any:
    return MATCHER.rank(CitationCluster((), claimed), publications)


@pytest.fixture
def likely(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Gives the best candidate a probability: a described one by its curve, a named one by its bits."""

    def set_probability(probability: float) -> None:
        monkeypatch.setattr(identity, "load_curves", lambda: _Level(probability))
        bits = log_odds_of(probability) - MATCHER.prior
        monkeypatch.setattr(identity, "identity_bits", lambda _: bits)

    return set_probability


def identified(claimed: CitationFields, *publications: Publication) -> Identification:
    return identify(claimed, ranked(claimed, *publications), MATCHER, 412)


@pytest.mark.parametrize(
    ("probability", "verdict"),
    [
        (0.96, Verdict.VERIFIED),  # right in 24 of 25
        (0.94, Verdict.POSSIBLE),  # right in 47 of 50
        (0.25, Verdict.POSSIBLE),
        (0.15, Verdict.NOT_FOUND),
    ],
)
def test_what_a_study_or_a_named_publication_needs_to_be_verified_or_possible(
    likely: Any, probability: float, verdict: Verdict
) -> None:
    likely(probability)
    assert identified(MAGNESIUM, STUDY).verdict is verdict
    assert identified(REFERENCE, published()).verdict is verdict


@pytest.mark.parametrize(("probability", "verdict"), [(0.96, Verdict.MISMATCH), (0.94, Verdict.POSSIBLE)])
def test_only_an_identified_publication_is_said_to_be_misstated(
    likely: Any, probability: float, verdict: Verdict
) -> None:
    likely(probability)
    assert identified(replace(REFERENCE, year=2012), published()).verdict is verdict


@pytest.mark.parametrize(("probability", "is_merged"), [(0.55, True), (0.45, False)])
def test_clusters_are_merged_if_their_publication_is_likelier_than_not(
    likely: Any, probability: float, *, is_merged: bool
) -> None:
    likely(probability)
    found = is_recognised(MAGNESIUM, ranked(MAGNESIUM, STUDY), 412)
    assert (found is not None) is is_merged


@pytest.mark.parametrize(("probability", "stops"), [(0.993, True), (0.985, False)])
def test_only_near_certainty_ends_the_search(likely: Any, probability: float, *, stops: bool) -> None:
    likely(probability)
    assert stops_search(MAGNESIUM, ranked(MAGNESIUM, STUDY), 412) is stops
    assert stops_search(REFERENCE, ranked(REFERENCE, published()), 412) is stops


@pytest.mark.parametrize(("times", "verdict"), [(3.0, Verdict.AMBIGUOUS), (5.0, Verdict.POSSIBLE)])
def test_two_candidates_are_distinguished_if_one_is_several_times_as_likely(
    monkeypatch: pytest.MonkeyPatch, times: float, verdict: Verdict
) -> None:
    odds = {"31": 4.0 * times, "32": 4.0}
    monkeypatch.setattr(
        identity,
        "identity_bits",
        lambda one: log_odds_of(odds[one.publication.pmid] / (1.0 + odds[one.publication.pmid])),
    )
    found = identified(REFERENCE, published("31"), published("32"))
    assert found.verdict is verdict


@pytest.mark.parametrize(("probability", "obstacle"), [(0.04, Obstacle.ANOTHER_WORK), (0.1, None)])
def test_an_identifier_leads_to_another_work_if_the_rest_of_the_citation_makes_its_record_unlikely(
    likely: Any, probability: float, obstacle: Obstacle | None
) -> None:
    likely(probability)
    found = identified(PMID_99, OF_PMID_99)
    assert (found.verdict, found.obstacle) == (Verdict.MISMATCH, obstacle)
