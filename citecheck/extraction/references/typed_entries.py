"""References from files with a field for each value: BibTeX, RIS, nbib, CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citecheck.extraction.candidate import CitationCandidate
from citecheck.extraction.references.journal_boundary import Journals
from citecheck.extraction.references.nearest_journals import with_nearest
from citecheck.model import (
    CitationFields,
    CitationKind,
    Document,
    JournalMention,
    Person,
    TypedReference,
)

__all__ = ["typed_candidates"]

# The formats' types for articles in a periodical; the container of other types is not a journal.
_ARTICLES = frozenset(("article", "article-journal", "jour", "ejour", "jfull", "mgzn", "abst", "inpr", ""))
_GIVEN_NAME = re.compile(r"[^\W\d_]+")


def typed_candidates(document: Document, journals: Journals) -> Iterator[CitationCandidate]:
    """Yield each reference of a bibliography file as a citation.

    Args:
        document: the bibliography file with its references.
        journals: the known journals.
    """
    for reference in document.references:
        fields = CitationFields(
            journal=_journal(reference, journals),
            authors=tuple(_person(last, given) for last, given in reference.authors if given),
            institutions=tuple(last for last, given in reference.authors if not given)[:1],
            year=reference.year,
            title=reference.title,
            volume=reference.volume,
            issue=reference.issue,
            pages=reference.pages,
            doi=reference.doi,
            pmid=reference.pmid,
            pmcid=reference.pmcid,
        )
        yield CitationCandidate(
            CitationKind.REFERENCE, reference.start, reference.end, with_nearest(fields, journals)
        )


def _journal(reference: TypedReference, journals: Journals) -> JournalMention | None:
    if not reference.journal:
        return None
    known = journals.lookup(reference.journal)
    if known is None and reference.type not in _ARTICLES:
        return None
    return JournalMention(reference.journal, known)


def _person(last: str, given: str) -> Person:
    """Return a person with initials from given names or from initials: "Anna B.", "AB"."""
    names = _GIVEN_NAME.findall(given)
    initials = "".join(name if name.isupper() and len(name) <= 3 else name[0] for name in names)
    return Person(f"{last} {given}", last, initials.upper())
