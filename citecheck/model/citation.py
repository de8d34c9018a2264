"""Citations: where an article cites a publication, and what it states about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from citecheck.model.document import Span
from citecheck.model.journal import JournalMention


class CitationKind(StrEnum):
    """The ways in which an article cites a publication."""

    ATTRIBUTION = "attribution"
    REFERENCE = "reference"
    LINK = "link"
    UNSOURCED = "unsourced"


class Design(StrEnum):
    """Study designs, as articles name them and PubMed's publication types confirm them."""

    RANDOMIZED_TRIAL = "randomized_trial"
    META_ANALYSIS = "meta_analysis"
    SYSTEMATIC_REVIEW = "systematic_review"
    COHORT = "cohort"
    CASE_CONTROL = "case_control"
    CROSS_SECTIONAL = "cross_sectional"
    SURVEY = "survey"
    ANIMAL = "animal"
    IN_VITRO = "in_vitro"
    CASE_REPORT = "case_report"
    COMMENT = "comment"
    OTHER = "other"


class Role(StrEnum):
    """The role of a concept in a finding."""

    INTERVENTION = "intervention"
    CONDITION = "condition"
    POPULATION = "population"
    OUTCOME = "outcome"
    OTHER = "other"


class Direction(StrEnum):
    """The direction of a finding."""

    MORE = "more"
    LESS = "less"
    NO_DIFFERENCE = "no_difference"


@dataclass(frozen=True, slots=True)
class Concept:
    """A noun phrase of a finding that can be searched, in the article's words."""

    text: str
    role: Role = Role.OTHER


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a finding states: `text` as written, `unit` such as "%", "years", "people", "ratio"."""

    text: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person named as an author or researcher. `text` as written; `initials` without dots, maybe empty."""

    text: str
    last_name: str
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A scientific meeting at which research was presented.

    `text` is as written ("the annual meeting of the American Thoracic Society"), `society` is its organiser,
    `year` and `month` its date; each is None if not stated.
    """

    text: str
    society: str | None = None
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class DateRange:
    """A range of days, both ends included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class CitationFields:
    """What an article states about a publication. Fields that it does not state are None or empty.

    `authors` are people who wrote or led the study, by the article; `people` are named near it and may have
    another part (they can support a match, but never contradict one). `published` is the date if year and
    month cannot express it ("today", "last week"). `context` is the wider passage about the same study
    (headline, neighbouring sentences): it helps to find and rank records, and need not fit them. `told_on` is
    the article's own date. `story` is true if the whole article is about this one study. Both limit the date
    of the publication: it can hardly be later than the article, and a news story is seldom about an old
    study.
    """

    journal: JournalMention | None = None
    year: int | None = None
    month: int | None = None
    published: DateRange | None = None
    authors: tuple[Person, ...] = ()
    people: tuple[Person, ...] = ()
    institutions: tuple[str, ...] = ()
    trial_names: tuple[str, ...] = ()
    place: str | None = None
    meeting: Meeting | None = None
    title: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    design: Design | None = None
    sample_size: int | None = None
    numbers: tuple[Quantity, ...] = ()
    finding: str | None = None
    concepts: tuple[Concept, ...] = ()
    direction: Direction | None = None
    pmid: str | None = None
    doi: str | None = None
    pmcid: str | None = None
    accession: str | None = None
    context: str = ""
    told_on: dt.date | None = None
    story: bool = False

    @property
    def names_a_publication(self) -> bool:
        """Whether a journal, year, author, title, volume, pages or identifier is stated."""
        named = (self.journal, self.year, self.authors, self.title, self.volume, self.pages)
        return any(named) or self.has_identifier

    @property
    def has_identifier(self) -> bool:
        """Whether a PMID, DOI, PMCID or Bookshelf accession is stated."""
        return bool(self.pmid or self.doi or self.pmcid or self.accession)


@dataclass(frozen=True, slots=True)
class Citation:
    """One place where an article cites a publication.

    `quote` is the whole sentence, sentences or reference entry. `refers_to` is the id of the
    reference entry to which a marker, footnote or link of this citation leads. `same_as` is the id of the
    first citation of the same publication. `notes` name disagreements between the reference list and
    its markers.
    """

    id: str
    kind: CitationKind
    quote: str
    span: Span
    claimed: CitationFields
    refers_to: str | None = None
    same_as: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitationCluster:
    """The citations of one document that cite the same publication.

    `citations` are in reading order. `claimed` combines what they state: bibliographic facts come from the
    reference entry before the prose, the finding from the prose before the entry. The cluster is looked up
    once; each citation is then compared with the results by its own fields.
    """

    citations: tuple[Citation, ...]
    claimed: CitationFields

    def without_positions(self) -> CitationCluster:
        """The cluster in a form that does not depend on its position in the document.

        Overlapping citations keep their relative offsets; gaps between others become 1 character. Citations
        are renumbered ("c1", …), and so are their references to each other.
        """
        names = {c.id: f"c{number}" for number, c in enumerate(self.citations, 1)}
        starts = _closed_up([c.span for c in self.citations])
        return CitationCluster(
            tuple(
                replace(
                    c,
                    id=names[c.id],
                    span=Span(start, start + c.span.end - c.span.start, 0, 0, 0, 0),
                    refers_to=names.get(c.refers_to or ""),
                    same_as=names.get(c.same_as or ""),
                )
                for c, start in zip(self.citations, starts, strict=True)
            ),
            self.claimed,
        )


def _closed_up(spans: Sequence[Span]) -> list[int]:
    """Where each span starts if the first starts at 0 and every gap between spans has length 1."""
    starts = [0] * len(spans)
    reached, shift = -1, 0
    for at in sorted(range(len(spans)), key=lambda at: (spans[at].start, spans[at].end)):
        span = spans[at]
        if reached < 0:
            shift = span.start
        elif span.start >= reached:
            shift += span.start - reached - 1
        starts[at] = span.start - shift
        reached = max(reached, span.end)
    return starts
