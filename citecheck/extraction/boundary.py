"""The boundary around one document: what goes wrong in it is its error, and the rest goes on."""

from __future__ import annotations

from dataclasses import replace

from citecheck.extraction import extract
from citecheck.journals import Catalogue
from citecheck.model import Citation, Document
from citecheck.safety.budget import Budget, DocumentError, bounded
from citecheck.safety.guarded_process import guarded

# Longer texts are worked on in a process of their own, which may be ended.
LONGEST_HERE = 1_000_000


def extract_within_budget(document: Document, catalogue: Catalogue) -> tuple[Document, tuple[Citation, ...]]:
    """Return the document and its citations; where it takes too much or fails, it carries the `error`."""
    budget = Budget.of(len(document.text))
    try:
        if len(document.text) > LONGEST_HERE and catalogue is Catalogue.load():
            return document, guarded(budget, _extract_alone, document)
        return document, bounded(budget, extract, document, catalogue)
    except DocumentError as error:
        return replace(document, error=str(error)), ()


def _extract_alone(document: Document) -> tuple[Citation, ...]:
    return extract(document, Catalogue.load())
