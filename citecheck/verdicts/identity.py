"""Which candidate is the publication that an article cites, and with what probability.

Likeness of subject is not identity. What tells one publication from all others comes in grades: an
identifier that resolves; a title or a volume and page; an author with a date, a journal or a study's name; a
journal with a date; a mere description. For the first two the probability follows from the bits of the
comparisons, where a statement that contradicts the record costs what misprints of that kind cost. For the
others it is a curve fitted to labelled texts, with the publication among the candidates and without it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from citecheck.matching.comparison_level import NOT_STATED
from citecheck.matching.comparisons import FIELDS, MisprintGroup
from citecheck.matching.ranking import Ranking, ScoredPair, candidate_competition
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import CitationFields
from citecheck.verdicts.curves import Curves, features_of, load_curves

# Where one misprint is, more are: an entry copied from another one has journal, year, volume and pages wrong
# at once, and one filled in from memory all its authors. Together they cost no more bits than this.
_FEWEST_MISPRINT_BITS = -9.0
_MISPRINTED_TOGETHER = tuple(
    tuple(field.name for field in FIELDS if field.misprinted_with is group) for group in MisprintGroup
)
# Of a hundred identifiers that articles print, about one leads to another publication.
_IDENTIFIER_BITS = 6.6
_LEAST_TOPIC_BITS = -2.0


class Grade(StrEnum):
    """Kinds of identity evidence, the surest first."""

    IDENTIFIER = "identifier"
    NAMED = "named"
    ATTRIBUTED = "attributed"
    PLACED = "placed"
    DESCRIBED = "described"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A publication that may be the one cited.

    `place` is its place in the ranking; `bits` is the evidence for it, with misprints at what they cost;
    `probability` is that of its being the publication cited.
    """

    weighed: ScoredPair
    place: int
    grade: Grade
    bits: float
    probability: float

    @property
    def is_notice(self) -> bool:
        """Whether it is a reply to the publication cited, or a correction of it."""
        return self.weighed.level("title") == "notice"


def names_publication(claimed: CitationFields) -> bool:
    """Whether an article names a publication by title, volume, pages or identifier, not by what was found."""
    return bool(claimed.title or claimed.volume or claimed.pages or claimed.has_identifier)


def grade_of(weighed: ScoredPair) -> Grade:
    """The surest kind of identity evidence that agrees with this record."""
    agrees = weighed.agrees
    if agrees("identifier"):
        return Grade.IDENTIFIER
    if agrees("title") or _has_its_pages(weighed):
        return Grade.NAMED
    has_author = agrees("first_author") or agrees("people")
    in_journal = agrees("journal")
    is_dated = agrees("date") or agrees("published") or agrees("article_date")
    if has_author and (in_journal or is_dated):
        return Grade.ATTRIBUTED
    return Grade.PLACED if in_journal else Grade.DESCRIBED


def _has_its_pages(weighed: ScoredPair) -> bool:
    """Whether the stated volume and first page are the record's."""
    return weighed.agrees("pages") and weighed.level("volume") in ("same", NOT_STATED)


def identity_bits(weighed: ScoredPair) -> float:
    """The evidence for a record, with statements that contradict it at what such misprints cost."""
    bits = dict(weighed.weights)
    total = 0.0
    for fields in _MISPRINTED_TOGETHER:
        stated = [bits.pop(name) for name in fields if name in bits]
        total += sum(value for value in stated if value > 0.0)
        total += max(_FEWEST_MISPRINT_BITS, sum(value for value in stated if value <= 0.0))
    if weighed.level("identifier") == "same":
        bits["identifier"] = _IDENTIFIER_BITS
        # A sentence often says little of what it links to.
        bits["topic"] = max(bits.get("topic", 0.0), _LEAST_TOPIC_BITS)
    return total + sum(bits.values())


def candidates_of(claimed: CitationFields, ranked: Ranking, records: int | None) -> tuple[Candidate, ...]:
    """The candidates of a cluster, the likeliest first."""
    if names_publication(claimed):
        return _named_candidates(ranked)
    return _described_candidates(ranked, records)


def _named_candidates(ranked: Ranking) -> tuple[Candidate, ...]:
    bits = [identity_bits(one) for one in ranked.weighed]
    priors = candidate_competition(bits, ranked.prior)
    found = [
        Candidate(one, place, grade_of(one), bits[place], probability_of(bits[place] + priors[place]))
        for place, one in enumerate(ranked.weighed)
    ]
    return tuple(sorted(found, key=lambda one: (-round(one.bits, 6), one.place)))


def _described_candidates(ranked: Ranking, records: int | None) -> tuple[Candidate, ...]:
    """The best has the probability of its grade's curve; what is left of it is shared by the others."""
    weighed = ranked.weighed
    if not weighed:
        return ()
    margin = _margin([one.total for one in weighed[:2]])
    best = _described(weighed[0], 0, margin, records, load_curves())
    odds = [math.exp2(max(one.total - weighed[0].total, -60.0)) for one in weighed[1:]]
    rest = 1.0 - best.probability
    shares = rest / (1.0 + sum(odds)) if odds else 0.0
    others = (
        Candidate(one, place, grade_of(one), one.total, shares * odds[place - 1])
        for place, one in enumerate(weighed[1:], 1)
    )
    return (best, *others)


def _described(
    weighed: ScoredPair, place: int, margin: float, records: int | None, curves: Curves
) -> Candidate:
    grade = _described_grade(weighed)
    probability = curves.probability(curve_of(grade, weighed), features_of(weighed, margin), records)
    return Candidate(weighed, place, grade, weighed.total, probability)


def _margin(bits: Sequence[float]) -> float:
    """By how many bits the first is ahead of the next, or of a publication of which nothing is known."""
    return bits[0] - (bits[1] if len(bits) > 1 else 0.0)


def curve_of(grade: Grade, weighed: ScoredPair) -> str:
    """The name of a grade's curve: of a record without abstract only the title can agree, or disagree."""
    has_abstract = RecordFeatures(weighed.publication).has_abstract
    return grade.value if has_abstract else f"{grade.value}_by_title"


def _described_grade(weighed: ScoredPair) -> Grade:
    grade = grade_of(weighed)
    return Grade.DESCRIBED if grade in (Grade.IDENTIFIER, Grade.NAMED) else grade


def misstated_candidate(ranked: Ranking, records: int | None) -> Candidate | None:
    """The described publication that stands out when one statement that contradicts it is left out.

    A journal or a year that disagrees is soon explained by another publication: the probability has a curve
    of its own.
    """
    able = [
        (one.strength, place)
        for place, one in enumerate(ranked.weighed)
        if len(one.contradicted) <= 1 and one.level("identifier") != "other"
    ]
    able.sort(key=lambda pair: (-round(pair[0], 6), pair[1]))
    if not able or not ranked.weighed[able[0][1]].contradicted:
        return None
    strength, place = able[0]
    weighed = ranked.weighed[place]
    margin = _margin([bits for bits, _ in able[:2]])
    grade = _described_grade(weighed)
    features = features_of(weighed, margin, forgiven=frozenset(weighed.contradicted))
    return Candidate(
        weighed, place, grade, strength, load_curves().probability("misstated", features, records)
    )


def features_of_best(ranked: Ranking) -> tuple[float, ...]:
    """The features of the best candidate, a value for each of FEATURES; there must be one."""
    return features_of(ranked.weighed[0], _margin([one.total for one in ranked.weighed[:2]]))


def probability_of(bits: float) -> float:
    """Log-odds in bits as a probability."""
    return 1.0 / (1.0 + math.exp2(-max(min(bits, 60.0), -60.0)))


def log_odds_of(probability: float) -> float:
    """A probability as log-odds in bits."""
    bounded = max(min(probability, 1.0 - 1e-12), 1e-12)
    return math.log2(bounded / (1.0 - bounded))
