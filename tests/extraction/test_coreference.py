from __future__ import annotations

from citecheck.extraction.candidate import CitationCandidate
from citecheck.extraction.coreference import same_publication
from citecheck.model import CitationFields, CitationKind

A, L, R = CitationKind.ATTRIBUTION, CitationKind.LINK, CitationKind.REFERENCE


def draft(kind: CitationKind, start: int, end: int, pmid: str | None = None) -> CitationCandidate:
    return CitationCandidate(kind, start, end, CitationFields(pmid=pmid))


def test_the_same_identifier_is_the_same_publication() -> None:
    first, second, third = draft(L, 0, 9, "1"), draft(L, 10, 19, "2"), draft(L, 20, 29, "1")
    assert same_publication((first, second, third), (), {}) == {third: first}


def test_the_only_link_in_the_sentence_of_the_only_attribution() -> None:
    link, told = draft(L, 0, 50, "1"), draft(A, 0, 50)
    assert same_publication((link, told), (), {}) == {told: link}


def test_two_links_in_a_sentence_tie_nothing() -> None:
    told, one, two = draft(A, 0, 50), draft(L, 0, 50, "1"), draft(L, 0, 50, "2")
    assert same_publication((told, one, two), (), {}) == {}


def test_ties_lead_to_the_first_of_all() -> None:
    first, second, third = draft(A, 0, 9), draft(A, 10, 19), draft(A, 20, 29)
    told = [(third, second), (second, first)]
    assert same_publication((first, second, third), told, {}) == {second: first, third: first}


def test_a_place_that_leads_to_an_entry_is_tied_through_it() -> None:
    told, entry = draft(A, 0, 9, "1"), draft(R, 10, 19, "1")
    assert same_publication((told, entry), (), {told: entry}) == {}


def test_a_later_mention_whose_link_leads_elsewhere_is_another_study() -> None:
    first, told, second, later = draft(L, 0, 9, "1"), draft(A, 0, 9), draft(L, 10, 19, "2"), draft(A, 10, 19)
    found = same_publication((first, told, second, later), [(later, told)], {})
    assert found == {told: first, later: second}


def test_a_later_mention_whose_marker_leads_elsewhere_is_another_study() -> None:
    told, later, one, other = draft(A, 0, 9), draft(A, 10, 19), draft(R, 20, 29), draft(R, 30, 39)
    refers = {told: one, later: other}
    assert same_publication((told, later, one, other), [(later, told)], refers) == {}
