"""What an article says that a study found, held against what the record says.

    claim sentence × record ─ passage ─► the sentence of the abstract ─ numbers, direction, strength ─►
    notes, flags

A comparison of sentences, of the abstract only. It does not judge whether a health claim is true.
"""

from citecheck.claims.compare import ClaimComparison, compare_claim, with_claim_comparison
from citecheck.claims.study_check import with_study_statements

__all__ = [
    "ClaimComparison",
    "compare_claim",
    "with_claim_comparison",
    "with_study_statements",
]
