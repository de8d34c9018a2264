"""Record linkage in the manner of Fellegi and Sunter: each field is a ladder of levels, their bits add up.

Adding assumes that the fields speak independently of each other. Where they don't, one of them
is kept silent: a topic that is said by the title, a volume that follows from journal and year.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from citecheck.journals import Catalogue
from citecheck.matching import (
    dates,
    design_size,
    identifiers,
    institutions,
    journal,
    kind,
    locators,
    people,
    title,
    topic,
)
from citecheck.matching.claim import Claim
from citecheck.matching.outcome import NOT_STATED, SILENT, Outcome
from citecheck.matching.record import Record
from citecheck.matching.topic import Coverage, Proportions, coverage
from citecheck.matching.weights import Weights, load
from citecheck.model import Claimed, Comparison, Evidence, Match, Publication

_RECORDS_KEPT = 10000
_CLAIMS_KEPT = 512
# The weights were measured against an index of this many records, and PubMed holds so many. A larger source
# has more strangers that look alike: half a bit for each doubling.
_MEASURED_ON = 312_000
_PUBMED = 40_000_000
_BITS_PER_DOUBLING = 0.5
# More evidence than this makes no difference.
_MOST_BITS = 60.0

# What a field that the article doesn't state looks like in a match.
FIELDS = (
    identifiers.FIELD, journal.FIELD, title.FIELD, topic.FIELD, people.FIRST, people.OTHERS, people.PEOPLE,
    people.SURNAME, institutions.FIELD, dates.FIELD, dates.WINDOW, dates.TOLD,
    locators.VOLUME, locators.ISSUE, locators.PAGES,
    design_size.DESIGN, design_size.SIZE, design_size.NUMBERS, design_size.FIGURES, kind.FIELD,
)  # fmt: skip
_UNSTATED = tuple(Comparison(field, NOT_STATED, 0.0) for field in FIELDS)
_PLACES = {field: place for place, field in enumerate(FIELDS)}


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """What some fields need beside claim and record."""

    catalogue: Catalogue
    proportions: Mapping[str, Proportions]


_Compare = Callable[[Claim, Record, _Knowledge], Outcome]


def _compare_journal(claim: Claim, record: Record, known: _Knowledge) -> Outcome:
    """Candidates come from few journals: each is held against the claim's once."""
    held = record.publication.journal
    outcome = claim.journals.get(held)
    if outcome is None:
        outcome = claim.journals[held] = journal.compare(claim.claimed, record.publication, known.catalogue)
    return outcome


_LADDERS: dict[str, _Compare] = {
    identifiers.FIELD: lambda claim, record, _: identifiers.compare(claim.claimed, record.publication),
    journal.FIELD: _compare_journal,
    title.FIELD: lambda claim, record, _: title.compare(claim, record),
    topic.FIELD: lambda claim, record, known: topic.compare(claim, record, known.proportions),
    people.FIRST: lambda claim, record, _: people.compare_first(claim, record),
    people.OTHERS: lambda claim, record, _: people.compare_others(claim, record),
    people.PEOPLE: lambda claim, record, _: people.compare_people(claim, record),
    people.SURNAME: lambda claim, record, _: people.compare_surname(claim, record),
    institutions.FIELD: lambda claim, record, _: institutions.compare(claim, record),
    dates.FIELD: lambda claim, record, _: dates.compare(claim.claimed, record),
    dates.WINDOW: lambda claim, record, _: dates.compare_window(claim.claimed, record),
    dates.TOLD: lambda claim, record, _: dates.compare_told(claim.claimed, record),
    locators.VOLUME: lambda claim, record, _: locators.compare_volume(claim.claimed, record.publication),
    locators.ISSUE: lambda claim, record, _: locators.compare_issue(claim.claimed, record.publication),
    locators.PAGES: lambda claim, record, _: locators.compare_pages(claim.claimed, record.publication),
    design_size.DESIGN: lambda claim, record, _: design_size.compare_design(claim, record),
    design_size.SIZE: lambda claim, record, _: design_size.compare_size(claim, record),
    design_size.NUMBERS: lambda claim, record, _: design_size.compare_numbers(claim, record),
    design_size.FIGURES: lambda claim, record, _: design_size.compare_figures(claim, record),
    kind.FIELD: lambda claim, record, _: kind.compare(claim, record),
}
# Every field that the article doesn't state is silent whatever the record; this one needs a name that agrees.
_SILENT_BY_RECORD = people.SURNAME


@dataclass(slots=True)
class _Known:
    """What was derived from one claim: its matches by PMID, each with its bits, and the fields that speak."""

    claim: Claim
    matches: dict[str, tuple[Match, float]] = field(default_factory=dict)
    stated: tuple[tuple[str, _Compare], ...] = ()

    def outcomes(self, record: Record, knowledge: _Knowledge) -> dict[str, Outcome]:
        """The outcome of every field that the claim states, in the order of the fields."""
        if self.stated:
            return {name: compare(self.claim, record, knowledge) for name, compare in self.stated}
        found = {name: compare(self.claim, record, knowledge) for name, compare in _LADDERS.items()}
        self.stated = tuple(
            (name, compare)
            for name, compare in _LADDERS.items()
            if found[name] is not SILENT or (name == _SILENT_BY_RECORD and self.claim.names_people)
        )
        return found


class Matcher:
    """Lays claims against publications. Keeps what it derived from records and claims, never a verdict."""

    def __init__(
        self,
        catalogue: Catalogue,
        frequency: Callable[[str], int | None],
        records: int | None,
        weights: Weights | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.frequency = frequency
        self.weights = weights or load()
        self._knowledge = _Knowledge(catalogue, self.weights.proportions)
        doublings = math.log2(max(records or _PUBMED, _MEASURED_ON) / _MEASURED_ON)
        self.prior = self.weights.prior - _BITS_PER_DOUBLING * doublings
        self._records: OrderedDict[str, Record] = OrderedDict()
        self._claims: OrderedDict[Claimed, _Known] = OrderedDict()

    def match(self, claimed: Claimed, publication: Publication) -> Match:
        """What speaks for and against this publication being the one meant.

        There is a comparison for every field, those that are not stated with 0 bits.
        """
        return self._matched(self._known(claimed), publication)[0]

    def _matched(self, known: _Known, publication: Publication) -> tuple[Match, float]:
        """The match, and the bits that its comparisons add up to."""
        kept = known.matches.get(publication.pmid)
        if kept is None or (kept[0].publication is not publication and kept[0].publication != publication):
            kept = known.matches[publication.pmid] = self._match(known, self._record(publication))
        return kept

    def rank(self, evidence: Evidence, publications: Iterable[Publication]) -> tuple[Match, ...]:
        """All publications, the likeliest first; equals by PMID.

        Only one of them can be the one meant: the prior of each falls with what speaks for the others.
        """
        known = self._known(evidence.claimed)
        weighed = [self._matched(known, publication) for publication in publications]
        weighed.sort(key=_order)
        priors = rivalry([bits for _, bits in weighed], self.prior)
        return tuple(
            Match(match.publication, match.comparisons, prior)
            for (match, _), prior in zip(weighed, priors, strict=True)
        )

    def likeliest(self, evidence: Evidence, publications: Iterable[Publication]) -> tuple[Match, ...]:
        """The first that `rank` would give, if any."""
        known = self._known(evidence.claimed)
        weighed = [self._matched(known, publication) for publication in publications]
        if not weighed:
            return ()
        at, (match, _) = min(enumerate(weighed), key=lambda pair: _order(pair[1]))
        prior = rivalry([bits for _, bits in weighed], self.prior)[at]
        return (Match(match.publication, match.comparisons, prior),)

    def coverage(self, claimed: Claimed, publication: Publication) -> Coverage:
        """How far claim and record cover each other's words."""
        return coverage(self._known(claimed).claim, self._record(publication))

    def fit(self, claimed: Claimed) -> Callable[[Publication], float]:
        """How well publications fit the finding by their topic alone: the product of the covered shares."""
        claim = self._known(claimed).claim

        def share(publication: Publication) -> float:
            if not claim.has_topic:
                return 0.0
            cover = coverage(claim, self._record(publication))
            return cover.claim * cover.title

        return share

    def outcomes(self, claimed: Claimed, publication: Publication) -> dict[str, Outcome]:
        """The levels alone, unweighed: what calibration counts."""
        stated = _Known(self._known(claimed).claim).outcomes(self._record(publication), self._knowledge)
        return {name: stated.get(name, SILENT) for name in FIELDS}

    def _match(self, known: _Known, record: Record) -> tuple[Match, float]:
        outcomes = known.outcomes(record, self._knowledge)
        bits = {
            name: self.weights.bits(name, outcome)
            for name, outcome in outcomes.items()
            if outcome.level != NOT_STATED
        }
        _damp(bits, outcomes)
        comparisons = list(_UNSTATED)
        for name, weight in bits.items():
            outcome = outcomes[name]
            comparisons[_PLACES[name]] = Comparison(
                name, outcome.level, weight, outcome.claimed, outcome.found
            )
        return Match(record.publication, tuple(comparisons), self.prior), sum(bits.values())

    def _record(self, publication: Publication) -> Record:
        record = self._records.get(publication.pmid)
        if record is None or (record.publication is not publication and record.publication != publication):
            record = self._records[publication.pmid] = Record(publication)
            if len(self._records) > _RECORDS_KEPT:
                self._records.popitem(last=False)
        return record

    def _known(self, claimed: Claimed) -> _Known:
        kept = self._claims.get(claimed)
        if kept is None:
            kept = self._claims[claimed] = _Known(Claim(claimed))
            if len(self._claims) > _CLAIMS_KEPT:
                self._claims.popitem(last=False)
        return kept


def _order(weighed: tuple[Match, float]) -> tuple[float, tuple[int, str]]:
    """The likeliest first; equals by PMID."""
    match, bits = weighed
    return -round(bits, 6), _number(match.publication.pmid)


def _damp(bits: dict[str, float], outcomes: dict[str, Outcome]) -> None:
    """Silence the weaker of two fields that say the same."""
    if bits.get(title.FIELD, 0.0) > 0.0 and topic.FIELD in bits:
        bits[topic.FIELD] = 0.0
    if locators.VOLUME not in bits:
        return
    levels = [outcomes[name].level for name in (journal.FIELD, dates.FIELD, locators.VOLUME) if name in bits]
    if levels in (["same", "same_year", "same"], ["same", "same_month", "same"]):
        bits[locators.VOLUME] = min(bits[locators.VOLUME], 0.5)


def rivalry(bits: Sequence[float], prior: float) -> list[float]:
    """The prior of each of several candidates, of which at most one is meant, from the bits for all.

    It is the chance of each against all the others together, and against none of them being meant.
    """
    odds = [math.exp2(min(value, _MOST_BITS)) for value in bits]
    none = math.exp2(-prior)
    heaviest = max(range(len(odds)), key=odds.__getitem__, default=0)
    rest = none + sum(odds[:heaviest]) + sum(odds[heaviest + 1 :])
    whole = rest + (odds[heaviest] if odds else 0.0)
    return [-math.log2(rest if at == heaviest else whole - value) for at, value in enumerate(odds)]


def _number(pmid: str) -> tuple[int, str]:
    return (int(pmid), "") if pmid.isdigit() else (0, pmid)
