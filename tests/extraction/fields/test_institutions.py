from __future__ import annotations

import pytest

from citecheck.extraction.fields.institutions import find_institutions

CASES = [
    ("researchers at the University of Geneva found", ("University of Geneva",)),
    ("Queen's University Belfast said", ("Queen's University Belfast",)),
    ("a Harvard study", ("Harvard",)),
    ("scientists at UCLA and the Mayo Clinic", ("UCLA", "Mayo Clinic")),
    ("said Ann Lee of Children’s Mercy Hospital", ("Children’s Mercy Hospital",)),
    (
        "the London School of Hygiene and Tropical Medicine",
        ("London School of Hygiene and Tropical Medicine",),
    ),
    ("in Neurology, the journal of the American Academy of Neurology", ()),
    ("she went to school and college", ()),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_institutions(text: str, expected: tuple[str, ...]) -> None:
    assert find_institutions(text) == expected
