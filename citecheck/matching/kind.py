"""Whether a record is a study at all: prose leans on studies, seldom on letters and notices about them."""

from __future__ import annotations

from citecheck.matching.claim import Claim
from citecheck.matching.outcome import SILENT, Outcome
from citecheck.matching.record import Record

FIELD = "kind"
LEVELS = ("study", "comment", "notice")
_NOTICES = frozenset(
    {
        "Published Erratum", "Retraction of Publication", "Retraction Notice", "Expression of Concern",
        "Corrected and Republished Article",
    }
)  # fmt: skip
_COMMENTS = frozenset({"Comment", "Editorial", "Letter", "News", "Newspaper Article", "Interview"})


def is_notice(record: Record) -> bool:
    """Whether the record only announces something about another: a retraction, a correction."""
    return not _NOTICES.isdisjoint(record.publication.publication_types)


def compare(claim: Claim, record: Record) -> Outcome:
    """Only findings are compared: a reference may well cite a letter."""
    if claim.like_a_reference or not claim.has_topic:
        return SILENT
    types = record.publication.publication_types
    if is_notice(record):
        return Outcome("notice", "a study", ", ".join(types))
    if not _COMMENTS.isdisjoint(types):
        return Outcome("comment", "a study", ", ".join(types))
    return Outcome("study", "a study", ", ".join(types) or None)
