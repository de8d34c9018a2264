"""Identifiers in the addresses of links: where they stand in the source of an article.

The text of a link and its address are two places of one identifier: both are corrected, or neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from citecheck.model import AddressCorrection, Citation, Document, Mark, MarkKind, Suggestion

__all__ = ["ADDRESS", "address_suggestions", "corrected_target"]

# The field of suggestions that stand in an address.
ADDRESS = "address"
_LINE_BREAKS = re.compile(r"\n*")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_WHY = "what the record has"
# On these hosts an identifier alone is what a link leads to; a publisher's site has its own DOIs only.
_HOSTS = {
    "pmid": re.compile(r"(?:[\w-]+\.)*ncbi\.nlm\.nih\.gov"),
    "pmcid": re.compile(r"(?:[\w-]+\.)*ncbi\.nlm\.nih\.gov"),
    "doi": re.compile(r"(?:dx\.|www\.)?doi\.org"),
}


def address_suggestions(
    source: str, document: Document, citation: Citation, corrections: Sequence[AddressCorrection]
) -> tuple[Suggestion, ...] | None:
    """What to write in the addresses of the links of a citation.

    Args:
        source: the decoded text of the file.
        document: what was read from it.
        citation: the citation.
        corrections: the identifiers to be corrected.

    Returns:
        Suggestions with offsets in the source; None where an address with a wrong identifier does not stand
        in it letter for letter beside its text, or leads to a site that knows no other publication.
    """
    start = document.positions.text_offset(citation.span.start)
    found: dict[int, Suggestion] = {}
    for mark in _links(document, start, start + len(citation.quote)):
        for one in corrections:
            # "%2F" for the slash of a DOI
            if _pattern(one.wrong).search(unquote(mark.target or "")) is None:
                continue
            if not _HOSTS[one.kind].fullmatch(urlsplit(mark.target or "").hostname or ""):
                return None
            places = list(_places(source, document, mark, one.wrong))
            if not places and not _shows_address(document, mark):
                return None
            for at in places:
                found[at] = Suggestion(at, at + len(one.wrong), one.right, ADDRESS, _WHY, one.certain)
    return tuple(found[at] for at in sorted(found))


def corrected_target(target: str, suggestions: Sequence[tuple[str, str]]) -> str:
    """An address with some words in place of others.

    Args:
        target: the address.
        suggestions: the words that stand in it, each with those that replace them.
    """
    for wrong, right in suggestions:
        target = _pattern(wrong).sub(lambda _, right=right: right, target)  # type: ignore[misc]
    return target


def _links(document: Document, start: int, end: int) -> Iterator[Mark]:
    """The links whose text lies in a range of the document's text."""
    for mark in document.marks:
        if mark.kind is MarkKind.LINK and mark.target and start <= mark.start < mark.end <= end:
            yield mark


def _pattern(identifier: str) -> re.Pattern[str]:
    # "10.1000/a" is not "10.1000/a/b"; behind a PMID a slash ends the address.
    behind = r"[\w/]" if "/" in identifier else r"\w"
    return re.compile(rf"(?<!\w){re.escape(identifier)}(?!{behind})", re.IGNORECASE)


def _places(source: str, document: Document, mark: Mark, wrong: str) -> Iterator[int]:
    """Where an identifier stands in the markup around the text of a link."""
    offset = document.positions.source_offset
    text_start, text_end = offset(mark.start), offset(mark.end - 1) + 1
    begin = offset(mark.start - 1) + 1 if mark.start else 0
    # Line breaks between blocks are the reader's own: they stand nowhere.
    behind = _LINE_BREAKS.match(document.text, mark.end).end()  # type: ignore[union-attr]  # may be empty
    end = offset(behind) if behind < len(document.text) else len(source)
    # Behind the last words of an article may stand what belongs to other links.
    end = min(end, _end_of_paragraph(source, text_end))
    for found in _pattern(wrong).finditer(source, begin, max(end, text_end)):
        if found.end() <= text_start or found.start() >= text_end:
            yield found.start()


def _end_of_paragraph(source: str, start: int) -> int:
    blank = _BLANK_LINE.search(source, start)
    return blank.start() if blank else len(source)


def _shows_address(document: Document, mark: Mark) -> bool:
    """Whether the text of a link is its address, which stands in the source once."""
    text = document.text[mark.start : mark.end]
    return (mark.target or "").removeprefix("http://") in (text, text.removeprefix("http://"))
