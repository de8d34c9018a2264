"""The pipeline from documents to reports: the only module that calls all stages.

    Document ─ extract ─► Citations ─ cluster ─► Clusters ─ query plan ─► Lookups ─ rank ─► judge ─► Report

The clusters (`CitationCluster`) of many documents run their query plans side by side: each round gives the
source all queries that are due, so that a slow source can answer them together.

A cluster is judged without the positions of its citations. Its result is therefore valid wherever an article
states the same, and a `Memo` may keep it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from citecheck.claims import with_claim_comparison, with_study_statements
from citecheck.clustering import (
    cluster_citations,
    clusters_to_merge,
    merge_clusters,
    resolve_journal_names,
    split_links,
    unknown_journal_names,
)
from citecheck.corrections import in_list_style
from citecheck.errors import CitecheckError
from citecheck.extraction.boundary import extract_within_budget
from citecheck.journals import Catalogue
from citecheck.lookup_rounds import INTERRUPTED, LookupRounds, Progress
from citecheck.matching import Matcher
from citecheck.matching.ranking import Ranking
from citecheck.model import (
    CheckedDocument,
    Citation,
    CitationCluster,
    ClusterResult,
    Document,
    DocumentReport,
    JournalLookup,
    Lookup,
    Publication,
    Verdict,
)
from citecheck.safety.budget import Budget, reason_for
from citecheck.sources import Source
from citecheck.verdicts.decision import judge
from citecheck.verdicts.identification import can_stop_search, is_recognised, stops_search
from citecheck.verdicts.neighbours import is_led_elsewhere, misstated_of_neighbours

BATCH = 64  # documents looked up together; this bounds memory and keeps a live source busy
Filter = Callable[[Document, Sequence[Citation]], Sequence[Citation]]  # selects the citations to check
Watch = Callable[[CheckedDocument], None]  # called with the results of a document so far
Extract = Callable[[Document, Catalogue], tuple[Document, tuple[Citation, ...]]]


class Memo(Protocol):
    """Keeps the results of clusters by their keys."""

    def key(self, cluster: CitationCluster) -> Hashable:
        """Return a key that is different for each different cluster without positions."""

    def recall(self, key: Hashable) -> ClusterResult | None:
        """Return the result that was kept under this key, marked as remembered; None if nothing was kept."""

    def keep(self, key: Hashable, result: ClusterResult) -> None:
        """Keep a result; a memo may also drop it.

        Args:
            key: The key of the cluster.
            result: Its result; all of its lookups were answered.
        """


@dataclass(slots=True)
class _Case:
    """A cluster on its way through the stages; `parts` are the clusters that were merged into it."""

    cluster: CitationCluster
    stated: CitationCluster
    key: Hashable
    lookups: tuple[Lookup, ...] | None = None
    result: ClusterResult | None = None
    parts: tuple[_Case, ...] = ()


class Checker:
    """Checks documents against one source. It keeps no state between documents but caches.

    With `complete`, the source counts as all of PubMed. A keyboard interrupt ends the work: open queries
    become unanswered lookups, and `interrupted` is set. A `memo` saves work and changes no report. `extract`
    finds the citations of a document; it must keep within a budget.
    """

    def __init__(
        self,
        source: Source,
        catalogue: Catalogue,
        *,
        complete: bool = False,
        memo: Memo | None = None,
        extract: Extract = extract_within_budget,
    ) -> None:
        self.source = source
        self.info = replace(source.info, complete=True) if complete else source.info
        self.catalogue = catalogue
        self.matcher = Matcher(catalogue, self.info.records)
        self._memo = memo
        self._extract_one = extract
        self._rounds = LookupRounds(source, self._stops_search)

    @property
    def interrupted(self) -> bool:
        """Whether the work was ended; setting it ends the work, from any thread."""
        return self._rounds.interrupted

    @interrupted.setter
    def interrupted(self, is_over: bool) -> None:
        self._rounds.interrupted = is_over

    def check(
        self, documents: Iterable[Document], progress: Progress | None = None, only: Filter | None = None
    ) -> Iterator[DocumentReport]:
        """Check documents and iterate over their reports, in order.

        Args:
            documents: The documents, which are read in batches.
            progress: Called with the number of citations of a batch that are looked up, and with their total.
            only: Selects the citations to check; the others are neither looked up nor reported.
        """
        return (in_list_style(checked.report) for checked in self.examine(documents, progress, only))

    def examine(
        self, documents: Iterable[Document], progress: Progress | None = None, only: Filter | None = None
    ) -> Iterator[CheckedDocument]:
        """Check documents like `check`, and iterate over them with their clusters and lookups.

        Args:
            documents: The documents, which are read in batches.
            progress: As in `check`.
            only: As in `check`.
        """
        remaining = iter(documents)
        while not self.interrupted and (batch := tuple(islice(remaining, BATCH))):
            yield from self.check_batch(batch, progress, only)

    def check_batch(
        self,
        batch: Sequence[Document],
        progress: Progress | None = None,
        only: Filter | None = None,
        watch: Watch | None = None,
    ) -> list[CheckedDocument]:
        """Check documents together. A failing one gets an `error`; an interrupt leaves queries unanswered.

        Args:
            batch: The documents.
            progress: As in `check`.
            only: As in `check`.
            watch: Called with each document when its citations are found, and again each time that some of
                them are judged. The results returned in the end may differ from these.
        """
        try:
            return self._check_together(batch, progress, only, watch)
        except CitecheckError:
            raise
        except Exception as error:  # noqa: BLE001 - the boundary around one document
            if len(batch) > 1:
                return [
                    one for document in batch for one in self.check_batch([document], progress, only, watch)
                ]
            failed = replace(batch[0], error=reason_for(error, Budget.of(len(batch[0].text))))
            return [CheckedDocument(failed, (), ())]

    def _check_together(
        self,
        batch: Sequence[Document],
        progress: Progress | None,
        only: Filter | None,
        watch: Watch | None = None,
    ) -> list[CheckedDocument]:
        self.matcher.forget()
        extracted = self._extract(batch, only)
        groups = [[self._case(cluster) for cluster in clusters] for _, _, clusters in extracted]

        def known() -> list[CheckedDocument]:
            return [
                CheckedDocument(document, citations, _results(group))
                for (document, citations, _), group in zip(extracted, groups, strict=True)
            ]

        def show() -> None:
            for one in known() if watch else ():
                watch(one)  # type: ignore[misc]  # it is called where there is a `watch` alone

        show()
        self._judge_all([case for group in groups for case in group], progress, show)
        groups = [self._merge_clusters(self._split_clusters(group)) for group in groups]
        self._judge_all([case for group in groups for case in group])
        for group in groups:
            self._reconsider_neighbours(group)
        return known()

    def judge_again(
        self,
        document: Document,
        citations: tuple[Citation, ...],
        found: Iterable[tuple[CitationCluster, tuple[Lookup, ...]]],
    ) -> CheckedDocument:
        """Judge clusters with their stored lookups, without new ones.

        Args:
            document: The document.
            citations: Its citations.
            found: Its clusters, each with its lookups.
        """
        self.matcher.forget()
        cases = [
            _Case(cluster, stated := cluster.without_positions(), stated, lookups)
            for cluster, lookups in found
        ]
        self._judge_all(cases)
        self._reconsider_neighbours(cases)
        return CheckedDocument(document, citations, _results(cases))

    def _extract(
        self, batch: Sequence[Document], only: Filter | None
    ) -> list[tuple[Document, tuple[Citation, ...], tuple[CitationCluster, ...]]]:
        """Each document with its citations and their clusters; only names of journals are looked up."""
        bounded = [self._extract_one(document, self.catalogue) for document in batch]
        batch, every = [document for document, _ in bounded], [citations for _, citations in bounded]
        wanted = [
            {c.id for c in (only(document, citations) if only else citations)}
            for document, citations in zip(batch, every, strict=True)
        ]
        found = self._resolve_journals(every, wanted)
        parts = []
        for document, citations, ids in zip(batch, found, wanted, strict=True):
            kept = tuple(c for c in citations if c.id in ids)
            clusters = (e for e in cluster_citations(citations) if any(c.id in ids for c in e.citations))
            parts.append((document, kept, tuple(clusters)))
        return parts

    def _resolve_journals(
        self, found: Sequence[tuple[Citation, ...]], wanted: Sequence[Set[str]]
    ) -> list[tuple[Citation, ...]]:
        """The citations, with the journals that only the source's catalogue has."""
        names = unknown_journal_names(
            citation
            for citations, ids in zip(found, wanted, strict=True)
            for citation in citations
            if citation.id in ids
        )
        try:
            looked_up = self.source.journals(names) if names else {}
        except KeyboardInterrupt:
            self.interrupted = True
            looked_up = dict.fromkeys(names, JournalLookup(error=INTERRUPTED))
        return [resolve_journal_names(citations, looked_up) for citations in found]

    def _case(self, cluster: CitationCluster) -> _Case:
        stated = cluster.without_positions()
        if self._memo is None:
            return _Case(cluster, stated, stated)
        key = self._memo.key(stated)
        return _Case(cluster, stated, key, result=self._memo.recall(key))

    def _judge_all(
        self,
        cases: Iterable[_Case],
        progress: Progress | None = None,
        show: Callable[[], None] | None = None,
    ) -> None:
        """Look up and judge the clusters that have no result yet; equal clusters are judged once.

        Args:
            cases: The clusters.
            progress: As in `check`.
            show: Called each time that some clusters are judged.
        """
        results: dict[Hashable, ClusterResult] = {}
        for looked_up in self._look_up([case for case in cases if case.result is None], progress):
            for case in looked_up:
                case.result = results.get(case.key)
                if case.result is None:
                    case.result = results[case.key] = self._judge_cluster(case)
                    if self._memo and case.result.is_answered:
                        self._memo.keep(case.key, case.result)
            if show and looked_up:
                show()

    def _judge_cluster(self, case: _Case, without: frozenset[str] = frozenset()) -> ClusterResult:
        """Judge a cluster by itself, without the publications in `without`."""
        lookups = case.lookups or ()
        ranked = self.matcher.rank(case.stated, [p for p in _publications(lookups) if p.pmid not in without])
        return ClusterResult(
            lookups,
            tuple(tuple(p.pmid for p in lookup.publications) for lookup in lookups),
            with_claim_comparison(
                case.stated.citations,
                judge(case.stated, ranked, lookups, self.info, self.matcher, self.catalogue),
            ),
            self._recognised(case.stated, ranked),
        )

    def _look_up(self, cases: Sequence[_Case], progress: Progress | None = None) -> Iterator[list[_Case]]:
        """Give each case its lookups; a merged cluster has the lookups of its parts.

        Yields:
            Groups of cases that have got their lookups, each case once, as the answers come.
        """
        waiting = list(cases)
        asked = [part for case in cases for part in case.parts or (case,) if part.lookups is None]
        alike = defaultdict(list)
        for part in asked:
            alike[part.cluster.claimed].append(part)
        for found in self._rounds.lookups([case.cluster for case in asked], progress):
            for claimed, lookups in found.items():
                for part in alike[claimed]:
                    part.lookups = lookups
            ready: list[_Case] = []
            still: list[_Case] = []
            for case in waiting:
                is_ready = all(part.lookups is not None for part in case.parts or (case,))
                (ready if is_ready else still).append(case)
            waiting = still
            for case in ready:
                case.lookups = case.lookups or tuple(
                    dict.fromkeys(lookup for part in case.parts for lookup in part.lookups or ())
                )
            yield ready

    def _split_clusters(self, cases: Sequence[_Case]) -> list[_Case]:
        """Split the clusters in which a link leads to another publication than the entry of its number."""
        found: list[_Case] = []
        for case in cases:
            judgements = case.result.judgements if case.result else ()
            is_split = judgements and is_led_elsewhere(case.cluster, judgements, self.matcher)
            found += [self._case(part) for part in split_links(case.cluster)] if is_split else [case]
        return found

    def _merge_clusters(self, cases: Sequence[_Case]) -> list[_Case]:
        """Merge the clusters that turn out to cite the same publication."""
        kept = dict(enumerate(cases))
        for bare, named in clusters_to_merge([case.cluster for case in cases], lambda at: _best(cases[at])):
            one, other = kept[named], kept.pop(bare)
            joined = self._case(merge_clusters(one.cluster, other.cluster))
            joined.parts = (*(one.parts or (one,)), other)
            kept[named] = joined
        return list(kept.values())

    def _reconsider_neighbours(self, cases: Sequence[_Case]) -> None:
        """Judge clusters again without publications that a neighbour in their sentence states correctly."""
        results = [(case, case.result) for case in cases if case.result]
        taken = {
            (citation.quote, judgement.match.publication.pmid)
            for case, result in results
            for citation, judgement in zip(case.cluster.citations, result.judgements, strict=True)
            if judgement.verdict is Verdict.VERIFIED and judgement.match
        }
        for case, result in results:
            if neighbours := misstated_of_neighbours(case.cluster, result.judgements, taken):
                for _ in self._look_up([case]):
                    pass
                case.result = self._judge_cluster(case, neighbours)

    def _stops_search(self, cluster: CitationCluster, lookups: Sequence[Lookup]) -> bool:
        if not can_stop_search(cluster.claimed):
            return False
        ranked = self.matcher.rank(cluster, _publications(lookups))
        return stops_search(cluster.claimed, ranked, self.info.records)

    def _recognised(self, cluster: CitationCluster, ranked: Ranking) -> str | None:
        best = is_recognised(cluster.claimed, ranked, self.info.records)
        return best.weighed.publication.pmid if best else None


def _results(cases: Iterable[_Case]) -> tuple[tuple[CitationCluster, ClusterResult], ...]:
    """The judged clusters of a document with their results."""
    return with_study_statements((case.cluster, case.result) for case in cases if case.result)


def _best(case: _Case) -> str | None:
    return case.result.best if case.result else None


def _publications(lookups: Sequence[Lookup]) -> Iterable[Publication]:
    """The publications of the lookups, each once."""
    found: dict[str, Publication] = {}
    for lookup in lookups:
        for publication in lookup.publications:
            found.setdefault(publication.pmid, publication)
    return found.values()
