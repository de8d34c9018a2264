"""A document, or many, through all stages: the one place that sees them all.

    Document ─ extract ─► Citations ─ gather ─► Evidence ─ climb/answer ─► Lookups ─ rank ─► judge ─► Report

Evidence of many documents climbs its ladders side by side: each round hands the source all
questions that are due, so that a slow source can answer them together.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from citecheck.extraction import extract
from citecheck.journals import Catalogue
from citecheck.matching import Matcher
from citecheck.model import (
    CheckedCitation,
    Citation,
    CitationKind,
    Claimed,
    Document,
    DocumentReport,
    Evidence,
    JournalLookup,
    Judgement,
    Lookup,
    Publication,
    Query,
    Verdict,
)
from citecheck.planning import climb, gather, joined, unknown_periodicals, with_periodicals
from citecheck.sources import Interrupted, Source
from citecheck.verdict import judge, recognised, settled

# Documents whose citations are looked up together. Bounds memory; far more citations than a live
# source can have in flight.
BATCH = 64
# Claims whose lookups are kept for the documents that follow: what they repeat tends to stand near by. Each
# may hold a hundred records.
_TRAILS_KEPT = 64

_INTERRUPTED = "The run was interrupted."

Progress = Callable[[int, int], None]
Filter = Callable[[Document, Citation], bool]


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document with its citations, and what of them is to be looked up."""

    document: Document
    citations: tuple[Citation, ...]
    evidences: tuple[Evidence, ...]


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
        self._trails: OrderedDict[Claimed, tuple[Lookup, ...]] = OrderedDict()

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
            parts = self.extracted(batch, only)
            trails = iter(self.trails([evidence for part in parts for evidence in part.evidences], progress))
            for part in parts:
                found = [(evidence, next(trails)) for evidence in part.evidences]
                yield Examined(part.document, part.citations, joined(found, self.meant))

    def extracted(self, batch: Sequence[Document], only: Filter | None = None) -> list[Extracted]:
        """Each document with its citations, without any lookup but for the names of periodicals."""
        self.matcher.forget()
        found = self._named(batch, [extract(document, self.catalogue) for document in batch], only)
        parts = []
        for document, citations in zip(batch, found, strict=True):
            kept = tuple(c for c in citations if only is None or only(document, c))
            evidences = (e for e in gather(citations) if not set(kept).isdisjoint(e.citations))
            parts.append(Extracted(document, kept, tuple(evidences)))
        return parts

    def _named(
        self, batch: Sequence[Document], found: list[tuple[Citation, ...]], only: Filter | None
    ) -> list[tuple[Citation, ...]]:
        """The citations, with the periodicals that the source's catalogue knows and ours does not."""
        names = unknown_periodicals(
            citation
            for document, citations in zip(batch, found, strict=True)
            for citation in citations
            if only is None or only(document, citation)
        )
        try:
            looked_up = self.source.journals(names) if names else {}
        except KeyboardInterrupt:
            self.interrupted = True
            looked_up = dict.fromkeys(names, JournalLookup(error=_INTERRUPTED))
        return [with_periodicals(citations, looked_up) for citations in found]

    def judged(self, examined: Examined) -> DocumentReport:
        """The report on what was found out."""
        judged = [(evidence, self.judgements(evidence, lookups)) for evidence, lookups in examined.lookups]
        taken = {
            (citation.quote, one.match.publication.pmid)
            for evidence, judgements in judged
            for citation, one in zip(evidence.citations, judgements, strict=True)
            if one.verdict is Verdict.VERIFIED and one.match
        }
        by_place: dict[str, Judgement] = {}
        for (evidence, judgements), (_, lookups) in zip(judged, examined.lookups, strict=True):
            own = judgements
            neighbours = _misstated_of_neighbours(evidence, judgements, taken)
            if neighbours:
                own = self.judgements(evidence, lookups, neighbours)
            by_place.update((c.id, one) for c, one in zip(evidence.citations, own, strict=True))
        return DocumentReport(examined.document, tuple(_checked(c, by_place) for c in examined.citations))

    def judgements(
        self, evidence: Evidence, lookups: tuple[Lookup, ...], without: frozenset[str] = frozenset()
    ) -> tuple[Judgement, ...]:
        """The judgement on each place of an evidence by itself, `without` these publications."""
        found = [p for p in _publications(lookups) if p.pmid not in without]
        ranked = self.matcher.rank(evidence, found)
        return judge(evidence, ranked, lookups, self.info, self.matcher, self.catalogue)

    def meant(self, found: tuple[Evidence, tuple[Lookup, ...]]) -> str | None:
        """The publication that an evidence leads to, if one is likelier than not."""
        evidence, lookups = found
        ranked = self.matcher.rank(evidence, _publications(lookups))
        return ranked[0].publication.pmid if ranked and recognised(ranked[0]) else None

    def trails(
        self, evidences: Sequence[Evidence], progress: Progress | None = None
    ) -> list[tuple[Lookup, ...]]:
        """All lookups of each evidence; what is claimed in the same words again is looked up once."""
        places = Counter(evidence.claimed for evidence in evidences)
        new = {e.claimed: e for e in evidences if e.claimed not in self._trails}
        told = partial(_tell, progress, places) if progress else None
        trails = dict(zip(new, self._climbed(tuple(new.values()), told), strict=True))
        trails |= {claimed: self._trails[claimed] for claimed in places if claimed in self._trails}
        for claimed, trail in trails.items():
            if all(lookup.answered for lookup in trail):
                self._trails[claimed] = trail
                self._trails.move_to_end(claimed)
        while len(self._trails) > _TRAILS_KEPT:
            self._trails.popitem(last=False)
        return [trails[evidence.claimed] for evidence in evidences]

    def _climbed(
        self, evidences: Sequence[Evidence], told: Callable[[Iterable[Claimed]], None] | None
    ) -> list[tuple[Lookup, ...]]:
        """The lookups of ladders climbed side by side: each round asks for the next rung of every one."""
        trails: list[list[Lookup]] = [[] for _ in evidences]
        ladders = [
            climb(evidence, self.source.frequency, lambda seen, e=evidence: self._is_settled(e, seen))  # type: ignore[misc]
            for evidence in evidences
        ]
        due = {at: rung for at, ladder in enumerate(ladders) if (rung := next(ladder, None))}
        while due:
            if told:
                told(evidences[at].claimed for at in due)
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
        if told:
            told(())
        return [tuple(trail) for trail in trails]

    def _answer(self, queries: Sequence[Query]) -> dict[Query, Lookup]:
        """The answer to each query; the same question is put once."""
        different = list(dict.fromkeys(queries))
        answers: Mapping[Query, Lookup] = {}
        try:
            if not self.interrupted:
                answers = dict(zip(different, self.source.answer(different), strict=True))
        except KeyboardInterrupt as interrupt:
            self.interrupted = True
            answers = interrupt.lookups if isinstance(interrupt, Interrupted) else {}
        unanswered = (
            Lookup(query, query.purpose, error=_INTERRUPTED) for query in different if query not in answers
        )
        return {**answers, **{lookup.query: lookup for lookup in unanswered}}

    def _is_settled(self, evidence: Evidence, lookups: Sequence[Lookup]) -> bool:
        return settled(self.matcher.rank(evidence, _publications(lookups)))


def _misstated_of_neighbours(
    evidence: Evidence, judgements: Sequence[Judgement], taken: Set[tuple[str, str]]
) -> frozenset[str]:
    """The publications that it would be said to misstate, and that the same sentence states rightly.

    "Two studies, one in The Lancet and one in JAMA": where one of them is not found, it is not the other.
    """
    return frozenset(
        one.match.publication.pmid
        for citation, one in zip(evidence.citations, judgements, strict=True)
        if one.verdict is Verdict.MISMATCH
        and one.match
        and (citation.quote, one.match.publication.pmid) in taken
        and all(c.quote == citation.quote for c in evidence.citations)
    )


def _publications(lookups: Sequence[Lookup]) -> Iterable[Publication]:
    """What was found, each publication once."""
    found: dict[str, Publication] = {}
    for lookup in lookups:
        for publication in lookup.publications:
            found.setdefault(publication.pmid, publication)
    return found.values()


def _tell(progress: Progress, places: Counter[Claimed], due: Iterable[Claimed]) -> None:
    progress(places.total() - sum(places[claimed] for claimed in due), places.total())


def _checked(citation: Citation, judgements: dict[str, Judgement]) -> CheckedCitation:
    judgement = judgements.get(citation.id)
    if judgement is None and citation.kind is CitationKind.UNSOURCED:
        judgement = Judgement(Verdict.UNSOURCED, ("It names nothing that could be looked up.",))
    return CheckedCitation(citation, judgement)
