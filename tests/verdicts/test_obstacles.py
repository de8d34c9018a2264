"""What keeps a study that is only described from being verified: its subject, people, numbers, dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from citecheck.matching.absent_concepts import absent_concepts
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import (
    CitationFields,
    Concept,
    Design,
    Person,
    Quantity,
    Role,
    Verdict,
)
from tests.makers import (
    MAGNESIUM,
    MAGNESIUM_TRIAL,
    OTHERS,
    judged,
    mention,
    published,
)

TRIAL = published(
    "41",
    "Oat bran and blood cholesterol in Swedish women: a randomized trial",
    "J Am Coll Nutr",
    abstract=(
        "Background: Oat bran is rich in soluble fibre, and small trials say that it lowers cholesterol. "
        "Methods: 64 healthy Swedish women ate oat bran or wheat bran daily for eight weeks in a crossover "
        "design; serum cholesterol and triglycerides were measured before and after each period. "
        "Results: Total cholesterol fell by 0.4 mmol/L with oat bran and did not change with wheat bran. "
        "Neither changed triglycerides. Conclusion: Oat bran lowers cholesterol in healthy adults."
    ),
)
OATS, CHOLESTEROL = Concept("oat bran", Role.INTERVENTION), Concept("cholesterol", Role.OUTCOME)
WOMEN = Concept("Swedish women", Role.POPULATION)


@pytest.mark.parametrize(
    ("concepts", "verdict"),
    [(MAGNESIUM.concepts, Verdict.VERIFIED), ((*MAGNESIUM.concepts[1:],), Verdict.VERIFIED)],
)
def test_a_described_study_has_its_key_concepts(concepts: Any, verdict: Verdict) -> None:
    assert judged(replace(MAGNESIUM, concepts=concepts), MAGNESIUM_TRIAL, *OTHERS).verdict is verdict


def test_journal_and_date_verify_no_study_of_which_nothing_is_said() -> None:
    judgement = judged(CitationFields(journal=mention("J Am Coll Nutr"), year=2019), MAGNESIUM_TRIAL, *OTHERS)
    assert judgement.verdict is not Verdict.VERIFIED
    assert "The article does not say what the study was about." in judgement.reasons


def test_a_study_without_any_word_of_the_remedy_is_for_a_person_to_look_at() -> None:
    curcumin = replace(MAGNESIUM.concepts[0], text="curcumin")
    claimed = replace(
        MAGNESIUM,
        finding="patients with diabetic neuropathy who took curcumin had less pain and tingling",
        concepts=(curcumin, *MAGNESIUM.concepts[1:]),
    )
    judgement = judged(claimed, MAGNESIUM_TRIAL, *OTHERS)
    assert judgement.verdict is not Verdict.VERIFIED


@pytest.mark.parametrize(
    ("finding", "concepts", "size", "missing"),
    [
        ("oat bran lowers cholesterol in Swedish women", (OATS, CHOLESTEROL, WOMEN), None, ""),
        ("oat bran lowers cholesterol in Swedish women", (OATS, CHOLESTEROL, WOMEN), 64, ""),
        (
            "oat bran lowers cholesterol in Swedish women",
            (OATS, CHOLESTEROL, WOMEN), 8200, "8,200 participants",
        ),
        ("oat bran lowers cholesterol in healthy adults", (OATS, CHOLESTEROL), None, ""),
        (
            "garlic lowers cholesterol in Swedish women as oat bran does",
            (Concept("garlic"), OATS, CHOLESTEROL, WOMEN), None, "garlic",
        ),
        (
            "oat bran lowers cholesterol and prevents migraine in Swedish women",
            (OATS, CHOLESTEROL, Concept("migraine", Role.CONDITION), WOMEN), None, "migraine",
        ),
        (
            "oat bran lowers cholesterol in Japanese women",
            (OATS, CHOLESTEROL, Concept("Japanese women", Role.POPULATION)), None, "Japanese women",
        ),
        # In other words, or as an acronym: nothing is swapped.
        (
            "oat bran lowers cholesterol and blood fats (triglycerides) in Swedish women",
            (OATS, CHOLESTEROL, Concept("blood fats", Role.OUTCOME), WOMEN), None, "",
        ),
        (
            "oat bran lowers total cholesterol (TCHL) in Swedish women",
            (OATS, CHOLESTEROL, Concept("TCHL", Role.OUTCOME), WOMEN), None, "",
        ),
        # A name that is abbreviated is spoken of again, and not only mentioned.
        (
            "oat bran lowers cholesterol in Swedish women more than AVENA Plus Fibre (APF)",
            (OATS, CHOLESTEROL, WOMEN, Concept("AVENA Plus Fibre", Role.OUTCOME)), None, "",
        ),
        (
            "oat bran lowers cholesterol in Swedish women more than GLUCAVENA Extra (GLX)",
            (OATS, CHOLESTEROL, WOMEN, Concept("GLUCAVENA Extra", Role.OUTCOME)), None, "GLUCAVENA Extra",
        ),
        (
            "oat bran lowers cholesterol in Swedish women more than GLUCAVENA Extra",
            (OATS, CHOLESTEROL, WOMEN, Concept("GLUCAVENA Extra", Role.OUTCOME)), None, "",
        ),
    ],
)  # fmt: skip
def test_a_study_whose_subject_outcome_people_or_size_was_swapped_is_for_a_person_to_look_at(
    finding: str, concepts: tuple[Concept, ...], size: int | None, missing: str
) -> None:
    claimed = replace(MAGNESIUM, finding=finding, concepts=concepts, sample_size=size, year=2019)
    judgement = judged(claimed, TRIAL, *OTHERS)
    assert judgement.verdict is (Verdict.POSSIBLE if missing else Verdict.VERIFIED)
    assert (f"The record says nothing of {missing}." in judgement.reasons) is bool(missing)


@pytest.mark.parametrize(
    ("record", "claimed", "missing"),
    [
        # Of a record without abstract only the title can speak of something else.
        ("Walnuts and memory in old age", ("walnuts", "migraine", None), ("migraine",)),
        ("Walnuts in old age", ("walnuts", "migraine", None), ()),
        ("Walnuts and memory in old age", ("walnuts", "memory", None), ()),
        ("Walnuts and memory in schoolchildren", ("walnuts", "memory", "older adults"), ("older adults",)),
        ("Walnuts and memory in older adults", ("walnuts", "memory", "children"), ("children",)),
        ("Walnuts and memory in children and adults", ("walnuts", "memory", "children"), ()),
        # A drug's class has its drugs, a word its forms.
        ("Atorvastatin and memory", ("statins", "memory", None), ()),
        ("Antihypertensive drugs and memory", ("hypertension", "memory", None), ()),
        ("Bradykinin and memory", ("kinins", "memory", None), ()),
        # A word that many titles have may be put otherwise.
        ("Walnuts and memory in old age", ("walnuts", "cell damage", None), ()),
        ("Walnuts and memory in old age", ("walnuts", "recovery", None), ("recovery",)),
    ],
)
def test_what_of_a_finding_a_title_speaks_against(
    record: str, claimed: tuple[str, str, str | None], missing: tuple[str, ...]
) -> None:
    subject, outcome, people = claimed
    concepts = [Concept(subject, Role.INTERVENTION), Concept(outcome, Role.OUTCOME)]
    if people:
        concepts.append(Concept(people, Role.POPULATION))
    stated = CitationFields(
        finding=f"{subject} help {outcome} in {people or 'old age'}", concepts=tuple(concepts)
    )
    assert absent_concepts(stated, RecordFeatures(published(title=record))) == missing


def test_a_title_that_names_another_remedy_speaks_against_a_study() -> None:
    illness, remedy = Concept("colon cancer", Role.CONDITION), Concept("walnuts", Role.INTERVENTION)
    stated = CitationFields(
        finding="people with colon cancer who eat walnuts live longer", concepts=(illness, remedy)
    )
    other = RecordFeatures(published(title="Atorvastatin and survival of patients with colon cancer"))
    same = RecordFeatures(published(title="Walnuts and survival of patients with colon cancer"))
    assert (absent_concepts(stated, other), absent_concepts(stated, same)) == (("walnuts",), ())


def test_a_study_told_of_only_in_the_sentences_around_needs_a_journal() -> None:
    described = MAGNESIUM.finding or ""
    around = CitationFields(
        context=f"Magnesium for neuropathy. A trial: {described}. Pain and tingling fell."
    )
    assert judged(around, MAGNESIUM_TRIAL, *OTHERS).verdict is not Verdict.VERIFIED
    in_journal = replace(around, journal=mention("J Am Coll Nutr"))
    assert judged(in_journal, MAGNESIUM_TRIAL, *OTHERS).verdict is Verdict.VERIFIED


def test_an_editorial_is_not_the_study_that_it_speaks_of() -> None:
    judgement = judged(replace(MAGNESIUM, design=Design.COMMENT), MAGNESIUM_TRIAL, *OTHERS)
    assert judgement.verdict is Verdict.POSSIBLE
    assert "The article speaks of an editorial or a comment; this is the study itself." in judgement.reasons


@pytest.mark.parametrize(
    ("finding", "concept", "verdict"),
    [
        ("magnesium lowers pain", "magnesium", Verdict.VERIFIED),
        ("walnuts lower pressure", "walnuts", Verdict.POSSIBLE),
    ],
)
def test_author_and_year_do_not_identify_a_study_of_something_else(
    finding: str, concept: str, verdict: Verdict
) -> None:
    claimed = CitationFields(
        authors=(Person("Warensjö E", "Warensjö", "E"),),
        year=2019,
        finding=finding,
        concepts=(Concept(concept, Role.INTERVENTION),),
    )
    assert judged(claimed, MAGNESIUM_TRIAL, *OTHERS).verdict is verdict


@pytest.mark.parametrize(
    ("finding", "concept", "verdict"),
    [
        (
            "magnesium supplements lower pain and tingling in diabetic neuropathy",
            "magnesium",
            Verdict.VERIFIED,
        ),
        ("walnuts lower blood pressure", "walnuts", Verdict.POSSIBLE),
    ],
)
def test_people_who_comment_on_a_study_do_not_identify_it(
    finding: str, concept: str, verdict: Verdict
) -> None:
    claimed = CitationFields(
        journal=mention("J Am Coll Nutr"),
        people=(Person("Warensjö E", "Warensjö", "E"),),
        year=2019,
        finding=finding,
        concepts=(Concept(concept, Role.INTERVENTION),),
    )
    assert judged(claimed, MAGNESIUM_TRIAL, *OTHERS).verdict is verdict


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, Verdict.VERIFIED),
        ({"story": False}, Verdict.POSSIBLE),
        ({"journal": None}, Verdict.VERIFIED),
        ({"people": (Person("Ito K", "Ito", "K"),)}, Verdict.POSSIBLE),
        ({"told_on": dt.date(2020, 5, 1)}, Verdict.POSSIBLE),
    ],
)
def test_a_news_story_with_journal_and_people_of_a_study_may_use_words_of_its_own(
    changed: dict[str, Any], verdict: Verdict
) -> None:
    study = replace(MAGNESIUM_TRIAL, abstract=TRIAL.abstract + MAGNESIUM_TRIAL.abstract)
    claimed = CitationFields(
        journal=mention("J Am Coll Nutr"),
        people=(Person("Warensjö E", "Warensjö", "E"),),
        finding="patients with diabetic neuropathy have less pain after magnesium supplements for zingers",
        concepts=(Concept("magnesium"), Concept("zingers", Role.CONDITION)),
        context="Wonderpill stops zingers\nPatients took magnesium.\nPain fell.\nIt was neuropathy.",
        told_on=dt.date(2019, 1, 10),
        story=True,
    )
    judgement = judged(replace(claimed, **changed), study, *OTHERS)
    assert judgement.verdict is verdict
    is_missed = "The record says nothing of zingers." in judgement.reasons
    assert is_missed is (verdict is Verdict.POSSIBLE)


@pytest.mark.parametrize(
    ("shares", "authors", "verdict"),
    [
        ((30.0, 10.0), (), Verdict.VERIFIED),
        ((99.8, 12.0), (), Verdict.POSSIBLE),
        ((99.8, 12.0), (Person("Warensjö E", "Warensjö", "E"),), Verdict.VERIFIED),
    ],
)
def test_a_described_study_has_the_percentages_that_are_told_of_it(
    shares: tuple[float, ...], authors: tuple[Person, ...], verdict: Verdict
) -> None:
    results = "Pain fell in 30% of those who took magnesium supplements and in 10% of the others."
    study = replace(MAGNESIUM_TRIAL, abstract=f"{TRIAL.abstract} {MAGNESIUM_TRIAL.abstract} {results}")
    numbers = tuple(Quantity(f"{share:g}%", share, "%") for share in shares)
    claimed = replace(MAGNESIUM, numbers=numbers, authors=authors, year=2019)
    judgement = judged(claimed, study, *OTHERS)
    assert judgement.verdict is verdict
    is_said = "The abstract gives other percentages than 99.8%, 12%." in judgement.reasons
    assert is_said is (verdict is Verdict.POSSIBLE)


@pytest.mark.parametrize(("story", "verdict"), [(True, Verdict.POSSIBLE), (False, Verdict.VERIFIED)])
def test_a_news_story_does_not_tell_of_what_appeared_months_later(story: bool, verdict: Verdict) -> None:
    told = replace(
        MAGNESIUM, told_on=dt.date(2018, 5, 6), story=story, authors=(Person("Warensjö E", "Warensjö", "E"),)
    )
    judgement = judged(told, MAGNESIUM_TRIAL, *OTHERS)
    assert judgement.verdict is verdict
    assert ("It appeared later than the article." in judgement.reasons) is story
