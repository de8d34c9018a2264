"""The subject of the study as the article describes it against the whole record."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from citecheck.matching.claim_index import Floats
from citecheck.matching.comparison_level import ComparisonResult
from citecheck.matching.comparisons import title
from citecheck.matching.comparisons.field import Evidence, Field
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.term_overlap import TermOverlaps

# The scales for records with an abstract and without.
OF_ABSTRACT, OF_TITLE = "topic", "topic_of_title"
FEATURES = ("claim", "title", "telling", "unshown", "around", "adjoining", "surprising", "passage")
# Where one level ends and the next begins, in bits.
_EDGES = (-6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0)
_LEVELS = ("strangers", "faint", "weak", "middling", "good", "strong", "striking", "full")


@dataclass(frozen=True, slots=True)
class Coefficients:
    """The regression coefficient of each of the FEATURES and the intercept, in bits."""

    start: float
    of_features: tuple[float, ...]


def topic_features(covers: TermOverlaps) -> Floats:
    """The features of the topic, shape (number of FEATURES, n records).

    Measures in bits enter by their square roots, since a tenth matching word adds less than the first.
    """
    _, telling, unshown, around, adjoining, claim, title, passage, surprising = covers.measures
    roots = np.sqrt([telling, unshown, around, adjoining, surprising])
    return np.array([claim, title, *roots, passage])


def topic_log_odds(
    covers: TermOverlaps, records: Sequence[RecordFeatures], proportions: Mapping[str, Coefficients]
) -> list[float]:
    """The log-odds of the overlap with the true match against that with other hits of the search.

    Args:
        covers: how far the claim and each of n records cover each other.
        records: the n records, in the same order.
        proportions: the coefficients by scale; needs `OF_ABSTRACT` and `OF_TITLE`.

    Returns:
        n values in bits, one for each record; records without an abstract are weighed on the scale
        `OF_TITLE`.

    Raises:
        KeyError: `proportions` lacks one of the two scales.
    """
    rows = topic_features(covers)
    bits = {
        scale: (rows * np.array(share.of_features)[:, None]).sum(axis=0) + share.start
        for scale, share in proportions.items()
    }
    has_abstract = [record.has_abstract for record in records]
    found: list[float] = np.where(has_abstract, bits[OF_ABSTRACT], bits[OF_TITLE]).tolist()
    return found


def coefficients_for(record: RecordFeatures) -> str:
    """The scale for a record: a title alone has fewer words that can agree or disagree than an abstract."""
    return OF_ABSTRACT if record.has_abstract else OF_TITLE


def compare(
    covers: TermOverlaps, records: Sequence[RecordFeatures], proportions: Mapping[str, Coefficients]
) -> list[ComparisonResult]:
    """Compare what the article says of the study's subject with each record.

    Args:
        covers: how far the claim and each of n records cover each other.
        records: the n records, in the same order.
        proportions: the coefficients by scale; needs `OF_ABSTRACT` and `OF_TITLE`.

    Returns:
        n results, one for each record: the level is one of its field's, the value its log-odds in bits.

    Raises:
        KeyError: `proportions` lacks one of the two scales.
    """
    topic = covers.of.topic
    return [
        ComparisonResult(level_of(value), topic, partial(_shown, covers, at), value)
        for at, value in enumerate(topic_log_odds(covers, records, proportions))
    ]


def _shown(covers: TermOverlaps, at: int) -> str:
    cover = covers.at(at)
    missing = f"; not there: {', '.join(cover.missing)}" if cover.missing else ""
    return (", ".join(cover.covered) or "none of it") + missing


def level_of(value: float) -> str:
    """The level of log-odds in bits."""
    return _LEVELS[bisect_right(_EDGES, value)]


def _dependent_bits(bits: Mapping[str, float], _: Mapping[str, ComparisonResult]) -> float:
    """The topic counts nothing beside a title that agrees, for the title says what the study is about."""
    return 0.0 if bits.get(title.FIELD.name, 0.0) > 0.0 else bits[FIELD.name]


FIELD = Field(
    name="topic",
    levels=_LEVELS,
    compare=None,
    statements=("finding", "concepts", "context"),
    evidence=Evidence.TOPIC,
    dependent_bits=_dependent_bits,
)
