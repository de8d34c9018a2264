"""Variants: lay and medical words, spellings, number, acronyms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.text import find_variants
from citecheck.text.synonyms import VOCABULARIES, load_vocabulary
from citecheck.text.tokens_and_stems import data_lines


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("heart attack", "myocardial infarction"),
        ("heart attacks", "myocardial infarction"),
        ("Myocardial Infarction", "heart attack"),
        ("severe heart attack", "severe myocardial infarction"),
        ("COPD", "chronic obstructive pulmonary disease"),
        ("statins", "atorvastatin"),
        ("tumours", "tumor"),
        ("vitamin C", "ascorbic acid"),
        ("estrogen therapy", "oestrogen therapy"),
        ("high cholesterol", "hypercholesterolaemia"),
        ("strokes", "stroke"),
    ],
)
def test_a_term_leads_to_its_variants(term: str, expected: str) -> None:
    found = find_variants(term)
    assert found[0] == term
    assert expected in found


@pytest.mark.parametrize(
    ("term", "unrelated"),
    [
        ("atorvastatin", "simvastatin"),
        ("atrial fibrillation", "AF"),
        ("copd", "chronic obstructive pulmonary disease"),
    ],
)
def test_a_term_does_not_have_unrelated_variants(term: str, unrelated: str) -> None:
    assert unrelated not in find_variants(term)


@pytest.mark.parametrize(
    ("lay", "record"),
    [
        ("high blood pressure", "hypertension"),
        ("belly fat", "visceral adiposity"),
        ("jab", "vaccination"),
        ("cot death", "SIDS"),
        ("womb", "uterine"),
        ("IBS", "irritable bowel syndrome"),
        ("RA", "rheumatoid arthritis"),
        ("ADHD", "attention deficit hyperactivity disorder"),
        ("Tylenol", "acetaminophen"),
        ("turmeric", "Curcuma longa"),
        ("omega-3", "n-3 PUFA"),
        ("fish oil", "n-3 fatty acids"),
        ("seniors", "older adults"),
        ("deaths", "mortality"),
        ("heart disease", "coronary artery disease"),
        ("kids with hay fever", "children with allergic rhinitis"),
        ("water pills", "furosemide"),
        ("diabetes drug", "metformin"),
        ("weight-loss surgery", "bariatric surgery"),
        ("premature babies", "preterm infants"),
        ("gum disease", "periodontitis"),
        ("quitting smoking", "smoking cessation"),
    ],
)
def test_everyday_words_lead_to_those_of_records(lay: str, record: str) -> None:
    assert record in find_variants(lay)


def test_lines_hold_several_terms_each_once() -> None:
    for name in VOCABULARIES:
        for line in data_lines(name):
            terms = [term for part in line.split(" > ") for term in part.split(" | ")]
            assert len(terms) >= 2, line
            assert len(set(terms)) == len(terms), line
            assert all(term == term.strip() and term for term in terms), line


@pytest.mark.parametrize(
    ("name", "minimum"),
    [("conditions.txt", 600), ("drugs.txt", 200), ("nutrients.txt", 200), ("acronyms.txt", 150)],
)
def test_vocabularies_are_large(name: str, minimum: int) -> None:
    assert len(data_lines(name)) >= minimum


def test_everyday_words_are_not_names_of_illnesses() -> None:
    for word in ("fall", "period", "cold", "fit", "consumption", "wind", "spot", "bug"):
        assert load_vocabulary().lookup(word) is None, word


def test_variants_are_bounded_and_distinct() -> None:
    found = find_variants("high blood pressure and heart attack and belly fat in kids")
    assert len(found) <= 16
    assert len({variant.lower() for variant in found}) == len(found)


@given(
    st.lists(
        st.sampled_from(["heart attack", "kids", "-", "RA", "deaths", "λ", "vitamin", "C", "’s"]), max_size=60
    )
)
def test_any_phrase_has_few_variants(words: list[str]) -> None:
    term = " ".join(words)
    found = find_variants(term)
    assert found[0] == " ".join(term.split())
    assert len(found) <= 16
