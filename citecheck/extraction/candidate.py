"""A citation while it is being found: no id, no span and no ties yet, but its place in the text."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.model import CitationFields, CitationKind


@dataclass(frozen=True, slots=True, eq=False)
class CitationCandidate:
    """A place `text[start:end]` that cites a publication. Two are the same only if they are one object.

    `kind`, `start`, `end` and `claimed` are what the Citation will say. The rest serves to tie places
    together: `label` is the printed number or footnote label of a reference entry ("3"); `anchors` are the
    in-page ids that a hyperlink to the entry may name, and for a footnote `note_anchor(label)`; `words` is
    where in the text the citation proper stands (a link's words, the mention of a journal), inside `start`
    to `end`.
    """

    kind: CitationKind
    start: int
    end: int
    claimed: CitationFields
    label: str | None = None
    anchors: tuple[str, ...] = ()
    words: tuple[int, int] | None = None

    @property
    def place(self) -> tuple[int, int]:
        """Where the citation proper stands; the whole stretch where that is not known more closely."""
        return self.words or (self.start, self.end)


def note_anchor(label: str) -> str:
    """The anchor of the footnote with this label; no id in a page holds a space."""
    return f"note {label.lower()}"
