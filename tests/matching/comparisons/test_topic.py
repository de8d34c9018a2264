"""What a study is about: how a passage is held against a title alone, and against an abstract."""

import pytest

from citecheck.matching import Matcher
from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.claim_index import ClaimIndex
from citecheck.matching.comparisons import topic
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.term_keys import weigh_terms
from citecheck.matching.term_overlap import TermOverlap, term_overlaps
from citecheck.model import CitationFields
from tests.makers import MAGNESIUM, claimed, publication

TITLE = "Magnesium for pain in diabetic neuropathy"
ABSTRACT = "Patients with diabetic neuropathy took magnesium supplements. Their pain fell."


def test_titles_alone_have_a_scale_of_their_own() -> None:
    assert topic.coefficients_for(RecordFeatures(publication(title=TITLE))) == topic.OF_TITLE
    assert (
        topic.coefficients_for(RecordFeatures(publication(title=TITLE, abstract=ABSTRACT)))
        == topic.OF_ABSTRACT
    )


def test_an_abstract_that_states_the_finding_weighs_more_than_one_that_does_not(matcher: Matcher) -> None:
    def bits(abstract: str) -> float:
        match = matcher.match(MAGNESIUM, publication(title=TITLE, abstract=abstract))
        return next(c.bits for c in match.comparisons if c.field == "topic")

    assert bits(ABSTRACT) > bits("Rats were fed a diet poor in zinc. Their weight did not change at all.")


def test_words_of_method_say_little_of_a_topic() -> None:
    weights = weigh_terms("Magnesium and mortality: a nationwide prospective cohort study")
    assert weights["magnesium"] > weights["mort"] > 2 * weights["nationwid"]


def _coverage(stated: CitationFields, title: str, abstract: str = "") -> TermOverlap:
    record = RecordFeatures(publication(title=title, abstract=abstract))
    return term_overlaps(ClaimIndex(ClaimFeatures(stated)), [record]).at(0)


def _cover(passage: str, title: str, abstract: str = "") -> TermOverlap:
    return _coverage(claimed("Gut", finding=passage, context=passage), title, abstract)


def test_what_a_record_lacks_of_the_key_concepts_is_named_and_weighed() -> None:
    cover = _coverage(MAGNESIUM, "Magnesium and sleep")
    assert cover.missing == ("diabetic neuropathy",)
    assert 0.0 < cover.lacking_share < 1.0
    assert _coverage(MAGNESIUM, TITLE).lacking_share == 0.0


def test_words_that_follow_each_other_in_article_and_record() -> None:
    passage = "Red meat raised the risk of colon cancer."
    apart = _cover(passage, "Cancer of the colon and meat", "Red cells were counted after colon surgery.")
    together = _cover(passage, "Cancer of the colon and meat", "Those who ate red meat fell ill more often.")
    assert together.neighbour_bits > apart.neighbour_bits
    assert together.title_share == apart.title_share


def test_a_long_passage_has_more_words_of_any_title_by_chance() -> None:
    short = "Walnuts improve sleep."
    long = f"{short} Kiwis, cherries, oats, warm milk, camomile, valerian and lavender are loved in Scotland."
    title = "Walnuts and sleep"
    assert _cover(short, title).title_share == _cover(long, title).title_share == 1.0
    assert 0.0 < _cover(long, title).title_bits_above_chance < _cover(short, title).title_bits_above_chance


def test_without_a_finding_the_passage_is_what_the_study_is_about() -> None:
    passage = "Many hold that walnuts ruin sleep, but a study published this week in Gut suggests otherwise."
    claim = ClaimFeatures(claimed("Gut", context=passage))
    assert claim.has_topic
    assert {"walnuts", "sleep"} <= {group.text for group in claim.groups}


@pytest.mark.parametrize(
    ("passage", "abstract", "level"),
    [
        ("In 8,834 children, costs rose.", "Claims of 8834 children with severe asthma.", "one"),
        ("Of 61,433 women, 14,738 had a fracture.", "61 433 women; 14 738 of them broke a bone in 19 years.",
         "several"),
        ("In 8,834 children, costs rose.", "Claims of 9127 children with severe asthma.", "none"),
        ("In 8,834 children, costs rose.", "", "not_recorded"),
        # Round numbers and years are shared by many.
        ("Since 2012 some 2,000 children were seen.", "In 2012 we saw 2000 children in three clinics.",
         "not_stated"),
    ],
)  # fmt: skip
def test_discriminative_numbers_of_a_passage(
    matcher: Matcher, passage: str, abstract: str, level: str
) -> None:
    match = matcher.match(claimed("Gut", context=passage), publication(title="Costs", abstract=abstract))
    assert match.level("figures") == level
