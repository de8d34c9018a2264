"""Named institutions against the authors' affiliations."""

from __future__ import annotations

from citecheck.matching import lexicons
from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparison_level import SILENT, ComparisonResult, missing_level
from citecheck.matching.comparisons.field import Evidence, Field
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.term_keys import fold

# The share of an institution's discriminative words that one affiliation must have to agree in part.
_PARTIAL = 0.5


def compare(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """Compare the named institutions with the affiliations of the record's authors.

    Words that many institutions share ("university") do not count.

    Args:
        claim: what the article states of the cited publication, with its derived terms.
        record: the candidate's record, with its derived terms.

    Returns:
        `same` if one affiliation has all discriminative words of an institution, `partial` if half of them,
        else `absent`. Not stated if the claim names no institution; not recorded if the record has no
        affiliation.
    """
    named = claim.claimed.institutions
    if not named:
        return SILENT
    text = "; ".join(named)
    if not record.affiliations:
        return missing_level(text)
    best = max(_share(name, record.affiliations) for name in named)
    level = "same" if best == 1.0 else "partial" if best >= _PARTIAL else "absent"
    return ComparisonResult(level, text, "; ".join(_texts(record))[:300])


def _share(name: str, affiliations: tuple[frozenset[str], ...]) -> float:
    words = set(fold(name).split())
    discriminative = words - lexicons.load_words("institutions") or words
    if not discriminative:
        return 0.0
    return max(len(discriminative & affiliation) / len(discriminative) for affiliation in affiliations)


def _texts(record: RecordFeatures) -> list[str]:
    texts = (text for author in record.publication.authors for text in author.affiliations)
    return list(dict.fromkeys(texts))[:2]


FIELD = Field(
    name="institutions",
    levels=("same", "partial", "absent"),
    compare=lambda claim, record, _: compare(claim, record),
    statements=("institutions",),
    evidence=Evidence.PEOPLE,
)
