"""One place where an article cites a publication, and what it claims of it."""

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
    OTHER = "other"


class Role(StrEnum):
    """What a concept is to a finding."""

    INTERVENTION = "intervention"
    CONDITION = "condition"
    POPULATION = "population"
    OUTCOME = "outcome"
    OTHER = "other"


class Direction(StrEnum):
    """Which way a finding points."""

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
    """Somebody named as an author or researcher. `text` as written; `initials` without dots, maybe empty."""

    text: str
    last_name: str
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A scientific meeting at which research was presented.

    `text` as written ("the annual meeting of the American Thoracic Society"), `society` who holds it,
    `year` and `month` when it was held, each None if not stated.
    """

    text: str
    society: str | None = None
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days within which the article places the publication, both included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class CitationFields:
    """What an article states about a publication. What it does not state is None or empty.

    `authors` are people said to have written or led the study; `people` are named around it
    without that being certain (they can support a match, never contradict one).
    `published` narrows the date where year and month can't say it ("today", "last week").
    `context` is the wider passage that speaks of the same study (headline, neighbouring
    sentences): it helps to find and rank, and is never required to fit. `told_on` is the article's own
    date, and `story` says that the whole article is about this one study: no article reports what is
    published long after it, and news seldom of what is old.
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
    context: str = ""
    told_on: dt.date | None = None
    story: bool = False

    @property
    def names_a_publication(self) -> bool:
        """Whether anything but the finding is stated that sets one publication apart from others."""
        named = (self.journal, self.year, self.authors, self.title, self.volume, self.pages)
        return any(named) or self.has_identifier

    @property
    def has_identifier(self) -> bool:
        """Whether a PMID, DOI or PMCID is stated."""
        return bool(self.pmid or self.doi or self.pmcid)


@dataclass(frozen=True, slots=True)
class Citation:
    """One place where an article cites a publication.

    `quote` is the whole sentence, sentences or reference entry. `refers_to` is the id of the
    reference entry that this place names by marker, footnote or link; `same_as` the id of the
    first place that cites the same publication. `notes` say where the reference list and
    its markers disagree.
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
    """All places of a document that are tied together, and what they jointly say of one publication.

    `citations` are in reading order. `claimed` is the union of what they state: a reference
    entry's bibliographic facts before the prose's, the prose's finding before the entry's. It is
    looked up once; each place is then compared with the answer by its own words.
    """

    citations: tuple[Citation, ...]
    claimed: CitationFields

    def without_positions(self) -> CitationCluster:
        """The same cluster wherever it may stand.

        Places that overlap keep their offsets from each other, so that it shows which lies in which; how far
        apart others are is left out. Citations are numbered anew ("c1", …), and so is what they refer to
        within the cluster.
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
