"""A link that leads to another publication than the entry of its number is a citation of its own."""

from __future__ import annotations

from typing import Any

from citecheck.clustering import split_links
from citecheck.model import Citation, CitationCluster, CitationFields, CitationKind, Span
from citecheck.model import CitationKind as Kind


def cited(name: str, kind: CitationKind, quote: str, **fields: Any) -> Citation:
    return Citation(
        name, kind, quote, Span(int(name[1:]), int(name[1:]) + 1, 1, 1, 1, 2), CitationFields(**fields)
    )


def test_each_identifier_has_a_cluster_and_the_entry_one() -> None:
    citations = (
        cited("c1", Kind.ATTRIBUTION, "Zinc helps. 21", finding="zinc helps"),
        cited("c2", Kind.LINK, "Zinc helps. 21", doi="10.1000/zinc"),
        cited("c3", Kind.LINK, "Iron helps. 21", doi="10.1000/iron"),
        cited("c4", Kind.ATTRIBUTION, "Salt harms [21].", finding="salt harms"),
        cited("c5", Kind.REFERENCE, "Hill C. Salt. Gut. 2012.", title="Salt"),
    )
    clusters = split_links(CitationCluster(citations, CitationFields()))
    names = [[citation.id for citation in cluster.citations] for cluster in clusters]
    assert names == [["c1", "c2"], ["c3"], ["c4", "c5"]]
    assert [cluster.claimed.doi for cluster in clusters] == ["10.1000/zinc", "10.1000/iron", None]
    assert [cluster.claimed.title for cluster in clusters] == [None, None, "Salt"]
