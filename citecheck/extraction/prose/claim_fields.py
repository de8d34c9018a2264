"""The citation fields that a passage states."""

from __future__ import annotations

import re
from typing import NamedTuple

from citecheck.extraction.fields.concepts import find_concepts
from citecheck.extraction.fields.dates import NO_DATE, find_publication_date
from citecheck.extraction.fields.finding_direction import find_direction, find_quantities
from citecheck.extraction.fields.findings import clean_clause, find_finding
from citecheck.extraction.fields.institutions import find_institutions
from citecheck.extraction.fields.meetings import find_meeting
from citecheck.extraction.fields.people import find_people
from citecheck.extraction.fields.study_design import find_design, find_sample_size, find_trial_names
from citecheck.extraction.journal_mentions.finder import JournalMentionSpan
from citecheck.extraction.prose.signed_studies import SignedStudy, signed_study
from citecheck.extraction.prose.study_places import place
from citecheck.extraction.references.locators import LocatorSpan, find_locators
from citecheck.extraction.sentences import Sentences
from citecheck.model import CitationFields, Document, Meeting, Person

# In characters; this much of a story is enough to find and rank a publication.
_LONGEST_CONTEXT = 4_000
_MOST_PEOPLE = 20
# This many sentences before and behind may be about the same study.
NEAR = 2
_MOST_ALSO = 6
# A finding with fewer concepts ("followed 1,000 patients") is replaced by the first sentences of the story.
_FEW_CONCEPTS = 2

# “The Association between Diffusion of the Surgical Robot …”, the study's own title
_TITLE = re.compile(
    r"(?:stud(?:y|ies)|paper|article|report|review|titled|entitled|called|research|editorial|letter)"
    r"[,:]?\s+(?:titled\s+|entitled\s+|called\s+)?[,:]?\s*"
    r"(?:[\"“](?P<double>[A-Z][^\"”]{25,300})[\"”]|‘(?P<single>[A-Z][^’]{25,300})’)"
)
# “Coffee and Liver Cancer in Older Women,” published in the journal Gut, found …
_OPENING_TITLE = re.compile(r"\W{0,3}[\"“](?P<title>[A-Z][^\"”]{25,300}?)[,.]?[\"”],? published\b")
# a paper entitled Coffee and liver cancer in older women was published in the journal Gut
_BARE_TITLE = re.compile(
    r"\b(?:en)?titled[:,]?\s+(?P<title>[A-Z][^\"“”\n]{25,250}?),?\s+(?:and\s+|which\s+)?"
    r"(?:(?:is|was|were|has\sbeen|will\sbe)\s+(?:\w+ly\s+)?)?(?:published|appears|appeared|available)\b"
)
_TITLE_WORDS = 5
# "2011; 110(4)", "2013;154(2):237-44": a year, and the volume behind it
_DATED_VOLUME = re.compile(r"\b(?=(?:19|20)\d\d\s?(?:[A-Z][a-z]{2,8}\.?\s?\d{0,2})?[;:]\s?\d{1,4}\b)")
# "N Engl J Med | (368:1279)", "*JAMA* | in 2005 (vol. 294, …)": between a journal's name and its volume. Two
# numbers without a colon, "(2, 3)", are markers.
_JOINED = re.compile(
    r"[”\"’'*_.,]{0,3}[\s(]{1,3}(?:(?:in\s)?(?:19|20)\d\d,?\s\(?)?(?=\d{1,4}\s?(?:\(\w{1,8}\)\s?)?:|[Vv]ol\b)"
)
# "2005;294:1716-24 | found that": the sentence goes on behind the locator
_GOES_ON = re.compile(r",?\s(?!(?:no|pp?|pages?|vol|issue|suppl)\b)[a-z]{2,}")
_LOCATOR_LENGTH = 60


# "… with good results. 8 Participants slept longer": the mark of a note is not the number of participants
_MARK_BETWEEN = re.compile(r"(?<=[.!?”])\s\d{1,3}(?:[,–-]\s?\d{1,3}){0,5}(?=\s[A-Z])")


# "Wed Aug 10, 2011 10:00pm BST", a line of its own
_DATELINE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}[.,]?\s)?(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8}),?"
    r"\s(?:19|20)\d\d,?(?:\s(?:at\s)?\d{1,2}[:.]\d\d)?\s?(?:[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?\W*$"
)


class StudyPassage(NamedTuple):
    """A stretch of prose about one study: `start` to `end`, in it the `stated` sentence that names it.

    `whole`: the document reports only this study, so all of its text counts. `apart`: the indices of
    sentences on other studies. `also`: the other sentences on this study.
    """

    start: int
    end: int
    stated: tuple[int, int]
    journal: JournalMentionSpan | None
    finding: str | None
    prose: Sentences
    at: int
    whole: bool
    apart: frozenset[int] = frozenset()
    also: tuple[tuple[int, int], ...] = ()


def read_fields(document: Document, passage: StudyPassage) -> CitationFields:
    """Read all fields of the publication that a passage states.

    Args:
        document: the document.
        passage: the stretch of prose about one study.

    Returns:
        The fields; a field that the passage does not state is empty.
    """
    text = document.text
    words = _MARK_BETWEEN.sub(" ", text[passage.start : passage.end])
    places = ((passage.journal.start, passage.journal.end),) if passage.journal else ()
    when = (
        find_publication_date(text, passage.start, passage.end, document.date, places) if words else NO_DATE
    )
    signed = _signed(text, passage)
    around, authors = _people(document, passage, signed)
    makers = {person.last_name for person in authors}
    found = passage.finding
    terms = find_concepts(found) if found else ()
    if passage.whole and document.date is not None and len(terms) < _FEW_CONCEPTS:
        found = _lead(document, passage) or found
        terms = find_concepts(found) if found else ()
    located = _locator(text, passage)
    return CitationFields(
        journal=passage.journal.mention if passage.journal else None,
        year=when.year or located.year or (signed.year if signed else None),
        month=when.month,
        published=when.published,
        authors=authors,
        people=tuple(person for person in around if person.last_name not in makers)[:_MOST_PEOPLE],
        institutions=_institutions(document, passage),
        trial_names=find_trial_names(words),
        place=place(words),
        meeting=_meeting(document, passage),
        title=_title(words),
        volume=located.volume,
        issue=located.issue,
        pages=located.pages,
        design=find_design(words),
        sample_size=find_sample_size(words),
        numbers=find_quantities(found) if found else (),
        finding=found,
        concepts=terms,
        direction=find_direction(found) if found else None,
        context=_context(document, passage),
        told_on=document.date,
        story=passage.whole and document.date is not None,
    )


def _signed(text: str, passage: StudyPassage) -> SignedStudy | None:
    """Return the study that the `stated` sentence names by authors; the journal's name is not an author."""
    start, end = passage.stated
    signed = signed_study(text[start:end])
    journal = passage.journal
    if signed is None or journal is None:
        return signed
    overlaps = start + signed.start < journal.end and journal.start < start + signed.end
    return None if overlaps else signed


def _locator(text: str, passage: StudyPassage) -> LocatorSpan:
    """The volume, issue and pages right behind the journal's name, or behind a year; empty where none are."""
    starts = [found.start() for found in _DATED_VOLUME.finditer(text, passage.start, passage.end)]
    if passage.journal and (joined := _JOINED.match(text, passage.journal.end, passage.end)):
        starts.insert(0, joined.end())
    for start in starts:
        end = min(start + _LOCATOR_LENGTH, passage.end)
        goes_on = _GOES_ON.search(text, start, end)
        words = text[start - 1 : goes_on.start() if goes_on else end]
        found = next(find_locators(words, 1, len(words)), None)
        if found and found.start == 1 and found.volume and (found.pages or found.issue or found.year):
            return found
    return LocatorSpan(passage.end)


def _people(
    document: Document, passage: StudyPassage, signed: SignedStudy | None
) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """Return all people named around a study, and those of them who made it."""
    text, journal = document.text, passage.journal
    around = (
        find_people(_text_of_study(document, passage))
        if passage.whole
        else find_people(text, passage.start, passage.end)
    )
    if passage.apart and around:
        elsewhere = _makers_of_others(document, passage)
        around = tuple(one for one in around if one.person.last_name not in elsewhere)
    if journal is not None:
        in_name = set(re.findall(r"\w+", journal.mention.text))
        around = tuple(one for one in around if one.person.last_name not in in_name)
    everybody = {one.person.last_name: one.person for one in around}
    authors = tuple(one.person for one in around if one.author)
    if signed is not None:
        signers = tuple(everybody.get(name) or Person(name, name) for name in signed.authors)
        if not signed.certain:
            return (*everybody.values(), *signers), authors
        authors = signers
    return tuple(everybody.values()), authors or _authors(document, passage)


def _makers_of_others(document: Document, passage: StudyPassage) -> set[str]:
    """The last names of people who made other studies and are not named together with this one."""
    text, prose = document.text, passage.prose
    places = [(prose.starts[at], prose.ends[at]) for at in passage.apart]
    makers = {one.person.last_name for place in places for one in find_people(text, *place) if one.author}
    if not makers:
        return makers
    return makers - {one.person.last_name for one in find_people(text, passage.start, passage.end)}


def _authors(document: Document, passage: StudyPassage) -> tuple[Person, ...]:
    """The authors whom only another sentence on the study names: "The study, led by …"."""
    for start, end in passage.also[:_MOST_ALSO]:
        if authors := tuple(one.person for one in find_people(document.text, start, end) if one.author):
            return authors
    return ()


def _meeting(document: Document, passage: StudyPassage) -> Meeting | None:
    """Return the meeting at which the study was presented, as its sentence or a later one on it says."""
    for start, end in (passage.stated, (passage.start, passage.end), *passage.also[:_MOST_ALSO]):
        if meeting := find_meeting(document.text[start:end], document.date):
            return meeting
    return None


def _title(words: str) -> str | None:
    """The title of the study: behind "titled" or the like, or in quotes before "published"."""
    if said := _TITLE.search(words):
        return str(said["double"] or said["single"]).rstrip(" ,.")
    opening = _BARE_TITLE.search(words) or _OPENING_TITLE.match(words)
    if opening is None or len(opening["title"].split()) < _TITLE_WORDS:
        return None
    return opening["title"].rstrip(" ,.")


def read_fields_without_study(sentence: str) -> CitationFields:
    """The fields of an unsourced claim: its finding and design."""
    found = find_finding(sentence) or clean_clause(sentence)
    return CitationFields(
        finding=found,
        concepts=find_concepts(found),
        direction=find_direction(found),
        numbers=find_quantities(found),
        design=find_design(sentence),
    )


def _institutions(document: Document, passage: StudyPassage) -> tuple[str, ...]:
    """Return the institutions that made the study, without the organiser of the meeting."""
    own = find_institutions(document.text, passage.start, passage.end)
    meeting = find_meeting(document.text[passage.start : passage.end])
    if meeting is not None:
        own = tuple(name for name in own if name not in meeting.text)
    journal = passage.journal.mention.text if passage.journal else ""
    return tuple(name for name in own if name not in journal)


def _lead(document: Document, passage: StudyPassage) -> str | None:
    """The finding of a story whose `stated` sentence states no finding: its first informative sentence."""
    for sentence in passage.prose[:4]:
        words = document.text[sentence.start : sentence.end]
        is_dateline = _DATELINE.match(words) is not None
        if len(words.split()) >= 6 and sentence.start != passage.stated[0] and not is_dateline:
            return find_finding(words) or " ".join(words.split()).strip(" .")
    return None


def _text_of_study(document: Document, passage: StudyPassage) -> str:
    """The text of a document without the sentences on other studies."""
    if not passage.apart:
        return document.text
    pieces, at = [], 0
    for number in sorted(passage.apart):
        pieces.append(document.text[at : passage.prose.starts[number]])
        at = passage.prose.ends[number]
    return "".join((*pieces, document.text[at:]))


def _around(document: Document, passage: StudyPassage) -> tuple[int, int]:
    """The first and last of the sentences around in the same block, two at most on each side.

    Sentences between this study and a preceding other study belong to the other one.
    """
    block = document.blocks[passage.prose[passage.at].block]
    prose, apart = passage.prose, passage.apart
    first = last = passage.at
    while first > 0 and passage.at - first < NEAR and prose.starts[first - 1] >= block.start:
        first -= 1
    if not apart.isdisjoint(range(first, passage.at)):
        first = passage.at
    while last + 1 < len(prose) and last - passage.at < NEAR and prose.ends[last + 1] <= block.end:
        if last + 1 in apart:
            break
        last += 1
    return first, last


def _context(document: Document, passage: StudyPassage) -> str:
    """The headline and the text on the same study.

    The text is the whole story if it is about one study, else the sentences around.
    """
    headline = document.title or ""
    if passage.whole:
        body = _text_of_study(document, passage)
    else:
        first, last = _around(document, passage)
        body = document.text[passage.prose.starts[first] : passage.prose.ends[last]]
    if headline and body.startswith(headline):
        headline = ""
    return f"{headline}\n{body}".strip()[:_LONGEST_CONTEXT]
