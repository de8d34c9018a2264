"""The identity of a finding: its quote, what is wrong with it, and the publication's status."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from citecheck.gate.suppressions import normalised
from citecheck.model import CheckedCitation, Flag, Judgement, Verdict

# Fields in which an article can misstate a publication.
_STATED = frozenset(
    {"identifier", "journal", "title", "first_author", "authors", "date", "volume", "issue", "pages"}
)
# Flags that describe the source instead of the citation.
OF_SOURCE = (Flag.PARTIAL_SOURCE, Flag.SHIPPED_CATALOGUE)
# A comparison of this weight in bits, or a lower one, counts as a misstated field.
_AGAINST = -1.0


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of a finding, which does not depend on its position in the file.

    Attributes:
        path: The article's path, relative to the folder of the file that keeps the identity.
        quote: The quote as the article has it; compared without case and typography.
        verdict: The name of the verdict.
        flags: The sorted names of the flags, among them those of the publication's status.
        wrong: The sorted names of the misstated fields; empty for every verdict but `mismatch`.
        pmid: The publication of a mismatch or of a flag; None for others.
    """

    path: str
    quote: str
    verdict: str
    flags: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    pmid: str | None = None

    @property
    def words(self) -> tuple[str, str]:
        """The normalised quote and the verdict."""
        return normalised(self.quote), self.verdict

    @property
    def fingerprint(self) -> str:
        """A hash of all parts. It stays the same if the text moves, because it has no line numbers."""
        parts = (self.path, *self.words, " ".join(self.flags), " ".join(self.wrong), self.pmid or "")
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:20]


def fingerprint_of(path: str, quote: str, verdict: str) -> str:
    """Return the fingerprint of a finding without flags, misstated fields and publication.

    Args:
        path: The document's path.
        quote: The citation as it stands in the document.
        verdict: The verdict's value, such as "not_found".
    """
    return Identity(path, quote, verdict).fingerprint


def identity_of(path: str, checked: CheckedCitation) -> Identity:
    """Return the identity of a judged citation.

    Args:
        path: The path of its document.
        checked: The citation with its judgement.

    Returns:
        The identity. It has a PMID only for a mismatch or a flagged publication.

    Raises:
        ValueError: The citation was not judged.
    """
    judgement = checked.judgement
    if judgement is None:
        raise ValueError("a citation without a judgement has no finding")
    flags = tuple(sorted(flag.value for flag in judgement.flags if flag not in OF_SOURCE))
    named = judgement.verdict is Verdict.MISMATCH or flags
    pmid = judgement.match.publication.pmid if judgement.match and named else None
    quote = checked.citation.quote
    return Identity(path, quote, judgement.verdict.value, flags, wrong_fields(judgement), pmid)


def wrong_fields(judgement: Judgement) -> tuple[str, ...]:
    """Return the sorted names of the fields that a `mismatch` misstates; () for other verdicts."""
    if judgement.verdict is not Verdict.MISMATCH or judgement.match is None:
        return ()
    against = {
        comparison.field
        for comparison in judgement.match.comparisons
        if comparison.field in _STATED and comparison.claimed and comparison.bits <= _AGAINST
    }
    return tuple(sorted(against))
