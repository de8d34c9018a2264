"""Tied places are one thing to look up, and their words are united."""

from typing import Any

from citecheck.clustering import cluster_citations
from citecheck.model import (
    Citation,
    CitationFields,
    CitationKind,
    Concept,
    Journal,
    JournalMention,
    Person,
    Span,
)

LANCET = JournalMention("the Lancet", Journal("Lancet (London, England)", "Lancet"))
ONCOLOGY = JournalMention("Lancet Oncol", Journal("The Lancet. Oncology", "Lancet Oncol"))


def place(name: str, kind: CitationKind, claimed: CitationFields, **ties: Any) -> Citation:
    return Citation(name, kind, "A sentence.", Span(0, 1, 1, 1, 1, 2), claimed, **ties)


def test_single_places_stay_alone_and_unsourced_ones_are_left_out() -> None:
    one = place("c1", CitationKind.ATTRIBUTION, CitationFields(journal=LANCET))
    two = place("c2", CitationKind.UNSOURCED, CitationFields(finding="nuts help"))
    three = place("c3", CitationKind.LINK, CitationFields(pmid="1"), refers_to="c9")
    gathered = cluster_citations([one, two, three])
    assert [evidence.citations for evidence in gathered] == [(one,), (three,)]
    assert gathered[0].claimed is one.claimed


def test_ties_join_through_any_number_of_steps() -> None:
    citations = [
        place("c1", CitationKind.ATTRIBUTION, CitationFields(), refers_to="c4"),
        place("c2", CitationKind.ATTRIBUTION, CitationFields(), same_as="c1"),
        place("c3", CitationKind.ATTRIBUTION, CitationFields()),
        place("c4", CitationKind.REFERENCE, CitationFields()),
    ]
    assert [[c.id for c in e.citations] for e in cluster_citations(citations)] == [["c1", "c2", "c4"], ["c3"]]


def test_bibliographic_facts_come_from_the_reference_and_the_finding_from_the_prose() -> None:
    prose = CitationFields(
        journal=LANCET,
        year=2018,
        finding="walking cuts deaths",
        concepts=(Concept("walking"), Concept("deaths")),
        people=(Person("Ann Smith", "Smith", "A"), Person("Bo Berg", "Berg", "B")),
        context="Walking is good.",
    )
    entry = CitationFields(
        journal=ONCOLOGY,
        year=2019,
        title="Walking and mortality",
        authors=(Person("Smith A", "Smith", "A"),),
        finding="an entry has none",
        context="Walking is good. And more.",
    )
    (evidence,) = cluster_citations(
        [
            place("c1", CitationKind.ATTRIBUTION, prose, refers_to="c2"),
            place("c2", CitationKind.REFERENCE, entry),
        ]
    )
    merged = evidence.claimed
    assert (merged.journal, merged.year, merged.title) == (ONCOLOGY, 2019, "Walking and mortality")
    assert merged.finding == "walking cuts deaths"
    assert [person.last_name for person in merged.authors] == ["Smith"]
    assert [person.last_name for person in merged.people] == ["Berg"]
    assert merged.context == "Walking is good.\nWalking is good. And more."


def test_a_known_journal_goes_before_an_unknown_one() -> None:
    unknown = JournalMention("J Made Up")
    (evidence,) = cluster_citations(
        [
            place("c1", CitationKind.REFERENCE, CitationFields(journal=unknown)),
            place("c2", CitationKind.ATTRIBUTION, CitationFields(journal=LANCET), refers_to="c1"),
        ]
    )
    assert evidence.claimed.journal == LANCET


def test_context_is_bounded_and_ties_in_a_circle_end() -> None:
    first = place("c1", CitationKind.ATTRIBUTION, CitationFields(context="a" * 5000), same_as="c2")
    second = place("c2", CitationKind.ATTRIBUTION, CitationFields(context="b" * 5000), same_as="c1")
    (evidence,) = cluster_citations([first, second])
    assert len(evidence.claimed.context) == 6000


def test_sentences_on_a_study_in_another_journal_are_no_part_of_the_passage() -> None:
    mine, other = "Nuts help, says the Lancet.", "Tea harms, says Lancet Oncol."
    passage = f"Food news. {mine} {other} It was a long trial."
    one = Citation(
        "c1",
        CitationKind.ATTRIBUTION,
        mine,
        Span(0, 1, 1, 1, 1, 2),
        CitationFields(journal=LANCET, context=passage),
    )
    two = Citation(
        "c2",
        CitationKind.ATTRIBUTION,
        other,
        Span(1, 2, 1, 1, 1, 2),
        CitationFields(journal=ONCOLOGY, context=passage),
    )
    first, second = cluster_citations([one, two])
    assert first.claimed.context == f"Food news. {mine}  It was a long trial."
    assert second.claimed.context == f"Food news.  {other} It was a long trial."
