"""Citations that mean one publication become one cluster."""

from citecheck.clustering.cluster import cluster_citations
from citecheck.clustering.journal_resolution import resolve_journal_names, unknown_journal_names
from citecheck.clustering.merge_by_publication import join, to_join

__all__ = ["cluster_citations", "join", "resolve_journal_names", "to_join", "unknown_journal_names"]
