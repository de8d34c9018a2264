"""What somebody decided to accept, with the reason: in the article itself or in the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from citecheck.model import Citation, Document, Judgement

# "citecheck: ignore[not_found, mismatch] the journal is not in PubMed"; without brackets: all traits.
_DIRECTIVE = re.compile(r"\s*citecheck:\s*ignore(?:\[([^\]]{0,200})\])?\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Suppression:
    """Accepts citations that fit everything it states (None and empty state nothing).

    `place` is where it stands, for people. `lines` (first, last) bound an inline one, which
    counts only in the document at `path`; there `path` is exact, elsewhere it is a glob.
    """

    reason: str
    place: str
    traits: frozenset[str] = frozenset()
    path: str | None = None
    lines: tuple[int, int] | None = None
    journal: str | None = None
    pmid: str | None = None
    quote: str | None = None

    def accepts(self, path: str, citation: Citation, judgement: Judgement, traits: tuple[str, ...]) -> bool:
        """Whether this citation, weighed for these traits, is accepted."""
        return (
            (not self.traits or bool(self.traits & {judgement.verdict.value, *traits}))
            and self._fits_place(path, citation)
            and self._fits_words(citation, judgement)
        )

    def _fits_place(self, path: str, citation: Citation) -> bool:
        if self.lines is not None:
            first, last = self.lines
            return path == self.path and first <= citation.span.line <= last
        return self.path is None or PurePosixPath(path).match(self.path)

    def _fits_words(self, citation: Citation, judgement: Judgement) -> bool:
        if self.journal is not None and self.journal.casefold() not in _journal_names(citation):
            return False
        if self.pmid is not None:
            found = judgement.match.publication.pmid if judgement.match else None
            if self.pmid not in (citation.claimed.pmid, found):
                return False
        return self.quote is None or normalised(self.quote) in normalised(citation.quote)


def _journal_names(citation: Citation) -> frozenset[str]:
    mention = citation.claimed.journal
    if mention is None:
        return frozenset()
    journal = mention.journal
    names = (mention.text, journal.title, journal.abbreviation) if journal else (mention.text,)
    return frozenset(name.casefold() for name in names)


def normalised(text: str) -> str:
    """Text without case, marks of emphasis, and kinds of spaces, quotes and dashes."""
    text = re.sub(r"[‘’‚‛“”„‟«»\"'`*_]", "", text)
    return " ".join(re.sub(r"[‐-―]", "-", text).split()).casefold()


def inline(document: Document) -> Iterator[tuple[Suppression | None, str]]:
    """Each directive of the document as (suppression, ""), or (None, what is wrong with it).

    A directive covers its own line and the next block, or the block it stands in.
    """
    for comment in document.comments:
        found = _DIRECTIVE.fullmatch(comment.text)
        if not found:
            continue
        place = f"{document.path}:{comment.line}"
        names, reason = found.groups()
        if not reason.strip():
            yield None, f"{place}: a suppression needs a reason"
            continue
        traits = frozenset(n.strip().replace("-", "_") for n in (names or "").split(",") if n.strip())
        lines = (comment.line, _end_of_next_block(document, comment.line))
        yield Suppression(reason.strip(), place, traits, document.path, lines), ""


def _end_of_next_block(document: Document, line: int) -> int:
    for block in document.blocks:
        span = document.positions.span(block.start, block.end)
        if span.end_line >= line and block.end > block.start:
            return span.end_line
    return line
