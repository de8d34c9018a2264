"""The forms of a word that PubMed is asked for."""

import pytest

from citecheck.sources.entrez.word_forms import word_forms


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("allergies", ("allergies", "allergy")),
        ("regulate", ("regulate", "regulates", "regulation", "regulations")),
        ("diabetes", ("diabetes", "diabete")),
        ("zinc", ("zinc", "zincs")),
        ("illness", ("illness",)),
        ("gut", ("gut",)),
        ("il6", ("il6",)),
    ],
)
def test_a_word_is_asked_for_in_both_numbers_and_with_the_commonest_word_of_its_stem(
    word: str, forms: tuple[str, ...]
) -> None:
    assert word_forms(word)[: len(forms)] == forms
