"""Which candidate is the publication that an article cites, and with what probability.

Two publications on the same subject are still two publications. The evidence that identifies one of them has
grades: an identifier that resolves; a title, or a volume and page; an author with a date or a journal; a
journal; a mere description. Where the article states a title, volume, pages or identifier, the probability
follows from the bits of the comparisons, and a statement that contradicts the record costs as much as
misprints of that kind cost. For all other citations a curve gives it. The curves were fitted to labelled
texts, with the cited publication among the candidates and without it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from citecheck.matching.chance_overlap import chance_overlap
from citecheck.matching.comparison_level import NOT_STATED
from citecheck.matching.comparisons import FIELDS, MisprintGroup
from citecheck.matching.ranking import Ranking, ScoredPair, candidate_competition
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import CitationFields
from citecheck.verdicts.curves import MISSTATED, OF_PASSAGE, features_of, load_curves

# Misprints come together: an entry that was copied from another one has journal, year, volume and pages wrong
# at once, and an entry that was filled in from memory has all authors wrong. A group of fields costs no more
# bits than this.
_FEWEST_MISPRINT_BITS = -9.0
_MISPRINTED_TOGETHER = tuple(
    tuple(field.name for field in FIELDS if field.misprinted_with is group) for group in MisprintGroup
)
_MISPRINTED_IN_A_GROUP = frozenset(name for fields in _MISPRINTED_TOGETHER for name in fields)
# Of a hundred identifiers that articles print, about one leads to another publication.
_IDENTIFIER_BITS = 6.6
# A sentence often says little of the publication that its identifier leads to.
_LEAST_TOPIC_BITS = -2.0
# More evidence than this, in bits, makes no difference.
_MOST_BITS = 60.0


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

    Attributes:
        weighed: the publication with the results of its comparisons.
        place: its index in the ranking.
        bits: the evidence for it in bits; contradicting statements cost as much as such misprints cost.
        probability: the probability (0-1) that it is the cited publication.
    """

    weighed: ScoredPair
    place: int
    bits: float
    probability: float

    @property
    def grade(self) -> Grade:
        """The best grade of evidence that agrees with it."""
        return grade_of(self.weighed)

    @property
    def is_notice(self) -> bool:
        """Whether it is a reply to the cited publication, or a correction of it."""
        return self.weighed.level("title") == "notice"


def names_publication(claimed: CitationFields) -> bool:
    """Whether an article states a title, volume, pages or identifier, and does not only describe a study."""
    return bool(claimed.title or claimed.volume or claimed.pages or claimed.has_identifier)


def grade_of(weighed: ScoredPair) -> Grade:
    """The best grade of identity evidence that agrees with this record."""
    agrees = weighed.agrees
    if agrees("identifier"):
        return Grade.IDENTIFIER
    if agrees("title") or _has_its_pages(weighed):
        return Grade.NAMED
    has_author = names_an_author(weighed)
    in_journal = agrees("journal")
    is_dated = agrees("date") or agrees("published") or agrees("article_date")
    if has_author and (in_journal or is_dated):
        return Grade.ATTRIBUTED
    return Grade.PLACED if in_journal else Grade.DESCRIBED


def names_an_author(weighed: ScoredPair) -> bool:
    """Whether somebody whom the article names is among the record's authors, the first or not."""
    is_listed = weighed.level("first_author") == "listed"
    return is_listed or weighed.agrees("first_author") or weighed.agrees("people")


def _has_its_pages(weighed: ScoredPair) -> bool:
    """Whether the stated volume and first page are the record's."""
    return weighed.agrees("pages") and weighed.level("volume") in ("same", NOT_STATED)


def identity_bits(weighed: ScoredPair) -> float:
    """The evidence for a record in bits; contradicting statements cost as much as such misprints cost."""
    weights = weighed.weights
    bits = {name: value for name, value in weights.items() if name not in _MISPRINTED_IN_A_GROUP}
    total = 0.0
    for fields in _MISPRINTED_TOGETHER:
        stated = [weights[name] for name in fields if name in weights]
        total += sum(value for value in stated if value > 0.0)
        total += max(_FEWEST_MISPRINT_BITS, sum(value for value in stated if value <= 0.0))
    if weighed.level("identifier") == "same":
        bits["identifier"] = _IDENTIFIER_BITS
        bits["topic"] = max(bits.get("topic", 0.0), _LEAST_TOPIC_BITS)
    return total + sum(bits.values())


def candidates_of(claimed: CitationFields, ranked: Ranking, records: int | None) -> tuple[Candidate, ...]:
    """The candidates of a cluster, the likeliest first.

    Args:
        claimed: what all places of the cluster state together.
        ranked: the publications found, by score; may be empty.
        records: how many records the source holds; None for all of PubMed.

    Returns:
        One candidate for each publication, with its grade and probability.
    """
    if names_publication(claimed):
        return _named_candidates(ranked)
    return _described_candidates(ranked, records)


def best_candidate(claimed: CitationFields, ranked: Ranking, records: int | None) -> Candidate | None:
    """The first of `candidates_of`, without the others; None without candidates.

    Args:
        claimed: what all places of the cluster state together.
        ranked: the publications found, by score; may be empty.
        records: how many records the source holds; None for all of PubMed.
    """
    if not ranked:
        return None
    if not names_publication(claimed):
        return _best_described(ranked, records)
    bits = [identity_bits(one) for one in ranked.weighed]
    place = min(range(len(bits)), key=lambda at: (-round(bits[at], 6), at))
    return _named(ranked, place, bits, candidate_competition(bits, ranked.prior))


def _named(ranked: Ranking, place: int, bits: Sequence[float], priors: Sequence[float]) -> Candidate:
    return Candidate(ranked.weighed[place], place, bits[place], probability_of(bits[place] + priors[place]))


def _named_candidates(ranked: Ranking) -> tuple[Candidate, ...]:
    bits = [identity_bits(one) for one in ranked.weighed]
    priors = candidate_competition(bits, ranked.prior)
    order = sorted(range(len(bits)), key=lambda at: (-round(bits[at], 6), at))
    return tuple(_named(ranked, place, bits, priors) for place in order)


# Judging a cluster and merging clusters need the candidates of the same ranking one after the other.
@lru_cache(maxsize=1)
def _best_described(ranked: Ranking, records: int | None) -> Candidate:
    best = ranked.weighed[0]
    curve = curve_of(grade_of(best), best)
    probability = load_curves().probability(curve, features_of_best(ranked), records)
    return Candidate(best, 0, best.total, probability)


def _described_candidates(ranked: Ranking, records: int | None) -> tuple[Candidate, ...]:
    """The best candidate has the probability of its grade's curve; the others and absence share the rest."""
    weighed = ranked.weighed
    if not weighed:
        return ()
    best = _best_described(ranked, records)
    odds = [math.exp2(min(one.total, _MOST_BITS)) for one in weighed[1:]]
    share = (1.0 - best.probability) / (math.exp2(-ranked.prior) + sum(odds))
    others = (
        Candidate(one, place, one.total, share * odds[place - 1]) for place, one in enumerate(weighed[1:], 1)
    )
    return (best, *others)


def _margin(bits: Sequence[float]) -> float:
    """By how many bits the first is ahead of the next, or of 0 bits if there is no other."""
    return bits[0] - (bits[1] if len(bits) > 1 else 0.0)


def curve_of(grade: Grade, weighed: ScoredPair) -> str:
    """The name of a grade's curve; records without abstract have curves of their own.

    Where only the journal agrees, so have passages of several sentences: a single sentence with one finding
    has few words of the study's title, while a press release is about what the title says.

    Args:
        grade: the grade of a candidate that is only described.
        weighed: the candidate.
    """
    name = grade.value
    if not RecordFeatures(weighed.publication).has_abstract:
        name += "_by_title"
    return _for_passage(name, weighed) if grade is Grade.PLACED else name


def misstated_curve_of(weighed: ScoredPair) -> str:
    """The name of the curve for a candidate that one statement contradicts; passages have their own."""
    return _for_passage(MISSTATED, weighed)


def _for_passage(curve: str, weighed: ScoredPair) -> str:
    is_passage = weighed.covers is not None and weighed.covers.of.is_passage
    return curve + OF_PASSAGE if is_passage else curve


def misstated_candidate(ranked: Ranking, records: int | None) -> Candidate | None:
    """The described publication that fits best if one contradicting statement is left out.

    A journal or a year that disagrees may also point to another publication, so that such candidates have a
    curve of their own.

    Args:
        ranked: the publications found, by score; may be empty.
        records: how many records the source holds; None for all of PubMed.

    Returns:
        The candidate; None if the best one has no contradicted field, or each has more than one.
    """
    found = misstated_features(ranked)
    if found is None:
        return None
    weighed, features = found
    place = next(at for at, one in enumerate(ranked.weighed) if one is weighed)
    probability = load_curves().probability(misstated_curve_of(weighed), features, records)
    return Candidate(weighed, place, weighed.strength, probability)


def misstated_features(ranked: Ranking) -> tuple[ScoredPair, tuple[float, ...]] | None:
    """What fits best if one contradicting statement is left out, with a value for each of FEATURES."""
    wrong = [len(one.contradicted) for one in ranked.weighed]
    if 1 not in wrong:
        return None
    able = [
        (one.strength if count else one.total, place)
        for place, (one, count) in enumerate(zip(ranked.weighed, wrong, strict=True))
        if count <= 1 and one.level("identifier") != "other"
    ]
    able.sort(key=lambda pair: (-round(pair[0], 6), pair[1]))
    if not able or not wrong[able[0][1]]:
        return None
    place = able[0][1]
    weighed = ranked.weighed[place]
    others = [one for at, one in enumerate(ranked.weighed) if at != place]
    margin = _margin([strength for strength, _ in able[:2]])
    beyond = chance_overlap(weighed, others)
    return weighed, features_of(weighed, margin, beyond, forgiven=frozenset(weighed.contradicted))


def features_of_best(ranked: Ranking) -> tuple[float, ...]:
    """The features of the best candidate, a value for each of FEATURES; `ranked` must not be empty."""
    best, *others = ranked.weighed
    margin = _margin([one.total for one in ranked.weighed[:2]])
    return features_of(best, margin, chance_overlap(best, others))


def probability_of(bits: float) -> float:
    """Log-odds in bits as a probability."""
    return 1.0 / (1.0 + math.exp2(-max(min(bits, _MOST_BITS), -_MOST_BITS)))


def log_odds_of(probability: float) -> float:
    """A probability as log-odds in bits."""
    bounded = max(min(probability, 1.0 - 1e-12), 1e-12)
    return math.log2(bounded / (1.0 - bounded))
