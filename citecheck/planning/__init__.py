"""The plan of a cluster: which queries are asked of a source, tight to loose."""

from citecheck.planning.query_plan import climb

__all__ = ["climb"]
