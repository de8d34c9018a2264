"""Sentences that lead to one publication become one thing."""

from dataclasses import replace

from citecheck.model import (
    Citation,
    CitationKind,
    Claimed,
    Evidence,
    Journal,
    JournalMention,
    Lookup,
    Query,
    Span,
)
from citecheck.planning import joined

BMJ = JournalMention("The BMJ", Journal("BMJ (Clinical research ed.)", "BMJ"))
GUT = JournalMention("Gut", Journal("Gut", "Gut"))
SENTENCE = (
    "Muscle strength and early death: a cohort study Weak teenagers die earlier, says a study in The BMJ."
)


def found(name: str, claimed: Claimed, quote: str = SENTENCE) -> tuple[Evidence, tuple[Lookup, ...]]:
    start = int(name[1:])
    place = Citation(name, CitationKind.ATTRIBUTION, quote, Span(start, start + 1, 1, 1, 1, 2), claimed)
    return Evidence((place,), claimed), (Lookup(Query(name), name),)


TITLED = found("c1", Claimed(title="Muscle strength and early death: a cohort study"))
ATTRIBUTED = found("c2", Claimed(journal=BMJ, finding="weak teenagers die earlier"))


def test_a_title_joins_the_attribution_of_its_sentence() -> None:
    ((evidence, lookups),) = joined([TITLED, ATTRIBUTED], lambda _: "31")
    assert [citation.id for citation in evidence.citations] == ["c1", "c2"]
    assert (evidence.claimed.journal, evidence.claimed.title) == (BMJ, TITLED[0].claimed.title)
    assert [lookup.text for lookup in lookups] == ["c2", "c1"]


def test_what_leads_elsewhere_or_nowhere_stays_apart() -> None:
    both = [TITLED, ATTRIBUTED]
    assert joined(both, lambda one: one[0].citations[0].id) == tuple(both)
    assert joined(both, lambda _: None) == tuple(both)


def test_a_later_sentence_on_the_same_publication_joins() -> None:
    later = found(
        "c3", Claimed(finding="a million of them were followed"), "The study followed a million of them."
    )
    ((evidence, _),) = joined([ATTRIBUTED, later], lambda _: "31")
    assert [citation.id for citation in evidence.citations] == ["c2", "c3"]


def test_references_stay_apart() -> None:
    entry = replace(TITLED[0].citations[0], kind=CitationKind.REFERENCE)
    both = [(Evidence((entry,), entry.claimed), TITLED[1]), ATTRIBUTED]
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
