"""What the article misstates: which publication is recognised nevertheless, and what is said to be wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from citecheck.model import (
    CitationCluster,
    CitationFields,
    CitationKind,
    Concept,
    JournalMention,
    Person,
    Role,
    Verdict,
)
from citecheck.verdicts.decision import judge
from tests.makers import (
    ANSWERED,
    CATALOGUE,
    MAGNESIUM,
    MATCHER,
    OTHERS,
    PART,
    REFERENCE,
    TITLE,
    UNRELATED,
    citation,
    judged,
    mention,
    published,
)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"journal": mention("Lancet")}, "names the journal “Lancet”; it appeared in “Gut”"),
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
        {"year": 2020},  # print and online may be years apart
        {"title": "Coffee drinking and cirrhosis of the liver"},
        {"volume": None, "pages": None},
        {"journal": None, "year": None, "authors": ()},
    ],
)
def test_small_differences_and_silence_accuse_nobody(changed: dict[str, Any]) -> None:
    assert judged(replace(REFERENCE, **changed), *OTHERS, published()).verdict is Verdict.VERIFIED


def test_an_identifier_that_leads_to_something_else() -> None:
    match, cited = published("31"), published("999", "Zinc in migraine", "Lancet", 2003, authors=())
    judgement = judged(replace(REFERENCE, pmid="999"), match, cited)
    assert judgement.verdict is Verdict.MISMATCH
    alone = judged(replace(REFERENCE, pmid="999"), cited)
    assert alone.verdict is Verdict.MISMATCH
    assert alone.match
    assert alone.match.publication.pmid == "999"


def test_a_study_of_half_the_concepts_in_another_journal_is_not_taken_for_the_one_meant() -> None:
    other = published(
        "12663588", "Magnesium supplements and insulin sensitivity in diabetic patients", "Lancet", 2003
    )
    assert judged(MAGNESIUM, other, *OTHERS).verdict in (Verdict.NOT_FOUND, Verdict.POSSIBLE)


def test_what_is_only_described_is_never_called_misstated() -> None:
    title = "Magnesium supplements for pain and tingling in patients with diabetic neuropathy"
    record = published(
        "5", title, "Lancet", 2003, abstract="Pain and tingling fell with magnesium supplements."
    )
    judgement = judged(MAGNESIUM, record, *OTHERS)
    assert judgement.verdict is Verdict.POSSIBLE
    assert judgement.match
    assert judgement.match.publication.pmid == "5"
    assert any("it appeared in “Lancet" in reason for reason in judgement.reasons)


@pytest.mark.parametrize(("told_on", "shown"), [(dt.date(2004, 1, 5), "5"), (dt.date(2000, 1, 5), None)])
def test_what_appeared_after_the_article_is_not_the_study_misstated(
    told_on: dt.date, shown: str | None
) -> None:
    title = "Magnesium supplements for pain and tingling in patients with diabetic neuropathy"
    record = published(
        "5", title, "Lancet", 2003, abstract="Pain and tingling fell with magnesium supplements."
    )
    judgement = judged(replace(MAGNESIUM, year=None, told_on=told_on), record, *OTHERS)
    assert (judgement.match.publication.pmid if judgement.match else None) == shown


def test_a_record_in_another_journal_and_year_on_another_remedy_is_not_the_study_misstated() -> None:
    record = published(
        "5",
        "Vitamin D in white women with small children",
        "Lancet",
        1998,
        abstract="Levels were low in winter.",
    )
    assert judged(MAGNESIUM, record, *OTHERS).verdict is Verdict.NOT_FOUND


def test_several_that_fit_go_before_one_that_would_be_misstated() -> None:
    abstract = "Pain and tingling fell with magnesium supplements."
    title = "Magnesium supplements for pain and tingling in patients with diabetic neuropathy"
    elsewhere = published("5", title, "Lancet", 2003, abstract=abstract)
    unplaced: dict[str, Any] = {"volume": None, "pages": None, "authors": ()}
    there = [
        published(str(n), f"{title}: {part}", "J Am Coll Nutr", 2003, abstract=abstract, **unplaced)
        for n, part in enumerate(("a first trial", "a second trial", "a third trial"), 71)
    ]
    judgement = judged(MAGNESIUM, elsewhere, *there, *OTHERS)
    assert judgement.verdict is Verdict.AMBIGUOUS
    assert judgement.candidates[0].publication.pmid != "5"


def test_what_nothing_contradicts_says_why_it_is_not_verified() -> None:
    record = published(
        "5", "Serum magnesium and zinc of miners with diabetic neuropathy", "J Am Coll Nutr", 2003
    )
    judgement = judged(MAGNESIUM, record, *OTHERS)
    assert judgement.verdict is Verdict.POSSIBLE
    assert judgement.reasons[0].startswith("It may be PMID 5")
    assert (
        judgement.reasons[1] == "Nothing stated contradicts it, but the article says too little to be sure."
    )


def test_a_title_on_the_same_subject_is_not_taken_for_the_one_stated_where_others_wrote_it() -> None:
    alike = published(
        "9", "Tea drinking and cirrhosis of the liver: a cohort study in 1200 farmers", "Lancet", **UNRELATED
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


def test_what_fits_in_part_goes_before_another_that_would_be_misstated() -> None:
    finding = "taking a long time to become pregnant is linked to minor movement problems in the child"
    concepts = (Concept("become pregnant", Role.INTERVENTION), Concept("movement problems", Role.OUTCOME))
    claim = CitationFields(
        journal=mention("Gut"), finding=finding, concepts=concepts, context=f"{finding}, says a study in Gut."
    )
    unplaced: dict[str, Any] = {"volume": None, "pages": None, "authors": ()}
    match = published(
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
    judgement = judged(claim, match, other, *OTHERS)
    assert judgement.verdict is Verdict.POSSIBLE
    assert judgement.match
    assert judgement.match.publication.pmid == "5"


def test_each_place_is_judged_by_its_own_words() -> None:
    prose = citation(
        CitationFields(journal=mention("Lancet")), CitationKind.ATTRIBUTION, "c1", "A study in The Lancet …"
    )
    entry = citation(
        replace(REFERENCE, journal=mention("Lancet Oncol")), CitationKind.REFERENCE, "c2", "Warensjö E …"
    )
    evidence = CitationCluster((prose, entry), entry.claimed)
    record = published(journal="Lancet Oncol")
    ranked = MATCHER.rank(evidence, [record, *OTHERS])
    of_prose, of_entry = judge(evidence, ranked, ANSWERED, PART, MATCHER, CATALOGUE)
    assert of_entry.verdict is Verdict.VERIFIED
    assert of_prose.verdict is Verdict.MISMATCH
    assert "a sister journal" in of_prose.reasons[0]


def test_a_doi_shares_the_words_of_its_sentence() -> None:
    sentence = "A study in The Lancet (doi:10.1136/gut.1) found …"
    prose = citation(CitationFields(journal=mention("Lancet")), CitationKind.ATTRIBUTION, "c1", sentence)
    link = citation(CitationFields(doi="10.1136/gut.1"), CitationKind.LINK, "c2", sentence)
    evidence = CitationCluster((prose, link), CitationFields(journal=mention("Lancet"), doi="10.1136/gut.1"))
    ranked = MATCHER.rank(evidence, [published(doi="10.1136/gut.1")])
    for judgement in judge(evidence, ranked, ANSWERED, PART, MATCHER, CATALOGUE):
        assert judgement.verdict is Verdict.MISMATCH


def test_a_place_that_only_points_back_is_as_wrong_as_what_it_points_to() -> None:
    wrong = citation(replace(REFERENCE, journal=mention("Lancet")), CitationKind.REFERENCE, "c1", "An entry.")
    back = citation(
        CitationFields(finding="coffee drinkers had less cirrhosis"),
        CitationKind.ATTRIBUTION,
        "c2",
        "It found …",
    )
    stated = citation(CitationFields(year=2019), CitationKind.ATTRIBUTION, "c3", "The 2019 study …")
    evidence = CitationCluster((wrong, back, stated), wrong.claimed)
    ranked = MATCHER.rank(evidence, (published(), *OTHERS))
    verdicts = [one.verdict for one in judge(evidence, ranked, ANSWERED, PART, MATCHER, CATALOGUE)]
    assert verdicts == [Verdict.MISMATCH, Verdict.MISMATCH, Verdict.VERIFIED]
