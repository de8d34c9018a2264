"""What a passage claims of the publication it leans on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from citecheck.extraction.concepts import concepts
from citecheck.extraction.dates import NO_DATE, dated
from citecheck.extraction.designs import design, sample_size, trial_names
from citecheck.extraction.findings import direction, finding, quantities
from citecheck.extraction.institutions import institutions
from citecheck.extraction.journal_mentions import Found
from citecheck.extraction.people import people
from citecheck.extraction.sentences import Sentences
from citecheck.extraction.studies import place
from citecheck.model import Claimed, Document

# As much of a story as serves to find and rank a publication.
_LONGEST_CONTEXT = 4_000
_MOST_PEOPLE = 20
# A finding with fewer concepts ("followed nearly 1,000 patients") tells less than a story's first sentences.
_FEW_CONCEPTS = 2

# “The Association between Diffusion of the Surgical Robot …”, the study's own title
_TITLE = re.compile(
    r"(?:stud(?:y|ies)|paper|article|report|review|titled|entitled|called|research|editorial|letter)"
    r"[,:]?\s+(?:titled\s+|entitled\s+|called\s+)?[,:]?\s*"
    r"(?:[\"“](?P<double>[A-Z][^\"”]{25,300})[\"”]|‘(?P<single>[A-Z][^’]{25,300})’)"
)
# Pain 2013;154(2):237-44 · 2011; 110(4)
_VOLUME = re.compile(
    r"\b(?P<year>(?:19|20)\d\d)\s?(?:[A-Z][a-z]{2,8}\.?\s?\d{0,2})?[;:]\s?(?P<volume>\d{1,4})"
    r"(?:\s?\((?P<issue>[\w-]{1,8})\))?(?:\s?:\s?(?P<pages>[A-Za-z]?\d+(?:[-–]\w?\d+)?))?"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of prose about one study: `start` to `end`, in it the `told` sentence that names it.

    `whole`: the document tells of this study only, so that all of it speaks of it.
    """

    start: int
    end: int
    told: tuple[int, int]
    journal: Found | None
    finding: str | None
    prose: Sentences
    at: int
    whole: bool


def claimed_by(document: Document, passage: Passage) -> Claimed:
    """All that the passage states of the publication, field by field."""
    text = document.text
    words = text[passage.start : passage.end]
    places = ((passage.journal.start, passage.journal.end),) if passage.journal else ()
    when = dated(text, passage.start, passage.end, document.date, places) if words else NO_DATE
    named = people(text, passage.start, passage.end)
    around = people(text) if passage.whole else named
    authors = tuple(one.person for one in (around if passage.whole else named) if one.author)
    makers = {person.last_name for person in authors}
    found = passage.finding
    if passage.whole and (found is None or len(concepts(found)) < _FEW_CONCEPTS):
        found = _lead(document, passage) or found
    title = _TITLE.search(words)
    volume = _VOLUME.search(words)
    return Claimed(
        journal=passage.journal.mention if passage.journal else None,
        year=when.year or (int(volume["year"]) if volume else None),
        month=when.month,
        published=when.published,
        authors=authors,
        people=tuple(one.person for one in around if one.person.last_name not in makers)[:_MOST_PEOPLE],
        institutions=_institutions(document, passage),
        trial_names=trial_names(words),
        place=place(words),
        title=(title["double"] or title["single"]).rstrip(" ,.") if title else None,
        volume=volume["volume"] if volume else None,
        issue=volume["issue"] if volume else None,
        pages=volume["pages"] if volume else None,
        design=design(words),
        sample_size=sample_size(words),
        numbers=quantities(found) if found else (),
        finding=found,
        concepts=concepts(found) if found else (),
        direction=direction(found) if found else None,
        context=_context(document, passage),
    )


def claimed_nothing(sentence: str) -> Claimed:
    """What an unsourced claim says was found."""
    found = finding(sentence) or sentence
    return Claimed(
        finding=found,
        concepts=concepts(found),
        direction=direction(found),
        numbers=quantities(found),
        design=design(sentence),
    )


def _institutions(document: Document, passage: Passage) -> tuple[str, ...]:
    own = institutions(document.text, passage.start, passage.end)
    journal = passage.journal.mention.text if passage.journal else ""
    return tuple(name for name in own if name not in journal)


def _lead(document: Document, passage: Passage) -> str | None:
    """The finding of a story whose telling sentence states none: what its first sentences say was found."""
    for sentence in passage.prose.all[:4]:
        words = document.text[sentence.start : sentence.end]
        if len(words.split()) >= 6 and sentence.start != passage.told[0]:
            return finding(words) or " ".join(words.split()).strip(" .")
    return None


def _context(document: Document, passage: Passage) -> str:
    """The headline and what speaks of the same study.

    The whole of a story about one, else the sentences around.
    """
    headline = document.title or ""
    if passage.whole:
        body = document.text
    else:
        block = document.blocks[passage.prose.all[passage.at].block]
        first, last = passage.at, passage.at
        while first > 0 and passage.at - first < 2 and passage.prose.all[first - 1].start >= block.start:
            first -= 1
        while (
            last + 1 < len(passage.prose.all)
            and last - passage.at < 2
            and passage.prose.all[last + 1].end <= block.end
        ):
            last += 1
        body = document.text[passage.prose.all[first].start : passage.prose.all[last].end]
    if headline and body.startswith(headline):
        headline = ""
    return f"{headline}\n{body}".strip()[:_LONGEST_CONTEXT]
