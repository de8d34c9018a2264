from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.extraction.fields.concepts import find_concepts
from citecheck.model import Role

I, C, P, O, X = Role.INTERVENTION, Role.CONDITION, Role.POPULATION, Role.OUTCOME, Role.OTHER  # noqa: E741

CASES = [
    (
        "patients with diabetic neuropathy who took magnesium supplements had a reduction in pain",
        [("diabetic neuropathy", C), ("magnesium supplements", I), ("pain", O)],
    ),
    (
        "drinking green tea for four weeks reduced body fat in mice",
        [("green tea", I), ("body fat", O), ("mice", P)],
    ),
    ("vitamin D lowers the risk of type 2 diabetes", [("vitamin D", I), ("type 2 diabetes", O)]),
    (
        "physical activity slows cognitive decline in older adults",
        [("physical activity", I), ("cognitive decline", O), ("older adults", P)],
    ),
    ("processed meat was linked to heart disease", [("processed meat", I), ("heart disease", C)]),
    ("a 12 percent increase, researchers reported", []),
    # a name in capitals is one phrase, also with a stop word in it
    (
        "children whose diets followed World Health Organization guidelines had fewer cavities",
        [("children", P), ("diets", I), ("World Health Organization guidelines", I), ("cavities", O)],
    ),
    (
        "patients taken to designated cardiac arrest centers were more likely to survive",
        [("designated cardiac arrest centers", I), ("survive", O)],
    ),
    # words that do not describe what was studied
    (
        "Seeing a doctor regularly lowered blood pressure in people with diabetes",
        [("doctor", P), ("blood pressure", O), ("diabetes", C)],
    ),
    ("women didn’t sleep better and weren’t less tired", [("women", P), ("sleep", X)]),
]


@pytest.mark.parametrize(("finding", "expected"), CASES)
def test_concepts(finding: str, expected: list[tuple[str, Role]]) -> None:
    assert [(concept.text, concept.role) for concept in find_concepts(finding)] == expected


@given(st.text(max_size=200))
def test_concepts_stand_in_the_finding(text: str) -> None:
    found = find_concepts(text)
    assert len(found) <= 12
    assert len({concept.text.lower() for concept in found}) == len(found)
