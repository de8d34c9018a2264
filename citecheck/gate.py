"""Whether a report passes: verdicts and flags become severities, severities an exit code."""

from __future__ import annotations

from enum import StrEnum

from citecheck.errors import ExitCode
from citecheck.model import CheckedCitation, Flag, Report, Verdict


class Severity(StrEnum):
    """How much a finding weighs with an editor, heaviest first."""

    ERROR = "error"
    UNCHECKED = "unchecked"
    WARNING = "warning"
    NOTE = "note"
    NONE = "none"


DEFAULT_FAIL_ON: tuple[str, ...] = (
    Verdict.MISMATCH,
    Verdict.NOT_FOUND,
    Flag.RETRACTED,
    Flag.UNKNOWN_JOURNAL,
)
DEFAULT_WARN_ON: tuple[str, ...] = (Verdict.AMBIGUOUS, Verdict.POSSIBLE, Flag.EXPRESSION_OF_CONCERN)


def severity(checked: CheckedCitation, fail_on: frozenset[str], warn_on: frozenset[str]) -> Severity:
    """The severity of one citation.

    Not found in a source that holds only part of PubMed says nothing against the citation, so it
    counts as unchecked whatever `fail_on` holds.
    """
    judgement = checked.judgement
    if judgement is None:
        return Severity.NONE
    traits = {judgement.verdict.value, *(flag.value for flag in judgement.flags)}
    unknowable = judgement.verdict is Verdict.NOT_FOUND and Flag.PARTIAL_SOURCE in judgement.flags
    if unknowable:
        traits.discard(Verdict.NOT_FOUND)
    if traits & fail_on:
        return Severity.ERROR
    if unknowable or judgement.verdict is Verdict.UNCHECKED:
        return Severity.UNCHECKED
    if traits & warn_on:
        return Severity.WARNING
    return Severity.NONE if judgement.verdict is Verdict.VERIFIED else Severity.NOTE


def exit_code(report: Report, fail_on: frozenset[str], warn_on: frozenset[str]) -> ExitCode:
    """FAILED if any citation is an error; else UNCHECKED if anything could not be read or looked up."""
    severities = {severity(checked, fail_on, warn_on) for checked in report.citations}
    if Severity.ERROR in severities:
        return ExitCode.FAILED
    if Severity.UNCHECKED in severities or any(part.document.error for part in report.documents):
        return ExitCode.UNCHECKED
    return ExitCode.PASSED
