"""Sentences that lead to one publication become one thing."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from citecheck.clustering import clusters_to_merge, merge_clusters
from citecheck.model import (
    Citation,
    CitationKind,
    Claimed,
    Evidence,
    Journal,
    JournalMention,
    Span,
)

BMJ = JournalMention("The BMJ", Journal("BMJ (Clinical research ed.)", "BMJ"))
GUT = JournalMention("Gut", Journal("Gut", "Gut"))
SENTENCE = (
    "Muscle strength and early death: a cohort study Weak teenagers die earlier, says a study in The BMJ."
)


def joined(clusters: Sequence[Evidence], meant: Callable[[Evidence], str | None]) -> tuple[Evidence, ...]:
    kept = dict(enumerate(clusters))
    for bare, named in clusters_to_merge(clusters, lambda place: meant(clusters[place])):
        kept[named] = merge_clusters(kept[named], kept.pop(bare))
    return tuple(kept.values())


def found(name: str, claimed: Claimed, quote: str = SENTENCE) -> Evidence:
    start = int(name[1:])
    place = Citation(name, CitationKind.ATTRIBUTION, quote, Span(start, start + 1, 1, 1, 1, 2), claimed)
    return Evidence((place,), claimed)


TITLED = found("c1", Claimed(title="Muscle strength and early death: a cohort study"))
ATTRIBUTED = found("c2", Claimed(journal=BMJ, finding="weak teenagers die earlier"))


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
        "c3", Claimed(finding="a million of them were followed"), "The study followed a million of them."
    )
    (evidence,) = joined([ATTRIBUTED, later], lambda _: "31")
    assert [citation.id for citation in evidence.citations] == ["c2", "c3"]


def test_references_stay_apart() -> None:
    entry = replace(TITLED.citations[0], kind=CitationKind.REFERENCE)
    both = [Evidence((entry,), entry.claimed), ATTRIBUTED]
    assert joined(both, lambda _: "31") == tuple(both)


def test_nothing_is_ranked_where_nothing_could_join() -> None:
    def meant(_: object) -> str | None:
        raise AssertionError

    assert joined([TITLED], meant) == (TITLED,)
    assert joined([ATTRIBUTED], meant) == (ATTRIBUTED,)


def test_two_journals_of_a_sentence_may_be_two_studies() -> None:
    both = [ATTRIBUTED, found("c3", Claimed(journal=GUT))]
    assert joined(both, lambda _: "31") == tuple(both)
    with_title = joined([TITLED, *both], lambda _: "31")
    assert with_title == (TITLED, *both)
