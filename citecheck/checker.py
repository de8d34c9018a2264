"""A document, or many, through all stages: the one place that sees them all.

    Document ─ extract ─► Citations ─ gather ─► Evidence ─ climb/answer ─► Lookups ─ rank ─► judge ─► Report

Evidence of many documents climbs its ladders side by side: each round hands the source all
questions that are due, so that a slow source can answer them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from citecheck.extraction import extract
from citecheck.journals import Catalogue
from citecheck.matching import Matcher
from citecheck.model import (
    CheckedCitation,
    Citation,
    CitationKind,
    Document,
    DocumentReport,
    Evidence,
    Judgement,
    Lookup,
    Match,
    Publication,
    Query,
    Verdict,
)
from citecheck.planning import climb, gather
from citecheck.sources import Source
from citecheck.verdict import judge, settled

# Documents whose citations are looked up together. Bounds memory; far more citations than a live
# source can have in flight.
BATCH = 64

Progress = Callable[[int, int], None]
Filter = Callable[[Document, Citation], bool]


@dataclass(frozen=True, slots=True)
class Examined:
    """A document with all that was found out: judging it asks nothing more of any source."""

    document: Document
    citations: tuple[Citation, ...]
    lookups: tuple[tuple[Evidence, tuple[Lookup, ...]], ...] = ()


class Checker:
    """Checks documents against one source. Holds no state between documents but caches.

    `complete` takes the source as all of PubMed, whatever it says of itself. A keyboard interrupt
    while the source is asked ends the work: what was not answered yet is an unanswered Lookup, no
    further documents are taken, and `interrupted` is set.
    """

    def __init__(self, source: Source, catalogue: Catalogue, *, complete: bool = False) -> None:
        self.source = source
        self.info = replace(source.info, complete=True) if complete else source.info
        self.catalogue = catalogue
        self.matcher = Matcher(catalogue, source.frequency, self.info.records)
        self.interrupted = False

    def check(
        self, documents: Iterable[Document], progress: Progress | None = None, only: Filter | None = None
    ) -> Iterator[DocumentReport]:
        """A report for each document, in order: see `examine`."""
        return (self.judged(examined) for examined in self.examine(documents, progress, only))

    def examine(
        self, documents: Iterable[Document], progress: Progress | None = None, only: Filter | None = None
    ) -> Iterator[Examined]:
        """Each document with its citations and all lookups, in order.

        `progress` is told how many citations of a batch are settled, and how many there are. With
        `only`, citations that it refuses are neither looked up nor passed on.
        """
        remaining = iter(documents)
        while not self.interrupted and (batch := tuple(islice(remaining, BATCH))):
            found = [extract(document, self.catalogue) for document in batch]
            wanted = [
                tuple(c for c in citations if only is None or only(document, c))
                for document, citations in zip(batch, found, strict=True)
            ]
            gathered = [
                tuple(e for e in gather(citations) if not set(kept).isdisjoint(e.citations))
                for citations, kept in zip(found, wanted, strict=True)
            ]
            trails = iter(self._search([evidence for group in gathered for evidence in group], progress))
            for document, kept, group in zip(batch, wanted, gathered, strict=True):
                yield Examined(document, kept, tuple((evidence, next(trails)) for evidence in group))

    def judged(self, examined: Examined) -> DocumentReport:
        """The report on what was found out."""
        judgements: dict[str, Judgement] = {}
        for evidence, lookups in examined.lookups:
            ranked = self._rank(evidence, lookups)
            for citation in evidence.citations:
                judgements[citation.id] = judge(
                    citation, evidence, ranked, lookups, self.info, self.matcher, self.catalogue
                )
        return DocumentReport(examined.document, tuple(_checked(c, judgements) for c in examined.citations))

    def _search(self, evidences: Sequence[Evidence], progress: Progress | None) -> list[tuple[Lookup, ...]]:
        """All lookups of each evidence; every round asks for the next rung of every ladder at once."""
        trails: list[list[Lookup]] = [[] for _ in evidences]
        ladders = [
            climb(evidence, self.source.frequency, lambda seen, e=evidence: settled(self._rank(e, seen)))  # type: ignore[misc]
            for evidence in evidences
        ]
        due = {at: rung for at, ladder in enumerate(ladders) if (rung := next(ladder, None))}
        while due:
            answers = self._answer([query for rung in due.values() for query in rung])
            following = {}
            for at, rung in due.items():
                lookups = tuple(answers[query] for query in rung)
                trails[at].extend(lookups)
                try:
                    following[at] = ladders[at].send(lookups)
                except StopIteration:
                    continue
            due = following
            if progress:
                progress(len(evidences) - len(due), len(evidences))
        return [tuple(trail) for trail in trails]

    def _answer(self, queries: Sequence[Query]) -> dict[Query, Lookup]:
        """The answer to each query; the same question is put once."""
        different = list(dict.fromkeys(queries))
        try:
            answers = [] if self.interrupted else self.source.answer(different)
        except KeyboardInterrupt:
            self.interrupted = True
        if self.interrupted:
            answers = [Lookup(query, query.purpose, error="The run was interrupted.") for query in different]
        return dict(zip(different, answers, strict=True))

    def _rank(self, evidence: Evidence, lookups: Sequence[Lookup]) -> tuple[Match, ...]:
        found: dict[str, Publication] = {}
        for lookup in lookups:
            for publication in lookup.publications:
                found.setdefault(publication.pmid, publication)
        return self.matcher.rank(evidence, found.values())


def _checked(citation: Citation, judgements: dict[str, Judgement]) -> CheckedCitation:
    judgement = judgements.get(citation.id)
    if judgement is None and citation.kind is CitationKind.UNSOURCED:
        judgement = Judgement(Verdict.UNSOURCED, ("It names nothing that could be looked up.",))
    return CheckedCitation(citation, judgement)
