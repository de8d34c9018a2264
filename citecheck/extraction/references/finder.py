"""The reference entries of an article: in lists, footnotes, front matter, and brackets in prose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from citecheck.extraction.candidate import CitationCandidate, note_anchor
from citecheck.extraction.identifiers import find_identifiers
from citecheck.extraction.link_text import stated_words
from citecheck.extraction.publisher_urls import read_url
from citecheck.extraction.references.journal_boundary import Journals
from citecheck.extraction.references.lists import ReferenceItem, find_reference_lists
from citecheck.extraction.references.nearest_journals import with_nearest
from citecheck.extraction.references.parser import may_be_signed, parse_entry
from citecheck.extraction.references.quoted_titles import find_quoted_titles
from citecheck.extraction.references.typed_entries import typed_candidates
from citecheck.extraction.word_lists import load_words
from citecheck.extraction.word_patterns import WordPattern
from citecheck.journals import fold
from citecheck.model import BlockKind, CitationFields, CitationKind, Document, Mark, MarkKind

__all__ = ["find", "reference_ranges"]

_LONGEST = 2500
_LONGEST_ALONE = 1500


def find(document: Document, catalogue: Journals) -> tuple[CitationCandidate, ...]:
    """Every entry that refers to a publication.

    Below a heading for references every entry counts, also that of a web page. Elsewhere an entry must look
    like a reference by itself or stand in a list of references.

    Args:
        document: the document, or a bibliography file with its references.
        catalogue: the known journals.

    Returns:
        The entries in reading order.
    """
    if document.references:
        return tuple(typed_candidates(document, catalogue))
    reader = _Reader(document, catalogue)
    drafts = [
        *reader.lists(),
        *reader.data(),
        *reader.brackets(),
        *reader.sources(),
        *reader.quoted(),
    ]
    found = _first_of_each_place(drafts)
    return _first_of_each_place([*found, *reader.inline([(draft.start, draft.end) for draft in found])])


def _first_of_each_place(drafts: Iterable[CitationCandidate]) -> tuple[CitationCandidate, ...]:
    taken: list[CitationCandidate] = []
    for draft in sorted(drafts, key=lambda d: (d.start, -d.end)):
        if not taken or draft.start >= taken[-1].end:
            taken.append(draft)
    return tuple(taken)


def reference_ranges(entries: Iterable[CitationCandidate]) -> tuple[tuple[int, int], ...]:
    """The ranges of entries that are not prose; an entry in brackets leaves its sentence in the prose."""
    return tuple((entry.start, entry.end) for entry in entries if entry.words is None)


class _Entry(NamedTuple):
    """A stretch of text that may be an entry, and the fields it states."""

    listed: ReferenceItem
    claimed: CitationFields
    look: int


# The least score of an entry without a heading, and of one within a list of entries
_PLAIN = 3
_AMONG_OTHERS = 1


# Every entry contains one of these
_SIGN = re.compile(r"https?://|www\.|\b(?:19|20)\d\d\b|\bdoi\b|n\.d\.")


def read_entry(claimed: CitationFields, text: str) -> int:
    """Score how much a text looks like a reference to a publication.

    Args:
        claimed: what the entry states.
        text: the text of the entry.

    Returns:
        0 (prose) to 4; from 3 on it certainly is a reference.
    """
    journal = claimed.journal
    known = journal is not None and journal.journal is not None
    placed = bool(claimed.volume or claimed.pages)
    signed = bool(claimed.authors)
    if known and (placed or claimed.year) and (signed or claimed.title or placed):
        return 4 if signed and placed else 3
    if claimed.has_identifier and (signed or journal or (claimed.year and claimed.title)):
        return 3
    if signed and claimed.year and (journal or claimed.title):
        return 3 if journal and placed else 2
    if (
        claimed.has_identifier
        or (journal and placed and claimed.year)
        or (claimed.institutions and claimed.year)
    ):
        return 2
    return 1 if _SIGN.search(text) or signed else 0


class _Reader:
    """Reads the entries of one document."""

    def __init__(self, document: Document, journals: Journals) -> None:
        self.text = document.text
        self.blocks = document.blocks
        self.journals = journals
        marks = sorted(document.marks, key=lambda mark: (mark.start, mark.end))
        self.links = _Marks(marks, MarkKind.LINK)
        self.emphasis = _Marks(marks, MarkKind.EMPHASIS)
        self.anchors = _Marks(marks, MarkKind.ANCHOR)

    def lists(self) -> Iterator[CitationCandidate]:
        for run in find_reference_lists(self.text, self.blocks):
            likely = [listed for listed in run.entries if listed.is_likely]
            alone = len(likely) < max(2, 0.2 * len(run.entries))
            stretches = likely if not run.heading and alone else run.entries
            entries = [
                self._entry(listed)
                if self._may_count(listed, run.heading)
                else _Entry(listed, CitationFields(), 0)
                for listed in stretches
                if run.heading == 2 or listed.footnote or (listed.item and not alone) or self._terse(listed)
            ]
            signed = sum(entry.look >= _PLAIN and bool(entry.claimed.authors) for entry in entries)
            alike = len(entries) >= 3 and signed >= max(2, 0.3 * len(entries))
            for entry in entries:
                if self._counts(entry, run.heading, alike):
                    yield self._draft(entry)

    def _terse(self, listed: ReferenceItem) -> bool:
        """Whether a single stretch is short enough for an entry and is not prose."""
        text = self.text[listed.start : listed.end]
        return len(text) < _LONGEST_ALONE and _PROSE.search(text) is None

    def _may_count(self, listed: ReferenceItem, heading: int) -> bool:
        """Whether a stretch is worth parsing: paragraphs of prose take longest and are rarely entries."""
        if heading == 2 or listed.footnote or listed.item:
            return True
        text = self.text[listed.start : listed.end]
        if heading == 1:
            linked = self.links.within(listed.start, listed.end)
            return bool(linked) or _DIGIT.search(text) is not None
        return may_be_signed(text)

    def _counts(self, entry: _Entry, heading: int, alike: bool) -> bool:
        """Whether a stretch is an entry. `heading`: 2 in a reference list, 1 in a possible one, else 0."""
        text = self.text[entry.listed.start : entry.listed.end]
        if text.count("http") > 1 and not re.search(r"[^\W\d_]{3}", _ADDRESS.sub("", text)):
            return False  # a row of bare addresses: each is a separate link
        if heading == 2:
            if entry.listed.item:
                return _TWO_WORDS.search(text) is not None and not _REMARK.match(text)
            return not _REMARK.match(text) and (
                entry.look >= 2
                or (entry.look == 1 and not _PROSE.search(text) and not _SENTENCE.search(text))
            )
        if entry.listed.footnote:
            return entry.look >= 2 or (entry.look == 1 and "http" in text)
        if alike and entry.listed.item:
            return entry.look >= _AMONG_OTHERS
        if _PROSE.search(text) or (not entry.claimed.authors and _CITING.search(text)):
            return False
        if heading == 1:
            return entry.look >= 2
        return entry.look >= _PLAIN and bool(entry.claimed.authors)

    def _entry(self, listed: ReferenceItem) -> _Entry:
        start, end = listed.start, min(listed.end, listed.start + _LONGEST)
        text = self.text[start:end]
        claimed = parse_entry(
            text,
            self.journals,
            emphasis=[(mark.start - start, mark.end - start) for mark in self.emphasis.within(start, end)],
            urls=[mark.target for mark in self.links.within(start, end) if mark.target],
        )
        return _Entry(listed, _without_bare_title(claimed), read_entry(claimed, text))

    def _draft(self, entry: _Entry) -> CitationCandidate:
        listed = entry.listed
        anchors = [mark.target for mark in self.anchors.within(listed.reach, listed.end + 1) if mark.target]
        if listed.footnote and listed.label:
            anchors.append(note_anchor(listed.label))
        return CitationCandidate(
            CitationKind.REFERENCE,
            listed.start,
            listed.end,
            with_nearest(entry.claimed, self.journals),
            label=listed.label,
            anchors=tuple(dict.fromkeys(anchors)),
        )

    def data(self) -> Iterator[CitationCandidate]:
        """Front matter: "references:", "doi:", and addresses of publications under any key."""
        data = BlockKind.DATA
        for block in self.blocks:
            if block.kind is not data:
                continue
            text = self.text[block.start : block.end]
            key = (block.label or "").lower()
            claimed = parse_entry(
                text.replace("\n", ". "), self.journals, urls=re.findall(r"https?://\S+", text)
            )
            if key in ("pmid", "pmids", "pubmed") and (digits := re.fullmatch(r"\s*(\d{1,8})\s*", text)):
                claimed = replace(claimed, pmid=digits[1], year=None)
            listed_here = fold(key) in load_words("references", "data keys")
            if (
                claimed.has_identifier
                or (listed_here and read_entry(claimed, text) >= 2)
                or _publication_page(text)
            ):
                claimed = with_nearest(claimed, self.journals)
                yield CitationCandidate(CitationKind.REFERENCE, block.start, block.end, claimed)

    def brackets(self) -> Iterator[CitationCandidate]:
        """References in brackets within prose: "(J Nutr 2011;141:22)", "(Grumet et al., Nutrients, 2020)"."""
        for hit in _BRACKET.finditer(self.text):
            inner = hit["inner"]
            if not _NEEDED_IN_BRACKET.search(inner):
                continue
            start = hit.start("inner")
            for piece in _pieces(inner, start):
                yield from self._bracketed(*piece)

    def _bracketed(self, start: int, end: int) -> Iterator[CitationCandidate]:
        text = self.text[start:end]
        emphasis = [(mark.start - start, mark.end - start) for mark in self.emphasis.within(start, end)]
        urls = [mark.target for mark in self.links.within(start, end) if mark.target]
        claimed = parse_entry(text, self.journals, emphasis=emphasis, urls=urls)
        mention = claimed.journal
        if mention is None or mention.journal is None:
            return
        if claimed.title and not (claimed.volume and claimed.year and claimed.pages):
            return
        if (
            claimed.has_identifier
            or (claimed.volume and claimed.year)
            or (claimed.authors and (claimed.year or "et al" in text))
        ):
            yield CitationCandidate(CitationKind.REFERENCE, start, end, claimed, words=(start, end))

    def quoted(self) -> Iterator[CitationCandidate]:
        """Titles in quotes with year and link in running text."""
        for start, end, target in find_quoted_titles(self.text, self.links.marks):
            claimed = parse_entry(self.text[start:end], self.journals, urls=[target])
            if claimed.title and claimed.has_identifier:
                yield CitationCandidate(CitationKind.REFERENCE, start, end, claimed, words=(start, end))

    def inline(self, taken: Sequence[tuple[int, int]]) -> Iterator[CitationCandidate]:
        """References written out in a sentence: "Its full citation is: J Nutr 2011;141:22-9. doi:…"."""
        for hit in _INLINE.finditer(self.text) if _VOLUME_AND_PAGE.search(self.text) else ():
            at = bisect_left(taken, (hit.start() + 1,)) - 1
            if at >= 0 and hit.start() < taken[at][1]:
                continue
            low = max(hit.start() - _LONGEST_NAME, self.text.rfind("\n", 0, hit.start()) + 1)
            end = hit.end()
            for identified in find_identifiers(self.text, end, min(end + 80, len(self.text))):
                if _BETWEEN.fullmatch(self.text, end, identified.start):
                    end = identified.end
            claimed = parse_entry(self.text[low:end], self.journals)
            mention = claimed.journal
            start = self.text.rfind(mention.text, low, hit.start()) if mention and mention.journal else -1
            if start >= 0 and claimed.volume and claimed.year:
                claimed = replace(claimed, title=None, authors=(), institutions=())
                yield CitationCandidate(CitationKind.REFERENCE, start, end, claimed, words=(start, end))

    def sources(self) -> Iterator[CitationCandidate]:
        """A last line marked as the source: "SOURCE: bit.ly/2Abcd Pediatrics, online May 3, 2016."."""
        for block in self.blocks:
            if self.text.find(":", block.start, block.start + _LONGEST_OPENING) < 0:
                continue
            opening = _SOURCE.match(self.text, block.start, min(block.end, block.start + _LONGEST_OPENING))
            if opening is None or block.end - block.start > _LONGEST:
                continue
            pieces = re.finditer(
                r"[^;]+?(?:;(?=\s+(?:[a-z]{2,12}\.[a-z]{2,3}/|https?:))|$)",
                self.text[opening.end() : block.end],
            )
            for piece in pieces:
                start = opening.end() + piece.start() + len(piece[0]) - len(piece[0].lstrip())
                end = opening.end() + piece.start() + len(piece[0].rstrip(" ;"))
                entry = self._entry(ReferenceItem(start, end))
                journal = entry.claimed.journal
                if journal and (
                    entry.claimed.year or entry.claimed.volume or (journal.journal and entry.claimed.title)
                ):
                    yield CitationCandidate(
                        CitationKind.REFERENCE,
                        block.start if piece.start() == 0 else start,
                        end,
                        entry.claimed,
                    )


def _without_bare_title(claimed: CitationFields) -> CitationFields:
    """Move a title that no other field confirms to the context.

    If an entry states only an identifier besides, its words may be an editor's own label of the link ("NIH
    study on vitamin D") and not the title.
    """
    confirmed = claimed.authors or claimed.journal or claimed.year or claimed.volume or claimed.pages
    if not claimed.title or confirmed or not claimed.has_identifier:
        return claimed
    return replace(claimed, title=None, context=stated_words(claimed.title))


# "(…)" or "[…]" without brackets inside, except around an issue
_BRACKET = WordPattern(
    "(J Nutr 2011;141:22)",
    r"[(\[](?P<inner>[^()\[\]\n]{8,240}(?:\([^()\n]{1,20}\)[^()\[\]\n]{1,160})?)[)\]]",
    starts="(|[",
)
_NEEDED_IN_BRACKET = re.compile(
    r"\b(?:19|20)\d\d\s?[;:,]?\s?(?:[A-Z][a-z]{2,8}\s?\d{0,2}\s?;\s?)?\d{1,4}\b|\bet al\b|\b(?:19|20)\d\d$"
    r"|\b(?:doi|DOI|PMID)\b"
)
# "2011 Mar;141(3):22-9"
_INLINE = re.compile(
    r"(?:19|20)\d\d(?:\s[A-Z][a-z]{2,8}(?:[-–][A-Z][a-z]{2,8})?(?:\s\d{1,2})?)?\s?;\s?\d{1,4}[A-Z]?\s?"
    r"(?:\([^()\n]{1,20}\))?\s?:\s?[A-Za-z]{0,6}\d{1,8}(?:[-–.]\w{1,8}){0,3}"
)
# Every such reference contains this; most texts do not: ";141(3):"
_VOLUME_AND_PAGE = re.compile(r";\s?\d{1,4}[A-Z]?\s?(?:\([^()\n]{1,20}\))?\s?:")
_BETWEEN = re.compile(
    r"[.;,]?\s*(?:Epub[^.;]{0,30}[.;]\s*)?(?:(?:doi|DOI)\s?:?\s*)?(?:https?://(?:dx\.)?doi\.org/)?"
)
_LONGEST_NAME = 140
_LONGEST_OPENING = 40
_SOURCE = re.compile(
    r"(?:SOURCES?|Sources?|REFERENCES?|(?:(?:Journal|Study|Full|Original|Story)\s)?[Rr]eferences?"
    r"|(?:(?:Suggested|Full|Recommended)\s)?[Cc]itations?|(?:(?:Original|Research)\s)?[Pp]aper"
    r"|More information|[Pp]ublication|Article)\s?:\s+(?=\S)"
)
# Words that occur in prose and not in references
_PROSE = WordPattern(
    "was published in",
    r"\b(?:(?:was|were|is|has been) published|published (?:in|by|on)|according to|found that|showed that"
    r"|shows that|suggests? that|concluded|we |our |you|your|he said|she said|they )\b"
    r"|[a-z]\. (?:The|This|It|In|We|They|These|However) [a-z]",
    needs="published|according to|d that|s that|t that|concluded|we |our |you|he said|they |. T|. I|. W|. H",
)
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|has|have|will|can) (?:a|an|the|not|been|one|[a-z]{2,20}(?:ed|ing))\b"
)
_ADDRESS = re.compile(r"https?://\S{1,2000}")
_DIGIT = re.compile(r"\d")
# "Smith, Sleep and memory": two words of at least two letters
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}+[\W\d_].*?[^\W\d_]{2}", re.DOTALL)
# A sentence with its reference in brackets: "… at night (Stone et al., Nutrients)"
_CITING = re.compile(r"\s\([^()]{0,60}\bet al\b")
# A remark at the end of a list
_REMARK = re.compile(
    r"[\s*_]*(?:disclaimer|share(?= this| on| via| the|:|\s*$)|tags?:|back to|read more"
    r"|(?:view|show) (?:all|more)|copyright|©"
    r"|(?:medically |fact[- ])?(?:reviewed|checked|written|edited|updated|posted|authored) (?:by|on)\b"
    r"|(?:last |first )?(?:updated|reviewed|modified)\b|about the author|this (?:article|post|page) )",
    re.IGNORECASE,
)


def _pieces(inner: str, start: int) -> Iterator[tuple[int, int]]:
    """The references in one bracket, separated at semicolons except between year and volume."""
    at = 0
    for hit in re.finditer(r";\s+(?=[A-Z][^\d;]{2,80}\b(?:19|20)\d\d)", inner):
        yield start + at, start + hit.start()
        at = hit.end()
    yield start + at, start + len(inner)


def _publication_page(text: str) -> bool:
    return any(read_url(url).leads_to_publication for url in re.findall(r"https?://\S+", text))


class _Marks:
    """Marks of one kind, found by place."""

    def __init__(self, marks: Iterable[Mark], kind: MarkKind) -> None:
        self.marks = [mark for mark in marks if mark.kind is kind]
        self.starts = [mark.start for mark in self.marks]

    def within(self, start: int, end: int) -> Sequence[Mark]:
        """The marks that begin in `start` to `end`."""
        return self.marks[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
