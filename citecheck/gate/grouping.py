"""Counts a finding once, although several places of an article make it about the same publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from citecheck.gate.identity import wrong_fields
from citecheck.model import CheckedCitation, Severity, Verdict


def report_once(citations: Sequence[CheckedCitation]) -> tuple[CheckedCitation, ...]:
    """Mark repeated findings: all places of a finding but the first name the first one in `reported_at`.

    A link and its sentence, a sentence and the entry that its marker refers to, and a later mention of the
    same study are one finding if they have the same verdict on the same publication and the gate treats them
    alike.

    Args:
        citations: The citations of one document.
    """
    ties = _ties(citations)
    first: dict[tuple[object, ...], str] = {}
    marked = []
    for checked in citations:
        finding, judgement = checked.finding, checked.judgement
        if finding is None or judgement is None or finding.severity is Severity.NONE:
            marked.append(checked)
            continue
        alike = (judgement.verdict, finding.traits, finding.severity, finding.suppressed, finding.known)
        pmid = judgement.match.publication.pmid if judgement.match else None
        key = (ties[checked.citation.id], *alike, pmid, wrong_fields(judgement))
        if judgement.verdict is Verdict.UNSOURCED or key not in first:
            first[key] = checked.citation.id
            marked.append(checked)
        else:
            marked.append(replace(checked, finding=replace(finding, reported_at=first[key])))
    return tuple(marked)


def _ties(citations: Sequence[CheckedCitation]) -> dict[str, str]:
    """Return for each citation's id an id that all places of its publication share.

    Places belong together by `refers_to` and `same_as`, or if they have the same quote and publication.
    """
    leader = {checked.citation.id: checked.citation.id for checked in citations}

    def root(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    by_quote: dict[tuple[str, str], str] = {}
    for checked in citations:
        citation, judgement = checked.citation, checked.judgement
        tied = [one for one in (citation.refers_to, citation.same_as) if one in leader]
        if judgement and judgement.match:
            tied.append(by_quote.setdefault((citation.quote, judgement.match.publication.pmid), citation.id))
        for other in tied:
            if other is not None:
                leader[root(citation.id)] = root(other)
    return {name: root(name) for name in leader}
