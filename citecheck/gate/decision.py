"""The gate's decision on a whole report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from citecheck.errors import ExitCode
from citecheck.gate.baseline import Baseline
from citecheck.gate.grouping import report_once
from citecheck.gate.identity import identity_of
from citecheck.gate.policy import Policy
from citecheck.gate.suppressions import Suppression, inline
from citecheck.model import (
    CheckedCitation,
    Document,
    DocumentReport,
    Flag,
    GateResult,
    Relaxation,
    RelaxationKind,
    Report,
    RunResult,
    Severity,
    Verdict,
)

# The order of counts: retractions, then verdicts from the worst on, then flags.
_WORST_FIRST = (Flag.RETRACTED.value, *(v.value for v in Verdict), *(f.value for f in Flag))


@dataclass
class _RemainingCounts:
    """Collects used suppressions, relaxations and notices while citations pass the gate."""

    used: set[Suppression] = field(default_factory=set)
    relaxed: Counter[tuple[RelaxationKind, str]] = field(default_factory=Counter)
    notices: list[str] = field(default_factory=list)

    def relaxations(self) -> tuple[Relaxation, ...]:
        """Return the rules that made findings weigh less, with counts."""
        return tuple(Relaxation(kind, count, cause) for (kind, cause), count in sorted(self.relaxed.items()))


def apply_policy(
    report: Report,
    policy: Policy,
    suppressions: Sequence[Suppression] = (),
    baseline: Baseline | None = None,
    min_citations: int = 0,
    *,
    whole: bool = True,
) -> Report:
    """Apply the gate: give each judged citation a GateResult, and the report its notices and decision.

    Args:
        report: The report of the run.
        policy: Gives each verdict and flag its severity.
        suppressions: The suppressions of the configuration; those of the articles are read here.
        baseline: Accepted findings, if there is a baseline.
        min_citations: The least number of citations that the gate demands.
        whole: Whether the report has all citations, not only changed ones. Only then are unused suppressions
            and fixed entries of the baseline reported.

    Returns:
        The report with the decision of the gate.
    """
    tally = _RemainingCounts()
    offered: list[Suppression] = list(suppressions)
    parts = []
    for part in report.documents:
        here = _inline_of(part.document, tally)
        offered += here
        usable = (*here, *suppressions)
        findings = (_weigh(part.document.path, c, policy, usable, baseline, tally) for c in part.citations)
        parts.append(DocumentReport(part.document, report_once(tuple(findings))))
    weighed = replace(report, documents=tuple(parts))
    if whole:
        tally.notices += [
            f"{s.place}: this suppression is not needed" for s in offered if s not in tally.used
        ]
        tally.notices += [
            f"{e.identity.path}: fixed since the baseline: {e.identity.verdict}: “{e.identity.quote[:80]}”"
            for e in (baseline.fixed(weighed) if baseline else ())
        ]
    tally.notices += baseline.notices() if baseline else ()
    relaxations = (*report.relaxations, *tally.relaxations())
    weighed = replace(weighed, relaxations=relaxations)
    tally.notices += [relaxation.sentence for relaxation in relaxations]
    gate = result(weighed, min_citations)
    if gate.too_few:
        tally.notices.append(gate.too_few)
    return replace(weighed, notices=(*report.notices, *tally.notices), gate=gate)


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
    if policy.is_lighter(severity, judgement, path):
        tally.relaxed[RelaxationKind.DOWNGRADED, policy.origin] += 1
    if severity in (Severity.NONE, Severity.NOTE):
        return replace(checked, finding=GateResult(severity, traits))
    citation = checked.citation
    accepted = next((s for s in suppressions if s.accepts(path, citation, judgement, traits)), None)
    if accepted:
        tally.used.add(accepted)
        cause = f"comments in {path}" if accepted.inline else accepted.place
        tally.relaxed[RelaxationKind.SUPPRESSED, cause] += 1
        finding = GateResult(severity, traits, suppressed=accepted.reason, inline=accepted.inline)
        return replace(checked, finding=finding)
    known = baseline is not None and baseline.knows(identity_of(path, checked))
    if known and baseline:
        tally.relaxed[RelaxationKind.BASELINED, baseline.name] += 1
    return replace(checked, finding=GateResult(severity, traits, known=known))


def exit_code(report: Report, min_citations: int = 0) -> ExitCode:
    """Return the exit code of `result`.

    Args:
        report: A report that `apply_policy` returned.
        min_citations: The least number of citations that the gate demands.
    """
    return result(report, min_citations).exit_code


def result(report: Report, min_citations: int = 0) -> RunResult:
    """Decide on a report, with each finding counted once.

    Args:
        report: A report that `apply_policy` returned.
        min_citations: The run fails with fewer citations, because a gate that read nothing must not pass.

    Returns:
        FAILED if an error is neither suppressed nor in the baseline; else UNCHECKED if something could not be
        read or looked up; else PASSED.
    """
    loud = [
        (c.finding, c)
        for c in report.citations
        if c.finding and not c.finding.quiet and c.finding.reported_at is None
    ]
    unchecked = [c for finding, c in loud if finding.severity is Severity.UNCHECKED]
    failing = _counted([finding for finding, _ in loud if finding.severity is Severity.ERROR])
    unread = sum(1 for part in report.documents if part.document.error)
    citations = sum(1 for _ in report.citations)
    too_few = _too_few(citations, min_citations)
    if failing or too_few:
        code = ExitCode.FAILED
    else:
        code = ExitCode.UNCHECKED if unchecked or unread or not report.documents else ExitCode.PASSED
    return RunResult(
        code,
        failing,
        too_few,
        len(unchecked),
        sum(1 for c in unchecked if c.judgement and Flag.PARTIAL_SOURCE in c.judgement.flags),
        unread,
        _counted([finding for finding, _ in loud if finding.severity is Severity.WARNING]),
        report.count(Verdict.VERIFIED),
        citations,
        nothing_read=not report.documents,
        relaxed=_relaxed(report),
    )


def _relaxed(report: Report) -> tuple[tuple[str, int], ...]:
    """Count the articles and findings that weigh less, by kind of relaxation."""
    counts = Counter[str]()
    for relaxation in report.relaxations:
        counts[relaxation.kind.value] += relaxation.count
    return tuple(sorted(counts.items()))


def _too_few(found: int, expected: int) -> str | None:
    if found >= expected:
        return None
    some = f"only {found} citation{'' if found == 1 else 's'}" if found else "no citation"
    return f"{some} found, and at least {expected} expected"


def _counted(findings: Sequence[GateResult]) -> tuple[tuple[str, int], ...]:
    """Count findings by the first of their verdicts and flags, worst first."""
    counts = Counter(finding.traits[0] for finding in findings)
    return tuple(sorted(counts.items(), key=lambda one: _WORST_FIRST.index(one[0])))
