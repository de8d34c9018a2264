"""From an article to the places where it cites publications.

Document ─ references, links, attributions, unsourced ─► Drafts ─ ties ─► Citations c1, c2, … in reading order
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from citecheck.extraction import links
from citecheck.extraction.candidate import CitationCandidate
from citecheck.extraction.coreference import same_publication
from citecheck.extraction.prose import attributions
from citecheck.extraction.references import finder as references
from citecheck.extraction.references import in_text_markers
from citecheck.extraction.references.list_consistency import notes_on_entries
from citecheck.journals import Catalogue
from citecheck.model import Citation, CitationKind, Document

__all__ = ["extract"]

# If two citations start at the same offset, the kind with more details comes first.
_ORDER = (CitationKind.REFERENCE, CitationKind.ATTRIBUTION, CitationKind.LINK, CitationKind.UNSOURCED)


def extract(document: Document, catalogue: Catalogue) -> tuple[Citation, ...]:
    """Every citation of the document, linked where the text makes it certain that two cite one publication.

    Reading takes time in proportion to the text's length.

    Args:
        document: the document; one that could not be read has no citations.
        catalogue: the known journals.

    Returns:
        The citations in reading order.
    """
    if not document.text:
        return ()
    entries = references.find(document, catalogue)
    linked = links.find(document, catalogue, entries)
    prose = attributions.find(document, catalogue, references.reference_ranges(entries))
    named = in_text_markers.Markers(document, entries)
    sourced = _sourced(named, (*entries, *linked), prose.drafts)
    drafts = _in_reading_order((*entries, *linked, *sourced.values()))
    refers = named.tie(drafts)
    tied = [(sourced[later], sourced[earlier]) for later, earlier in prose.same]
    same = same_publication(drafts, tied, refers)
    notes = notes_on_entries(document.text, entries, {*named.named, *refers.values()})
    return _citations(document, drafts, refers, same, notes)


def _sourced(
    entries: in_text_markers.Markers,
    others: tuple[CitationCandidate, ...],
    prose: tuple[CitationCandidate, ...],
) -> dict[CitationCandidate, CitationCandidate]:
    """Decide the kind of each draft of the prose, given the other drafts.

    A claim about unnamed "studies" becomes an attribution if its sentence contains a link to a publication or
    a marker that leads to a reference entry.
    """
    as_attributions = {
        draft: replace(draft, kind=CitationKind.ATTRIBUTION)
        if draft.kind is CitationKind.UNSOURCED
        else draft
        for draft in prose
    }
    changed = {named for draft, named in as_attributions.items() if named is not draft}
    if not changed or not others:
        return {draft: draft for draft in prose}
    tied = entries.tie(_in_reading_order((*others, *as_attributions.values())))
    linked = {(draft.start, draft.end) for draft in others if draft.kind is CitationKind.LINK}
    return {
        draft: named if named not in changed or named in tied or (draft.start, draft.end) in linked else draft
        for draft, named in as_attributions.items()
    }


def _in_reading_order(drafts: Iterable[CitationCandidate]) -> tuple[CitationCandidate, ...]:
    return tuple(sorted(drafts, key=lambda d: (d.place[0], d.start, _ORDER.index(d.kind), d.place[1])))


def _citations(
    document: Document,
    drafts: tuple[CitationCandidate, ...],
    refers: Mapping[CitationCandidate, CitationCandidate],
    same: Mapping[CitationCandidate, CitationCandidate],
    notes: Mapping[CitationCandidate, tuple[str, ...]],
) -> tuple[Citation, ...]:
    """`refers` maps a citation to its reference entry, `same` a later mention to the first one."""
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
            notes=notes.get(draft, ()),
        )
        for draft in drafts
    )
