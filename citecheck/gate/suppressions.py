"""Suppressions: citations that somebody accepted with a reason, in the article or in the configuration."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from citecheck.gate.globs import matches_glob
from citecheck.model import BlockKind, Citation, Comment, Document, Flag, Judgement, Verdict

# "citecheck: ignore[not_found, mismatch] the journal is not in PubMed"; without brackets: all traits.
_DIRECTIVE = re.compile(r"ignore(?![\w-])(?:\s*\[([^\]]{0,200})\])?\s*(.*)", re.DOTALL)
_TRAITS = (*(verdict.value for verdict in Verdict), *(flag.value for flag in Flag))


@dataclass(frozen=True, slots=True)
class Suppression:
    """Accepts citations that match all of its conditions; None and empty values are no condition.

    `place` names its position for people. `lines` (first, last) is the range of an inline suppression, which
    counts only in the document at `path`; `path` is exact for an inline one, else a glob.
    """

    reason: str
    place: str
    traits: frozenset[str] = frozenset()
    path: str | None = None
    lines: tuple[int, int] | None = None
    journal: str | None = None
    pmid: str | None = None
    quote: str | None = None

    @property
    def inline(self) -> bool:
        """Whether it is a comment in the article itself."""
        return self.lines is not None

    def accepts(self, path: str, citation: Citation, judgement: Judgement, traits: tuple[str, ...]) -> bool:
        """Whether this suppression accepts a citation.

        Args:
            path: The path of the document.
            citation: The citation.
            judgement: Its verdict and its best match.
            traits: The verdict and flags that gave it its severity.
        """
        return (
            (not self.traits or bool(self.traits & {judgement.verdict.value, *traits}))
            and self._fits_place(path, citation)
            and self._fits_words(citation, judgement)
        )

    def _fits_place(self, path: str, citation: Citation) -> bool:
        if self.lines is not None:
            first, last = self.lines
            return path == self.path and first <= citation.span.line <= last
        return self.path is None or matches_glob(path, self.path)

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
    """Normalise case, marks of emphasis, and the kinds of spaces, quotes and dashes."""
    text = re.sub(r"[‘’‚‛“”„‟«»\"'`*_]", "", text)
    return " ".join(re.sub(r"[‐-―]", "-", text).split()).casefold()


def inline(document: Document) -> Iterator[tuple[Suppression | None, str]]:
    """Iterate over the comments for citecheck, as (suppression, "") or (None, the fault of the comment).

    A suppression covers the block that contains it; between blocks, it covers the next block.
    """
    directives = [c for c in document.comments if c.text.strip().startswith("citecheck:")]
    blocks = _blocks(document) if directives else []
    for comment in directives:
        place = f"{document.path}:{comment.line}"
        found = _DIRECTIVE.fullmatch(comment.text.strip().removeprefix("citecheck:").strip())
        if not found:
            yield None, f"{place}: this comment is not understood; write citecheck: ignore[VERDICT] REASON"
            continue
        names, reason = found.groups()
        traits = frozenset(n.strip().replace("-", "_") for n in (names or "").split(",") if n.strip())
        faults = [_unknown(name) for name in sorted(traits) if name not in _TRAITS]
        if not reason.strip():
            faults.append("a suppression needs a reason")
        if faults:
            yield None, f"{place}: {'; '.join(faults)}"
            continue
        yield Suppression(reason.strip(), place, traits, document.path, _covered(blocks, comment)), ""


def _unknown(name: str) -> str:
    close = difflib.get_close_matches(name, _TRAITS, n=1)
    return f"there is no verdict or flag {name!r}" + (f", did you mean {close[0]!r}?" if close else "")


class _BlockLines(NamedTuple):
    """The lines of a block of the source; `item` is the column of the text of a list item, else None."""

    last: int
    first: int
    item: int | None


def _blocks(document: Document) -> list[_BlockLines]:
    """The blocks with words, ordered by last line."""
    found = []
    for block in document.blocks:
        if any(map(str.isalnum, document.text[block.start : block.end])):
            span = document.positions.span(block.start, block.end)
            item = span.column if block.kind is BlockKind.LIST_ITEM else None
            found.append(_BlockLines(span.end_line, span.line, item))
    return sorted(found, key=lambda lines: lines[:2])


def _covered(blocks: list[_BlockLines], comment: Comment) -> tuple[int, int]:
    """Return the first and last line that a suppression covers.

    These are the lines of the block that contains the comment, else of the next block. A comment on the line
    below the text of a list item, indented like the text, belongs to the item.
    """
    line = comment.line
    at = bisect_left(blocks, (line, 0))
    first, last = (line, line) if at == len(blocks) else (min(blocks[at].first, line), blocks[at].last)
    before = blocks[at - 1] if at else None
    if before and before.item and before.last == line - 1 and comment.column >= before.item:
        first = before.first
    return first, last
