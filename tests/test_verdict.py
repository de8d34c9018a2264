"""Verdicts: what is verified, what is not, and what is said of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from citecheck.journals import Catalogue
from citecheck.journals.tables import JournalRow
from citecheck.matching import Matcher
from citecheck.model import (
    Author,
    Citation,
    CitationKind,
    Claimed,
    Concept,
    Evidence,
    Flag,
    Journal,
    JournalMention,
    Judgement,
    Lookup,
    Notice,
    PartialDate,
    Person,
    Publication,
    Query,
    Role,
    SourceInfo,
    SourceKind,
    Span,
    Verdict,
)
from citecheck.verdict import judge, settled, turning_points

ROWS = (
    JournalRow("J Am Coll Nutr", "Journal of the American College of Nutrition", "", (), "8215879"),
    JournalRow("Lancet", "Lancet (London, England)", "Lancet", (), "2985213R"),
    JournalRow("Lancet Oncol", "The Lancet. Oncology", "Lancet Oncol", (), "100957246"),
    JournalRow("Gut", "Gut", "Gut", (), "2985108R"),
)
JOURNALS = {row.abbreviation: Journal(row.title, row.abbreviation, None, row.nlm_id) for row in ROWS}
PART = SourceInfo(SourceKind.INDEX, "an index", records=412)
WHOLE = SourceInfo(SourceKind.PUBMED, "PubMed")
ANSWERED = (Lookup(Query("title"), "title", 0),)
FAILED = (*ANSWERED, Lookup(Query("title"), "title", error="HTTP 429: too many requests"))
CATALOGUE = Catalogue(ROWS)
MATCHER = Matcher(CATALOGUE, lambda term: None, records=412)  # noqa: ARG005 - a source that can't say

TITLE = "Coffee drinking and cirrhosis of the liver: a cohort study in 1200 nurses"


def published(
    pmid: str = "31", title: str = TITLE, journal: str = "Gut", year: int = 2019, **held: Any
) -> Publication:
    facts: dict[str, Any] = {
        "volume": "68",
        "pages": "541-7",
        "authors": (Author("Warensjö", "Eva", "E"), Author("Berg", "Jan", "J")),
        **held,
    }
    return Publication(pmid, title=title, journal=JOURNALS[journal], issued=PartialDate(year), **facts)


def named(abbreviation: str) -> JournalMention:
    return JournalMention(abbreviation, JOURNALS.get(abbreviation))


REFERENCE = Claimed(
    journal=named("Gut"),
    year=2019,
    title=TITLE,
    authors=(Person("Warensjö E", "Warensjö", "E"), Person("Berg J", "Berg", "J")),
    volume="68",
    pages="541-547",
)
MAGNESIUM = Claimed(
    journal=named("J Am Coll Nutr"),
    finding="patients with diabetic neuropathy who took magnesium supplements had less pain and tingling",
    concepts=(
        Concept("magnesium", Role.INTERVENTION),
        Concept("diabetic neuropathy", Role.CONDITION),
        Concept("pain", Role.OUTCOME),
    ),
)
STRANGER: dict[str, Any] = {"authors": (Author("Okafor", "Chi", "C"),), "volume": "3", "pages": "9-14"}
OTHERS = (
    published("7", "Zinc in migraine", **STRANGER),
    published("8", "Sleep and stroke in Danish twins", year=1999, **STRANGER),
)


def place(
    claimed: Claimed, kind: CitationKind = CitationKind.REFERENCE, name: str = "c1", quote: str = "…"
) -> Citation:
    """A citation whose place is told by its quote: the same quote, the same place."""
    at = 100 * sum(map(ord, quote))
    return Citation(name, kind, quote, Span(at, at + len(quote), 1, 1, 1, 2), claimed)


def judged(
    claimed: Claimed,
    *publications: Publication,
    searches: tuple[Lookup, ...] = ANSWERED,
    source: SourceInfo = PART,
    quote: str = "…",
) -> Judgement:
    citation = place(claimed, quote=quote)
    evidence = Evidence((citation,), claimed)
    ranked = MATCHER.rank(evidence, publications)
    (judgement,) = judge(evidence, ranked, searches, source, MATCHER, CATALOGUE)
    return judgement


def test_a_reference_that_fits_is_verified() -> None:
    judgement = judged(REFERENCE, *OTHERS, published())
    assert judgement.verdict is Verdict.VERIFIED
    assert judgement.match
    assert judgement.match.publication.pmid == "31"
    assert "PMID 31" in judgement.reasons[0]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"journal": named("Lancet")}, "names the journal “Lancet”; it appeared in “Gut”"),
        ({"journal": JournalMention("Gut Oncology Reviews")}, "is in no catalogue; it appeared in “Gut”"),
        ({"year": 2014}, "says 2014; it was published in 2019"),
        (
            {"authors": (Person("Li X", "Li", "X"), Person("Wu Y", "Wu", "Y"))},
            "the publication's authors are",
        ),
        (
            {"title": TITLE.replace("Coffee", "Cocoa").replace("liver", "spleen")},
            "the publication's is “Coffee",
        ),
        ({"pmid": "999"}, "identifier PMID 999 is not this publication's; it is PMID 31"),
        ({"pages": "12-19"}, "gives pages 12-19; the publication's is 541-7"),
    ],
)
def test_what_is_misstated_is_named_with_what_is_right(changed: dict[str, Any], said: str) -> None:
    judgement = judged(replace(REFERENCE, **changed), *OTHERS, published())
    assert judgement.verdict is Verdict.MISMATCH
    assert judgement.match
    assert judgement.match.publication.pmid == "31"
    assert any(said in reason for reason in judgement.reasons), judgement.reasons


@pytest.mark.parametrize(
    "changed",
    [
        {"year": 2020},  # print and online may be a year apart
        {"title": "Coffee drinking and cirrhosis of the liver"},
        {"volume": None, "pages": None},
        {"journal": None, "year": None, "authors": ()},
    ],
)
def test_small_differences_and_silence_accuse_nobody(changed: dict[str, Any]) -> None:
    assert judged(replace(REFERENCE, **changed), *OTHERS, published()).verdict is Verdict.VERIFIED


def test_an_identifier_that_leads_to_something_else() -> None:
    meant, cited = published("31"), published("999", "Zinc in migraine", "Lancet", 2003, authors=())
    judgement = judged(replace(REFERENCE, pmid="999"), meant, cited)
    assert judgement.verdict is Verdict.MISMATCH
    alone = judged(replace(REFERENCE, pmid="999"), cited)
    assert alone.verdict is Verdict.MISMATCH
    assert alone.match
    assert alone.match.publication.pmid == "999"


def test_an_invented_study_is_not_verified_and_the_nearest_are_shown() -> None:
    near = published("21659058", "Magnesium for neuropathic pain", "Lancet", 2011)
    judgement = judged(MAGNESIUM, near, *OTHERS)
    assert judgement.verdict in (Verdict.NOT_FOUND, Verdict.POSSIBLE)
    assert judgement.candidates[0].publication.pmid == "21659058"


def test_a_study_of_half_the_concepts_in_another_journal_is_not_taken_for_the_one_meant() -> None:
    other = published(
        "12663588", "Magnesium supplements and insulin sensitivity in diabetic patients", "Lancet", 2003
    )
    assert judged(MAGNESIUM, other, *OTHERS).verdict in (Verdict.NOT_FOUND, Verdict.POSSIBLE)


def test_what_is_only_described_is_recognised_through_one_wrong_statement_not_two() -> None:
    title = "Magnesium supplements for pain and tingling in patients with diabetic neuropathy"
    record = published(
        "5", title, "Lancet", 2003, abstract="Pain and tingling fell with magnesium supplements."
    )
    assert judged(MAGNESIUM, record, *OTHERS).verdict is Verdict.MISMATCH
    twice = replace(MAGNESIUM, year=2011, volume="110", pages="45-51")
    assert judged(twice, record, *OTHERS).verdict is not Verdict.MISMATCH


def test_a_title_on_the_same_subject_is_not_taken_for_the_one_stated_where_others_wrote_it() -> None:
    alike = published(
        "9", "Tea drinking and cirrhosis of the liver: a cohort study in 1200 farmers", "Lancet", **STRANGER
    )
    assert judged(replace(REFERENCE, doi="10.5555/a"), alike).verdict is Verdict.NOT_FOUND
    nobody = replace(REFERENCE, authors=(), volume=None, pages=None)
    assert judged(nobody, alike).verdict is Verdict.NOT_FOUND


def test_a_study_described_beside_the_identifier_of_another_is_for_a_person_to_look_at() -> None:
    title = "Magnesium supplements for pain and tingling in patients with diabetic neuropathy"
    record = published(
        "5", title, "J Am Coll Nutr", 2003, abstract="Pain and tingling fell with magnesium supplements."
    )
    assert judged(MAGNESIUM, record, *OTHERS).verdict is Verdict.VERIFIED
    assert judged(replace(MAGNESIUM, pmid="77"), record, *OTHERS).verdict is Verdict.POSSIBLE


def test_what_a_misstated_study_was_about_may_not_be_missing_from_its_record() -> None:
    title = "Magnesium supplements for pain in patients with neuropathy"
    record = published("5", title, "Lancet", 2003, abstract="Pain fell with magnesium supplements.")
    held = (Concept("magnesium", Role.INTERVENTION), Concept("neuropathy", Role.CONDITION))
    assert judged(replace(MAGNESIUM, concepts=held), record, *OTHERS).verdict is Verdict.MISMATCH
    lacking = (*MAGNESIUM.concepts, Concept("gestational diabetes", Role.CONDITION))
    assert judged(replace(MAGNESIUM, concepts=lacking), record, *OTHERS).verdict is not Verdict.MISMATCH


def test_what_is_described_is_nothing_that_appeared_years_after_the_article() -> None:
    record = published(
        "5", "Magnesium supplements for pain in patients with diabetic neuropathy", "J Am Coll Nutr",
        abstract="Patients with diabetic neuropathy took magnesium supplements; pain and tingling fell.",
    )  # fmt: skip
    told = replace(MAGNESIUM, told_on=dt.date(2020, 3, 1))
    assert judged(told, record, *OTHERS).verdict is Verdict.VERIFIED
    before = judged(replace(told, told_on=dt.date(2014, 3, 1)), record, *OTHERS)
    assert before.verdict is Verdict.POSSIBLE
    assert "It appeared later than the article." in before.reasons


def test_what_fits_in_part_goes_before_another_that_would_be_misstated() -> None:
    finding = "taking a long time to become pregnant is linked to minor movement problems in the child"
    concepts = (Concept("become pregnant", Role.INTERVENTION), Concept("movement problems", Role.OUTCOME))
    told = Claimed(
        journal=named("Gut"), finding=finding, concepts=concepts, context=f"{finding}, says a study in Gut."
    )
    unplaced: dict[str, Any] = {"volume": None, "pages": None, "authors": ()}
    meant = published(
        "5",
        "Long time to pregnancy and the child: neurological condition",
        year=2013,
        abstract="Couples who took longer had a child with dysfunction more often.",
        **unplaced,
    )
    other = published(
        "6",
        "Problems of movement after prenatal fever",
        "Lancet",
        2012,
        abstract="Fever while pregnant was followed by movement problems.",
        **unplaced,
    )
    judgement = judged(told, meant, other, *OTHERS)
    assert judgement.verdict is Verdict.POSSIBLE
    assert judgement.match
    assert judgement.match.publication.pmid == "5"


def test_a_finding_whose_concepts_are_all_there_is_verified() -> None:
    meant = published(
        "5", "Magnesium supplements for pain in patients with diabetic neuropathy", "J Am Coll Nutr",
        abstract="Patients with diabetic neuropathy took magnesium supplements; pain and tingling fell.",
    )  # fmt: skip
    judgement = judged(MAGNESIUM, meant, published("6", "Magnesium in migraine", "J Am Coll Nutr"), *OTHERS)
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
def test_an_unanswered_search_accuses_nobody(claimed: Claimed) -> None:
    judgement = judged(claimed, *OTHERS, searches=FAILED)
    assert judgement.verdict is Verdict.UNCHECKED
    assert "HTTP 429" in judgement.reasons[0]
    assert judged(REFERENCE, published(), searches=FAILED).verdict is Verdict.VERIFIED


def test_what_names_nothing_to_search_is_unchecked() -> None:
    assert judged(Claimed(), searches=()).verdict is Verdict.UNCHECKED


def test_an_unknown_journal_is_flagged() -> None:
    judgement = judged(
        replace(MAGNESIUM, journal=JournalMention("Journal of Natural Vitality", nearest=("Gut",)))
    )
    assert Flag.UNKNOWN_JOURNAL in judgement.flags
    assert any("“Gut”" in reason for reason in judgement.reasons)


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


def test_each_place_is_judged_by_its_own_words() -> None:
    prose = place(Claimed(journal=named("Lancet")), CitationKind.ATTRIBUTION, "c1", "A study in The Lancet …")
    entry = place(replace(REFERENCE, journal=named("Lancet Oncol")), name="c2", quote="Warensjö E …")
    evidence = Evidence((prose, entry), entry.claimed)
    record = published(journal="Lancet Oncol")
    ranked = MATCHER.rank(evidence, [record, *OTHERS])
    of_prose, of_entry = judge(evidence, ranked, ANSWERED, PART, MATCHER, CATALOGUE)
    assert of_entry.verdict is Verdict.VERIFIED
    assert of_prose.verdict is Verdict.MISMATCH
    assert "a sister journal" in of_prose.reasons[0]


def test_a_doi_shares_the_words_of_its_sentence() -> None:
    sentence = "A study in The Lancet (doi:10.1136/gut.1) found …"
    prose = place(Claimed(journal=named("Lancet")), CitationKind.ATTRIBUTION, "c1", sentence)
    link = place(Claimed(doi="10.1136/gut.1"), CitationKind.LINK, "c2", sentence)
    evidence = Evidence((prose, link), Claimed(journal=named("Lancet"), doi="10.1136/gut.1"))
    ranked = MATCHER.rank(evidence, [published(doi="10.1136/gut.1")])
    for judgement in judge(evidence, ranked, ANSWERED, PART, MATCHER, CATALOGUE):
        assert judgement.verdict is Verdict.MISMATCH


def test_searching_ends_only_when_nothing_is_left_to_doubt() -> None:
    assert settled(MATCHER.rank(Evidence((), REFERENCE), [published(), *OTHERS]))
    assert not settled(MATCHER.rank(Evidence((), replace(REFERENCE, year=2012)), [published()]))
    assert not settled(MATCHER.rank(Evidence((), MAGNESIUM), OTHERS))
    assert not settled(())


def test_what_would_change_the_verdict() -> None:
    wrong = judged(replace(REFERENCE, year=2012), published())
    assert turning_points(wrong, MATCHER) == ("With the date “2019” stated instead, it would be verified.",)
    vague = judged(MAGNESIUM, published("6", "Magnesium in migraine", "J Am Coll Nutr"), *OTHERS)
    assert any("gave the PMID 6" in sentence for sentence in turning_points(vague, MATCHER))
    assert turning_points(judged(REFERENCE), MATCHER) == ()


def test_a_title_alone_needs_to_stand_out_more_than_an_abstract() -> None:
    """What a study found can be held against an abstract; of a title only its words can."""
    claimed = replace(
        MAGNESIUM, finding="magnesium supplements eased pain in patients", concepts=MAGNESIUM.concepts
    )
    bare = published("5", "Magnesium in patients with pain", "J Am Coll Nutr")
    told = replace(bare, abstract="Patients with diabetic neuropathy took magnesium supplements; pain fell.")
    assert judged(claimed, bare, *OTHERS).verdict is not Verdict.VERIFIED
    assert judged(claimed, told, *OTHERS).verdict is Verdict.VERIFIED


def test_a_place_that_only_points_back_is_as_wrong_as_what_it_points_to() -> None:
    wrong = place(replace(REFERENCE, journal=named("Lancet")), CitationKind.REFERENCE, "c1", "An entry.")
    back = place(
        Claimed(finding="coffee drinkers had less cirrhosis"), CitationKind.ATTRIBUTION, "c2", "It found …"
    )
    stated = place(Claimed(year=2019), CitationKind.ATTRIBUTION, "c3", "The 2019 study …")
    evidence = Evidence((wrong, back, stated), wrong.claimed)
    ranked = MATCHER.rank(evidence, (published(), *OTHERS))
    verdicts = [one.verdict for one in judge(evidence, ranked, ANSWERED, PART, MATCHER, CATALOGUE)]
    assert verdicts == [Verdict.MISMATCH, Verdict.MISMATCH, Verdict.VERIFIED]


def test_journal_and_date_verify_nothing_whose_topic_is_another() -> None:
    finding = "Drug resistant tuberculosis in poor countries needs rapid tests and second-line treatment"
    told = Claimed(
        journal=named("Gut"),
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
    judgement = judged(told, other)
    assert judgement.verdict is Verdict.POSSIBLE
    assert judgement.candidates[0].score > 0.0
