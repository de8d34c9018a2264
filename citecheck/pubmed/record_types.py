"""What a PubMed file holds: publications, deletions, and records that could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.model import Publication


@dataclass(frozen=True, slots=True)
class Deletion:
    """A record that PubMed has withdrawn (DeleteCitation of an update file)."""

    pmid: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that could not be read, and why; `pmid` where it could be read."""

    reason: str
    pmid: str | None = None


ParsedRecord = Publication | Deletion | BadRecord
