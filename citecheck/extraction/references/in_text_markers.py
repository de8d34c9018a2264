"""Which reference entry a place in prose names: "[3]", "(Smith et al. 2019)", a footnote, a hyperlink."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from citecheck.extraction.candidate import CitationCandidate, note_anchor
from citecheck.extraction.publisher_urls import read_url
from citecheck.extraction.sentences import is_behind_mark
from citecheck.extraction.word_patterns import WordPattern
from citecheck.journals import fold
from citecheck.model import CitationKind, Document, Mark, MarkKind

__all__ = ["Markers", "tie_markers"]

_NUMBERS = r"\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,9}"
# "[3]", "[3, 4]", "[3–5]", "[[3]]", "[^3]"
_SQUARE = re.compile(rf"\[\^?\[?(?P<numbers>{_NUMBERS})\]")
# "conditions.12 The", "conditions.12": digits glued to a sentence's end
_GLUED = re.compile(r"[.!?”\"’)](?P<numbers>\d{1,3}(?:[,–-]\d{1,3}){0,5})(?=\s|$)")
# "conditions. 12 Another": the number belongs to the sentence before, if a word that begins sentences follows
_SPACED = re.compile(r"[.!?”\"’)]\s(?P<numbers>\d{1,3}(?:[,–-]\d{1,3}){0,3})(?=\s+(?P<next>[A-Z][a-z]*)\s)")
_SUPERSCRIPT = re.compile(rf"[\s\[(]*(?P<numbers>{_NUMBERS})[\s\]),;.]*")
_RAISED_FIGURES = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_FIGURES = str.maketrans(_RAISED_FIGURES, "0123456789")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,⁻–-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}){0,5}")
# "(Smith, 2019)", "(Smith & Jones 2019; Lee et al., 2020)", "Smith and Jones (2019)", "Smith et al. (2019a)"
_NAME = r"[A-ZÀ-Þ][^\W\d_]{1,30}(?:[-’'][^\W\d_]{1,30}){0,2}"
_DATED = re.compile(
    rf"(?!(?:As|In|The|But|And|When|While|For|By|From|See|Since|Although|However)\b)"
    rf"(?P<last>(?:(?:van|von|de|del|der|di|la|le)\s){{0,2}}{_NAME})"
    rf"(?:,?\s(?:et\sal\.?|(?:and|&)\s(?:colleagues|co-?workers|{_NAME})|{_NAME}\s(?:and|&)\s{_NAME})|’s|'s)?"
    r",?\s[(\[]?(?P<year>(?:19|20)\d\d)(?P<letter>[a-z]?)\b",
)
_YEAR = WordPattern("2019", r"(?:19|20)\d\d", starts="19|20")
_LONGEST_NAMES = 90
# In characters: an entry's own number ends this close before it: "[12] ".
LONGEST_LABEL = 8
_WIDEST_RANGE = 12


def tie_markers(
    document: Document, drafts: Sequence[CitationCandidate]
) -> dict[CitationCandidate, CitationCandidate]:
    """As `Markers.tie`, with the entries among the drafts.

    Args:
        document: the document.
        drafts: its citations in reading order.

    Returns:
        A map from an attribution or a link to the reference entry that its sentence names.
    """
    entries = [draft for draft in drafts if draft.kind is CitationKind.REFERENCE]
    return Markers(document, entries).tie(drafts)


class Markers:
    """The markers in a document's prose that name its reference entries; they are read once."""

    def __init__(self, document: Document, entries: Sequence[CitationCandidate]) -> None:
        self._document = document
        self._index = _Entries(entries) if entries else None
        self._marks = _Marks(document, self._index, entries) if self._index else None

    @property
    def named(self) -> set[CitationCandidate]:
        """The entries that any marker in the prose leads to; an entry's own number is not a marker."""
        marks = self._marks.all if self._marks else ()
        return {
            entry
            for marker in marks
            for entry in marker.entries
            if not entry.start - LONGEST_LABEL <= marker.start < entry.end
        }

    def tie(self, drafts: Sequence[CitationCandidate]) -> dict[CitationCandidate, CitationCandidate]:
        """Map each attribution or link to the reference entry that its sentence certainly names.

        If a sentence names several entries, only the one closest behind the citation counts. A number of two
        entries, or a name and year that match two entries, is ambiguous and ignored.
        """
        index, marks = self._index, self._marks
        if index is None or marks is None:
            return {}
        ties: dict[CitationCandidate, CitationCandidate] = {}
        for draft in drafts:
            if draft.kind not in (CitationKind.ATTRIBUTION, CitationKind.LINK):
                continue
            entry = index.identified(draft) or _named(self._document, draft, index, marks, drafts)
            if entry is not None and entry is not draft:
                ties[draft] = entry
        return ties


class _Marker(NamedTuple):
    """A marker at `start` to `end`, and the entries it names."""

    start: int
    end: int
    entries: tuple[CitationCandidate, ...]


def _named(
    document: Document,
    draft: CitationCandidate,
    index: _Entries,
    marks: _Marks,
    drafts: Sequence[CitationCandidate],
) -> CitationCandidate | None:
    """Return the entry that the draft's sentence names, if it names exactly one for this citation."""
    if draft.kind is CitationKind.LINK:
        return _named_by_link(draft, marks)
    end = _with_marker(document.text, draft.end)
    markers = [marker for marker in marks.within(draft.start, end) if marker.entries]
    markers += [
        _Marker(inner.start, inner.end, (inner,)) for inner in index.bracketed(draft.start, draft.end + 3)
    ]
    named = {id(entry): entry for marker in markers for entry in marker.entries}
    others = [link for link in _links_within(draft, drafts) if not _same_source(link, named.values(), index)]
    if len(named) == 1 and not others:
        return next(iter(named.values())) if _alone(draft, drafts) else None
    if not named or draft.words is None:
        return None
    places = [
        *((marker.start, marker.entries) for marker in markers),
        *((link.place[0], (link,)) for link in others),
    ]
    places.sort(key=lambda place: place[0])
    behind = [place for place in places if place[0] >= draft.words[0]]
    if not behind or len(behind[0][1]) > 1 or behind[0][1][0].kind is CitationKind.LINK:
        return None
    between = document.text[min(draft.words[1], behind[0][0]) : behind[0][0]]
    return None if re.search(r"[.;]\s", between) else behind[0][1][0]


def _named_by_link(draft: CitationCandidate, marks: _Marks) -> CitationCandidate | None:
    """Return the entry whose number or anchor the link's words are, unless both have identifiers."""
    start, end = draft.place
    named = {
        id(entry): entry
        for marker in marks.within(start, end)
        if marker.start < end and start < marker.end
        for entry in marker.entries
    }
    if len(named) != 1:
        return None
    entry = next(iter(named.values()))
    # The number of a link may count links and not entries, so its identifier takes precedence.
    parted = draft.claimed.has_identifier and entry.claimed.has_identifier
    return None if parted else entry


def _links_within(draft: CitationCandidate, drafts: Sequence[CitationCandidate]) -> list[CitationCandidate]:
    """Return the links to publications within the draft's text."""
    low = bisect_left(drafts, draft.start, key=lambda other: other.place[0])
    high = bisect_left(drafts, draft.end, key=lambda other: other.place[0])
    return [other for other in drafts[low:high] if other.kind is CitationKind.LINK]


def _same_source(link: CitationCandidate, entries: Iterable[CitationCandidate], index: _Entries) -> bool:
    """Whether a link leads to the publication of one of the entries."""
    entry = index.identified(link)
    return any(named is entry for named in entries)


def _alone(draft: CitationCandidate, drafts: Sequence[CitationCandidate]) -> bool:
    """Whether no other attribution shares the sentence."""
    at = bisect_left(drafts, draft.place[0], key=lambda other: other.place[0])
    near = drafts[max(at - 6, 0) : at + 7]
    return not any(
        other is not draft
        and other.kind is CitationKind.ATTRIBUTION
        and other.start < draft.end
        and draft.start < other.end
        for other in near
    )


def _with_marker(text: str, end: int) -> int:
    """The end of a sentence with the marker behind its full stop: "… in rats. [4] Another …"."""
    hit = re.compile(rf"(?:\s?[\[(]\^?{_NUMBERS}[\])]){{1,4}}").match(text, end, end + 60)
    return hit.end() if hit else end


class _Entries:
    """The document's entries by label, anchor, first author with year, and identifier."""

    def __init__(self, entries: Sequence[CitationCandidate]) -> None:
        self.labels: dict[str, list[CitationCandidate]] = {}
        self.anchors: dict[str, CitationCandidate] = {}
        self.signed: dict[tuple[str, int], list[CitationCandidate]] = {}
        self.keys: dict[str, CitationCandidate] = {}
        self.brackets = sorted((entry for entry in entries if entry.words is not None), key=lambda e: e.start)
        self.opened = [entry.start for entry in self.brackets]
        self.years = {entry.claimed.year for entry in entries}
        for entry in entries:
            if entry.label:
                self.labels.setdefault(entry.label.lower(), []).append(entry)
            for anchor in entry.anchors:
                self.anchors.setdefault(anchor, entry)
            claimed = entry.claimed
            if claimed.authors and claimed.year:
                self.signed.setdefault((fold(claimed.authors[0].last_name), claimed.year), []).append(entry)
            for value in (claimed.pmid, claimed.doi, claimed.pmcid, claimed.accession):
                if value:
                    self.keys.setdefault(value.lower(), entry)

    def bracketed(self, start: int, end: int) -> list[CitationCandidate]:
        """The entries in brackets between these places."""
        inside = self.brackets[bisect_left(self.opened, start) : bisect_left(self.opened, end)]
        return [entry for entry in inside if entry.end <= end]

    def labelled(self, label: str) -> CitationCandidate | None:
        """The only entry of this number."""
        found = self.labels.get(label.lstrip("0").lower() or "0", ())
        return found[0] if len(found) == 1 else None

    def identified(self, draft: CitationCandidate) -> CitationCandidate | None:
        """The entry with an identifier that the draft states too."""
        claimed = draft.claimed
        stated = (claimed.pmid, claimed.doi, claimed.pmcid, claimed.accession)
        found = (self.keys.get(value.lower()) for value in stated if value)
        return next((entry for entry in found if entry is not None), None)

    def by_name(self, last: str, year: int) -> CitationCandidate | None:
        """The only entry of this first author and year."""
        found = self.signed.get((fold(last), year), ())
        return found[0] if len(found) == 1 else None

    def numbered(self, numbers: str) -> tuple[CitationCandidate, ...]:
        """The entries of "3, 5–7", or no entries if one of them does not exist."""
        found: list[CitationCandidate] = []
        for part in re.split(r"\s?[,;]\s?", numbers.strip()):
            first, _, last = re.sub(r"\s?[–-]\s?", "-", part).partition("-")
            if not first.isdigit() or (last and not last.isdigit()):
                return ()
            labels = range(int(first), int(last or first) + 1)
            if not 0 < len(labels) <= _WIDEST_RANGE:
                return ()
            for label in labels:
                entry = self.labelled(str(label))
                if entry is None:
                    return ()
                found.append(entry)
        return tuple(found)


class _Marks:
    """All markers of the document's prose, by place."""

    def __init__(self, document: Document, index: _Entries, entries: Sequence[CitationCandidate]) -> None:
        self.index = index
        self.text = document.text
        # The year within an entry is not a marker.
        self.apart = sorted((entry.start, entry.end) for entry in entries if entry.words is None)
        # The number of a link to a publication is read with its address.
        self.linked = sorted(
            (mark.start, mark.end)
            for mark in document.marks
            if mark.kind is MarkKind.LINK and mark.target and not mark.target.startswith("#")
        )
        found = [marker for marker in (*self._printed(), *self._marked(document)) if marker.entries]
        inside = [(entry.start, entry.end) for entries in index.labels.values() for entry in entries]
        inside.sort()
        self.all = sorted(
            (marker for marker in found if not _inside(inside, marker.start)),
            key=lambda marker: (marker.start, marker.end),
        )
        self.starts = [marker.start for marker in self.all]

    def within(self, start: int, end: int) -> list[_Marker]:
        """The markers that stand in `start` to `end`."""
        return self.all[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _printed(self) -> Iterator[_Marker]:
        patterns = [_SQUARE, _GLUED, _SPACED] if self.index.labels else []
        for pattern in patterns:
            for hit in pattern.finditer(self.text):
                counts = pattern is _SPACED and not is_behind_mark(hit["next"])
                if counts or _inside(self.linked, hit.start("numbers")):
                    continue
                if pattern is _SQUARE or self.text[hit.start() - 1 : hit.start()].isalpha():
                    yield _Marker(hit.start("numbers"), hit.end(), self.index.numbered(hit["numbers"]))
        if self.index.labels:
            raised = any(figure in self.text for figure in _RAISED_FIGURES)
            for hit in _RAISED.finditer(self.text) if raised else ():
                numbers = hit[0].translate(_FIGURES).replace("⁻", "-")
                yield _Marker(hit.start(), hit.end(), self.index.numbered(numbers))
        for year in _YEAR.finditer(self.text) if self.index.signed else ():
            if int(year[0]) not in self.index.years or _inside(self.apart, year.start()):
                continue
            named = _DATED.search(self.text, max(year.start() - _LONGEST_NAMES, 0), year.end() + 2)
            while named and named.start("year") != year.start():
                named = _DATED.search(self.text, named.end("year"), year.end() + 2)
            entry = self.index.by_name(named["last"], int(year[0])) if named else None
            if named and entry is not None:
                yield _Marker(named.start(), named.end(), (entry,))

    def _marked(self, document: Document) -> Iterator[_Marker]:
        for mark in document.marks:
            if entries := self._entries_marked(mark, self.text[mark.start : mark.end]):
                yield _Marker(mark.start, mark.end, entries)

    def _entries_marked(self, mark: Mark, words: str) -> tuple[CitationCandidate, ...]:
        """The entries that a superscript, a footnote mark or an in-page link names."""
        if mark.kind is MarkKind.NOTE and mark.target:
            # A list of references may bear the same numbers as the footnotes.
            footnote = self.index.anchors.get(note_anchor(mark.target.lstrip("0") or mark.target))
            entry = footnote or self.index.labelled(mark.target)
            return (entry,) if entry else ()
        if mark.kind is MarkKind.LINK and mark.target:
            if mark.target.startswith("#") and (entry := self.index.anchors.get(mark.target[1:])):
                return (entry,)
            if not re.fullmatch(r"[\s\[(^]*\d{1,3}[\s\]).,]*", words):
                return ()
            if stated := [value for value in read_url(mark.target).identifiers if value]:
                return self._led_to(stated, words)
        elif mark.kind is not MarkKind.SUPERSCRIPT:
            return ()
        number = _SUPERSCRIPT.fullmatch(words)
        return self.index.numbered(number["numbers"]) if number else ()

    def _led_to(self, identifiers: Sequence[str], number: str) -> tuple[CitationCandidate, ...]:
        """The entry with one of a link's identifiers; else that of its number, if it has no identifier."""
        for value in identifiers:
            if entry := self.index.keys.get(value.lower()):
                return (entry,)
        numbered = self.index.numbered(number.strip(" [](^).,"))
        return () if any(entry.claimed.has_identifier for entry in numbered) else numbered


def _inside(stretches: Sequence[tuple[int, int]], offset: int) -> bool:
    at = bisect_left(stretches, (offset + 1,)) - 1
    return at >= 0 and offset < stretches[at][1]
