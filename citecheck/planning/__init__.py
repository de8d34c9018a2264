"""The plan of a cluster: which queries are asked of a source, tight to loose."""

from citecheck.planning.query_plan import run_query_plan

__all__ = ["run_query_plan"]
