"""Linked citations form one cluster, and their fields are merged."""

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
)
from tests.makers import citation

LANCET = JournalMention("the Lancet", Journal("Lancet (London, England)", "Lancet"))
ONCOLOGY = JournalMention("Lancet Oncol", Journal("The Lancet. Oncology", "Lancet Oncol"))


def cited(name: str, kind: CitationKind, claimed: CitationFields, **links: Any) -> Citation:
    return citation(claimed, kind, name, "A sentence.", **links)


def test_single_citations_stay_alone_and_unsourced_ones_are_left_out() -> None:
    one = cited("c1", CitationKind.ATTRIBUTION, CitationFields(journal=LANCET))
    two = cited("c2", CitationKind.UNSOURCED, CitationFields(finding="nuts help"))
    three = cited("c3", CitationKind.LINK, CitationFields(pmid="1"), refers_to="c9")
    clusters = cluster_citations([one, two, three])
    assert [cluster.citations for cluster in clusters] == [(one,), (three,)]
    assert clusters[0].claimed is one.claimed


def test_links_connect_through_any_number_of_steps() -> None:
    citations = [
        cited("c1", CitationKind.ATTRIBUTION, CitationFields(), refers_to="c4"),
        cited("c2", CitationKind.ATTRIBUTION, CitationFields(), same_as="c1"),
        cited("c3", CitationKind.ATTRIBUTION, CitationFields()),
        cited("c4", CitationKind.REFERENCE, CitationFields()),
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
    (cluster,) = cluster_citations(
        [
            cited("c1", CitationKind.ATTRIBUTION, prose, refers_to="c2"),
            cited("c2", CitationKind.REFERENCE, entry),
        ]
    )
    merged = cluster.claimed
    assert (merged.journal, merged.year, merged.title) == (ONCOLOGY, 2019, "Walking and mortality")
    assert merged.finding == "walking cuts deaths"
    assert [person.last_name for person in merged.authors] == ["Smith"]
    assert [person.last_name for person in merged.people] == ["Berg"]
    assert merged.context == "Walking is good.\nWalking is good. And more."


def test_a_known_journal_comes_before_an_unknown_one() -> None:
    unknown = JournalMention("J Made Up")
    (cluster,) = cluster_citations(
        [
            cited("c1", CitationKind.REFERENCE, CitationFields(journal=unknown)),
            cited("c2", CitationKind.ATTRIBUTION, CitationFields(journal=LANCET), refers_to="c1"),
        ]
    )
    assert cluster.claimed.journal == LANCET


def test_context_is_bounded_and_circular_links_end() -> None:
    first = cited("c1", CitationKind.ATTRIBUTION, CitationFields(context="a" * 5000), same_as="c2")
    second = cited("c2", CitationKind.ATTRIBUTION, CitationFields(context="b" * 5000), same_as="c1")
    (cluster,) = cluster_citations([first, second])
    assert len(cluster.claimed.context) == 6000


def test_the_passage_leaves_out_sentences_about_a_study_in_another_journal() -> None:
    mine, other = "Nuts help, says the Lancet.", "Tea harms, says Lancet Oncol."
    passage = f"Food news. {mine} {other} It was a long trial."
    one = citation(CitationFields(journal=LANCET, context=passage), name="c1", quote=mine)
    two = citation(CitationFields(journal=ONCOLOGY, context=passage), name="c2", quote=other)
    first, second = cluster_citations([one, two])
    assert first.claimed.context == f"Food news. {mine}  It was a long trial."
    assert second.claimed.context == f"Food news.  {other} It was a long trial."
