"""Splits links with identifiers off a cluster whose entry turns out to be another publication."""

from __future__ import annotations

from collections.abc import Iterable

from citecheck.clustering.cluster import merge_fields
from citecheck.model import Citation, CitationCluster, CitationKind


def split_links(cluster: CitationCluster) -> tuple[CitationCluster, ...]:
    """The entry of a cluster, and for each identifier the links that state it, with their sentences.

    Args:
        cluster: a cluster with links that state an identifier.

    Returns:
        A cluster for each identifier of the links, and one for all that remains, in reading order.
    """
    groups: dict[str, list[Citation]] = {}
    for citation in cluster.citations:
        groups.setdefault(_key(citation, cluster.citations), []).append(citation)
    return tuple(CitationCluster(tuple(members), merge_fields(members)) for members in groups.values())


def _key(citation: Citation, all_: Iterable[Citation]) -> str:
    """The key by which citations are grouped: the identifier of a link in its sentence, else ""."""
    claimed = citation.claimed
    if citation.kind is CitationKind.REFERENCE:
        return ""
    if claimed.has_identifier:
        return next(filter(None, (claimed.pmid, claimed.doi, claimed.pmcid, claimed.accession)))
    links = (one for one in all_ if one.kind is CitationKind.LINK and one.claimed.has_identifier)
    return next((_key(link, ()) for link in links if link.quote == citation.quote), "")
