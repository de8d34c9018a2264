from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from citecheck.extraction.sentences import split_sentences
from citecheck.extraction.trigger_filter import Trigger, find_triggers, lower_keeping_offsets
from tests.extraction.conftest import Article


def test_only_sentences_with_a_trigger_are_named(article: Article) -> None:
    document = article("Oats are old. A study found it. Dr. Lee agreed. It was published in Gut.")
    found = find_triggers(document.text, split_sentences(document))
    assert set(found) == {1, 2, 3}
    assert found[1] & Trigger.STUDY
    assert found[2] & Trigger.RESEARCHER
    assert found[3] & Trigger.PERIODICAL


@given(st.text())
def test_lowering_keeps_every_character_in_its_place(text: str) -> None:
    assert len(lower_keeping_offsets(text)) == len(text)
