"""The searchable parts of a claim: which words are chosen, in which order, and which are left out."""

import time
from collections.abc import Callable

import pytest

from citecheck.model import CitationFields, Concept, Journal, JournalMention, Person
from citecheck.planning.query_terms import MOST_WORDS, QueryTerms

HEART = JournalMention("Heart", Journal("Heart (British Cardiac Society)", "Heart"))


def counted(**counts: int) -> Callable[[str], int | None]:
    """The frequencies of a source that has these counts of words, and 1000 for any other word."""
    return lambda term: counts.get(term.replace(" ", "_"), 1000)


def unknown(_: str) -> int | None:
    return None


def test_rare_words_come_first_and_absent_ones_are_left_out() -> None:
    claimed = CitationFields(finding="oranges and rhenium and lemons")
    assert QueryTerms(claimed, counted(rhenium=9)).words[0] == "rhenium"
    assert "rhenium" not in QueryTerms(claimed, counted(rhenium=0)).words


def test_a_lay_term_that_no_record_uses_counts_by_its_medical_name() -> None:
    assert "flu jab" in QueryTerms(CitationFields(finding="the flu jab in Wales"), counted(flu_jab=0)).words


def test_without_counts_of_the_source_the_packaged_ones_decide() -> None:
    plan = QueryTerms(CitationFields(finding="older women mainly benefited from docetaxel"), unknown)
    assert plan.words[0] == "docetaxel"
    assert plan.words.index("docetaxel") < plan.words.index("benefited")


def test_the_names_of_journals_and_people_are_not_topic_words() -> None:
    claimed = CitationFields(
        journal=HEART,
        people=(Person("Mary Wolf", "Wolf", "M"),),
        finding="statins help, says a paper in Heart",
        context="Mary Wolf said it. Published in Heart.",
    )
    assert set(QueryTerms(claimed, unknown).words) == {"statins"}


def test_words_of_the_claim_come_before_those_of_its_passage() -> None:
    claimed = CitationFields(finding="yoga calmed sciatica", context="Acupuncture was not tried. Yoga was.")
    words = QueryTerms(claimed, counted(calmed=40000)).words
    assert set(words[:2]) == {"yoga", "sciatica"}
    assert "acupuncture" in words


def test_concepts_carry_their_variants_and_common_ones_come_last() -> None:
    claimed = CitationFields(
        concepts=(Concept("deaths"), Concept("belly fat")), finding="belly fat and deaths"
    )
    groups = QueryTerms(
        claimed, counted(belly_fat=1, abdominal_fat=80, mortality=90000, deaths=9000)
    ).concepts
    assert [group[0] for group in groups] == ["belly fat", "deaths"]
    assert "mortality" in groups[1]


@pytest.mark.parametrize(
    ("pages", "first"),
    [("541-7", "541"), ("541–547", "541"), ("e12-e15", "e12"), ("S12", "S12"), (None, None), ("–", None)],
)
def test_first_page(pages: str | None, first: str | None) -> None:
    assert QueryTerms(CitationFields(pages=pages), unknown).first_page == first


def test_the_number_of_words_is_bounded_for_any_text() -> None:
    letters = "abcdefghij"
    text = " ".join(f"word{a}{b}{c}" for a in letters for b in letters for c in letters)
    assert len(QueryTerms(CitationFields(context=text), unknown).words) == MOST_WORDS


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Stroke", "Stroke patients do well, a paper in Stroke says.", ("stroke",)),
        ("Annals of Fungi", "Yeast thrives, says Annals of Fungi.", ("yeast", "thrives")),
        ("Gut", "Gut trouble vanished, the journal Gut reports.", ("gut", "trouble")),
    ],
)
def test_a_journal_named_like_a_topic_does_not_take_the_topic_away(
    name: str, text: str, expected: tuple[str, ...]
) -> None:
    claimed = CitationFields(journal=JournalMention(name, Journal(name, name)), finding=text)
    words = QueryTerms(claimed, unknown).words
    assert set(expected) <= set(words)
    assert "fungi" not in words


@pytest.mark.parametrize("piece", ["heart attack ", "'", "a.", "-", "Ä́"])
def test_hostile_text_takes_less_than_a_second(piece: str) -> None:
    text = piece * 100_000
    plan = QueryTerms(CitationFields(finding=text, context=text, concepts=(Concept(text),)), unknown)
    began = time.process_time()
    assert len(plan.words) <= MOST_WORDS
    assert len(plan.concepts) <= 4
    assert time.process_time() - began < 1
