"""Citations of the same publication become one cluster."""

from citecheck.clustering.cluster import cluster_citations, group_citations
from citecheck.clustering.journal_resolution import resolve_journal_names, unknown_journal_names
from citecheck.clustering.merge_by_publication import clusters_to_merge, merge_clusters
from citecheck.clustering.split_links import split_links

__all__ = [
    "cluster_citations",
    "clusters_to_merge",
    "group_citations",
    "merge_clusters",
    "resolve_journal_names",
    "split_links",
    "unknown_journal_names",
]
