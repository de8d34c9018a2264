"""Telling terms: what is left of a free text when grammar, news and publishing words are gone."""

import pytest

from citecheck.planning import concept_groups, telling_terms


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
def test_telling_terms(text: str, expected: tuple[str, ...]) -> None:
    assert telling_terms(text)[: len(expected)] == expected


def test_a_concept_is_taken_apart_where_the_vocabulary_does_not_know_it_whole() -> None:
    groups = concept_groups("magnesium and high blood pressure")
    assert [group[0] for group in groups] == ["magnesium", "high blood pressure"]
    assert "hypertension" in groups[1]
