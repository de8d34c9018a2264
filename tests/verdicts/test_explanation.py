"""What `explain` says: which publications a citation may cite, and which statements would decide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citecheck.model import CitationFields, Publication
from citecheck.model.explanation import Explanation
from citecheck.verdicts.explanation import explain_identification
from tests.makers import MAGNESIUM, MATCHER, OTHERS, REFERENCE, mention, published

STUDY = published(
    "5", "Magnesium supplements for pain in patients with diabetic neuropathy", "J Am Coll Nutr",
    abstract="Patients with diabetic neuropathy took magnesium supplements; pain and tingling fell.",
)  # fmt: skip


def explained(claimed: CitationFields, *publications: Publication) -> Explanation:
    return explain_identification(claimed, publications, MATCHER, 412)


@pytest.mark.parametrize("claimed", [REFERENCE, MAGNESIUM, replace(MAGNESIUM, journal=mention("Lancet"))])
def test_the_probabilities_of_all_hypotheses_add_up_to_one(claimed: CitationFields) -> None:
    found = explained(claimed, published(), STUDY, *OTHERS)
    whole = sum(one.probability for one in found.hypotheses) + found.others + found.absent
    assert whole == pytest.approx(1.0)


def test_each_hypothesis_names_its_evidence_and_what_would_then_be_misstated() -> None:
    first = explained(replace(REFERENCE, year=2012), published(), *OTHERS).hypotheses[0]
    assert first.publication.pmid == "31"
    assert (first.evidence, first.contradicted) == ("the title, or volume and first page, agree", ("date",))
    described = explained(replace(MAGNESIUM, journal=None), STUDY, *OTHERS).hypotheses[0]
    assert described.evidence == "nothing agrees but what the study is said to have found"


def test_without_any_publication_found_the_cited_one_is_absent() -> None:
    assert explained(REFERENCE) == Explanation()


def test_a_misstated_citation_is_verified_once_it_is_corrected() -> None:
    wrong = replace(REFERENCE, year=2012, pages="12-19")
    assert explained(wrong, published()).settling == (
        "With the date “2019” and the pages “541-7” stated instead, it would be verified.",
    )


def test_a_verified_study_has_the_statements_that_it_depends_on() -> None:
    settling = explained(MAGNESIUM, STUDY, *OTHERS).settling
    assert "Without the topic it would not be verified." in settling
    assert explained(REFERENCE, published(), *OTHERS).settling == ()


def test_an_uncertain_study_has_the_statements_that_would_identify_it() -> None:
    settling = explained(replace(MAGNESIUM, journal=mention("Lancet")), STUDY, *OTHERS).settling
    journal = "Journal of the American College of Nutrition"
    assert f"If the article named the journal “{journal}”, PMID 5 would be verified." in settling
    assert "If the article gave the PMID 5, it would cite PMID 5 and misstate it (mismatch)." in settling


def test_what_names_nothing_exact_could_be_named_exactly() -> None:
    (sentence,) = explained(MAGNESIUM, *OTHERS).settling
    assert "A PMID, a DOI or the exact title" in sentence
    assert explained(REFERENCE, *OTHERS).settling == ()
