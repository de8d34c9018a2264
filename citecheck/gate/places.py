"""The ranges of the source on which a citation depends: sentence, notes, link definitions, entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from citecheck.model import BlockKind, Citation, Document, DocumentFormat, MarkKind

# Characters before a citation in which the tag of its link may begin.
_AROUND = 2_000


class Stretch(NamedTuple):
    """Characters of the source, from `start` up to `end`."""

    start: int
    end: int


def stretches(
    document: Document, source: str, citation: Citation, by_id: Mapping[str, Citation]
) -> Iterator[Stretch]:
    """Iterate over the ranges of `source` on which a citation depends.

    Args:
        document: The article.
        source: The decoded text of its file.
        citation: One of its citations.
        by_id: All of its citations by id. A citation depends also on the entry to which it refers, and on the
            first citation of the same publication.
    """
    names = (citation.refers_to, citation.same_as)
    tied = [by_id[name] for name in names if name and name in by_id]
    for one in (citation, *tied):
        yield Stretch(one.span.start, one.span.end)
        yield from _marked(document, source, one)


def _marked(document: Document, source: str, citation: Citation) -> Iterator[Stretch]:
    """The footnotes, anchors and link definitions to which marks inside a citation refer."""
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
    """The positions of a link's address: in its tag, or in its definition ("[1]: https://…")."""
    address = re.escape(target)
    if document.format is DocumentFormat.MARKDOWN:
        pattern = rf"(?m)^[ ]{{0,3}}\[[^\[\]]{{1,200}}\]:[ \t]*<?{address}"
        yield from (Stretch(found.start(), found.end()) for found in re.finditer(pattern, source))
    first = max(citation.span.start - _AROUND, 0)
    for found in re.finditer(address, source[first : citation.span.end + _AROUND]):
        yield Stretch(first + found.start(), first + found.end())
