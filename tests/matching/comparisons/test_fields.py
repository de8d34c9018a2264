"""Every field says all that is known of it, and nothing that cannot be."""

import pytest

from citecheck.gate.identity import _STATED
from citecheck.matching.comparisons import FIELD_BY_NAME, FIELDS, Field
from citecheck.model import Publication
from tests.makers import publication

BARE = Publication("9")


def test_names_are_unique() -> None:
    assert len(FIELD_BY_NAME) == len(FIELDS)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_level_that_contradicts_is_not_noted_as_well(field: Field) -> None:
    assert field.agreeing | set(field.contradictions) <= set(field.levels)
    assert not field.contradictions.keys() & field.notes.keys()


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_sentences_name_both_values(field: Field) -> None:
    for sentence in (*field.contradictions.values(), *field.notes.values()):
        said = sentence.format(claimed="{claimed}", found="{found}")
        assert "{found}" in said
        assert said.endswith(".")


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_condition_needs_a_record_that_has_the_field(field: Field) -> None:
    if field.condition is None:
        return
    record = publication("7", "Zinc", "Gut", ("Sun Q",), 2019, pages="1-9")
    assert field.condition(record)
    assert bool(field.condition(BARE)) is (field.name in ("identifier", "title"))


def test_what_can_be_misstated_distinguishes_findings() -> None:
    """An issue number never makes a mismatch by itself, but belongs to what is stated wrongly."""
    assert {field.name for field in FIELDS if field.contradictions} | {"issue"} == _STATED
