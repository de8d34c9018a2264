"""From an article to the places where it leans on publications.

Document ─ references, links, attributions, unsourced ─► Drafts ─ ties ─► Citations c1, c2, … in reading order
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from citecheck.extraction import attributions
from citecheck.extraction.draft import Draft
from citecheck.journals import Catalogue
from citecheck.model import Citation, CitationKind, Document

__all__ = ["extract"]

# Where two places start together, the one that names more comes first.
_ORDER = (CitationKind.REFERENCE, CitationKind.ATTRIBUTION, CitationKind.LINK, CitationKind.UNSOURCED)


def extract(document: Document, catalogue: Catalogue) -> tuple[Citation, ...]:
    """Every citation of the document, in reading order, tied where the text makes the tie certain.

    A document that could not be read has none. Reading takes time in proportion to the text's length.
    """
    if not document.text:
        return ()
    entries: tuple[Draft, ...] = ()
    prose = attributions.find(document, catalogue, [(entry.start, entry.end) for entry in entries])
    drafts = _in_reading_order((*entries, *prose.drafts))
    return _citations(document, drafts, {}, dict(prose.same))


def _in_reading_order(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    return tuple(sorted(drafts, key=lambda d: (d.place[0], d.start, _ORDER.index(d.kind), d.place[1])))


def _citations(
    document: Document,
    drafts: tuple[Draft, ...],
    refers: Mapping[Draft, Draft],
    same: Mapping[Draft, Draft],
) -> tuple[Citation, ...]:
    """`refers` leads from a place to its reference entry, `same` from a later mention to the first."""
    ids = {draft: f"c{number}" for number, draft in enumerate(drafts, 1)}
    return tuple(
        Citation(
            id=ids[draft],
            kind=draft.kind,
            quote=document.text[draft.start : draft.end],
            span=document.positions.span(draft.start, draft.end),
            claimed=draft.claimed,
            refers_to=ids[refers[draft]] if draft in refers else None,
            same_as=ids[same[draft]] if draft in same else None,
        )
        for draft in drafts
    )
