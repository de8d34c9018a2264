"""Parse one reference entry: authors, title, journal, year, volume, issue, pages and identifiers.

The journal is found first, before a date, a volume or a page. The title is the text between the authors and
the journal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from citecheck.extraction.identifiers import Identifiers
from citecheck.extraction.references.authors import (
    AuthorList,
    author_readings,
    names_a_group,
    read_authors,
)
from citecheck.extraction.references.entry_identifiers import read_identifiers
from citecheck.extraction.references.journal_boundary import QUOTES, JournalBoundary, Journals
from citecheck.extraction.references.journals import find_journal_boundary
from citecheck.extraction.references.locators import month_in
from citecheck.extraction.word_patterns import WordPattern
from citecheck.model import CitationFields, JournalMention, Person

__all__ = ["Journals", "may_be_signed", "parse_entry"]

_LONGEST = 3000
# "[3]", "(3)", "3.", "3)", "03 ", "^3", "• ", "i "
_LABEL = re.compile(
    r"\s*(?:[•*\-–—·▪↑^)\]]\s{0,2})*(?:\[\^?\w{1,12}\]:?|\(\d{1,3}\)|\([a-z]\)|\^?\d{1,3}\s?[.):\]]|0\d\s|\d{1,3}\s?(?=[A-Z])"
    r"|[ivx]{1,4}\.?\s(?=[A-Z]))?\s*(?:[↑^]\s*)?"
)
# Remarks behind the entry proper: "Available from:", "Epub 2012 Mar 3", "Erratum in: …"
_REMARKS = WordPattern(
    "Available from:",
    r"\b(?:Available (?:from|at|online)|Available(?=\s?:)|Retrieved(?: on)?|(?:Date )?[Aa]ccessed"
    r"|Last (?:accessed|updated))\b"
    r"|\bE-?pub(?:lished)?\b(?: ahead)?|(?<=[.;] )(?:Erratum|Comment|Retraction|Correction) in\b"
    r"|\b(?:DOI|doi)\b"
    r"|\bPMC?ID\b|\bPubMed (?:PMID|ID|Central)\b|\bPubMed:|\[PubMed|\[Google Scholar\]|\bCrossRef\b"
    r"|\bView (?:abstract|article|source|study)\b|\[Link\]|\bFree (?:full text|PMC)|↩"
    r"|(?<=[.,)] )(?:Link|PDF|Abstract|Full [Tt]ext|Source|Website|View)\s*\.?\s*$",
    starts="Available|Retrieved|Date |accessed|Accessed|Last |Epub|E-pub|Erratum|Comment|Retraction|"
    "Correction|DOI|doi|PMID|PMCID|PubMed|[PubMed|[Google|CrossRef|View|[Link]|Free |↩|Link|PDF|Abstract|"
    "Full |Source|Website",
)
_YEAR = re.compile(
    r"[(\[]?\b(?P<year>(?:18|19|20)\d\d)[a-z]?\b(?P<date>(?:(?!\b(?:18|19|20)\d\d\b)[^)\]]){0,30})[)\]]?"
)
# “The title of it”, by T. J. Hazell, S. Gallo
_TITLE_FIRST = re.compile(r"[\"“](?P<title>[^\"”]{12,400})[.,]?[\"”][.,]?\s+(?:by|[Aa]uthors?:)\s+")
# "(2016)", "(2016, March 3)", "2016.", "(in press)": behind the authors
_YEAR_FIRST = re.compile(
    r"\s{0,2}[(\[](?P<year>(?:18|19|20)\d\d)[a-z]?(?P<date>[,/: ][^)\]]{1,25})?[)\]]\s{0,2}[.,:;]{0,2}\s*"
    r"|\s{0,2}(?P<bare>(?:19|20)\d\d)[a-z]?[.,:]\s+(?=[A-Z\"“'‘\[])"
    r"|\s{0,2}[(\[](?:n\.d\.|in press)[)\]]\s{0,2}[.,:]?\s*",
    re.IGNORECASE,
)


# "Smith et al. 2018 J Nutr 141:22"
_YEAR_BARE = re.compile(r"(?P<bare>(?:19|20)\d\d)\s+(?=[A-Z])")


def parse_entry(
    text: str,
    journals: Journals,
    *,
    emphasis: Sequence[tuple[int, int]] = (),
    urls: Sequence[str] = (),
) -> CitationFields:
    """Read one entry. Fields that it does not state stay empty.

    Args:
        text: the text of the entry; the part behind a fixed length is not read.
        journals: the known journals.
        emphasis: (start, end) of the stretches of `text` set in italics or bold.
        urls: the addresses that its words link to.

    Returns:
        The fields that the entry states.
    """
    return _parsed(text[:_LONGEST], journals, tuple(emphasis), tuple(urls))


# Corrections read an article's entries again as they stand, and the articles of an archive repeat them.
@lru_cache(maxsize=2048)
def _parsed(
    text: str, journals: Journals, emphasis: tuple[tuple[int, int], ...], urls: tuple[str, ...]
) -> CitationFields:
    """The fields of an entry, as `parse_entry` returns them; its arguments can be kept as a key."""
    identifiers, body = read_identifiers(text, urls)
    return _claimed(body, _best(_readings(body, journals, emphasis)), identifiers)


class _Reading(NamedTuple):
    """One way to split an entry into its parts, and its evidence."""

    authors: AuthorList
    title: str | None
    hinge: JournalBoundary | None
    year: int | None
    month: int | None
    weight: int


# A reading of this weight (authors, clean title, locator in a known journal) needs no alternative
_CLEAN = 8


def _best(readings: Iterator[_Reading]) -> _Reading:
    """The reading with the highest weight, the first of equal ones. There is at least one."""
    best = next(readings)
    while best.weight < _CLEAN and (other := next(readings, None)):
        best = other if other.weight > best.weight else best
    return best


def _readings(body: str, journals: Journals, emphasis: Sequence[tuple[int, int]]) -> Iterator[_Reading]:
    """Split the entry behind each possible author list, the most likely first."""
    first = _opening(body)
    quoted = _TITLE_FIRST.match(body, first)
    begin = quoted.end() if quoted else first
    by_people = False
    for names in author_readings(body[begin:]):
        authors = names._replace(end=begin + names.end)
        if _is_a_journal(body, begin, authors, journals):
            continue
        by_people = by_people or bool(authors.people)
        yield _read_behind(body, authors, quoted, journals, emphasis)
    if not by_people:
        yield _read_behind(body, AuthorList(end=begin), quoted, journals, emphasis)


def _is_a_journal(body: str, begin: int, authors: AuthorList, journals: Journals) -> bool:
    """Whether a single name is a journal: "Thorax. 2011; 66: 3"."""
    if len(authors.people) != 1 or authors.groups or authors.et_al:
        return False
    return journals.lookup_distinctive(body[begin : authors.end].strip(" .,;:(")) is not None


def _read_behind(
    body: str,
    authors: AuthorList,
    quoted: re.Match[str] | None,
    journals: Journals,
    emphasis: Sequence[tuple[int, int]],
) -> _Reading:
    """Read the entry behind `authors`; `quoted` is a title before them."""
    year, month, begin = _first_year(body, authors.end, bare=authors.et_al)
    stop = _remarks(body, begin)
    hinge = find_journal_boundary(body, begin, stop, journals, emphasis)
    if hinge and hinge.placed.year and begin > authors.end and _YEAR_BARE.match(body, authors.end):
        year, month, begin = None, None, authors.end  # "et al. 2011 Compendium of activities. Gut 2011; 3: 4"
    if not hinge and not year and (dated := _YEAR_AT_END.search(body, begin, stop)):
        stop, year = dated.start(), int(dated["year"])
    end = hinge.start if hinge else _book_title_end(body, begin, stop)
    if hinge and hinge.start == hinge.end:
        end = min(end, _book_title_end(body, begin, end))
    title = quoted["title"] if quoted else _title(body, begin, end)
    if (
        title
        and authors.people
        and (named := _DATED_GROUP.match(title))
        and year in (None, int(named["year"]))
    ):
        year, title = int(named["year"]), named["title"]
    weight = authors.weight + bool(authors.people) + bool(authors.groups) + _title_weight(title)
    if title and not authors.people:
        end = hinge.start if hinge else stop
        title, authors = _signed_behind(body[begin:end], title, authors, _set_off(body, begin, end, emphasis))
    if title is None and hinge and _LETTERS.search(body, begin, hinge.start):
        weight -= 1
    placed = hinge.placed if hinge else None
    if hinge and placed:
        if year and year == placed.year and placed.pages and not (placed.volume or placed.issue):
            # A journal that numbers its volumes by years: "ScientificWorldJournal 2012: 420984"
            hinge = hinge._replace(placed=placed._replace(volume=str(year)))
        year, month = year or placed.year, month or placed.month
        weight += min(placed.weight, 3) + (3 if hinge.journal else 0)
    if not year:
        year, month = _last_year(body, begin, len(body) if hinge else stop) or (year, month)
    return _Reading(authors, title, hinge, year, month, weight)


# "SMILE-4 Working Party (2012) Comparison of drugs": the last author and the year, before the title
_DATED_GROUP = re.compile(
    r"(?:[A-Z][^.?!:()]{2,100}?),? \((?P<year>(?:18|19|20)\d\d)\)[.,:]? (?P<title>[A-Z\"“].{12,})",
    re.DOTALL,
)
# "A. (2011). The", "P.. Omega-3", "(2009) The": an initial or a year that belongs to the names
_LEFT_OVER = re.compile(
    r"(?:[A-ZÀ-Þ]\b\.{0,2}\s?){1,3}(?=[(\[A-Z])(?!A )|\(?(?:19|20)\d\d\)|et al\b|[a-z]{1,12}[.,] "
)


def _title_weight(title: str | None) -> int:
    """Score a stretch as a title: 2 for a clean one, less if it begins with the rest of a name."""
    if title is None:
        return -2
    weight = 2
    if _LEFT_OVER.match(title):
        weight -= 3
    stop = title.find(". ")
    if 0 < stop < _LONGEST_GROUP and names_a_group(title[:stop]):
        weight -= 1
    return weight


_LONGEST_GROUP = 120
# Words that belong to no field of the reading
_LETTERS = re.compile(r"[^\W\d_]{2}")


def _claimed(body: str, reading: _Reading, identifiers: Identifiers) -> CitationFields:
    authors, title, hinge, year, month, _ = reading
    placed = hinge.placed if hinge else None
    return CitationFields(
        journal=_mention(body, hinge) if hinge else None,
        authors=_given_first(authors) if title else authors.people,
        institutions=authors.groups,
        year=year,
        month=month,
        title=title,
        volume=placed.volume if placed else None,
        issue=placed.issue if placed else None,
        pages=placed.pages if placed else None,
        pmid=identifiers.pmid,
        doi=identifiers.doi,
        pmcid=identifiers.pmcid,
        accession=identifiers.accession,
    )


def may_be_signed(text: str) -> bool:
    """Whether an entry of this text can have authors: a quick check without false negatives."""
    return _INITIALED.search(text) is not None or bool(read_authors(text[_opening(text) :]).people)


# "Smith J", "Smith, J.-P."
_INITIALED = re.compile(r"\b[A-ZÀ-Þ][^\W\d_]++,?[ \u00a0](?:[A-Z]\.?[ \u00a0-]?){1,4}(?![^\W\d_])")


def _opening(body: str) -> int:
    """The offset behind the entry's number and words such as "Journal reference:" and "See also"."""
    label = _LABEL.match(body)
    first = label.end() if label else 0
    lead = _LEAD.match(body, first) or _SIGNAL.match(body, first)
    return lead.end() if lead else first


_LEAD = WordPattern("Journal reference: ", r"\s*(?:{references:entry leads})\s?:\s+", flags=re.IGNORECASE)
# A citation signal before the first author: "See also Smith J". "See KC" is an author.
_SIGNAL = re.compile(
    r"\s*(?:(?:See(?:,?\salso)?(?:,?\se\.g\.)?|Reviewed\s(?:in|by))[,:]?\s(?=[A-ZÀ-Þ][a-zß-ÿ'’-])|[Cc]f\.\s+|[Ee]\.g\.,?\s+)"
)


def _signed_behind(
    raw: str, title: str, authors: AuthorList, set_off: Sequence[int] = ()
) -> tuple[str, AuthorList]:
    """Authors behind the title, as in an old format of PubMed: "Zinc and sleep. Smith J, Doe A.".

    Args:
        raw: What stands before the journal.
        title: The title that was read from it.
        authors: The authors, if none were read.
        set_off: Where in `raw` lines or stretches in bold end, one of which may be the title.
    """
    head, stop, tail = title.rpartition(". ")
    if stop and (behind := _all_people(tail)):
        return head, behind
    for at in set_off:
        before, after = _title(raw, 0, at), raw[at:].strip(" .,;:*_\n")
        if before and (behind := _all_people(after)):
            return before, behind
    return title, authors


def _all_people(text: str) -> AuthorList | None:
    """The authors, if the text consists only of names with initials."""
    if not _INITIAL_LAST.search(text):
        return None
    found = read_authors(text)
    if not found.people or found.end < len(text.rstrip(".")):
        return None
    return found if all(person.initials for person in found.people) else None


def _set_off(body: str, begin: int, end: int, emphasis: Sequence[tuple[int, int]]) -> list[int]:
    """Where the first line, or bold text at the start, ends, relative to `begin`."""
    found = [finish - begin for start, finish in emphasis if begin <= start <= begin + 3 < finish < end]
    line = body.find("\n", begin, end)
    return [*found, line - begin] if line >= 0 else found


# "Smith J, Doe A", "Smith J, et al"
_INITIAL_LAST = re.compile(r"[A-Z]\.?(?:,? et al)?$")


def _given_first(authors: AuthorList) -> tuple[Person, ...]:
    """If two words without initials stand alone before "et al", the first word is a given name."""
    if len(authors.people) != 1 or not authors.et_al or authors.people[0].initials:
        return authors.people
    (person,) = authors.people
    given, _, last = person.last_name.partition(" ")
    if not last or " " in last or not given[0].isupper() or "-" in given:
        return authors.people
    return (Person(person.text, last, given[0]),)


def _first_year(body: str, begin: int, *, bare: bool) -> tuple[int | None, int | None, int]:
    hit = _YEAR_FIRST.match(body, begin) or (_YEAR_BARE.match(body, begin) if bare else None)
    if hit is None:
        return None, None, begin
    groups = hit.groupdict()
    year = groups.get("year") or groups.get("bare")
    return (int(year) if year else None), month_in(groups.get("date")), hit.end()


def _remarks(body: str, begin: int) -> int:
    """Where the entry proper ends and remarks on access begin."""
    hit = _REMARKS.search(body, min(begin + 8, len(body)))
    return hit.start() if hit else len(body)


# "Light at dusk. 2016."
_YEAR_AT_END = re.compile(
    r"(?<=[.?!,])\s*\(?(?P<year>(?:19|20)\d\d)(?:, [A-Z][a-z]{2,8}(?: \d{1,2})?)?\)?[\s.]*$"
)
# "2012-13" is not a year
_RANGE_BEHIND = re.compile(r"[-–/]\d")


def _last_year(body: str, begin: int, end: int) -> tuple[int, int | None] | None:
    """Year and month of an entry in an unusual place: the last ones in the text."""
    years = [
        hit for hit in _YEAR.finditer(body, begin, end) if not _RANGE_BEHIND.match(body, hit.end("year"))
    ]
    if not years:
        return None
    last = years[-1]
    return int(last["year"]), month_in(last["date"])


# At the end of what stands before the journal: "Title. In:"
_BEFORE_JOURNAL = re.compile(r"(?:[.,;:]|\bIn:?|\bin)$")
_QUOTED = re.compile(r"[\"“](.{10,400})[.,]?[\"”]$")
_WORDED = re.compile(r"[^\W\d_]{4}|[^\W\d_]{2,}\W+[^\W\d_]{2}")
# “The title.” and the text behind it; not: “Pill in pocket” anticoagulation
_QUOTED_TITLE = re.compile(r"[\"“]([^\"”]{10,400}?)(?:[.,?!][\"”]|[\"”](?=[.,;(\[]|\s[(\[A-Z]))")
# “Am I masculine?” A metasynthesis of studies on infertility: only the beginning of the title is quoted
_TITLE_GOES_ON = re.compile(r"(?<![.,][\"”])\s[^.?!]*?(?:\s[a-z]{4,}\b[^.?!]*?){3}")
# "V S H et al": names that could not be read as authors
_NAMES_ALONE = re.compile(r"(?:[A-ZÀ-Þ]\S*\s)*et al\.?$")


# Behind the title of a chapter or a book: ". In: Ver K, editor.", ". 2nd ed.", ". London: Springer; 2015"
_BEHIND_BOOK_TITLE = re.compile(
    r"[.?!]\s+(?:In:\s|\(?\d{1,2}(?:st|nd|rd|th)\s[Ee]d(?:ition|n)?\b"
    r"|[A-Z][\w .,’'&()-]{1,40}:\s?[A-Z][^;:.]{1,80}[;,.]\s?(?:19|20)\d\d\b)"
)


def _book_title_end(body: str, begin: int, stop: int) -> int:
    """Where the title of an entry without a journal ends."""
    hit = _BEHIND_BOOK_TITLE.search(body, begin, stop)
    return hit.start() + 1 if hit else stop


def _title(body: str, begin: int, end: int) -> str | None:
    """The text between the authors and the journal."""
    raw = " ".join(body[begin:end].split())
    raw = raw.rstrip(" *_")
    joining = _BEFORE_JOURNAL.search(raw, max(len(raw) - 3, 0))
    raw = raw[: joining.start()].strip() if joining else raw
    if _NAMES_ALONE.match(raw):
        return None
    quoted = _QUOTED.match(raw) or _QUOTED_TITLE.match(raw)
    if quoted and _TITLE_GOES_ON.match(raw, quoted.end()):
        return raw.strip(" .,;:*_")
    title = quoted[1] if quoted else raw
    title = title.strip(" *_").strip()
    for opening, closing in (("'", "'"), ("‘", "’"), ('"', '"'), ("“", "”"), ("«", "»"), ("[", "]")):
        if title.startswith(opening) and title.endswith(closing):
            title = title[1:-1]
    title = title.strip(' .,;:*_"“”[|-–—').strip()
    if title.startswith(("'", "‘")) and title.count("'") + title.count("’") == 0:
        title = title[1:]
    return title if _WORDED.search(title) else None


def _mention(body: str, hinge: JournalBoundary) -> JournalMention | None:
    text = body[hinge.start : hinge.end].strip(" .,;:" + QUOTES)
    return JournalMention(text, hinge.journal) if text else None
