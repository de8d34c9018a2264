"""What a clause relates to what, and which way."""

import pytest

from citecheck.claims.direction import Way
from citecheck.claims.relation import Relation, read_relations, topic_stems


def only(text: str) -> Relation:
    (relation,) = read_relations(text)
    return relation


@pytest.mark.parametrize(
    ("text", "way", "is_denied"),
    [
        ("Elderberry syrup prevents colds", Way.DOWN, False),
        ("Elderberry syrup causes colds", Way.UP, False),
        ("Night shifts are associated with higher blood sugar", Way.UP, False),
        ("Night shifts may affect blood sugar", Way.SAME, False),
        ("Night shifts were inversely related to bone density", Way.DOWN, False),
        ("Night shifts were not significantly associated with blood sugar", Way.SAME, True),
        ("Night shifts did not raise blood sugar", Way.UP, True),
        ("Elderberry syrup showed no benefit for colds", Way.GOOD, True),
        ("There is no convincing evidence that elderberry syrup prevents colds", Way.DOWN, True),
        ("There was no link between night shifts and blood sugar", Way.SAME, True),
    ],
)
def test_the_way_of_a_relation(text: str, way: Way, is_denied: bool) -> None:
    assert (only(text).way, only(text).is_denied) == (way, is_denied)


def test_its_exposure_and_outcome() -> None:
    relation = only("Adults who snored had a higher risk of glaucoma than those who did not")
    assert relation.exposure == topic_stems("Adults who snored")
    assert relation.outcome == topic_stems("glaucoma")


def test_each_direction_has_its_own_outcome() -> None:
    first, second = read_relations("Tai chi reduced stiffness and increased balance")
    assert (first.way, first.outcome) == (Way.DOWN, topic_stems("stiffness"))
    assert (second.way, second.outcome) == (Way.UP, topic_stems("balance"))


def test_what_is_denied_goes_on_after_or() -> None:
    first, second = read_relations("Tai chi did not reduce stiffness or increase balance")
    assert first.is_denied
    assert second.is_denied


def test_only_the_part_of_the_exposure_that_lacks_is_lacking() -> None:
    assert only("Low weight and smoking caused asthma").lacking == topic_stems("weight")
    assert not only("Low-dose aspirin caused asthma").lacking


def test_what_it_is_compared_with_is_no_outcome() -> None:
    relation = only("Walking lowered stiffness compared with swimming")
    assert relation.comparator == topic_stems("swimming")
    assert relation.outcome == topic_stems("stiffness")


@pytest.mark.parametrize("text", ["Tai chi is taught in parks", "", "(as in asthma)"])
def test_nothing_is_related(text: str) -> None:
    assert read_relations(text) == ()


def test_the_link_of_a_relative_clause_is_not_the_sentences() -> None:
    relation = only("Asthma that is not treated leads to insomnia")
    assert (relation.way, relation.is_denied) == (Way.UP, False)
