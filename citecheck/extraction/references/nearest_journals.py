"""The most similar names of an unknown journal, and whether it is a misspelling of one."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from citecheck.extraction.references.journal_boundary import Journals
from citecheck.journals import fold
from citecheck.model import CitationFields, Journal, JournalMention

__all__ = ["with_nearest"]

# The least similarity of a misspelt name to the known one
_MISSPELT = 0.92


def with_nearest(claimed: CitationFields, journals: Journals) -> CitationFields:
    """Add the most similar names to an unknown journal, or resolve it as a misspelling.

    Args:
        claimed: what a reference states.
        journals: the known journals.

    Returns:
        The same fields; unchanged where no journal is stated or the journal is known.
    """
    mention = claimed.journal
    if mention is None or mention.journal is not None:
        return claimed
    near = _nearest(journals, mention.text)
    titles = tuple(journal.title for journal, _ in near)
    if near and near[0][1] >= _MISSPELT and (len(near) == 1 or near[1][1] < near[0][1]):
        best = near[0][0]
        if _length(mention.text) in (_length(best.title), _length(best.abbreviation)):
            return replace(claimed, journal=JournalMention(mention.text, best, titles, misspelt=True))
    return replace(claimed, journal=JournalMention(mention.text, None, titles))


def _length(name: str) -> int:
    """The number of discriminative words of a name; journals with different numbers are different."""
    return sum(word not in ("and", "of", "the", "in", "for") for word in fold(name).split())


@lru_cache(maxsize=4096)
def _nearest(journals: Journals, name: str) -> tuple[tuple[Journal, float], ...]:
    """Cached, because every name is compared with the whole catalogue and archives repeat names."""
    return journals.nearest(name)
