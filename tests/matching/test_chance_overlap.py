"""What a candidate shares with a claim beyond chance, by what the other candidates have."""

from __future__ import annotations

import math

import pytest

from citecheck.matching import Matcher
from citecheck.matching.chance_overlap import ChanceOverlap, chance_overlap
from citecheck.matching.claim_features import ClaimFeatures
from citecheck.model import CitationFields, Publication
from tests.makers import claimed, cluster_of, publication

FINDING = "walnuts lower cholesterol in sailors"


def overlap(
    matcher: Matcher, stated: CitationFields, first: Publication, *others: Publication
) -> ChanceOverlap:
    weighed = {
        one.publication.pmid: one for one in matcher.rank(cluster_of(stated), (first, *others)).weighed
    }
    return chance_overlap(weighed[first.pmid], [weighed[other.pmid] for other in others])


def test_without_a_topic_nothing_is_shared(matcher: Matcher) -> None:
    assert overlap(matcher, claimed("Gut"), publication(title="Walnuts")) == ChanceOverlap()


def test_a_shared_term_says_less_the_more_candidates_have_it(matcher: Matcher) -> None:
    stated = claimed(finding=FINDING)
    first = publication("1", "Walnuts and cholesterol")
    with_both = [publication(str(pmid), f"Walnuts and cholesterol again {pmid}") for pmid in range(2, 6)]
    with_one = [publication(str(pmid), f"Cholesterol and statins {pmid}") for pmid in range(2, 6)]
    rare, common = (overlap(matcher, stated, first, *others) for others in (with_one, with_both))
    assert rare.shared_bits > common.shared_bits + 1.0
    assert rare.lead_bits > common.lead_bits == 0.0


def test_a_term_that_no_other_candidate_has_counts_as_half_seen(matcher: Matcher) -> None:
    stated = claimed(finding="walnuts")
    first, other = publication("1", "Walnuts"), publication("2", "Statins")
    # Of one word elsewhere, and one on average, half a word: one less than e to the minus a quarter.
    expected = -math.log2(1.0 - math.exp(-0.25))
    found = overlap(matcher, stated, first, other)
    assert found.shared_bits == pytest.approx(expected, rel=0.05)
    assert found.title_bits == pytest.approx(found.shared_bits)


def test_a_longer_record_shares_more_by_chance(matcher: Matcher) -> None:
    stated = claimed(finding=FINDING)
    others = (publication("2", "Statins and cholesterol"), publication("3", "Almonds in soldiers"))
    long = "Olives almonds hazelnuts pistachios cashews raisins figs dates prunes apricots and cherries."
    short = overlap(matcher, stated, publication("1", "Walnuts and cholesterol"), *others)
    longer = overlap(matcher, stated, publication("1", "Walnuts and cholesterol", abstract=long), *others)
    assert short.shared_bits > longer.shared_bits


def test_rivals_in_the_stated_journal_are_those_of_that_journal(matcher: Matcher) -> None:
    first = publication("1", "Walnuts in adults", "Gut")
    alike = publication("2", "Walnuts lower cholesterol in sailors", "Lancet")
    elsewhere = overlap(matcher, claimed("Gut", finding=FINDING), first, alike)
    anywhere = overlap(matcher, claimed(finding=FINDING), first, alike)
    assert elsewhere.lead_bits > 0.0 > anywhere.lead_bits
    assert elsewhere.shared_bits == pytest.approx(anywhere.shared_bits)


def test_each_sentence_that_fits_no_rival_better_speaks_for_a_candidate(matcher: Matcher) -> None:
    passage = "Walnuts helped sailors sleep. Walnuts lowered their cholesterol in winter."
    stated = claimed(finding=FINDING, context=passage)
    both = publication("1", "Walnuts, sleep and cholesterol of sailors in winter")
    rival = publication("2", "Sleep of sailors and walnuts: effects")
    others = [publication(str(pmid), f"Statins {pmid} for migraine in nurses") for pmid in range(3, 6)]
    # The finding, and the second sentence; the rival, which is shorter, fits the first one better.
    assert overlap(matcher, stated, both, rival, *others).sentences == 2
    assert overlap(matcher, stated, rival, both, *others).sentences == 1


def test_a_sentence_of_two_words_speaks_for_nobody() -> None:
    assert ClaimFeatures(claimed(context="Walnuts, cholesterol.")).sentences == ()
    assert ClaimFeatures(claimed(context="Walnuts, cholesterol, sailors.")).sentences == ((0, 1, 2),)


def test_a_sentence_speaks_from_three_bits_on(matcher: Matcher) -> None:
    stated = claimed(finding="walnuts helped many sailors in storms")
    first = publication("1", "Walnuts in nurses")

    def sentences(others: int) -> tuple[float, int]:
        found = overlap(
            matcher,
            stated,
            first,
            *(publication(str(pmid), f"Migraine {pmid}") for pmid in range(2, 2 + others)),
        )
        return found.shared_bits, found.sentences

    counted = [sentences(others) for others in range(1, 30)]
    assert all((count == 1) is (bits >= 3.0) for bits, count in counted)
    assert min(abs(bits - 3.0) for bits, _ in counted) < 0.35
    assert {count for _, count in counted} == {0, 1}


@pytest.mark.parametrize(("said", "counted"), [(4, 5), (5, 6), (6, 6), (9, 6)])
def test_more_than_six_sentences_add_nothing(matcher: Matcher, said: int, counted: int) -> None:
    passage = " ".join(f"Walnuts lowered cholesterol in sailors of fleet {number}." for number in range(said))
    stated = claimed(finding=FINDING, context=passage)
    others = [publication(str(pmid), f"Statins {pmid} for migraine") for pmid in range(2, 5)]
    assert overlap(matcher, stated, publication("1", FINDING), *others).sentences == counted


@pytest.mark.parametrize(
    ("sentence", "counts"), [("walnuts helped", False), ("walnuts, almonds and hazelnuts", True)]
)
def test_a_sentence_of_two_words_says_nothing(matcher: Matcher, sentence: str, *, counts: bool) -> None:
    others = [publication(str(pmid), f"Statins {pmid} for migraine") for pmid in range(2, 5)]
    first = publication("1", "Walnuts, almonds and hazelnuts")
    assert overlap(matcher, claimed(finding=sentence), first, *others).sentences == int(counts)


def test_it_makes_no_difference_whether_candidates_were_found_together(matcher: Matcher) -> None:
    stated = claimed(finding=FINDING)
    found = [
        publication(str(pmid), f"Walnuts and {food} {pmid}")
        for pmid, food in enumerate(("statins", "figs", "tea"), 1)
    ]
    together = overlap(matcher, stated, *found)
    one_by_one = Matcher(matcher.catalogue, None)
    for count in (1, 2):
        one_by_one.rank(cluster_of(stated), found[:count])
    assert overlap(one_by_one, stated, *found) == pytest.approx(together)
