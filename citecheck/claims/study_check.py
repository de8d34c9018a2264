"""Adds to judgements what a sentence misstates of the study: a mismatch where that is sure, else a note."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from citecheck.claims.stated_study import StudyStatement, study_statements
from citecheck.model import Citation, CitationCluster, CitationKind, ClusterResult, Judgement, Verdict

# In characters: a longer quote is hardly a sentence.
_LONGEST_QUOTE = 4_000
# "(1, 2)", "[3-5]", "[1][2]": several publications are cited at once.
_SEVERAL_MARKERS = re.compile(r"[\[(]\d+\s*[,;–-]\s*\d+[^\])]{0,80}[\])]|\]\s*\[|\d[,–]\d+\]")


def with_study_statements(
    results: Iterable[tuple[CitationCluster, ClusterResult]],
) -> tuple[tuple[CitationCluster, ClusterResult], ...]:
    """The results of a document's clusters, with what each place states wrongly of the study.

    Where no identifier or title among a cluster's citations names the publication, nothing is called a
    mismatch: which study it is must not rest on what it found. Nor is a sentence judged that cites several
    publications: which of them it describes is not known.

    Args:
        results: All clusters of a document with their results.
    """
    every = tuple(results)
    shared = _shared_sentences(every)
    return tuple((cluster, _with_all(cluster, result, shared)) for cluster, result in every)


def _shared_sentences(results: Iterable[tuple[CitationCluster, ClusterResult]]) -> frozenset[str]:
    """The sentences of a document that cite more than one publication."""
    cited: dict[str, set[str]] = {}
    for number, (cluster, result) in enumerate(results):
        for citation, judgement in zip(cluster.citations, result.judgements, strict=True):
            if citation.kind is not CitationKind.REFERENCE:
                name = judgement.match.publication.pmid if judgement.match else f"unidentified {number}"
                cited.setdefault(citation.quote, set()).add(name)
    return frozenset(quote for quote, publications in cited.items() if len(publications) > 1)


def _with_all(cluster: CitationCluster, result: ClusterResult, shared: frozenset[str]) -> ClusterResult:
    is_named = any(c.claimed.has_identifier or c.claimed.title for c in cluster.citations)
    judged = tuple(
        judgement if citation.quote in shared else _with_statements(citation, judgement, is_named)
        for citation, judgement in zip(cluster.citations, result.judgements, strict=True)
    )
    return result if judged == result.judgements else replace(result, judgements=judged)


def _with_statements(citation: Citation, judgement: Judgement, is_named: bool) -> Judgement:
    if citation.kind is CitationKind.REFERENCE or judgement.match is None:
        return judgement
    if judgement.verdict not in (Verdict.VERIFIED, Verdict.MISMATCH):
        return judgement
    if len(citation.quote) > _LONGEST_QUOTE or _SEVERAL_MARKERS.search(citation.quote):
        return judgement
    found = study_statements(citation.quote, judgement.match.publication)
    wrong = tuple(one.sentence for one in found if one.is_sure and is_named)
    notes = _new_notes(found, wrong, judgement)
    if not wrong or judgement.verdict is Verdict.MISMATCH:
        reasons = judgement.reasons if not wrong else (wrong[0], *judgement.reasons)
        return replace(judgement, reasons=tuple(dict.fromkeys(reasons)), notes=(*judgement.notes, *notes))
    named = f"The publication is PMID {judgement.match.publication.pmid}: "
    reasons = (*wrong, f"{named}{judgement.match.publication.in_short}.", *judgement.reasons[1:])
    kept = tuple(note for note in judgement.notes if note not in wrong)
    return replace(judgement, verdict=Verdict.MISMATCH, reasons=reasons, notes=(*kept, *notes))


def _new_notes(
    found: Iterable[StudyStatement], wrong: tuple[str, ...], judgement: Judgement
) -> tuple[str, ...]:
    said = {*wrong, *judgement.notes}
    return tuple(one.sentence for one in found if one.sentence not in said)
