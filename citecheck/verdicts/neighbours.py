"""Corrects judgements by those on other citations of the same article."""

from __future__ import annotations

from collections.abc import Sequence, Set

from citecheck.matching import Matcher
from citecheck.matching.contradictions import contradictions
from citecheck.model import CitationCluster, CitationKind, Judgement, Verdict

# An entry that contradicts a record in all of these is not about that record.
_OF_ANOTHER_WORK = frozenset({"journal", "first_author"})


def misstated_of_neighbours(
    cluster: CitationCluster, judgements: Sequence[Judgement], taken: Set[tuple[str, str]]
) -> frozenset[str]:
    """The PMIDs that the cluster misstates and another citation of the same sentence states correctly.

    "Two studies, one in The Lancet and one in JAMA": if one of them is not found, it is not the other one.

    Args:
        cluster: the cluster.
        judgements: the judgements on its citations, in their order.
        taken: the words and the PMIDs of the citations that are verified.
    """
    return frozenset(
        one.match.publication.pmid
        for citation, one in zip(cluster.citations, judgements, strict=True)
        if one.verdict in (Verdict.MISMATCH, Verdict.POSSIBLE)
        and one.match
        and (citation.quote, one.match.publication.pmid) in taken
        and all(c.quote == citation.quote for c in cluster.citations)
    )


def is_led_elsewhere(cluster: CitationCluster, judgements: Sequence[Judgement], matcher: Matcher) -> bool:
    """Whether a link leads to another work than the entry whose number it bears.

    The number of a link may count links and not entries. That shows where the entry states no identifier, and
    the record that the link leads to has another journal and another first author.

    Args:
        cluster: the cluster.
        judgements: the judgements on its citations, in their order.
        matcher: the matcher that ranked the publications.
    """
    if not any(c.kind is CitationKind.LINK and c.claimed.has_identifier for c in cluster.citations):
        return False
    for citation, judgement in zip(cluster.citations, judgements, strict=True):
        if citation.kind is not CitationKind.REFERENCE or judgement.verdict is not Verdict.MISMATCH:
            continue
        if citation.claimed.has_identifier or judgement.match is None:
            return False
        wrong = contradictions(matcher.statements(citation.claimed, judgement.match.publication))
        return {one.field for one in wrong} >= _OF_ANOTHER_WORK
    return False
