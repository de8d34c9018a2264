"""What a run would take, before it is started."""

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

# What NCBI allows in a second, without a key and with one.
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
        for evidence in cluster_citations(citations):
            rungs = _rungs(evidence)
            if rungs and hash(rungs[0]) not in seen:
                seen.add(hash(rungs[0]))
                fewest += rungs[0][1]
                most += sum(count for _, count in rungs)
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


def _rungs(evidence: CitationCluster) -> list[tuple[int, int]]:
    """Each step of the query plan as (hash of its queries, number of them), if no step ends the plan."""
    ladder = run_query_plan(evidence, lambda _: None, lambda _: False)
    rungs = []
    rung = next(ladder, None)
    while rung:
        rungs.append((hash(rung), len(rung)))
        try:
            rung = ladder.send(tuple(Lookup(query, "") for query in rung))
        except StopIteration:
            break
    return rungs
