"""Merges clusters whose searches found the same publication, where the text alone does not connect them.

"Muscle strength and early death: a cohort study. Weak teenagers die earlier, suggests a study in The
BMJ. The Swedish study followed a million of them." These are three citations, and only the search results
show that all cite the same study.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from citecheck.clustering.cluster import merge_fields
from citecheck.model import CitationCluster, CitationKind


def clusters_to_merge(
    clusters: Sequence[CitationCluster], likely_publication: Callable[[int], str | None]
) -> tuple[tuple[int, int], ...]:
    """Which clusters to merge into which others.

    Only a cluster of attributions without a journal is merged, and only into one that names a journal: two
    clusters with journals may be about two studies. `likely_publication` is called only if there are both.

    Args:
        clusters: The clusters of a document.
        likely_publication: Returns the PMID that the cluster at an index most probably cites, or None if no
            publication is more likely than not.

    Returns:
        Pairs of indices in `clusters`: a cluster without a journal, and the cluster that takes it in.
    """
    prose = {at: cluster for at, cluster in enumerate(clusters) if is_prose(cluster)}
    bare = [at for at, cluster in prose.items() if not cluster.claimed.journal]
    if not bare or len(bare) == len(prose):
        return ()
    named: dict[str | None, list[int]] = defaultdict(list)
    for at in sorted(prose.keys() - set(bare)):
        named[likely_publication(at)].append(at)
    publications = ((at, likely_publication(at)) for at in bare)
    return tuple((at, named[pmid][0]) for at, pmid in publications if pmid and len(named[pmid]) == 1)


def is_prose(cluster: CitationCluster) -> bool:
    """Whether all citations of the cluster are attributions."""
    return all(citation.kind is CitationKind.ATTRIBUTION for citation in cluster.citations)


def merge_clusters(one: CitationCluster, other: CitationCluster) -> CitationCluster:
    """Join two clusters into one, with the citations of both in reading order.

    Args:
        one: A cluster.
        other: Another cluster of the same document.
    """
    citations = sorted((*one.citations, *other.citations), key=lambda citation: citation.span.start)
    return CitationCluster(tuple(citations), merge_fields(citations))
