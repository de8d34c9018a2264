"""Links to publications, and identifiers printed in prose: each is a citation of its sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from citecheck.extraction.candidate import CitationCandidate
from citecheck.extraction.identifiers import Identifiers, find_identifiers
from citecheck.extraction.link_text import is_label, stated_words
from citecheck.extraction.publisher_urls import PublisherUrl, read_url
from citecheck.extraction.references.journal_boundary import Journals
from citecheck.extraction.sentences import leading_marks, split
from citecheck.model import (
    BlockKind,
    CitationFields,
    CitationKind,
    Document,
    JournalMention,
    MarkKind,
    Person,
)

__all__ = ["find"]

# An address in running text: "https://doi.org/10.1000/abc", "www.nejm.org/doi/…", "bit.ly/2Abcd"
# Each pattern with its first letters; a text without them is not searched.
_URLS = tuple(
    (letters, re.compile(pattern))
    for letters, pattern in (
        ("http", r"https?://[^\s<>\"“”]{3,1500}"),
        ("www.", r"www\.(?<![\w/.]www\.)[^\s<>\"“”]{3,1500}"),
        ("doi.org/", r"doi\.org/(?<![/.]doi\.org/)10\.[^\s<>\"“”]{4,300}"),
        ("ncbi.nlm", r"ncbi\.nlm\.nih\.gov/(?<![/.]ncbi\.nlm\.nih\.gov/)[^\s<>\"“”]{3,300}"),
        (
            "pubmed.ncbi",
            r"pubmed\.ncbi\.nlm\.nih\.gov/(?<![/.]pubmed\.ncbi\.nlm\.nih\.gov/)[^\s<>\"“”]{3,300}",
        ),
        ("pmc.ncbi", r"pmc\.ncbi\.nlm\.nih\.gov/(?<![/.]pmc\.ncbi\.nlm\.nih\.gov/)[^\s<>\"“”]{3,300}"),
    )
)
# "SOURCE: bit.ly/2Abcd": news agencies link to the reported study with a shortened address
_SOURCE = re.compile(
    r"SOURCES?:\s{1,3}(?P<url>(?:https?://)?(?:[a-z]{2,8}\.)?[a-z]{2,8}\.(?:ly|gl|co|me|com|org)/[\w-]{3,20})"
)
# A link that is only a reference number: "[4]", "11,"
_MARKER = re.compile(r"[\s\[(^]{0,3}\d{1,3}[\s\]).,]{0,3}")
# "Saygili 2024", "(Hegde et al., 2022)"
_AUTHOR_YEAR = re.compile(
    r"[(\[]?(?P<last>[A-ZÀ-Þ][^\W\d_]{1,30}(?:[-’'][^\W\d_]{1,30}){0,2})"
    r"(?P<more>\s(?:et al\.?|(?:&|and)\s[A-ZÀ-Þ][\w’'-]{1,30}))?,?\s\(?(?P<year>(?:19|20)\d\d)[a-z]?[)\]]?"
)


class _LinkSpan(NamedTuple):
    """A link or a printed identifier: the offsets of its words and what its address states."""

    start: int
    end: int
    address: PublisherUrl
    host: str = ""


def find(
    document: Document, catalogue: Journals, entries: Sequence[CitationCandidate] = ()
) -> tuple[CitationCandidate, ...]:
    """One citation for each publication that a sentence links to or names by identifier.

    Links inside reference entries are skipped, because they belong to the entry. A link without an identifier
    counts if its address is the page of a single publication.

    Args:
        document: the document.
        catalogue: the known journals.
        entries: the reference entries of the document.

    Returns:
        The citations in reading order.
    """
    prose = _ProseRanges(document)
    inside = _LinkContexts((entry.start, entry.end) for entry in entries)
    found: list[CitationCandidate] = []
    seen: set[tuple[int, str]] = set()
    for linked in _joined(
        sorted(_places(document), key=lambda place: (place.start, place.end)), document.text
    ):
        if inside.hold(linked.start):
            continue
        start, end = prose.sentence(linked)
        keys = linked.address.identifiers.keys or (linked.address.key,)
        if any((start, key) in seen for key in keys):
            continue
        seen.update((start, key) for key in keys)
        claimed = _claimed(document, linked, catalogue, document.text[start:end])
        found.append(
            CitationCandidate(CitationKind.LINK, start, end, claimed, words=(linked.start, linked.end))
        )
    return tuple(found)


def _places(document: Document) -> Iterator[_LinkSpan]:
    """Hyperlinks, bare addresses, and identifiers outside of them."""
    text = document.text
    covered: list[tuple[int, int]] = []
    for mark in document.marks:
        if mark.kind is MarkKind.LINK and mark.target:
            covered.append((mark.start, mark.end))
            if mark.end > mark.start:
                yield from _led(mark.target, mark.start, mark.end)
    linked = _LinkContexts(covered)
    for hit in (hit for letters, pattern in _URLS if letters in text for hit in pattern.finditer(text)):
        if not linked.hold(hit.start()):
            url = hit[0].rstrip(".,;:!?'’*_")
            url = url[:-1] if url.endswith(")") and url.count("(") < url.count(")") else url
            covered.append((hit.start(), hit.start() + len(url)))
            yield from _led(url, hit.start(), hit.start() + len(url))
    for hit in _SOURCE.finditer(text) if "SOURCE" in text else ():
        if not read_url(hit["url"]).leads_to_publication:
            yield _LinkSpan(hit.start("url"), hit.end("url"), PublisherUrl(page=True, key=hit["url"]))
    linked = _LinkContexts(covered)
    for identified in find_identifiers(text):
        if not linked.hold(identified.start):
            address = PublisherUrl(identified.identifiers, page=True, key=identified.identifiers.keys[0])
            yield _LinkSpan(identified.start, identified.end, address)


_AROUND_HOST = re.compile(r"^(?:https?:)?//(?:www\.)?|/.*$", re.DOTALL)


def _led(url: str, start: int, end: int) -> Iterator[_LinkSpan]:
    address = read_url(url)
    if address.leads_to_publication:
        host = _AROUND_HOST.sub("", url)
        yield _LinkSpan(start, end, address, host)


def _joined(places: Iterable[_LinkSpan], text: str) -> Iterator[_LinkSpan]:
    """Merge adjacent identifiers of different kinds, which name one publication: "PMID: 1; PMCID: PMC2"."""
    last: _LinkSpan | None = None
    for place in places:
        if last and _beside(last, place, text):
            mine, other = last.address.identifiers, place.address.identifiers
            both = Identifiers(*(one or another for one, another in zip(mine, other, strict=True)))
            address = replace(last.address, identifiers=both)
            last = last._replace(end=max(last.end, place.end), address=address)
            continue
        if last:
            yield last
        last = place
    if last:
        yield last


def _beside(one: _LinkSpan, other: _LinkSpan, text: str) -> bool:
    mine, theirs = one.address.identifiers, other.address.identifiers
    gap = text[one.end : other.start]
    if (
        not mine
        or not theirs
        or other.start < one.end
        or len(gap) > 14
        or "\n\n" in gap
        or not re.fullmatch(r"[\s;,.:()\[\]|/]*(?:doi|DOI|PMID|PMCID)?[\s:]*", gap)
    ):
        return False
    clash = any(one and another for one, another in zip(mine, theirs, strict=True))
    printed = not one.host or not other.host
    return printed and (not clash or mine == theirs)


class _ProseRanges:
    """The sentences around links; a block is split into sentences at its first link."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.blocks = document.blocks
        self.marks = leading_marks(document)
        self.parted: dict[int, list[tuple[int, int]]] = {}

    def sentence(self, linked: _LinkSpan) -> tuple[int, int]:
        """Return the sentence that a link stands in.

        A link whose sentence is only a number or a label ("[4]", "(Source)", "Click here") belongs to the
        preceding sentence.
        """
        number = bisect_right(self.blocks, linked.start, key=lambda block: block.start) - 1
        if number < 0 or linked.start >= self.blocks[number].end:
            return linked.start, linked.end
        block = self.blocks[number]
        if block.kind is BlockKind.DATA:
            return block.start, block.end
        parts = self.parted.get(number)
        if parts is None:
            parts = self.parted[number] = split(self.text, block.start, block.end, self.marks)
        at = max(bisect_right(parts, (linked.start, 1 << 62)) - 1, 0)
        words = self.text[linked.start : linked.end]
        numbered = _MARKER.fullmatch(words) and _only_markers(self.text[parts[at][0] : linked.start])
        if at and (numbered or is_label(self.text[parts[at][0] : parts[at][1]])):
            at -= 1
        return parts[at]


def _only_markers(text: str) -> bool:
    return re.fullmatch(r"[\s\d,;.\[\]()–-]{0,60}", text) is not None


def _claimed(document: Document, linked: _LinkSpan, catalogue: Journals, sentence: str) -> CitationFields:
    address = linked.address
    words = document.text[linked.start : linked.end]
    named = _AUTHOR_YEAR.fullmatch(words.strip())
    journal = catalogue.lookup(address.journal) if address.journal else None
    return CitationFields(
        journal=JournalMention(linked.host, journal, from_address=True) if journal else None,
        authors=(Person(named["last"], named["last"]),) if named else (),
        year=int(named["year"]) if named else None,
        volume=address.volume,
        issue=address.issue,
        pages=address.first_page,
        pmid=address.identifiers.pmid,
        doi=address.identifiers.doi,
        pmcid=address.identifiers.pmcid,
        accession=address.identifiers.accession,
        context=stated_words(sentence),
    )


class _LinkContexts:
    """Ranges of text that can be asked whether they contain an offset."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self.stretches = sorted(stretches)

    def hold(self, offset: int) -> bool:
        at = bisect_right(self.stretches, (offset, 1 << 62)) - 1
        return at >= 0 and offset < self.stretches[at][1]
