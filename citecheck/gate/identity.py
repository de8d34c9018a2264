"""What makes two findings the same: the quote, what is wrong with it, and the publication's status."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from citecheck.gate.suppressions import normalised
from citecheck.model import CheckedCitation, Flag, Judgement, Verdict

# Fields in which an article can misstate a publication.
_STATED = frozenset(
    {"identifier", "journal", "title", "first_author", "authors", "date", "volume", "issue", "pages"}
)
# Flags that say what was searched, not what is wrong.
OF_SOURCE = (Flag.PARTIAL_SOURCE, Flag.SHIPPED_CATALOGUE)
# From this weight on, in bits, a statement speaks plainly against the record.
_AGAINST = -1.0


@dataclass(frozen=True, slots=True)
class Identity:
    """One finding, wherever in the file it stands.

    Attributes:
        path: the article's path, relative to where the identity is kept.
        quote: the quote as it stands in the article; compared without case and typography.
        verdict: the verdict's name.
        flags: the flags' names, sorted: what the record says of the publication's status among them.
        wrong: the fields that the article misstates, sorted; empty for verdicts but `mismatch`.
        pmid: the publication that a mismatch or a flag is about, None for others.
    """

    path: str
    quote: str
    verdict: str
    flags: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    pmid: str | None = None

    @property
    def words(self) -> tuple[str, str]:
        """Quote and verdict, comparable."""
        return normalised(self.quote), self.verdict

    @property
    def fingerprint(self) -> str:
        """A name that survives moved text: of file, quote, fault and status, never of lines."""
        parts = (self.path, *self.words, " ".join(self.flags), " ".join(self.wrong), self.pmid or "")
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:20]


def fingerprint_of(path: str, quote: str, verdict: str) -> str:
    """The fingerprint of a finding of which only file, quote and verdict are known.

    Args:
        path: The document's path.
        quote: The citation as it stands in the document.
        verdict: The verdict's value, such as "not_found".
    """
    return Identity(path, quote, verdict).fingerprint


def identity_of(path: str, checked: CheckedCitation) -> Identity:
    """The identity of a judged citation.

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
    """The fields that a `mismatch` states against its publication, sorted; () for other verdicts."""
    if judgement.verdict is not Verdict.MISMATCH or judgement.match is None:
        return ()
    against = {
        comparison.field
        for comparison in judgement.match.comparisons
        if comparison.field in _STATED and comparison.claimed and comparison.bits <= _AGAINST
    }
    return tuple(sorted(against))
