"""The results of checking a document and each of its clusters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from citecheck.model.citation import Citation, CitationCluster, CitationKind
from citecheck.model.document import Document
from citecheck.model.judgement import CheckedCitation, DocumentReport, Judgement, Verdict
from citecheck.model.lookup import Lookup


@dataclass(frozen=True, slots=True)
class ClusterResult:
    """The result of checking one cluster.

    Attributes:
        lookups: The queries asked and their answers, without publications if the result comes from a memo.
        found: For each lookup, the PMIDs of its publications.
        judgements: One for each citation of the cluster, in order.
        best: The PMID of the publication that the cluster probably cites, if there is one.
        is_remembered: Whether the result comes from a memo, which does not keep publications.
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
    """A document with its citations, and the result for each of their clusters."""

    document: Document
    citations: tuple[Citation, ...]
    clusters: tuple[tuple[CitationCluster, ClusterResult], ...] = ()

    @property
    def report(self) -> DocumentReport:
        """Each citation with its judgement."""
        judgements = {
            citation.id: judgement
            for cluster, result in self.clusters
            for citation, judgement in zip(
                cluster.citations, placed(self.document, cluster, result), strict=True
            )
        }
        return DocumentReport(self.document, tuple(_checked(c, judgements) for c in self.citations))


def placed(document: Document, cluster: CitationCluster, result: ClusterResult) -> tuple[Judgement, ...]:
    """The judgements of a cluster, with suggestions moved to their offsets in the source.

    Args:
        document: the document, which maps its text to the source.
        cluster: the citations of one publication, with their positions in the document.
        result: the result for the same citations, with the offsets of `cluster.without_positions()`.

    Returns:
        One judgement for each citation. Suggestions have offsets in the source; a field has none where its
        characters do not stand there letter for letter.

    Raises:
        ValueError: a judgement has suggestions, and the numbers of judgements and citations differ.
    """
    if not any(judgement.suggestions for judgement in result.judgements):
        return result.judgements
    stated = cluster.without_positions().citations
    return tuple(
        _in_source(judgement, document, citation, one.span.start)
        for citation, one, judgement in zip(cluster.citations, stated, result.judgements, strict=True)
    )


def _in_source(judgement: Judgement, document: Document, citation: Citation, start: int) -> Judgement:
    """Return a judgement with its suggestions moved to the source.

    Args:
        judgement: Its suggestions count as if the quote began at `start`.
        document: The document of the citation.
        citation: The citation, with its span in the source.
        start: The offset that the first character of the quote has in the suggestions.
    """
    text_start = document.positions.text_offset(citation.span.start)
    if not document.text.startswith(citation.quote, text_start):
        return replace(judgement, suggestions=())
    shift = text_start - start
    found = [
        (one, document.positions.literal_range(one.start + shift, one.end + shift))
        for one in judgement.suggestions
    ]
    lost = {one.field for one, place in found if place is None}
    return replace(
        judgement,
        suggestions=tuple(
            replace(one, start=place[0], end=place[1])
            for one, place in found
            if place and one.field not in lost
        ),
    )


def _checked(citation: Citation, judgements: dict[str, Judgement]) -> CheckedCitation:
    judgement = judgements.get(citation.id)
    if judgement is None and citation.kind is CitationKind.UNSOURCED:
        judgement = Judgement(Verdict.UNSOURCED, ("It names nothing that could be looked up.",))
    return CheckedCitation(citation, judgement)
