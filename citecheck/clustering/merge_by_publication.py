"""Sentences that lead to one publication are about one thing, which no tie in the text could show.

"Muscle strength and early death: a cohort study. Weak teenagers die earlier, suggests a study in The
BMJ. The Swedish study followed a million of them." Three places are read, and only what is found shows
that they are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from citecheck.clustering.cluster import merge_fields
from citecheck.model import CitationCluster, CitationKind


def clusters_to_merge(
    clusters: Sequence[CitationCluster], meant: Callable[[int], str | None]
) -> tuple[tuple[int, int], ...]:
    """Which clusters go into which others: pairs of places in `clusters`.

    Only attributions without a journal join, and only one that names a journal: an article that names
    two may speak of two studies. Without any to join, `meant` is not called.

    Args:
        clusters: The clusters of a document.
        meant: Gives the publication that the cluster at a place leads to, if one is likelier than not.
    """
    prose = {place: one for place, one in enumerate(clusters) if is_prose(one)}
    bare = [place for place, evidence in prose.items() if not evidence.claimed.journal]
    if not bare or len(bare) == len(prose):
        return ()
    named: dict[str | None, list[int]] = defaultdict(list)
    for place in sorted(prose.keys() - set(bare)):
        named[meant(place)].append(place)
    publications = ((place, meant(place)) for place in bare)
    return tuple((place, named[one][0]) for place, one in publications if one and len(named[one]) == 1)


def is_prose(evidence: CitationCluster) -> bool:
    """Whether all its places are attributions."""
    return all(citation.kind is CitationKind.ATTRIBUTION for citation in evidence.citations)


def merge_clusters(one: CitationCluster, other: CitationCluster) -> CitationCluster:
    """Join two clusters into one, with the citations of both in reading order.

    Args:
        one: A cluster.
        other: Another cluster of the same document.
    """
    citations = sorted((*one.citations, *other.citations), key=lambda citation: citation.span.start)
    return CitationCluster(tuple(citations), merge_fields(citations))
