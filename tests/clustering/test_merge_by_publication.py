"""Sentences that lead to one publication become one thing."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from citecheck.clustering import clusters_to_merge, merge_clusters
from citecheck.model import (
    Citation,
    CitationCluster,
    CitationFields,
    CitationKind,
    Journal,
    JournalMention,
    Span,
)

BMJ = JournalMention("The BMJ", Journal("BMJ (Clinical research ed.)", "BMJ"))
GUT = JournalMention("Gut", Journal("Gut", "Gut"))
SENTENCE = (
    "Muscle strength and early death: a cohort study Weak teenagers die earlier, says a study in The BMJ."
)


def joined(
    clusters: Sequence[CitationCluster], meant: Callable[[CitationCluster], str | None]
) -> tuple[CitationCluster, ...]:
    kept = dict(enumerate(clusters))
    for bare, named in clusters_to_merge(clusters, lambda place: meant(clusters[place])):
        kept[named] = merge_clusters(kept[named], kept.pop(bare))
    return tuple(kept.values())


def found(name: str, claimed: CitationFields, quote: str = SENTENCE) -> CitationCluster:
    start = int(name[1:])
    place = Citation(name, CitationKind.ATTRIBUTION, quote, Span(start, start + 1, 1, 1, 1, 2), claimed)
    return CitationCluster((place,), claimed)


TITLED = found("c1", CitationFields(title="Muscle strength and early death: a cohort study"))
ATTRIBUTED = found("c2", CitationFields(journal=BMJ, finding="weak teenagers die earlier"))


def test_a_title_joins_the_attribution_of_its_sentence() -> None:
    (evidence,) = joined([TITLED, ATTRIBUTED], lambda _: "31")
    assert [citation.id for citation in evidence.citations] == ["c1", "c2"]
    assert (evidence.claimed.journal, evidence.claimed.title) == (BMJ, TITLED.claimed.title)


def test_what_leads_elsewhere_or_nowhere_stays_apart() -> None:
    both = [TITLED, ATTRIBUTED]
    assert joined(both, lambda one: one.citations[0].id) == tuple(both)
    assert joined(both, lambda _: None) == tuple(both)


def test_a_later_sentence_on_the_same_publication_joins() -> None:
    later = found(
        "c3",
        CitationFields(finding="a million of them were followed"),
        "The study followed a million of them.",
    )
    (evidence,) = joined([ATTRIBUTED, later], lambda _: "31")
    assert [citation.id for citation in evidence.citations] == ["c2", "c3"]


def test_references_stay_apart() -> None:
    entry = replace(TITLED.citations[0], kind=CitationKind.REFERENCE)
    both = [CitationCluster((entry,), entry.claimed), ATTRIBUTED]
    assert joined(both, lambda _: "31") == tuple(both)


def test_nothing_is_ranked_where_nothing_could_join() -> None:
    def meant(_: object) -> str | None:
        raise AssertionError

    assert joined([TITLED], meant) == (TITLED,)
    assert joined([ATTRIBUTED], meant) == (ATTRIBUTED,)


def test_two_journals_of_a_sentence_may_be_two_studies() -> None:
    both = [ATTRIBUTED, found("c3", CitationFields(journal=GUT))]
    assert joined(both, lambda _: "31") == tuple(both)
    with_title = joined([TITLED, *both], lambda _: "31")
    assert with_title == (TITLED, *both)
