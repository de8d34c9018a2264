"""The query plan of a cluster: which queries a source is asked, from narrow to broad."""

from citecheck.planning.query_plan import run_query_plan

__all__ = ["run_query_plan"]
