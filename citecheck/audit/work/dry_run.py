"""Estimates the lookups and the time of a run before it is started."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from citecheck.audit.inputs.article import Article
from citecheck.audit.inputs.progress_estimate import humanize_duration
from citecheck.clustering import cluster_citations
from citecheck.extraction.boundary import extract_within_budget
from citecheck.journals import Catalogue
from citecheck.model import CitationCluster, Lookup
from citecheck.planning import run_query_plan

# Requests a second that NCBI allows without an API key and with one.
_OPEN_RATE, _KEYED_RATE = 3.0, 10.0


def estimate_lookups(found: Iterable[Article], *, live: bool, keyed: bool) -> str:
    """Read and extract all articles, look nothing up, and say in lines what a run would ask.

    The smallest number of lookups counts the first step of the query plan of each different citation,
    the largest number counts all steps.

    Args:
        found: The articles.
        live: Whether the source is a live service, so that the time is estimated, too.
        keyed: Whether there is an API key, which allows 10 requests a second instead of 3.

    Returns:
        Text of three lines, or of four with `live`.
    """
    catalogue = Catalogue.load()
    kinds: Counter[str] = Counter()
    seen: set[int] = set()
    articles = unreadable = fewest = most = 0
    for article in found:
        document, citations = extract_within_budget(article.read(), catalogue)
        articles += 1
        unreadable += document.error is not None
        kinds.update(citation.kind.value for citation in citations)
        for cluster in cluster_citations(citations):
            steps = _plan_steps(cluster)
            if steps and hash(steps[0]) not in seen:
                seen.add(hash(steps[0]))
                fewest += steps[0][1]
                most += sum(count for _, count in steps)
    shown = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items())) or "none"
    lines = [
        f"{articles:,} articles ({unreadable:,} could not be read)",
        f"{kinds.total():,} citations: {shown}",
        f"{len(seen):,} different things to look up, with {fewest:,} to {most:,} questions",
    ]
    if live:
        rate = _KEYED_RATE if keyed else _OPEN_RATE
        lines.append(
            f"at {rate:g} requests a second: "
            f"{humanize_duration(fewest / rate)} to {humanize_duration(most / rate)}"
        )
    return "\n".join(lines)


def _plan_steps(cluster: CitationCluster) -> list[tuple[int, int]]:
    """Each step of the whole query plan as (hash of its queries, number of its queries)."""
    plan = run_query_plan(cluster, lambda _: False)
    steps = []
    queries = next(plan, None)
    while queries:
        steps.append((hash(queries), len(queries)))
        try:
            queries = plan.send(tuple(Lookup(query, "") for query in queries))
        except StopIteration:
            break
    return steps
