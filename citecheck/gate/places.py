"""Every stretch of the source that a citation rests on: sentence, notes, link definitions, entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from citecheck.model import BlockKind, Citation, Document, DocumentFormat, MarkKind

# A link's tag may begin some way before the words that it marks.
_AROUND = 2_000


class Stretch(NamedTuple):
    """Characters of the source, from `start` up to `end`."""

    start: int
    end: int


def stretches(
    document: Document, source: str, citation: Citation, by_id: Mapping[str, Citation]
) -> Iterator[Stretch]:
    """The stretches of `source` that a citation rests on.

    Args:
        document: the article.
        source: the decoded text of its file.
        citation: one of its citations.
        by_id: all of its citations; the entry that `citation` refers to and the first place of
            the same publication are places of it.
    """
    names = (citation.refers_to, citation.same_as)
    tied = [by_id[name] for name in names if name and name in by_id]
    for one in (citation, *tied):
        yield Stretch(one.span.start, one.span.end)
        yield from _marked(document, source, one)


def _marked(document: Document, source: str, citation: Citation) -> Iterator[Stretch]:
    """Footnotes, anchors and link definitions that marks inside a citation lead to."""
    span, positions = citation.span, document.positions
    for mark in document.marks:
        if mark.target is None or mark.kind is MarkKind.ANCHOR:
            continue
        start, end = positions.source_offset(mark.start), positions.source_offset(mark.end)
        if end < span.start or start > span.end:
            continue
        if mark.kind is MarkKind.NOTE:
            yield from _footnotes(document, mark.target)
        elif mark.target.startswith("#"):
            yield from _anchored(document, mark.target[1:])
        else:
            yield from _written(document, source, mark.target, citation)


def _footnotes(document: Document, label: str) -> Iterator[Stretch]:
    for block in document.blocks:
        if block.kind is BlockKind.FOOTNOTE and block.label == label:
            span = document.positions.span(block.start, block.end)
            yield Stretch(span.start, span.end)


def _anchored(document: Document, name: str) -> Iterator[Stretch]:
    for mark in document.marks:
        if mark.kind is MarkKind.ANCHOR and mark.target == name:
            for block in document.blocks:
                if block.start <= mark.start <= block.end:
                    span = document.positions.span(block.start, block.end)
                    yield Stretch(span.start, span.end)


def _written(document: Document, source: str, target: str, citation: Citation) -> Iterator[Stretch]:
    """Where a link's address stands: in its tag, or on the line that defines it ("[1]: https://…")."""
    address = re.escape(target)
    if document.format is DocumentFormat.MARKDOWN:
        pattern = rf"(?m)^[ ]{{0,3}}\[[^\[\]]{{1,200}}\]:[ \t]*<?{address}"
        yield from (Stretch(found.start(), found.end()) for found in re.finditer(pattern, source))
    first = max(citation.span.start - _AROUND, 0)
    for found in re.finditer(address, source[first : citation.span.end + _AROUND]):
        yield Stretch(first + found.start(), first + found.end())
