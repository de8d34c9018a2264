"""The verdicts on either side of each threshold, for candidates of a given probability."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from citecheck.matching.comparison_level import ComparisonResult
from citecheck.matching.ranking import ScoredPair
from citecheck.matching.term_overlap import TermOverlap
from citecheck.model import (
    Author,
    CitationCluster,
    CitationFields,
    Concept,
    Person,
    Publication,
    Role,
    Verdict,
)
from citecheck.verdicts import identity
from citecheck.verdicts.identification import (
    Identification,
    Obstacle,
    identify,
    is_recognised,
    stops_search,
)
from citecheck.verdicts.identity import log_odds_of
from tests.makers import MAGNESIUM, MATCHER, REFERENCE, judged, mention, published

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
    dated = replace(MAGNESIUM, authors=(Person("Berg J", "Berg", "J"),), year=STUDY.year)
    by_author = replace(STUDY, authors=(Author("Berg", "Jan", "J"),))
    assert stops_search(dated, ranked(dated, by_author), 412) is stops
    assert stops_search(REFERENCE, ranked(REFERENCE, published()), 412) is stops
    # Where the journal alone agrees, other journals show how much a likeness says.
    assert not stops_search(MAGNESIUM, ranked(MAGNESIUM, STUDY), 412)


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


class _Covering:
    """A matcher for which every record covers this share of a claim of this length, in doublings."""

    def __init__(self, share: float, length: float, *, has_key_concepts: bool) -> None:
        self._overlap = TermOverlap(
            0.0, 0.0, 0.0, 0.0, 0.0, share, 0.1, length, 0.0, (), 0.0, (), (), has_key_concepts
        )

    def coverage(self, *_: Any) -> TermOverlap:
        return self._overlap


@pytest.mark.parametrize(
    ("share", "length", "verdict"),
    [
        (0.12, 3.0, Verdict.POSSIBLE),  # no more than any record has by chance
        (0.2, 3.0, Verdict.VERIFIED),
        (0.0, 2.3, Verdict.POSSIBLE),
        (0.0, 1.8, Verdict.VERIFIED),  # one or two words say nothing of another subject
    ],
)
def test_words_around_an_identifier_that_its_record_has_not(
    likely: Any, share: float, length: float, verdict: Verdict
) -> None:
    likely(0.5)
    claimed = CitationFields(pmid="31", context="Turmeric cured arthritis.")
    matcher: Any = _Covering(share, length, has_key_concepts=True)
    assert identify(claimed, ranked(claimed, published()), matcher, 412).verdict is verdict


@pytest.mark.parametrize(("share", "verdict"), [(0.25, Verdict.POSSIBLE), (0.35, Verdict.VERIFIED)])
def test_a_finding_without_key_concepts_needs_a_third_of_its_weight_in_the_record(
    likely: Any, share: float, verdict: Verdict
) -> None:
    likely(0.99)
    matcher: Any = _Covering(share, 3.0, has_key_concepts=False)
    assert identify(MAGNESIUM, ranked(MAGNESIUM, STUDY), matcher, 412).verdict is verdict


def bits_of(**weights: float) -> float:
    levels = {"identifier": ComparisonResult("same")} if "identifier" in weights else {}
    return identity.identity_bits(ScoredPair(published(), levels, weights, sum(weights.values())))


def test_misprints_of_one_group_cost_no_more_than_nine_bits_together() -> None:
    assert bits_of(journal=-4.0, volume=-4.0) < bits_of(journal=-3.5, volume=-3.5)
    assert bits_of(journal=-5.0, volume=-5.0) == bits_of(journal=-9.0, volume=-9.0)


def test_about_one_printed_identifier_in_a_hundred_leads_to_another_publication() -> None:
    assert 0.985 < identity.probability_of(bits_of(identifier=20.0)) < 0.995


def test_a_sentence_that_says_little_of_what_it_links_to_costs_no_more_than_two_bits() -> None:
    assert bits_of(identifier=20.0, topic=-1.8) < bits_of(identifier=20.0, topic=-1.5)
    assert bits_of(identifier=20.0, topic=-2.3) == bits_of(identifier=20.0, topic=-5.0)


def test_of_a_study_that_was_not_found_eight_candidates_are_shown_four_for_their_topic(likely: Any) -> None:
    likely(0.1)
    of_the_journal = [
        published(str(pmid), f"Sleep of Danish twins, part {pmid}", "J Am Coll Nutr")
        for pmid in range(100, 112)
    ]
    on_topic = [
        published(str(pmid), f"Magnesium and pain, part {pmid}", "Lancet", 1999) for pmid in range(200, 212)
    ]
    found = judged(replace(MAGNESIUM, year=2019), *of_the_journal, *on_topic)
    assert found.verdict is Verdict.NOT_FOUND
    shown = [one.publication for one in found.candidates]
    assert len(shown) == 8
    assert sum(one in on_topic for one in shown) == 4


@pytest.mark.parametrize(
    ("journal", "finding", "obstacle"),
    [
        ("J Am Coll Nutr", "zingers of old sailors go away", None),
        (None, "zingers of old sailors go away", Obstacle.CONCEPTS),
        (None, "magnesium supplements lower pain in diabetic neuropathy with zingers", None),
    ],
)
def test_a_news_story_without_the_journal_shares_more_than_hardly_a_word_of_the_topic(
    likely: Any, journal: str | None, finding: str, obstacle: Obstacle | None
) -> None:
    likely(0.99)
    story = CitationFields(
        journal=mention(journal) if journal else None,
        people=(Person("Warensjö E", "Warensjö", "E"),),
        finding=finding,
        concepts=(Concept("zingers", Role.CONDITION),),
        context="Wonderpill stops zingers\nSailors were glad.\nThe sea was calm.\nThey sang.",
        told_on=dt.date(2019, 1, 10),
        story=True,
    )
    whole = replace(STUDY, abstract=f"{STUDY.abstract} ".ljust(460, "z"))
    assert identified(story, whole).obstacle is obstacle
