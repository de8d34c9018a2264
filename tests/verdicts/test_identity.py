"""Which candidate is the cited publication: grades, curves, misprints, identifiers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from citecheck.model import (
    Author,
    CitationCluster,
    CitationFields,
    Person,
    Publication,
    Verdict,
)
from citecheck.verdicts.identity import (
    Grade,
    best_candidate,
    candidates_of,
    curve_of,
    grade_of,
    identity_bits,
    log_odds_of,
    probability_of,
)
from tests.makers import (
    MAGNESIUM,
    MAGNESIUM_TRIAL,
    MATCHER,
    OTHERS,
    REFERENCE,
    UNRELATED,
    judged,
    mention,
    published,
)

# Ng is not its first author.
OF_TWO = replace(MAGNESIUM_TRIAL, authors=(*MAGNESIUM_TRIAL.authors, Author("Ng", "", "R")))


def ranked(claimed: CitationFields, *publications: Publication) -> Any:
    return MATCHER.rank(CitationCluster((), claimed), publications)


@pytest.mark.parametrize(
    ("claimed", "record", "grade"),
    [
        (CitationFields(pmid="31"), published(), Grade.IDENTIFIER),
        (CitationFields(title=REFERENCE.title), published(), Grade.NAMED),
        (CitationFields(volume="68", pages="541"), published(), Grade.NAMED),
        (
            replace(MAGNESIUM, authors=(Person("Warensjö E", "Warensjö", "E"),)),
            MAGNESIUM_TRIAL,
            Grade.ATTRIBUTED,
        ),
        (replace(MAGNESIUM, authors=(Person("Ng R", "Ng", "R"),)), OF_TWO, Grade.ATTRIBUTED),
        (replace(MAGNESIUM, authors=(Person("Ito K", "Ito", "K"),)), OF_TWO, Grade.PLACED),
        (MAGNESIUM, MAGNESIUM_TRIAL, Grade.PLACED),
        (replace(MAGNESIUM, journal=None), MAGNESIUM_TRIAL, Grade.DESCRIBED),
        (replace(MAGNESIUM, journal=mention("Gut")), MAGNESIUM_TRIAL, Grade.DESCRIBED),
    ],
)
def test_grades(claimed: CitationFields, record: Publication, grade: Grade) -> None:
    assert grade_of(ranked(claimed, record).weighed[0]) is grade


@pytest.mark.parametrize("claimed", [REFERENCE, MAGNESIUM, CitationFields(pmid="31")])
def test_the_best_candidate_is_the_first_of_all(claimed: CitationFields) -> None:
    ranking = ranked(claimed, published(), MAGNESIUM_TRIAL, *OTHERS)
    assert best_candidate(claimed, ranking, 412) == candidates_of(claimed, ranking, 412)[0]
    assert best_candidate(claimed, ranked(claimed), 412) is None


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({}, "placed"),
        ({"context": "Magnesium eases pain."}, "placed"),
        ({"context": "Magnesium eases pain. A hundred patients took it."}, "placed_of_passage"),
        ({"journal": None, "context": "Magnesium eases pain. A hundred patients took it."}, "described"),
    ],
)
def test_a_passage_has_a_curve_of_its_own_where_only_the_journal_agrees(
    changed: dict[str, Any], name: str
) -> None:
    weighed = ranked(replace(MAGNESIUM, **changed), MAGNESIUM_TRIAL).weighed[0]
    assert curve_of(grade_of(weighed), weighed) == name
    bare = ranked(replace(MAGNESIUM, **changed), replace(MAGNESIUM_TRIAL, abstract="")).weighed[0]
    assert curve_of(grade_of(bare), bare) == name.replace("ed", "ed_by_title", 1)


def test_many_misprints_at_once_cost_no_more_than_a_copied_entry_but_more_than_one() -> None:
    one = identity_bits(ranked(replace(REFERENCE, year=2009), published()).weighed[0])
    many = replace(REFERENCE, year=2009, journal=mention("Lancet"), volume="3", pages="12-19")
    several = identity_bits(ranked(many, published()).weighed[0])
    right = identity_bits(ranked(REFERENCE, published()).weighed[0])
    assert right > one > several > 0.0
    other_authors = replace(many, authors=(Person("Li X", "Li", "X"), Person("Wu Y", "Wu", "Y")))
    assert identity_bits(ranked(other_authors, published()).weighed[0]) < 0.0


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        # The title of one, everything else of another: seven statements at once are no misprint.
        (
            {
                "authors": (Person("Li X", "Li", "X"), Person("Wu Y", "Wu", "Y")),
                "journal": mention("Lancet"), "year": 2011, "volume": "3", "pages": "12-19",
            },
            Verdict.NOT_FOUND,
        ),
        # The whole imprint is wrong, the title and the authors are the record's own.
        ({"journal": mention("Lancet"), "year": 2011, "volume": "3", "pages": "12-19"}, Verdict.MISMATCH),
        # The same title in the same journal years later is another edition.
        ({"year": 2011, "volume": "3", "pages": "12-19"}, Verdict.POSSIBLE),
        ({"year": 2011}, Verdict.MISMATCH),
        # An identifier that leads nowhere in this source is no evidence for another record.
        ({"pmid": "999", "title": "Zinc lozenges and the common cold in bus drivers"}, Verdict.NOT_FOUND),
    ],
)  # fmt: skip
def test_hypotheses(changed: dict[str, Any], verdict: Verdict) -> None:
    stated = REFERENCE
    if "title" in changed:
        stated = replace(REFERENCE, authors=(), volume=None, pages=None, year=None)
    assert judged(replace(stated, **changed), *OTHERS, published()).verdict is verdict


def test_a_generic_title_alone_identifies_nothing() -> None:
    record = published("8", "Irritable bowel syndrome", "Lancet", 2003, **UNRELATED)
    other = replace(REFERENCE, title="Irritable bowel syndrome")
    assert judged(other, record, *OTHERS).verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize("prefix", ["Reply to: ", "Erratum: ", "Comment on: "])
def test_what_only_speaks_of_a_publication_is_not_it(prefix: str) -> None:
    notice = published(title=prefix + str(REFERENCE.title))
    judgement = judged(REFERENCE, notice)
    assert judgement.verdict is Verdict.POSSIBLE
    assert any("a reply, a comment or a correction" in reason for reason in judgement.reasons)


def test_what_resolves_is_never_absent() -> None:
    unlike = published("77", "Zinc lozenges and the common cold in bus drivers", abstract="Zinc " * 20)
    judgement = judged(replace(MAGNESIUM, journal=None, pmid="77"), unlike)
    assert judgement.verdict is Verdict.MISMATCH
    assert judgement.reasons[0].startswith("PMID 77 is “Zinc lozenges")
    assert "about something else" in judgement.reasons[0]
    untold = replace(unlike, abstract="")  # a title alone may put the same in other words
    assert judged(replace(MAGNESIUM, journal=None, pmid="77"), untold).verdict is Verdict.POSSIBLE
    assert judged(CitationFields(pmid="77"), unlike).verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        # A sentence often says little of what it links to.
        ("Zinc helps against colds, says a study.", Verdict.VERIFIED),
        ("A review on bus drivers.", Verdict.VERIFIED),
        ("More on this here.", Verdict.VERIFIED),
        ("Turmeric capsules cured knee arthritis in nine of ten patients.", Verdict.POSSIBLE),
    ],
)
def test_what_an_identifier_leads_to_is_cited_where_nothing_speaks_against_it(
    words: str, verdict: Verdict
) -> None:
    record = published("77", "Zinc lozenges and the common cold in bus drivers")
    assert judged(CitationFields(pmid="77", context=words), record, *OTHERS).verdict is verdict


def test_probabilities_and_their_odds() -> None:
    assert probability_of(log_odds_of(0.9)) == pytest.approx(0.9)
    assert probability_of(0.0) == 0.5
