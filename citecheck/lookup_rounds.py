"""Runs the query plans of many citations side by side, so that a slow source can answer them together."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from citecheck.model import CitationCluster, CitationFields, Lookup, Query
from citecheck.planning import run_query_plan
from citecheck.sources import Interrupted, Source

INTERRUPTED = "The run was interrupted."
_LOOKUPS_KEPT = 64  # clusters whose lookups are kept for repeats nearby; each may hold a hundred records
Progress = Callable[[int, int], None]


class LookupRounds:
    """Looks clusters up in rounds: each round sends the next step of every query plan.

    `interrupted` is set by a keyboard interrupt, and may be set from another thread: nothing more is asked
    then, and open queries become unanswered lookups.
    """

    def __init__(
        self, source: Source, stops_search: Callable[[CitationCluster, Sequence[Lookup]], bool]
    ) -> None:
        """Take a source.

        Args:
            source: Where clusters are looked up.
            stops_search: Whether the lookups of a cluster so far suffice.
        """
        self.interrupted = False
        self._source = source
        self._stops_search = stops_search
        self._kept_lookups: OrderedDict[CitationFields, tuple[Lookup, ...]] = OrderedDict()

    def lookups(
        self, clusters: Sequence[CitationCluster], progress: Progress | None = None
    ) -> Iterator[dict[CitationFields, tuple[Lookup, ...]]]:
        """Look up the clusters; clusters with the same fields are looked up once.

        Yields:
            Groups of fields with their lookups, as their query plans end.
        """
        places = Counter(cluster.claimed for cluster in clusters)
        new = {e.claimed: e for e in clusters if e.claimed not in self._kept_lookups}
        report = partial(_report_progress, progress, places) if progress else None
        known = {claimed: self._kept_lookups[claimed] for claimed in places if claimed in self._kept_lookups}
        self._keep_lookups(known)
        yield known
        for ended in self._run_query_plans(tuple(new.values()), report):
            self._keep_lookups(ended)
            yield ended

    def _keep_lookups(self, found: Mapping[CitationFields, tuple[Lookup, ...]]) -> None:
        for claimed, lookups in found.items():
            if all(lookup.answered for lookup in lookups):
                self._kept_lookups[claimed] = lookups
                self._kept_lookups.move_to_end(claimed)
        while len(self._kept_lookups) > _LOOKUPS_KEPT:
            self._kept_lookups.popitem(last=False)

    def _run_query_plans(
        self, clusters: Sequence[CitationCluster], report: Callable[[Iterable[CitationFields]], None] | None
    ) -> Iterator[dict[CitationFields, tuple[Lookup, ...]]]:
        """Run query plans side by side: each round sends the next step of every plan.

        Yields:
            Fields with their lookups, for the plans that end before the first round and in each round.
        """
        found: list[list[Lookup]] = [[] for _ in clusters]
        plans = [run_query_plan(cluster, partial(self._stops_search, cluster)) for cluster in clusters]
        due = {at: step for at, plan in enumerate(plans) if (step := next(plan, None))}
        yield {cluster.claimed: () for at, cluster in enumerate(clusters) if at not in due}
        while due:
            if report:
                report(clusters[at].claimed for at in due)
            answers = self._answer([query for step in due.values() for query in step])
            following = {}
            for at, step in due.items():
                lookups = tuple(answers[query] for query in step)
                found[at].extend(lookups)
                try:
                    following[at] = plans[at].send(lookups)
                except StopIteration:
                    continue
            ended = [at for at in due if at not in following]
            due = following
            yield {clusters[at].claimed: tuple(found[at]) for at in ended}
        if report:
            report(())

    def _answer(self, queries: Sequence[Query]) -> dict[Query, Lookup]:
        """Return the answer to each query; equal queries are sent once."""
        different = list(dict.fromkeys(queries))
        answers: Mapping[Query, Lookup] = {}
        try:
            if not self.interrupted:
                answers = dict(zip(different, self._source.answer(different), strict=True))
        except KeyboardInterrupt as interrupt:
            self.interrupted = True
            answers = interrupt.lookups if isinstance(interrupt, Interrupted) else {}
        unanswered = (
            Lookup(query, query.purpose, error=INTERRUPTED) for query in different if query not in answers
        )
        return {**answers, **{lookup.query: lookup for lookup in unanswered}}


def _report_progress(
    progress: Progress, places: Counter[CitationFields], due: Iterable[CitationFields]
) -> None:
    progress(places.total() - sum(places[claimed] for claimed in due), places.total())
