"""Articles are checked: what was settled before is not looked up again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.audit.articles import Article
from citecheck.audit.outcome import Outcome, citation_row, evidence_of, places_of
from citecheck.audit.records import block
from citecheck.audit.settled import Memory, Place, Settled, key_of, lookups_of, placeless, settle
from citecheck.checker import Checker, Examined, Extracted
from citecheck.model import Evidence, Lookup, Publication
from citecheck.planning.joining import to_join, together

Trail = tuple[Lookup, ...]


@dataclass(slots=True)
class _Case:
    """One evidence of a document. `key` is None where its judgement depends on its neighbours."""

    evidence: Evidence
    key: bytes | None
    trail: Trail | None = None
    settled: Settled | None = None


def check_with(checker: Checker, batch: Sequence[Article], memory: Memory) -> list[Outcome]:
    """Check articles: one outcome each, in order. What cannot be read has its reason.

    All publications that were found are kept to be judged again, since each bears on the chance of the
    others; but for those that were sent already.
    """
    parts = checker.extracted([article.read() for article in batch])
    cases = [_cases(part) for part in parts]
    _settle(checker, [case for group in cases for case in group], memory)
    joins = [_joins(checker, group) for group in cases]
    _look_up(
        checker,
        [group[at] for group, pairs in zip(cases, joins, strict=True) for pair in pairs for at in pair],
    )
    outcomes = []
    for article, part, group, pairs in zip(batch, parts, cases, joins, strict=True):
        outcomes.append(_outcome(checker, article, part, _joined(group, pairs), memory))
    return outcomes


def _cases(part: Extracted) -> list[_Case]:
    """The evidences of a document. A sentence that speaks of two publications is judged as a whole."""
    quoted = Counter(quote for e in part.evidences for quote in {c.quote for c in e.citations})
    return [
        _Case(
            evidence,
            key_of(placeless(evidence)) if all(quoted[c.quote] == 1 for c in evidence.citations) else None,
        )
        for evidence in part.evidences
    ]


def _settle(checker: Checker, cases: Sequence[_Case], memory: Memory) -> None:
    """Settle what is not remembered, the same evidence once; what has no key is only looked up."""
    for case in cases:
        case.settled = memory.get(case.key) if case.key else None
    _look_up(checker, [case for case in cases if case.settled is None])
    fresh: dict[bytes, Settled] = {}
    for case in cases:
        if case.key is None or case.trail is None:
            continue
        if case.key not in fresh:
            fresh[case.key] = settle(checker, placeless(case.evidence), case.trail)
            if all(lookup.answered for lookup in case.trail):
                memory.put(case.key, fresh[case.key])
        case.settled = fresh[case.key]


def _look_up(checker: Checker, cases: Sequence[_Case]) -> None:
    wanted = [case for case in cases if case.trail is None]
    for case, trail in zip(wanted, checker.trails([case.evidence for case in wanted]), strict=True):
        case.trail = trail


def _joins(checker: Checker, cases: Sequence[_Case]) -> tuple[tuple[int, int], ...]:
    def meant(at: int) -> str | None:
        case = cases[at]
        return case.settled.meant if case.settled else checker.meant((case.evidence, case.trail or ()))

    return to_join([case.evidence for case in cases], meant)


def _joined(cases: Sequence[_Case], pairs: Sequence[tuple[int, int]]) -> list[_Case]:
    kept = dict(enumerate(cases))
    for bare, named in pairs:
        one, other = kept[named], kept.pop(bare)
        kept[named] = _Case(*_together(one, other))
    return list(kept.values())


def _together(one: _Case, other: _Case) -> tuple[Evidence, None, Trail]:
    evidence, trail = together((one.evidence, one.trail or ()), (other.evidence, other.trail or ()))
    return evidence, None, trail


def _outcome(
    checker: Checker, article: Article, part: Extracted, cases: Sequence[_Case], memory: Memory
) -> Outcome:
    document = part.document
    places: dict[str, Place] = {}
    rows = []
    for case in cases:
        ids = [citation.id for citation in case.evidence.citations]
        if case.settled:
            places |= zip(ids, case.settled.places, strict=True)
        found = case.settled.lookups if case.settled else lookups_of(case.evidence, case.trail or ())
        rows.append((ids, found))
    rest = Examined(
        document,
        tuple(citation for citation in part.citations if citation.id not in places),
        tuple((case.evidence, case.trail or ()) for case in cases if case.settled is None),
    )
    places |= places_of(checker.judged(rest))
    digest, size = article.digest()
    return Outcome(
        article.id,
        digest,
        size,
        document.format.value,
        document.title,
        document.date.isoformat() if document.date else None,
        document.error,
        tuple(citation_row(article.id, c, places[c.id]) for c in part.citations if c.id in places),
        evidence_of(part.citations, rows),
        block(_unsent(cases, memory)),
    )


def _unsent(cases: Sequence[_Case], memory: Memory) -> list[Publication]:
    """The publications found that the store does not have from here, by PMID."""
    trails = (case.trail or () for case in cases)
    found = {p.pmid: p for trail in trails for lookup in trail for p in lookup.publications}
    new = [found[pmid] for pmid in sorted(found.keys() - memory.sent)]
    memory.sent.update(publication.pmid for publication in new)
    return new
