"""Extraction of one document in isolation: a failure becomes its error, and the other documents go on."""

from __future__ import annotations

from dataclasses import replace

from citecheck.extraction import extract
from citecheck.journals import Catalogue
from citecheck.model import Citation, Document
from citecheck.safety.budget import Budget, DocumentError, bounded
from citecheck.safety.guarded_process import guarded

# In characters; a longer text is read in a process of its own, which can be ended.
LONGEST_HERE = 1_000_000


def extract_within_budget(
    document: Document, catalogue: Catalogue, longest_here: int = LONGEST_HERE
) -> tuple[Document, tuple[Citation, ...]]:
    """Return the document and its citations. Never raises for what the document holds.

    Args:
        document: the document.
        catalogue: the known journals.
        longest_here: the most characters that are worked on in this process; longer texts are in one of their
            own, which may be ended.

    Returns:
        The document and its citations in reading order; where the work takes too much time or memory or
        fails, the document with an `error` and no citations.
    """
    budget = Budget.of(len(document.text))
    try:
        if len(document.text) > longest_here and catalogue is Catalogue.load():
            return document, guarded(budget, _extract_alone, document)
        return document, bounded(budget, extract, document, catalogue)
    except DocumentError as error:
        return replace(document, error=str(error)), ()


def _extract_alone(document: Document) -> tuple[Citation, ...]:
    return extract(document, Catalogue.load())
