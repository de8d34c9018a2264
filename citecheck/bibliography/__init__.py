"""The publications that were found for articles, as reference managers and reference lists have them.

>>> from citecheck.bibliography import FORMATS
>>> FORMATS
('bibtex', 'ris', 'csl-json', 'nbib', 'ama', 'apa', 'vancouver')
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecheck.model import DocumentReport, Publication

__all__ = ["FORMATS", "render_references", "verified_publications"]

FORMATS = ("bibtex", "ris", "csl-json", "nbib", "ama", "apa", "vancouver")


def render_references(publications: Iterable[Publication], format_: str) -> str:
    """The publications in one of `FORMATS`.

    Args:
        publications: what is to be written, in this order.
        format_: the name of the format.

    Returns:
        The text of a whole file, free of control characters; it ends in a line break unless it is empty.

    Raises:
        KeyError: there is no such format.
    """
    from citecheck.bibliography.renderers import RENDERERS
    from citecheck.pubmed.output_formats import printable

    return printable(RENDERERS[format_](tuple(publications)))


def verified_publications(documents: Iterable[DocumentReport]) -> tuple[Publication, ...]:
    """The publications of verified citations, in the order of the text, each once."""
    from citecheck.model import Verdict

    found: dict[str, Publication] = {}
    for document in documents:
        for checked in document.citations:
            judgement = checked.judgement
            if judgement and judgement.match and judgement.verdict is Verdict.VERIFIED:
                found.setdefault(judgement.match.publication.pmid, judgement.match.publication)
    return tuple(found.values())
