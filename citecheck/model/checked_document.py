"""What was found out about a document and about each of its clusters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from citecheck.model.citation import Citation, CitationCluster, CitationKind
from citecheck.model.document import Document
from citecheck.model.judgement import CheckedCitation, DocumentReport, Judgement, Verdict
from citecheck.model.lookup import Lookup


@dataclass(frozen=True, slots=True)
class ClusterResult:
    """What was found out about one cluster by itself.

    Attributes:
        lookups: The queries asked and their answers. Without publications where a memo kept the result.
        found: For each lookup, the PMIDs of its publications.
        judgements: One for each citation of the cluster, in order.
        best: The PMID of the publication that the cluster probably cites, if there is one.
        is_remembered: Whether a memo kept the result, so that its publications are not at hand.
    """

    lookups: tuple[Lookup, ...]
    found: tuple[tuple[str, ...], ...]
    judgements: tuple[Judgement, ...]
    best: str | None
    is_remembered: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether the source answered every query."""
        return all(lookup.answered for lookup in self.lookups)


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """A document with its citations, and what was found out about each of their clusters."""

    document: Document
    citations: tuple[Citation, ...]
    clusters: tuple[tuple[CitationCluster, ClusterResult], ...] = ()

    @property
    def report(self) -> DocumentReport:
        """Each citation with its judgement."""
        judgements = {
            citation.id: judgement
            for cluster, result in self.clusters
            for citation, judgement in zip(cluster.citations, placed(cluster, result), strict=True)
        }
        return DocumentReport(self.document, tuple(_checked(c, judgements) for c in self.citations))


def placed(cluster: CitationCluster, result: ClusterResult) -> tuple[Judgement, ...]:
    """The judgements of a cluster, which was judged without positions, with their suggestions put in place.

    Args:
        cluster: the places that cite one publication, with their positions in the document.
        result: what was judged of the same places, with the offsets of `cluster.without_positions()`.

    Returns:
        One judgement for each place; suggestions have offsets in the document's text.

    Raises:
        ValueError: a judgement has suggestions, and there are not as many judgements as places.
    """
    if not any(judgement.suggestions for judgement in result.judgements):
        return result.judgements
    stated = cluster.without_positions().citations
    return tuple(
        _shifted(judgement, citation.span.start - one.span.start)
        for citation, one, judgement in zip(cluster.citations, stated, result.judgements, strict=True)
    )


def _shifted(judgement: Judgement, offset: int) -> Judgement:
    moved = (replace(s, start=s.start + offset, end=s.end + offset) for s in judgement.suggestions)
    return replace(judgement, suggestions=tuple(moved))


def _checked(citation: Citation, judgements: dict[str, Judgement]) -> CheckedCitation:
    judgement = judgements.get(citation.id)
    if judgement is None and citation.kind is CitationKind.UNSOURCED:
        judgement = Judgement(Verdict.UNSOURCED, ("It names nothing that could be looked up.",))
    return CheckedCitation(citation, judgement)
