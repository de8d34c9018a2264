"""What one reference entry states: authors, title, journal, year, volume, issue, pages and identifiers.

The journal is the hinge: it is looked for where a date, a volume or a page begins. What stands before
it is the title, what stands before that are the authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from citecheck.extraction.identifiers import Identifiers, in_text
from citecheck.extraction.publishers import read_url
from citecheck.extraction.reference_authors import read_authors
from citecheck.extraction.reference_places import Placed, month_in, places
from citecheck.extraction.vocabulary import words
from citecheck.journals import fold
from citecheck.model import Claimed, Journal, JournalMention

__all__ = ["Journals", "parse", "with_nearest"]

_LONGEST = 3000
# "[3]", "(3)", "3.", "3)", "03 ", "^3", "• ", "i "
_LABEL = re.compile(
    r"\s*(?:[•*\-–—·▪↑^]\s{0,2})*(?:\[\^?\w{1,12}\]:?|\(\d{1,3}\)|\^?\d{1,3}\s?[.):\]]|0\d\s|\d{1,3}\s(?=[A-Z])"
    r"|[ivx]{1,4}\.?\s(?=[A-Z]))?\s*(?:[↑^]\s*)?(?:(?:SOURCES?|Sources?|REFERENCES?|References?)\s?:\s+)?"
)
_URL = re.compile(
    r"<?\b(?:https?://|www\.)[^\s<>\"”]{3,500}>?"
    r"|\b[a-z0-9-]{2,30}\.(?:ly|org|com|gl|co|gov|net|be)/[^\s<>\"”]{1,300}",
    re.IGNORECASE,
)
# What stands behind the entry proper: "Available from:", "Epub 2012 Mar 3", "Erratum in: …"
_REMARKS = re.compile(
    r"\b(?:Available (?:from|at|online)|Retrieved(?: on)?|(?:Date )?[Aa]ccessed|Last (?:accessed|updated))\b"
    r"|\bE-?pub(?:lished)?\b(?: ahead)?|(?<=[.;] )(?:Erratum|Comment|Retraction|Correction) in\b"
    r"|\b(?:DOI|doi)\b"
    r"|\bPMC?ID\b|\bPubMed (?:PMID|ID|Central)\b|\bPubMed:|\[PubMed|\[Google Scholar\]|\bCrossRef\b"
    r"|\bView (?:abstract|article|source|study)\b|\[Link\]|\bFree (?:full text|PMC)|↩"
    r"|\[(?:[Ii]nternet|online|electronic)[^\]]{0,20}\]"
)
_QUOTES = "\"'“”‘’«»„`´*_"
_YEAR = re.compile(r"[(\[]?\b(?P<year>(?:18|19|20)\d\d)[a-z]?\b(?P<date>[^)\]]{0,30})[)\]]?")
# “The title of it”, by T. J. Hazell, S. Gallo
_TITLE_FIRST = re.compile(r"[\"“](?P<title>[^\"”]{12,400})[.,]?[\"”][.,]?\s+(?:by|[Aa]uthors?:)\s+")
# "(2016)", "(2016, March 3)", "2016.", "(in press)": behind the authors
_YEAR_FIRST = re.compile(
    r"\s{0,2}[(\[](?P<year>(?:18|19|20)\d\d)[a-z]?(?P<date>[,/ ][^)\]]{1,25})?[)\]]\s{0,2}[.,:;]{0,2}\s*"
    r"|\s{0,2}(?P<bare>(?:19|20)\d\d)[a-z]?[.,:]\s+(?=[A-Z\"“'‘\[])"
    r"|\s{0,2}[(\[](?:n\.d\.|in press)[)\]]\s{0,2}[.,:]?\s*",
    re.IGNORECASE,
)


class Journals(Protocol):
    """What a catalogue of journals must answer here."""

    def lookup(self, name: str) -> Journal | None:
        """The journal of exactly this name."""

    def nearest(self, name: str, limit: int = 3) -> tuple[tuple[Journal, float], ...]:
        """Journals of similar names with their likeness."""


@dataclass(frozen=True, slots=True)
class _Hinge:
    """Where the journal stands, and what follows it."""

    start: int
    end: int
    journal: Journal | None
    placed: Placed
    weight: int


def parse(
    text: str,
    journals: Journals,
    *,
    emphasis: Sequence[tuple[int, int]] = (),
    urls: Sequence[str] = (),
) -> Claimed:
    """Read one entry. What it does not state stays empty; nothing is guessed from elsewhere.

    `emphasis` are stretches of `text` set in italics or bold, `urls` the addresses that its words link to.
    """
    text = text[:_LONGEST]
    identifiers, body = _identifiers(text, urls)
    label = _LABEL.match(body)
    first = label.end() if label else 0
    quoted = _TITLE_FIRST.match(body, first)
    authors = read_authors(body[quoted.end() if quoted else first :])
    begin = (quoted.end() if quoted else first) + authors.end
    year, month, begin = _first_year(body, begin)
    stop = _remarks(body, begin)
    hinge = _hinge(body, begin, stop, journals, emphasis)
    title = quoted["title"] if quoted else _title(body, begin, hinge.start if hinge else stop)
    claimed = Claimed(
        authors=authors.people,
        institutions=(authors.group,) if authors.group else (),
        year=year,
        month=month,
        title=title,
        pmid=identifiers.pmid,
        doi=identifiers.doi,
        pmcid=identifiers.pmcid,
    )
    if hinge is None:
        return claimed if year else _dated(claimed, body, begin, stop)
    placed = hinge.placed
    claimed = replace(
        claimed,
        journal=_mention(body, hinge),
        year=year or placed.year,
        month=month or placed.month,
        volume=placed.volume,
        issue=placed.issue,
        pages=placed.pages,
    )
    return claimed if claimed.year else _dated(claimed, body, begin, len(body))


def _identifiers(text: str, urls: Sequence[str]) -> tuple[Identifiers, str]:
    """All identifiers of the entry, and the entry with addresses and identifiers blanked out."""
    found: list[Identifiers] = []
    body = list(text)
    for hit in _URL.finditer(text):
        address = read_url(hit[0].strip("<>").rstrip(".,;)"))
        found.append(address.identifiers)
        body[hit.start() : hit.end()] = " " * (hit.end() - hit.start())
    for identified in in_text(text):
        found.append(identified.identifiers)
        blank = range(identified.start, identified.end)
        for place in blank:
            body[place] = " "
    found += [read_url(url).identifiers for url in urls]
    return (
        Identifiers(
            next((i.pmid for i in found if i.pmid), None),
            next((i.doi for i in found if i.doi), None),
            next((i.pmcid for i in found if i.pmcid), None),
        ),
        "".join(body),
    )


def _first_year(body: str, begin: int) -> tuple[int | None, int | None, int]:
    hit = _YEAR_FIRST.match(body, begin)
    if hit is None:
        return None, None, begin
    year = hit["year"] or hit["bare"]
    return (int(year) if year else None), month_in(hit["date"]), hit.end()


def _remarks(body: str, begin: int) -> int:
    """Where the entry proper ends and remarks on access begin."""
    hit = _REMARKS.search(body, min(begin + 8, len(body)))
    return hit.start() if hit else len(body)


def _dated(claimed: Claimed, body: str, begin: int, end: int) -> Claimed:
    """The year of an entry that has it in an odd place: the last one that stands there."""
    years = [
        hit
        for hit in _YEAR.finditer(body, begin, end)
        if not re.match(r"[-–/]\d", body[hit.end("year") :][:2])
    ]
    if not years:
        return claimed
    last = years[-1]
    return replace(claimed, year=int(last["year"]), month=month_in(last["date"]))


# A journal's name can begin behind any of these
_BEGIN = re.compile(
    r"(?:[.?!:;,”\"'’)\]–—]|\bIn:?)[*_]{0,2}\s+[*_\"“‘']{0,2}(?=\S)|(?<=[.?!][”\"’'])\s+"
    r"|(?<=[a-z)][.?!])(?=[A-Z])"
)
_REACH = 260
# No journal's name has more words
_WORDIEST = 18


def _hinge(
    body: str, begin: int, stop: int, journals: Journals, emphasis: Sequence[tuple[int, int]]
) -> _Hinge | None:
    """The journal: the best of all stretches before something that looks like a volume, a page or a date."""
    best: _Hinge | None = None
    for placed in places(body, begin, stop):
        end = placed.start
        while end > begin and (body[end - 1].isspace() or body[end - 1] in ".,;:([" + _QUOTES):
            end -= 1
        if body[end : end + 1] == ")" and body.rfind("(", begin, end) > body.rfind(")", begin, end):
            end += 1
        if end - begin < 2:
            continue
        known = _known(body, begin, end, journals, emphasis)
        start, journal = known or (_unknown_start(body, begin, end, emphasis), None)
        weight = (4 if journal else 0) + placed.weight
        longer = best and journal and best.journal and weight == best.weight and start == best.start
        if best is None or weight > best.weight or longer:
            best = _Hinge(start, end, journal, placed, weight)
    if best and (best.journal or (best.placed.weight >= 2 and _name_like(body[best.start : best.end]))):
        return best
    return _without_place(body, begin, stop, journals, emphasis)


def _starts(body: str, begin: int, end: int, emphasis: Sequence[tuple[int, int]]) -> list[int]:
    """Where the journal's name may start, leftmost first."""
    low = max(begin, end - _REACH)
    found = {hit.end() for hit in _BEGIN.finditer(body, low, end)}
    found |= {start for start, _ in emphasis if low <= start < end}
    if low == begin:
        found.add(begin)
    set_apart = [start for start, finish in emphasis if begin < start < end <= finish + 2]
    if set_apart:  # italics begin where the name does
        found = {start for start in found if start <= set_apart[0]}
    return sorted(found)


def _known(
    body: str, begin: int, end: int, journals: Journals, emphasis: Sequence[tuple[int, int]]
) -> tuple[int, Journal] | None:
    """The longest name that ends here and that the catalogue knows.

    A name known only without what stands behind its colon gives way to a shorter one: a title's last
    words and the journal are no journal's subtitle.
    """
    found: tuple[int, Journal] | None = None
    for start in _starts(body, begin, end, emphasis):
        name = body[start:end]
        if len(name) < 2 or name.count(" ") > _WORDIEST or not (name[0].isalnum() or name[0] in _QUOTES):
            continue
        for form in _forms(name):
            if journal := journals.lookup(form):
                found = start + len(name) - len(name.lstrip(_QUOTES + " ")), journal
                if ":" not in form or fold(form) in {fold(journal.title), fold(journal.abbreviation)}:
                    return found
    return found


# "Orthopaedics (Oxford, Engl", "PloS one [electronic resource]"
_ADDED = re.compile(r"\s*(?:\([^()]{0,60}\)?|\[[^\[\]]{0,40}\]?)$")


def _forms(name: str) -> Iterator[str]:
    """The name as printed, and without the place or edition in brackets behind it."""
    name = name.strip(_QUOTES + " ")
    yield name
    if name.endswith((")", "]")) or "(" in name:
        bare = _ADDED.sub("", name)
        if bare and bare != name:
            yield bare


_ABBREVIATED = re.compile(r"(?:^|\s)[A-Z][\w&-]{0,10}\.\s*$")


def _unknown_start(body: str, begin: int, end: int, emphasis: Sequence[tuple[int, int]]) -> int:
    """Where a name that the catalogue does not know most likely starts."""
    for start, finish in emphasis:
        if begin <= start < end <= finish + 2 and end - start >= 3:
            return start
    stops = [
        hit
        for hit in _BEGIN.finditer(body, max(begin, end - _REACH), end)
        if hit.end() < end - 1
        and (
            hit[0].strip(" *_").startswith((".", "?", "!", '"', "”", "’", "'"))
            or not hit[0]
            or (hit[0][0] == "," and body[hit.start() - 1] in "\"”’'")
        )
    ]
    for hit in reversed(stops):
        before = body[begin : hit.start() + 1]
        # "J. Nutr. Biochem.": a stop behind a short capitalised word is part of an abbreviation
        if (
            hit[0][:1] == "."
            and _ABBREVIATED.search(before)
            and len(body[hit.end() : end]) < 12
            and len(before) > 12
        ):
            continue
        return hit.end()
    return begin


def _name_like(name: str) -> bool:
    """Whether a stretch could be a periodical's name at all."""
    words = re.findall(r"[^\W\d_]+", name)
    return (
        bool(words) and len(words) <= 16 and len(name) <= 140 and (name.lstrip(_QUOTES + " ")[:1].isupper())
    )


def _without_place(
    body: str, begin: int, stop: int, journals: Journals, emphasis: Sequence[tuple[int, int]]
) -> _Hinge | None:
    """A journal without volume or page: a whole segment of the entry that the catalogue knows."""
    cuts = [begin, *(hit.end() for hit in _BEGIN.finditer(body, begin, stop))]
    ends = [
        *(hit.start() + (0 if hit[0][:1] in ".,;:?! " else 1) for hit in _BEGIN.finditer(body, begin, stop)),
        stop,
    ]
    spans = [*((start, end) for start, end in emphasis if begin <= start < end <= stop + 2)]
    spans += [(a, b) for place, a in enumerate(cuts) for b in ends[place : place + 4] if 2 <= b - a <= 160]
    best: _Hinge | None = None
    for start, end in spans:
        name = body[start:end].strip(" .,;:()[]" + _QUOTES)
        at = body.find(name, start) if name else -1
        if at < 0 or (not name[0].isupper() and not name[:1].isdigit()) or len(name) < 3:
            continue
        journal = next((found for form in _forms(name) if (found := journals.lookup(form))), None)
        if journal is None or (
            at == begin and len(body[at + len(name) : stop].strip(" .,;:" + _QUOTES)) > 25
        ):
            continue
        weight = len(name)
        if best is None or at >= best.end or weight > best.weight:
            best = _Hinge(at, at + len(name), journal, Placed(at + len(name)), weight)
    return _set_apart(body, begin, stop, emphasis, best)


def _set_apart(
    body: str, begin: int, stop: int, emphasis: Sequence[tuple[int, int]], known: _Hinge | None
) -> _Hinge | None:
    """A name in italics behind the title. One of which the catalogue knows only a part is not known."""
    for start, end in reversed(emphasis):
        name = body[start:end].strip(" .,;:" + _QUOTES)
        if name.lower() in words("references", "not journals"):
            continue
        if begin + 10 < start < end <= stop + 2 and _name_like(name) and len(name) > 3 and not name.isupper():
            if known is None and not body[end:stop].strip(" .,;:()0123456789" + _QUOTES):
                return _Hinge(start, end, None, Placed(end), 1)
            if (
                known
                and start <= known.start
                and known.end <= end
                and len(name) > known.end - known.start + 3
            ):
                return _Hinge(start, end, None, Placed(end), 1)
    return known


def _title(body: str, begin: int, end: int) -> str | None:
    """What stands between the authors and the journal."""
    raw = re.sub(r"\s+", " ", body[begin:end]).strip()
    raw = re.sub(r"(?:[.,;:]|\bIn:?|\bin)\s*$", "", raw.rstrip(" *_")).strip()
    quoted = re.match(r"[\"“](.{10,400})[.,]?[\"”]$", raw) or re.match(
        r"[\"“]([^\"”]{10,400}?)[.,]?[\"”]", raw
    )
    title = quoted[1] if quoted else raw
    title = title.strip(" *_").strip()
    for opening, closing in (("'", "'"), ("‘", "’"), ('"', '"'), ("“", "”"), ("«", "»")):
        if title.startswith(opening) and title.endswith(closing):
            title = title[1:-1]
    title = title.strip(' .,;:*_"“”').strip()
    if title.startswith(("'", "‘")) and title.count("'") + title.count("’") == 0:
        title = title[1:]
    return title if re.search(r"[^\W\d_]{4}|[^\W\d_]{2,}\W+[^\W\d_]{2}", title) else None


# The likeness from which a name counts as misspelt and not as another
_MISSPELT = 0.92


def _mention(body: str, hinge: _Hinge) -> JournalMention | None:
    text = body[hinge.start : hinge.end].strip(" .,;:" + _QUOTES)
    return JournalMention(text, hinge.journal) if text else None


def with_nearest(claimed: Claimed, journals: Journals) -> Claimed:
    """The same, where a journal that no catalogue knows is told the nearest names, or is read as misspelt."""
    mention = claimed.journal
    if mention is None or mention.journal is not None:
        return claimed
    near = journals.nearest(mention.text)
    titles = tuple(journal.title for journal, _ in near)
    if near and near[0][1] >= _MISSPELT and (len(near) == 1 or near[1][1] < near[0][1]):
        return replace(claimed, journal=JournalMention(mention.text, near[0][0], titles, misspelt=True))
    return replace(claimed, journal=JournalMention(mention.text, None, titles))
