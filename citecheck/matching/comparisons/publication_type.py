"""The publication type: prose cites studies, and seldom letters or notices about them."""

from __future__ import annotations

from functools import lru_cache

from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparison_level import SILENT, ComparisonResult
from citecheck.matching.comparisons.field import Field
from citecheck.matching.record_features import RecordFeatures

_NOTICES = frozenset(
    {
        "Published Erratum", "Retraction of Publication", "Retraction Notice", "Expression of Concern",
        "Corrected and Republished Article",
    }
)  # fmt: skip
_COMMENTS = frozenset({"Comment", "Editorial", "Letter", "News", "Newspaper Article", "Interview"})


def compare(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """Say whether the record is a study, a comment or a notice, by its publication types.

    Only findings are compared: a reference may well cite a letter.

    Args:
        claim: what the article states of the cited publication, with its derived terms.
        record: the candidate's record, with its derived terms.

    Returns:
        A level of `FIELD`. Not stated if the claim is like a reference or has no topic.
    """
    if claim.like_a_reference or not claim.has_topic:
        return SILENT
    return _of_types(record.publication.publication_types)


@lru_cache(maxsize=4096)
def _of_types(types: tuple[str, ...]) -> ComparisonResult:
    # A notice only announces something about another record: a retraction, a correction.
    if not _NOTICES.isdisjoint(types):
        return ComparisonResult("notice", "a study", ", ".join(types))
    if not _COMMENTS.isdisjoint(types):
        return ComparisonResult("comment", "a study", ", ".join(types))
    return ComparisonResult("study", "a study", ", ".join(types) or None)


FIELD = Field(
    name="kind",
    levels=("study", "comment", "notice"),
    compare=lambda claim, record, _: compare(claim, record),
)
