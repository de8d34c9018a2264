"""From settings to what the gate works with."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

from citecheck.gate import Policy, Suppression
from citecheck.gate.changes import UNCHANGED
from citecheck.gate.places import stretches
from citecheck.model import DocumentFormat, Repository, Severity

if TYPE_CHECKING:
    from citecheck.model import Citation, Document
    from citecheck.settings import Settings

# Formats whose spans are positions in a file with lines.
_LINED = (DocumentFormat.TEXT, DocumentFormat.MARKDOWN, DocumentFormat.HTML)


def policy(settings: Settings) -> Policy:
    """Return the severity of each verdict and flag; the command line overrides the tables of the files."""
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
        _origin(settings),
    )


def _origin(settings: Settings) -> str:
    """Return, for people, where the severities were set."""
    options = ("fail_on", "warn_on", "severity", "paths")
    origins = {option: settings.origins.get(option, "default") for option in options}
    named = [
        f"{option.replace('_', '-')} of {origin}" for option, origin in origins.items() if origin != "default"
    ]
    return ", ".join(named) or "the policy"


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


def repository_of(articles: Sequence[str]) -> Repository:
    """The working tree that paths in reports for code hosts start from.

    It is the one around the current folder, else the one around the first article, else the current
    folder itself.
    """
    folder = Path.cwd()
    places = [folder, *(Path(article).resolve() for article in articles[:1])]
    tops = (top for place in places for top in (place, *place.parents) if (top / ".git").exists())
    return Repository(str(next(tops, folder)), str(folder))


class OnlyChanged:
    """Selects the citations that changed in some line since the branch left a revision."""

    def __init__(self, revision: str) -> None:
        from citecheck.gate import Changes

        self._changes = Changes(revision, Path.cwd())

    @property
    def notices(self) -> tuple[str, ...]:
        """The articles that are checked whole because git cannot say what changed in them."""
        return self._changes.notices

    def __call__(self, document: Document, citations: Sequence[Citation]) -> Sequence[Citation]:
        """Return the citations of a document that are to be checked."""
        changed = self._changes.of(document.path)
        if changed.whole or (changed != UNCHANGED and document.format not in _LINED):
            return citations
        if changed == UNCHANGED:
            return ()
        source = _source(document)
        ends = [found.start() for found in re.finditer("\n", source)]
        by_id = {citation.id: citation for citation in citations}
        return [
            citation
            for citation in citations
            if any(
                changed.touch(bisect_left(ends, start) + 1, bisect_left(ends, max(end - 1, start)) + 1)
                for start, end in stretches(document, source, citation, by_id)
            )
        ]


def _source(document: Document) -> str:
    """The decoded text of a document's file, as its reader saw it."""
    from citecheck.documents.encoding import decode

    return decode(Path(document.path).read_bytes(), markup=document.format is DocumentFormat.HTML)
