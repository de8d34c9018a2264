"""Journals that our catalogue does not know, resolved by the source's catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from citecheck.model import Citation, JournalLookup, JournalMention


def unknown_journal_names(citations: Iterable[Citation]) -> tuple[str, ...]:
    """The journal names that our catalogue does not know, each once."""
    mentions = (citation.claimed.journal for citation in citations)
    return tuple(dict.fromkeys(m.text for m in mentions if m and m.journal is None and m.text.strip()))


def resolve_journal_names(
    citations: Sequence[Citation], looked_up: Mapping[str, JournalLookup]
) -> tuple[Citation, ...]:
    """The citations, with journals filled in for names that our catalogue does not know.

    Args:
        citations: The citations of a document.
        looked_up: What the source's catalogue answered, by name.

    Returns:
        The citations in the same order. A mention that could not be looked up has the reason in `doubt`.
    """
    return tuple(_with_periodical(citation, looked_up) for citation in citations)


def _with_periodical(citation: Citation, looked_up: Mapping[str, JournalLookup]) -> Citation:
    mention = citation.claimed.journal
    found = looked_up.get(mention.text) if mention and mention.journal is None else None
    if mention is None or found is None:
        return citation
    return replace(citation, claimed=replace(citation.claimed, journal=_mention(mention, found)))


def _mention(mention: JournalMention, found: JournalLookup) -> JournalMention:
    if found.error:
        return replace(mention, doubt=found.error)
    if not found.journals:
        return replace(mention, nearest=mention.nearest or found.nearest, nlm_lacks_it=True)
    # A journal with this title comes before one with this abbreviation.
    stated = mention.text.casefold()
    journal = min(found.journals, key=lambda journal: journal.title.casefold() != stated)
    return JournalMention(mention.text, journal)
