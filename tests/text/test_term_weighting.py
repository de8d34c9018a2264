"""Discriminative terms: a free text without words of grammar, news and publishing."""

import pytest

from citecheck.text import discriminative_terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Eating nuts daily cuts the risk of heart attacks, a study published in 2019 found.",
            ("eating", "nuts", "heart attacks"),
        ),
        ("Researchers at the university said COPD patients were worse off.", ("COPD",)),
        ("", ()),
        ("The study found that the researchers said so.", ()),
    ],
)
def test_discriminative_terms(text: str, expected: tuple[str, ...]) -> None:
    assert discriminative_terms(text)[: len(expected)] == expected


def test_a_headline_in_capitals_holds_no_acronyms() -> None:
    assert discriminative_terms("RA AND MS DRUGS FOUND IN CHOCOLATE") == ("drugs", "chocolate")
    assert "RA" in discriminative_terms("New hope for RA and MS patients")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("the patient's low-density lipoprotein fell", "low density lipoprotein"),
        ("e-cigarettes were tried", "e cigarettes"),
        ("vaccinated against COVID-19", "covid 19"),
        ("their mRNA was read", "mRNA"),
        ("Crohn’s disease", "crohn disease"),
    ],
)
def test_hyphens_and_possessives_do_not_hide_a_term(text: str, term: str) -> None:
    assert term in discriminative_terms(text)
