"""Model values survive the way into the store and back."""

import datetime as dt
import json

from hypothesis import given
from hypothesis import strategies as st

from citecheck.audit.store.codec import as_json, decode
from citecheck.model import (
    Author,
    Citation,
    CitationFields,
    CitationKind,
    Concept,
    DateRange,
    Design,
    Journal,
    JournalMention,
    Notice,
    PartialDate,
    Publication,
    Role,
    Span,
)

DAY = dt.date(2024, 5, 6)


def test_a_full_citation_and_publication() -> None:
    journal = Journal("Gut", "Gut", nlm_id="1", issns=("0017-5749",))
    claimed = CitationFields(
        journal=JournalMention("Gut", journal),
        year=2024,
        published=DateRange(DAY, DAY),
        design=Design.COHORT,
        concepts=(Concept("fibre", Role.INTERVENTION),),
        context="wide",
    )
    citation = Citation("c1", CitationKind.ATTRIBUTION, "q", Span(0, 1, 1, 1, 1, 2), claimed, same_as="c0")
    publication = Publication(
        "1", "t", journal=journal, issued=PartialDate(2024), revised=DAY, authors=(Author("A", "B", "C"),),
        notices=(Notice("RetractionIn", "x"),),
    )  # fmt: skip
    for value in (citation, publication):
        assert decode(type(value), json.loads(as_json(value))) == value


@given(st.text(), st.integers(1, 12) | st.none(), st.lists(st.text(), max_size=3))
def test_any_claim(context: str, month: int | None, places: list[str]) -> None:
    claimed = CitationFields(context=context, month=month, institutions=tuple(places))
    assert decode(CitationFields, json.loads(as_json(claimed))) == claimed
