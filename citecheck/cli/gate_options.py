"""From settings to what the gate works with."""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING

from citecheck.gate import Policy, Suppression
from citecheck.model import Severity

if TYPE_CHECKING:
    from citecheck.checker import Filter
    from citecheck.model import Citation, Document
    from citecheck.settings import Settings


def policy(settings: Settings) -> Policy:
    """Which verdicts and flags weigh how much; what the command line names goes before any table."""
    named = {
        trait
        for option in ("fail_on", "warn_on")
        if settings.origins.get(option) == "flag"
        for trait in getattr(settings, option)
    }
    return Policy(
        frozenset(settings.fail_on),
        frozenset(settings.warn_on),
        _severities(settings.severity, named),
        tuple((rule.match, _severities(rule.severity, named)) for rule in settings.paths),
        settings.strict,
    )


def _severities(weights: Mapping[str, str], without: Set[str]) -> Mapping[str, Severity]:
    return {trait: Severity(weight) for trait, weight in weights.items() if trait not in without}


def suppressions(settings: Settings) -> tuple[Suppression, ...]:
    """The suppressions of the configuration."""
    file = settings.origins.get("ignore", "configuration")
    return tuple(
        Suppression(
            rule.reason,
            f"{file} ({rule.place})",
            frozenset(rule.verdicts),
            rule.path,
            journal=rule.journal,
            pmid=rule.pmid,
            quote=rule.quote,
        )
        for rule in settings.ignore
    )


def only_changed(revision: str) -> Filter:
    """Lets through citations of which some line changed since `revision`."""
    from citecheck.gate import changed_lines

    changed = changed_lines(revision, Path.cwd())

    def is_changed(document: Document, citation: Citation) -> bool:
        lines = changed.get(Path(document.path).resolve(), frozenset())
        return any(line in lines for line in range(citation.span.line, citation.span.end_line + 1))

    return is_changed
