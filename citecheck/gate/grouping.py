"""One finding once: places of an article that say the same wrong thing of the same publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from citecheck.gate.identity import wrong_fields
from citecheck.model import CheckedCitation, Severity, Verdict


def told_once(citations: Sequence[CheckedCitation]) -> tuple[CheckedCitation, ...]:
    """The citations of one document; further places of a finding name the first one in `reported_at`.

    A link and the sentence that it stands in, a sentence and the entry that its marker leads to,
    and a later mention of the same study are one finding where they got the same verdict on the
    same publication and the gate treats them alike.
    """
    ties = _ties(citations)
    first: dict[tuple[object, ...], str] = {}
    told = []
    for checked in citations:
        finding, judgement = checked.finding, checked.judgement
        if finding is None or judgement is None or finding.severity is Severity.NONE:
            told.append(checked)
            continue
        alike = (judgement.verdict, finding.traits, finding.severity, finding.suppressed, finding.known)
        pmid = judgement.match.publication.pmid if judgement.match else None
        key = (ties[checked.citation.id], *alike, pmid, wrong_fields(judgement))
        if judgement.verdict is Verdict.UNSOURCED or key not in first:
            first[key] = checked.citation.id
            told.append(checked)
        else:
            told.append(replace(checked, finding=replace(finding, reported_at=first[key])))
    return tuple(told)


def _ties(citations: Sequence[CheckedCitation]) -> dict[str, str]:
    """Each citation's id → an id that all places of its publication share.

    Places are tied by `refers_to` and `same_as`, and where one quote holds two that name the same
    publication.
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
