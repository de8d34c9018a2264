"""The searchable parts of a claim: which words are chosen, in which order, and which are left out."""

import time

import pytest

from citecheck.model import CitationFields, Concept, Journal, JournalMention, Person
from citecheck.planning.query_terms import MOST_WORDS, QueryTerms

HEART = JournalMention("Heart", Journal("Heart (British Cardiac Society)", "Heart"))


def test_rare_words_come_first() -> None:
    plan = QueryTerms(CitationFields(finding="older women mainly got docetaxel"))
    assert plan.words[0] == "docetaxel"
    assert plan.words.index("docetaxel") < plan.words.index("Taxotere")


def test_words_that_tell_no_study_from_others_are_asked_for_only_if_there_is_nothing_else() -> None:
    assert "improved" not in QueryTerms(CitationFields(finding="magnesium improved sleep")).words
    assert QueryTerms(CitationFields(finding="it improved")).words == ("improved",)


def test_a_phrase_is_asked_for_by_its_words_without_stop_words() -> None:
    words = QueryTerms(CitationFields(finding="depression in alcohol use disorder")).words
    assert {"depression", "alcohol", "disorder"} <= set(words)
    assert "use" not in words


def test_a_lay_term_is_asked_for_together_with_its_medical_name() -> None:
    words = QueryTerms(CitationFields(finding="the flu jab in Wales")).words
    assert {"flu", "influenza", "vaccine"} <= set(words)


def test_the_names_of_journals_and_people_are_not_topic_words() -> None:
    claimed = CitationFields(
        journal=HEART,
        people=(Person("Mary Wolf", "Wolf", "M"),),
        finding="statins help, says a paper in Heart",
        context="Mary Wolf said it. Published in Heart.",
    )
    assert not {"heart", "wolf", "paper"} & {word.lower() for word in QueryTerms(claimed).words}


def test_words_of_the_claim_come_before_those_of_its_passage() -> None:
    claimed = CitationFields(finding="yoga eased sciatica", context="Acupuncture was not tried. Yoga was.")
    words = QueryTerms(claimed).words
    assert set(words[:2]) == {"yoga", "sciatica"}
    assert "acupuncture" in words


def test_concepts_carry_their_variants_and_common_ones_come_last() -> None:
    claimed = CitationFields(
        concepts=(Concept("deaths"), Concept("belly fat")), finding="belly fat and deaths"
    )
    groups = QueryTerms(claimed).concepts
    assert [group[0] for group in groups] == ["belly fat", "deaths"]
    assert "mortality" in groups[1]


@pytest.mark.parametrize(
    ("pages", "first"),
    [("541-7", "541"), ("541–547", "541"), ("e12-e15", "e12"), ("S12", "S12"), (None, None), ("–", None)],
)
def test_first_page(pages: str | None, first: str | None) -> None:
    assert QueryTerms(CitationFields(pages=pages)).first_page == first


def test_the_number_of_words_is_bounded_for_any_text() -> None:
    letters = "abcdefghij"
    text = " ".join(f"word{a}{b}{c}" for a in letters for b in letters for c in letters)
    assert len(QueryTerms(CitationFields(context=text)).words) == MOST_WORDS


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
    words = QueryTerms(claimed).words
    assert set(expected) <= set(words)
    assert "fungi" not in words


@pytest.mark.parametrize("piece", ["heart attack ", "'", "a.", "-", "Ä́"])
def test_hostile_text_takes_less_than_a_second(piece: str) -> None:
    text = piece * 100_000
    plan = QueryTerms(CitationFields(finding=text, context=text, concepts=(Concept(text),)))
    began = time.process_time()
    assert len(plan.words) <= MOST_WORDS
    assert len(plan.concepts) <= 4
    assert time.process_time() - began < 1
