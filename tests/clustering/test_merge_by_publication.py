"""Clusters whose searches found the same publication are merged."""

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


def merged(
    clusters: Sequence[CitationCluster], likely_publication: Callable[[CitationCluster], str | None]
) -> tuple[CitationCluster, ...]:
    kept = dict(enumerate(clusters))
    for bare, named in clusters_to_merge(clusters, lambda at: likely_publication(clusters[at])):
        kept[named] = merge_clusters(kept[named], kept.pop(bare))
    return tuple(kept.values())


def cluster_of(name: str, claimed: CitationFields, quote: str = SENTENCE) -> CitationCluster:
    start = int(name[1:])
    place = Citation(name, CitationKind.ATTRIBUTION, quote, Span(start, start + 1, 1, 1, 1, 2), claimed)
    return CitationCluster((place,), claimed)


TITLED = cluster_of("c1", CitationFields(title="Muscle strength and early death: a cohort study"))
ATTRIBUTED = cluster_of("c2", CitationFields(journal=BMJ, finding="weak teenagers die earlier"))


def test_a_title_is_merged_with_the_attribution_of_its_sentence() -> None:
    (cluster,) = merged([TITLED, ATTRIBUTED], lambda _: "31")
    assert [citation.id for citation in cluster.citations] == ["c1", "c2"]
    assert (cluster.claimed.journal, cluster.claimed.title) == (BMJ, TITLED.claimed.title)


def test_clusters_of_different_or_no_publications_are_not_merged() -> None:
    both = [TITLED, ATTRIBUTED]
    assert merged(both, lambda one: one.citations[0].id) == tuple(both)
    assert merged(both, lambda _: None) == tuple(both)


def test_a_later_sentence_about_the_same_publication_is_merged() -> None:
    later = cluster_of(
        "c3",
        CitationFields(finding="a million of them were followed"),
        "The study followed a million of them.",
    )
    (cluster,) = merged([ATTRIBUTED, later], lambda _: "31")
    assert [citation.id for citation in cluster.citations] == ["c2", "c3"]


def test_references_are_not_merged() -> None:
    entry = replace(TITLED.citations[0], kind=CitationKind.REFERENCE)
    both = [CitationCluster((entry,), entry.claimed), ATTRIBUTED]
    assert merged(both, lambda _: "31") == tuple(both)


def test_nothing_is_ranked_if_nothing_could_be_merged() -> None:
    def fail(_: object) -> str | None:
        raise AssertionError

    assert merged([TITLED], fail) == (TITLED,)
    assert merged([ATTRIBUTED], fail) == (ATTRIBUTED,)


def test_two_journals_of_a_sentence_may_be_two_studies() -> None:
    both = [ATTRIBUTED, cluster_of("c3", CitationFields(journal=GUT))]
    assert merged(both, lambda _: "31") == tuple(both)
    with_title = merged([TITLED, *both], lambda _: "31")
    assert with_title == (TITLED, *both)
