"""Base forms of words: spelling, number, stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.text.tokens_and_stems import base_form, sibling_stem, spelling_variants, stem_token, tokenize


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Tumours", "tumor"),
        ("children", "child"),
        ("diabetes", "diabetes"),
        ("paediatric", "pediatric"),
        ("oesophageal", "esophageal"),
        ("oestrogen", "estrogen"),
        ("anaemia", "anemia"),
        ("hospitalised", "hospitalized"),
        ("randomisation", "randomization"),
        ("analyses", "analysis"),
        ("berries", "berry"),
        ("viruses", "virus"),
        ("illness", "illness"),
        ("arthritis", "arthritis"),
        ("Björk", "bjork"),
        ("exercise", "exercise"),
        ("grey", "gray"),
        ("diarrhoea", "diarrhea"),
        ("leukaemia", "leukemia"),
        ("fibres", "fiber"),
    ],
)
def test_base_form(word: str, expected: str) -> None:
    assert base_form(word) == expected


@pytest.mark.parametrize(
    "family",
    [
        ("vaccine", "vaccines", "vaccination", "vaccinated"),
        ("obese", "obesity"),
        ("supplement", "supplements", "supplementation", "supplemented"),
        ("smoke", "smoking", "smokers"),
        ("diabetes", "diabetic"),
        ("depressed", "depression", "depressive"),
        ("hospitalised", "hospitalization"),
    ],
)
def test_a_family_of_words_shares_its_stem(family: tuple[str, ...]) -> None:
    assert len({stem_token(word) for word in family}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("smoking", "smooth"), ("heart", "hearing"), ("stroke", "strong"), ("age", "agent")]
)
def test_unrelated_words_do_not_share_a_stem(one: str, other: str) -> None:
    assert stem_token(one) != stem_token(other)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("tumours", ("tumors",)),
        ("randomisations", ("randomizations",)),
        ("estrogen", ("oestrogen",)),
        ("Pediatric", ("paediatric",)),
        ("hemorrhage", ("haemorrhage",)),
        ("hypercholesterolemia", ("hypercholesterolaemia",)),
        ("leukaemia", ("leukemia",)),
        ("fiber", ("fibre",)),
        ("colorectal", ()),
        ("laboratory", ()),
        ("academia", ()),
        ("hemisphere", ()),
        ("heart", ()),
    ],
)
def test_other_spellings_keep_the_number(word: str, expected: tuple[str, ...]) -> None:
    assert spelling_variants(word) == expected


def test_tokens_keep_names_whole_and_drop_possessives() -> None:
    assert tokenize("Crohn's disease, COVID-19 and n-3 PUFAs (10,000)") == [
        "Crohn", "disease", "COVID-19", "and", "n-3", "PUFAs", "10", "000",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("neuropathy", "neuropathic"),
        ("fibrotic", "fibrosis"),
        ("anaemia", "anaemic"),
        ("allergy", "allergic"),
        ("heart", None),
    ],
)
def test_nouns_and_adjectives(word: str, other: str | None) -> None:
    assert sibling_stem(word) == other
    assert other is None or sibling_stem(other) == word


@given(st.text(max_size=40))
def test_any_text_can_be_folded(text: str) -> None:
    for word in tokenize(text):
        assert len(stem_token(word)) <= len(base_form(word))
