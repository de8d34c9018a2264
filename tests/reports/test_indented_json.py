"""Indented JSON is what Python's own writer writes."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import Verdict
from citecheck.reports.indented_json import indented_json

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(VALUES)
def test_it_is_what_python_writes(value: Any) -> None:
    assert indented_json(value) == json.dumps(value, ensure_ascii=False, indent=1)


def test_tuples_and_enumerations_are_written_as_their_values() -> None:
    value = {"verdict": Verdict.MISMATCH, "span": (1, 2), "none": ()}
    assert indented_json(value) == json.dumps(value, ensure_ascii=False, indent=1)
    assert json.loads(indented_json(value)) == {"verdict": "mismatch", "span": [1, 2], "none": []}
