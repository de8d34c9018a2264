"""The gate's decision on a whole report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from citecheck.errors import ExitCode
from citecheck.gate.baseline import Baseline
from citecheck.gate.policy import Policy
from citecheck.gate.suppressions import Suppression, inline
from citecheck.model import CheckedCitation, Document, DocumentReport, GateResult, Report, Severity


@dataclass
class _RemainingCounts:
    """What is learnt while citations pass the gate."""

    used: set[Suppression] = field(default_factory=set)
    notices: list[str] = field(default_factory=list)


def apply_policy(
    report: Report,
    policy: Policy,
    suppressions: Sequence[Suppression] = (),
    baseline: Baseline | None = None,
    min_citations: int = 0,
    *,
    whole: bool = True,
) -> Report:
    """The report with a Finding on every judged citation, and with notices on the run.

    Unused suppressions of the articles and of the configuration are reported, and what is fixed
    since the baseline; not so where the report is not `whole`, but holds only what changed.
    """
    tally = _RemainingCounts()
    offered: list[Suppression] = list(suppressions)
    parts = []
    for part in report.documents:
        here = _inline_of(part.document, tally)
        offered += here
        usable = (*here, *suppressions)
        findings = (_weigh(part.document.path, c, policy, usable, baseline, tally) for c in part.citations)
        parts.append(DocumentReport(part.document, tuple(findings)))
    weighed = replace(report, documents=tuple(parts))
    if whole:
        tally.notices += [
            f"{s.place}: this suppression is not needed" for s in offered if s not in tally.used
        ]
        tally.notices += [
            f"{e.path}: fixed since the baseline: {e.verdict}: “{e.quote[:80]}”"
            for e in (baseline.fixed(weighed) if baseline else ())
        ]
    found = sum(1 for _ in report.citations)
    if found < min_citations:
        some = f"only {found} citation{'' if found == 1 else 's'}" if found else "no citation"
        tally.notices.append(f"{some} found, and at least {min_citations} expected")
    return replace(weighed, notices=(*report.notices, *tally.notices))


def _inline_of(document: Document, tally: _RemainingCounts) -> tuple[Suppression, ...]:
    found = list(inline(document))
    tally.notices += [fault for suppression, fault in found if suppression is None]
    return tuple(suppression for suppression, _ in found if suppression)


def _weigh(
    path: str,
    checked: CheckedCitation,
    policy: Policy,
    suppressions: Sequence[Suppression],
    baseline: Baseline | None,
    tally: _RemainingCounts,
) -> CheckedCitation:
    judgement = checked.judgement
    if judgement is None:
        return checked
    severity, traits = policy.severity(judgement, path)
    if severity in (Severity.NONE, Severity.NOTE):
        return replace(checked, finding=GateResult(severity, traits))
    citation = checked.citation
    accepted = next((s for s in suppressions if s.accepts(path, citation, judgement, traits)), None)
    if accepted:
        tally.used.add(accepted)
        finding = GateResult(severity, traits, suppressed=accepted.reason, inline=accepted.inline)
        return replace(checked, finding=finding)
    known = baseline is not None and baseline.knows(path, citation.quote, judgement.verdict.value)
    return replace(checked, finding=GateResult(severity, traits, known=known))


def exit_code(report: Report, min_citations: int = 0) -> ExitCode:
    """FAILED for any error that is neither suppressed nor known; else UNCHECKED where something was unclear.

    That is what could not be read or looked up. Fewer citations than expected fail, because a
    gate that read nothing must not pass.
    """
    loud = {c.finding.severity for c in report.citations if c.finding and not c.finding.quiet}
    if Severity.ERROR in loud or sum(1 for _ in report.citations) < min_citations:
        return ExitCode.FAILED
    if Severity.UNCHECKED in loud or any(part.document.error for part in report.documents):
        return ExitCode.UNCHECKED
    return ExitCode.PASSED
