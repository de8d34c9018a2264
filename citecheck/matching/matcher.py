"""Record linkage in the manner of Fellegi and Sunter: each field is a ladder of levels, their bits add up.

Adding assumes that the fields speak independently of each other. Where they don't, one of them
is kept silent: a topic that is said by the title, a volume that follows from journal and year.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence

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
from citecheck.matching.topic import Coverage, coverage
from citecheck.matching.weights import Weights, load
from citecheck.model import Claimed, Comparison, Evidence, Match, Publication

_RECORDS_KEPT = 20000
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
    people.SURNAME, institutions.FIELD, dates.FIELD, dates.WINDOW,
    locators.VOLUME, locators.ISSUE, locators.PAGES,
    design_size.DESIGN, design_size.SIZE, design_size.NUMBERS, kind.FIELD,
)  # fmt: skip
_TAKEN_OVER = (
    people.FIRST, people.OTHERS, people.SURNAME, locators.VOLUME, locators.ISSUE, locators.PAGES,
)  # fmt: skip
_SHARED = 0.25
_UNSTATED = {field: Comparison(field, NOT_STATED, 0.0) for field in FIELDS}


# The matches of one claim by PMID, each with the bits that its comparisons add up to.
_Known = dict[str, tuple[Match, float]]


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
        doublings = math.log2(max(records or _PUBMED, _MEASURED_ON) / _MEASURED_ON)
        self.prior = self.weights.prior - _BITS_PER_DOUBLING * doublings
        self._records: OrderedDict[str, Record] = OrderedDict()
        self._claims: OrderedDict[int, tuple[Claimed, Claim, _Known]] = OrderedDict()

    def match(self, claimed: Claimed, publication: Publication) -> Match:
        """What speaks for and against this publication being the one meant.

        There is a comparison for every field, those that are not stated with 0 bits.
        """
        return self._matched(claimed, publication)[0]

    def _matched(self, claimed: Claimed, publication: Publication) -> tuple[Match, float]:
        """The match, and the bits that its comparisons add up to."""
        claim, known = self._claim(claimed)
        kept = known.get(publication.pmid)
        if kept is None or not _is_same(kept[0].publication, publication):
            match = self._match(claim, self._record(publication))
            kept = known[publication.pmid] = (match, sum(c.bits for c in match.comparisons if c.bits))
        return kept

    def rank(self, evidence: Evidence, publications: Iterable[Publication]) -> tuple[Match, ...]:
        """All publications, the likeliest first; equals by PMID.

        Only one of them can be the one meant: the prior of each falls with what speaks for the others.
        """
        weighed = [self._matched(evidence.claimed, publication) for publication in publications]
        weighed.sort(key=lambda pair: (-round(pair[1], 6), _number(pair[0].publication.pmid)))
        priors = rivalry([bits for _, bits in weighed], self.prior)
        return tuple(
            Match(match.publication, match.comparisons, prior)
            for (match, _), prior in zip(weighed, priors, strict=True)
        )

    def coverage(self, claimed: Claimed, publication: Publication) -> Coverage:
        """How far claim and record cover each other's words."""
        return coverage(self._claim(claimed)[0], self._record(publication))

    def outcomes(self, claimed: Claimed, publication: Publication) -> dict[str, Outcome]:
        """The levels alone, unweighed: what calibration counts."""
        return self._outcomes(self._claim(claimed)[0], self._record(publication))

    def _match(self, claim: Claim, record: Record) -> Match:
        outcomes = self._outcomes(claim, record)
        bits = {
            field: 0.0 if outcome is SILENT else self.weights.bits(field, outcome)
            for field, outcome in outcomes.items()
        }
        _damp(bits, outcomes)
        comparisons = tuple(
            _UNSTATED[field]
            if outcome is SILENT or outcome.level == NOT_STATED
            else Comparison(field, outcome.level, bits[field], outcome.claimed, outcome.found)
            for field, outcome in outcomes.items()
        )
        return Match(record.publication, comparisons, self.prior)

    def _outcomes(self, claim: Claim, record: Record) -> dict[str, Outcome]:
        claimed, publication = claim.claimed, record.publication
        return {
            identifiers.FIELD: identifiers.compare(claimed, publication),
            journal.FIELD: journal.compare(claimed, publication, self.catalogue),
            title.FIELD: title.compare(claim, record),
            topic.FIELD: topic.compare(claim, record),
            people.FIRST: people.compare_first(claim, record),
            people.OTHERS: people.compare_others(claim, record),
            people.PEOPLE: people.compare_people(claim, record),
            people.SURNAME: people.compare_surname(claim, record),
            institutions.FIELD: institutions.compare(claim, record),
            dates.FIELD: dates.compare(claimed, record),
            dates.WINDOW: dates.compare_window(claimed, record),
            locators.VOLUME: locators.compare_volume(claimed, publication),
            locators.ISSUE: locators.compare_issue(claimed, publication),
            locators.PAGES: locators.compare_pages(claimed, publication),
            design_size.DESIGN: design_size.compare_design(claim, record),
            design_size.SIZE: design_size.compare_size(claim, record),
            design_size.NUMBERS: design_size.compare_numbers(claim, record),
            kind.FIELD: kind.compare(claim, record),
        }

    def _record(self, publication: Publication) -> Record:
        record = self._records.get(publication.pmid)
        if record is None or not _is_same(record.publication, publication):
            record = self._records[publication.pmid] = Record(publication)
            if len(self._records) > _RECORDS_KEPT:
                self._records.popitem(last=False)
        return record

    def _claim(self, claimed: Claimed) -> tuple[Claim, _Known]:
        kept = self._claims.get(id(claimed))
        if kept is None or kept[0] is not claimed:
            kept = self._claims[id(claimed)] = (claimed, Claim(claimed), {})
            if len(self._claims) > _CLAIMS_KEPT:
                self._claims.popitem(last=False)
        return kept[1], kept[2]


def _is_same(kept: Publication, publication: Publication) -> bool:
    return kept is publication or kept == publication


def _damp(bits: dict[str, float], outcomes: dict[str, Outcome]) -> None:
    """Silence the weaker of two fields that say the same."""
    if bits[title.FIELD] > 0.0 and outcomes[topic.FIELD].level != NOT_STATED:
        bits[topic.FIELD] = 0.0
    journal_and_year = outcomes[journal.FIELD].level == "same" and outcomes[dates.FIELD].level in (
        "same_year",
        "same_month",
    )
    if journal_and_year and outcomes[locators.VOLUME].level == "same":
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
