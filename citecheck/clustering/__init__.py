"""Citations that mean one publication become one cluster."""

from citecheck.clustering.cluster import gather
from citecheck.clustering.journal_resolution import unknown_periodicals, with_periodicals
from citecheck.clustering.merge_by_publication import join, to_join

__all__ = ["gather", "join", "to_join", "unknown_periodicals", "with_periodicals"]
