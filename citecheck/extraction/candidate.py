"""A citation that is being extracted: it has offsets in the text, but no id, span or links to others yet."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.model import CitationFields, CitationKind


@dataclass(frozen=True, slots=True, eq=False)
class CitationCandidate:
    """A place `text[start:end]` that cites a publication. Candidates are compared by identity.

    `kind`, `start`, `end` and `claimed` go into the Citation. The other fields are used to link citations:
    `label` is the printed number or footnote label of a reference entry ("3"); `anchors` are the in-page ids
    that a hyperlink to the entry may name, and for a footnote `note_anchor(label)`; `words` is where in the
    text the citation proper stands (a link's words, the mention of a journal), inside `start` to `end`.
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
        """The offsets of the citation itself; those of the whole stretch if they are not known."""
        return self.words or (self.start, self.end)


def note_anchor(label: str) -> str:
    """The anchor of the footnote with this label. It contains a space, which an id in a page cannot."""
    return f"note {label.lower()}"
