"""Verdicts: what is verified, what is not, and what is said of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from citecheck.model import (
    CitationCluster,
    CitationFields,
    Concept,
    Flag,
    JournalMention,
    Notice,
    PartialDate,
    Person,
    Publication,
    Role,
    SourceInfo,
    Verdict,
)
from citecheck.verdicts.identification import can_stop_search, stops_search
from tests.makers import (
    FAILED,
    MAGNESIUM,
    MATCHER,
    OTHERS,
    PART,
    REFERENCE,
    WHOLE,
    judged,
    mention,
    published,
)


def test_a_reference_that_fits_is_verified() -> None:
    judgement = judged(REFERENCE, *OTHERS, published())
    assert judgement.verdict is Verdict.VERIFIED
    assert judgement.match
    assert judgement.match.publication.pmid == "31"
    assert "PMID 31" in judgement.reasons[0]


def test_an_invented_study_is_not_verified_and_the_nearest_are_shown() -> None:
    near = published("21659058", "Magnesium for neuropathic pain", "Lancet", 2011)
    judgement = judged(MAGNESIUM, near, *OTHERS)
    assert judgement.verdict in (Verdict.NOT_FOUND, Verdict.POSSIBLE)
    assert judgement.candidates[0].publication.pmid == "21659058"


def test_what_is_described_is_nothing_that_appeared_years_after_the_article() -> None:
    record = published(
        "5", "Magnesium supplements for pain in patients with diabetic neuropathy", "J Am Coll Nutr",
        abstract="Patients with diabetic neuropathy took magnesium supplements; pain and tingling fell.",
    )  # fmt: skip
    dated = replace(MAGNESIUM, told_on=dt.date(2020, 3, 1))
    assert judged(dated, record, *OTHERS).verdict is Verdict.VERIFIED
    before = judged(replace(dated, told_on=dt.date(2014, 3, 1)), record, *OTHERS)
    assert before.verdict is Verdict.POSSIBLE
    assert "It appeared later than the article." in before.reasons


def test_what_a_news_story_reports_has_not_appeared_long_before_it() -> None:
    record = published(
        "5", "Magnesium supplements for pain in patients with diabetic neuropathy", "J Am Coll Nutr",
        abstract="Patients with diabetic neuropathy took magnesium supplements; pain and tingling fell.",
    )  # fmt: skip
    old = replace(MAGNESIUM, told_on=dt.date(2026, 3, 1))
    assert judged(old, record, *OTHERS).verdict is Verdict.VERIFIED
    story = judged(replace(old, story=True), record, *OTHERS)
    assert story.verdict is Verdict.POSSIBLE
    assert any("just appeared" in reason for reason in story.reasons)


def test_a_finding_whose_concepts_are_all_there_is_verified() -> None:
    match = published(
        "5", "Magnesium supplements for pain in patients with diabetic neuropathy", "J Am Coll Nutr",
        abstract="Patients with diabetic neuropathy took magnesium supplements; pain and tingling fell.",
    )  # fmt: skip
    judgement = judged(MAGNESIUM, match, published("6", "Magnesium in migraine", "J Am Coll Nutr"), *OTHERS)
    assert judgement.verdict is Verdict.VERIFIED


def test_one_concept_of_several_verifies_nothing() -> None:
    judgement = judged(MAGNESIUM, published("6", "Magnesium in migraine", "J Am Coll Nutr"), *OTHERS)
    assert judgement.verdict in (Verdict.NOT_FOUND, Verdict.POSSIBLE)


def test_two_that_fit_alike_are_ambiguous() -> None:
    twins = [
        published(pmid, "Magnesium supplements for pain in diabetic neuropathy", "J Am Coll Nutr")
        for pmid in "56"
    ]
    judgement = judged(MAGNESIUM, *twins)
    assert judgement.verdict is Verdict.AMBIGUOUS
    assert {m.publication.pmid for m in judgement.candidates} == {"5", "6"}
    assert judgement.match is None


def test_part_of_pubmed_cannot_say_not_found() -> None:
    judgement = judged(REFERENCE, *OTHERS)
    assert judgement.verdict is Verdict.NOT_FOUND
    assert Flag.PARTIAL_SOURCE in judgement.flags
    assert "Not in this index (412 records)" in judgement.reasons[0]


@pytest.mark.parametrize("source", [WHOLE, replace(PART, complete=True)])
def test_all_of_pubmed_can(source: SourceInfo) -> None:
    judgement = judged(REFERENCE, *OTHERS, source=source)
    assert judgement.verdict is Verdict.NOT_FOUND
    assert Flag.PARTIAL_SOURCE not in judgement.flags


@pytest.mark.parametrize("claimed", [REFERENCE, MAGNESIUM])
def test_an_unanswered_search_accuses_nobody(claimed: CitationFields) -> None:
    judgement = judged(claimed, *OTHERS, searches=FAILED)
    assert judgement.verdict is Verdict.UNCHECKED
    assert "HTTP 429" in judgement.reasons[0]
    assert judged(REFERENCE, published(), searches=FAILED).verdict is Verdict.VERIFIED


def test_what_names_nothing_to_search_is_unchecked() -> None:
    assert judged(CitationFields(), searches=()).verdict is Verdict.UNCHECKED


def test_an_unknown_journal_is_flagged() -> None:
    judgement = judged(
        replace(MAGNESIUM, journal=JournalMention("Journal of Natural Vitality", nearest=("Gut",)))
    )
    assert judgement.flags[:2] == (Flag.UNKNOWN_JOURNAL, Flag.SHIPPED_CATALOGUE)
    assert any("“Gut”" in reason for reason in judgement.reasons)
    assert any("the catalogue that ships" in reason for reason in judgement.reasons)


def test_nlms_own_catalogue_says_for_sure_that_there_is_no_such_journal() -> None:
    mention = JournalMention("Journal of Natural Vitality", nlm_lacks_it=True)
    judgement = judged(replace(MAGNESIUM, journal=mention))
    assert Flag.UNKNOWN_JOURNAL in judgement.flags
    assert Flag.SHIPPED_CATALOGUE not in judgement.flags
    assert any("NLM's catalogue, asked live" in reason for reason in judgement.reasons)


@pytest.mark.parametrize(
    ("held", "flags"),
    [
        ({"publication_types": ("Retracted Publication",)}, (Flag.RETRACTED,)),
        ({"notices": (Notice("RetractionIn"),)}, (Flag.RETRACTED,)),
        ({"notices": (Notice("ExpressionOfConcernIn"),)}, (Flag.EXPRESSION_OF_CONCERN,)),
        ({"notices": (Notice("ErratumIn"),)}, (Flag.CORRECTED,)),
        ({"publication_types": ("Preprint",)}, (Flag.PREPRINT,)),
        ({"publication_types": ("Retraction of Publication",), "notices": (Notice("RetractionOf"),)}, ()),
        ({"mesh": ("Animals", "Mice")}, (Flag.ANIMAL_STUDY,)),
        ({"mesh": ("Animals", "Humans")}, ()),
        ({"notices": (Notice("CommentIn"),)}, ()),
    ],
)
def test_flags_are_kept_apart(held: dict[str, Any], flags: tuple[Flag, ...]) -> None:
    assert judged(REFERENCE, published(**held)).flags == flags


def test_a_study_in_mice_that_is_reported_as_one_is_not_flagged() -> None:
    judgement = judged(REFERENCE, published(mesh=("Animals", "Mice")), quote="Mice that drank coffee had …")
    assert judgement.flags == ()


def test_searching_ends_only_when_nothing_is_left_to_doubt() -> None:
    def stops(claimed: CitationFields, *publications: Publication) -> bool:
        return stops_search(claimed, MATCHER.rank(CitationCluster((), claimed), publications), 412)

    assert stops(REFERENCE, published(), *OTHERS)
    assert not stops(replace(REFERENCE, year=2012), published())
    assert not stops(MAGNESIUM, *OTHERS)
    assert not stops(MAGNESIUM)
    assert not can_stop_search(MAGNESIUM), "nobody is named: a study of which the journal agrees at most"
    for known in (
        REFERENCE,
        replace(MAGNESIUM, pmid="1"),
        replace(MAGNESIUM, people=(Person("Berg", "Berg"),)),
    ):
        assert can_stop_search(known)


def test_a_title_alone_needs_to_stand_out_more_than_an_abstract() -> None:
    """What a study found can be held against an abstract; of a title only its words can."""
    claimed = replace(
        MAGNESIUM, finding="magnesium supplements eased pain in patients", concepts=MAGNESIUM.concepts
    )
    bare = published("5", "Magnesium in patients with pain", "J Am Coll Nutr")
    full = replace(bare, abstract="Patients with diabetic neuropathy took magnesium supplements; pain fell.")
    assert judged(claimed, bare, *OTHERS).verdict is not Verdict.VERIFIED
    assert judged(claimed, full, *OTHERS).verdict is Verdict.VERIFIED


def test_journal_and_date_verify_nothing_whose_topic_is_another() -> None:
    finding = "Drug resistant tuberculosis in poor countries needs rapid tests and second-line treatment"
    claim = CitationFields(
        journal=mention("Gut"),
        year=2019,
        month=5,
        finding=finding,
        concepts=(
            Concept("tuberculosis", Role.CONDITION),
            Concept("second-line treatment", Role.INTERVENTION),
        ),
        context=f"{finding}, say researchers in Gut in May 2019.",
    )
    other = replace(
        published(
            title="Treatment and prevention of HIV in mothers with tuberculosis",
            abstract="Mothers with HIV and tuberculosis had second-line treatment.",
            volume=None,
            pages=None,
            authors=(),
        ),
        issued=PartialDate(2019, 5),
    )
    judgement = judged(claim, other)
    assert judgement.verdict is Verdict.POSSIBLE
    assert judgement.candidates[0].score > 0.0
