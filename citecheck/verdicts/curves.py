"""The probability that the best candidate is the cited publication, by its evidence and the source's size."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from citecheck.matching.chance_overlap import ChanceOverlap
from citecheck.matching.comparisons import FIELDS, Evidence
from citecheck.matching.ranking import ScoredPair

# What the probability depends on; see `features_of`.
FEATURES = (
    "people", "date", "numbers", "design", "margin", "shared", "lead", "title_shared", "title_lead",
    "sentences", "claim", "title", "lacking", "telling", "unshown", "around", "adjoining", "surprising",
    "passage",
)  # fmt: skip
# The curve of those candidates that one statement contradicts.
MISSTATED = "misstated"
# Ends the name of a curve for passages of several sentences on a study.
OF_PASSAGE = "_of_passage"
_FIELDS_OF = {kind: tuple(field.name for field in FIELDS if field.evidence is kind) for kind in Evidence}
_MOST_PEOPLE_BITS = 12.0
_MOST_NUMBER_BITS = 8.0


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve in natural log-odds.

    Attributes:
        start: the log-odds if every feature is 0.
        coefficients: one for each of FEATURES.
        per_doubling: the log-odds subtracted for each doubling of the source's records over `Curves.records`.
    """

    start: float
    coefficients: tuple[float, ...]
    per_doubling: float


@dataclass(frozen=True, slots=True)
class Curves:
    """The curves of the grades.

    Attributes:
        records: the number of records of the source that the curves were measured on.
        whole: the number of records of all of PubMed.
        of_grades: the curve by the name of its grade.
    """

    records: int
    whole: int
    of_grades: Mapping[str, Curve]

    def probability(self, grade: str, features: tuple[float, ...], records: int | None) -> float:
        """The probability that a best candidate with these features is the cited publication.

        Args:
            grade: The name of its grade.
            features: A value for each of FEATURES.
            records: How many records the source holds; None for all of PubMed.

        Returns:
            A probability between 0 and 1.
        """
        curve = self.of_grades[grade]
        # A smaller source has fewer similar records, but also lacks more of the cited publications.
        doublings = math.log2(max(records or self.whole, self.records) / self.records)
        shares = zip(curve.coefficients, features, strict=True)
        odds = curve.start + sum(weight * value for weight, value in shares) - curve.per_doubling * doublings
        return 1.0 / (1.0 + math.exp(-max(min(odds, 40.0), -40.0)))


def features_of(
    weighed: ScoredPair, margin: float, beyond: ChanceOverlap, forgiven: frozenset[str] = frozenset()
) -> tuple[float, ...]:
    """The features of a candidate that its curve reads.

    Args:
        weighed: The candidate.
        margin: By how many bits it is ahead of the next candidate.
        beyond: What it shares with the claim beyond chance.
        forgiven: Fields that are treated as not stated.

    Returns:
        A value for each of FEATURES: bits of people, dates, numbers and design, within bounds; the square
        roots of the margin and of what is shared beyond chance; how many sentences speak for it; the covered
        shares of the finding and of the title; the share of the key concepts' weight that the record lacks;
        the square roots of the overlap measures in bits; and the length of the passage in doublings.
    """
    bits = {name: value for name, value in weighed.weights.items() if name not in forgiven}
    cover = weighed.covers.at(weighed.place) if weighed.covers else None
    of = {kind: sum(bits.get(name, 0.0) for name in names) for kind, names in _FIELDS_OF.items()}
    stated = (
        _clamped(of[Evidence.PEOPLE], _MOST_PEOPLE_BITS),
        of[Evidence.DATE],
        _clamped(of[Evidence.NUMBERS], _MOST_NUMBER_BITS),
        of[Evidence.DESIGN],
        *map(_root, (margin, *beyond[:-1])),
        float(beyond.sentences),
    )
    if cover is None:
        return (*stated, *(0.0,) * (len(FEATURES) - len(stated)))
    overlap = (
        cover.matched_bits_above_chance,
        cover.title_only_bits,
        cover.context_bits,
        cover.neighbour_bits,
        cover.title_bits_above_chance,
    )
    shares = (cover.finding_share, cover.title_share, cover.lacking_share)
    return (*stated, *shares, *map(math.sqrt, overlap), cover.passage_length)


def _root(value: float) -> float:
    """The square root, because a tenth bit adds less than the first; a negative number keeps its sign."""
    return math.copysign(math.sqrt(abs(value)), value)


def _clamped(value: float, most: float) -> float:
    return max(min(value, most), -most)


def parse_curves(text: str) -> Curves:
    """Curves from the text of their file."""
    table = tomllib.loads(text)
    curves = {
        grade: Curve(
            float(row["start"]), tuple(float(row[name]) for name in FEATURES), float(row["per_doubling"])
        )
        for grade, row in table["grades"].items()
    }
    return Curves(int(table["records"]), int(table["whole"]), curves)


@lru_cache(maxsize=1)
def load_curves() -> Curves:
    """The packaged curves."""
    text = (resources.files("citecheck.verdicts") / "data" / "identity_curves.toml").read_text("utf-8")
    return parse_curves(text)
