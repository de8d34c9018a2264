"""Variants: lay and medical words, spellings, number, acronyms."""

import pytest

from citecheck.planning import variants


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
    ],
)
def test_a_term_leads_to_its_variants(term: str, expected: str) -> None:
    found = variants(term)
    assert found[0] == term
    assert expected in found


@pytest.mark.parametrize(
    ("term", "stranger"),
    [
        ("atorvastatin", "simvastatin"),
        ("atrial fibrillation", "AF"),
        ("copd", "chronic obstructive pulmonary disease"),
    ],
)
def test_a_term_does_not_lead_astray(term: str, stranger: str) -> None:
    assert stranger not in variants(term)


def test_variants_are_bounded_and_distinct() -> None:
    found = variants("high blood pressure and heart attack and belly fat in kids")
    assert len(found) <= 16
    assert len({variant.lower() for variant in found}) == len(found)
