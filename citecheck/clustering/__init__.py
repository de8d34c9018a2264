"""Citations that mean one publication become one cluster."""

from citecheck.clustering.cluster import gather
from citecheck.clustering.journal_resolution import unknown_periodicals, with_periodicals
from citecheck.clustering.merge_by_publication import clusters_to_merge, merge_clusters

__all__ = ["clusters_to_merge", "gather", "merge_clusters", "unknown_periodicals", "with_periodicals"]
