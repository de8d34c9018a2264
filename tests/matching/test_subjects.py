"""Which concepts of a finding a longer passage is about."""

from __future__ import annotations

import pytest

from citecheck.matching.subjects import says_more_than_finding, subjects_among
from tests.makers import claimed

FINDING = "walnuts eased the migraine that sailors blame on storms"
SENTENCE = f"Researchers found that {FINDING}."


@pytest.mark.parametrize(
    ("context", "more"),
    [
        ("", False),
        (SENTENCE, False),
        (f"{SENTENCE} They sailed on.", False),
        (f"Nuts at sea\n\n{SENTENCE} They sailed on.", True),
        (f"{SENTENCE} {SENTENCE}", False),
    ],
)
def test_two_sentences_beside_the_finding_say_more_than_it(context: str, *, more: bool) -> None:
    assert says_more_than_finding(claimed(finding=FINDING, context=context)) is more


def test_the_only_sentence_on_a_study_is_about_each_of_its_concepts() -> None:
    assert subjects_among(claimed(finding=FINDING, context=SENTENCE), ("walnuts", "storms")) == (
        "walnuts",
        "storms",
    )


def test_a_longer_passage_is_about_what_it_says_again() -> None:
    context = f"{SENTENCE} Nuts are healthy. Eat a walnut a day."
    assert subjects_among(claimed(finding=FINDING, context=context), ("walnuts", "storms")) == ("walnuts",)


def test_a_story_is_about_what_stands_in_its_headline() -> None:
    context = f"Walnuts for migraine at sea\n\n{SENTENCE} Storms were bad. A ship sank in a storm."
    stated = claimed(finding=FINDING, context=context, story=True)
    assert subjects_among(stated, ("walnuts", "storms", "severe migraine")) == ("walnuts",)


def test_the_finding_is_known_by_its_first_forty_characters() -> None:
    """A finding that was cut or joined is still that of its sentence."""
    start = FINDING[:40]
    same, other = f"{start} in vain.", f"{start[:39]}z in vain."
    rest = "Nuts are healthy."
    assert not says_more_than_finding(claimed(finding=FINDING, context=f"{same} {rest}"))
    assert says_more_than_finding(claimed(finding=FINDING, context=f"{other} {rest}"))
