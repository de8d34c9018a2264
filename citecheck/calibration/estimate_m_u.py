"""Estimates the weights: how often each level occurs with the true match (m) and with other hits (u).

Levels are counted on labelled claims. The other hits are those of the searches that found the true match:
they share words with the claim, which random pairs do not. Every claim counts once, however many hits its
searches had. For rare levels the former weights are the prior.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from citecheck.calibration.topic_regression import CandidateHits, fit_coefficients
from citecheck.matching.comparison_level import NOT_RECORDED, NOT_STATED, ComparisonResult
from citecheck.matching.comparisons import topic
from citecheck.matching.comparisons.topic import FEATURES
from citecheck.matching.matcher import Matcher
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.weights import Weight, Weights
from citecheck.model import CitationFields, Publication, ScoredCandidate

# The prior counts as so many observations, distributed over the levels like the former weights.
_LEANING = 12.0
# From fewer claims the topic's coefficients are not estimated.
_FEWEST_TOPICS = 50
# No share is estimated lower, for rarer levels than this cannot be measured on so few pairs.
_LEAST_SHARE = 0.0004


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A claim, what its searches found, and the PMID of the true match (None: the source doesn't hold it)."""

    claimed: CitationFields
    publications: tuple[Publication, ...]
    pmid: str | None


@dataclass
class LevelCounts:
    """Counts of levels with the true matches and with the non-matches, by field."""

    right: dict[str, dict[str, float]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(float))
    )
    wrong: dict[str, dict[str, float]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(float))
    )
    topics: dict[str, list[CandidateHits]] = field(default_factory=lambda: defaultdict(list))
    claims: int = 0
    hits: int = 0

    def add(self, matcher: Matcher, labelled: LabelledClaim) -> None:
        """Count the levels of one claim; its non-matches count 1 together.

        Args:
            matcher: Compares the claim with each publication.
            labelled: The claim, its hits and the true match.
        """
        others = [p for p in labelled.publications if p.pmid != labelled.pmid]
        self.claims += 1
        self.hits += len(others)
        for scale, hits in _topics(matcher, labelled).items():
            self.topics[scale].append(hits)
        for publication in labelled.publications:
            outcomes = matcher.outcomes(labelled.claimed, publication)
            if publication.pmid == labelled.pmid:
                _count(self.right, outcomes, 1.0)
            else:
                _count(self.wrong, outcomes, 1.0 / len(others))


def _count(
    table: dict[str, dict[str, float]], outcomes: Mapping[str, ComparisonResult], share: float
) -> None:
    for name, outcome in outcomes.items():
        if outcome.level not in (NOT_STATED, NOT_RECORDED):
            table[outcome.table or name][outcome.level] += share


def _topics(matcher: Matcher, labelled: LabelledClaim) -> dict[str, CandidateHits]:
    """The claim's hits for the regression, by the scale on which their topic is measured."""
    match = next((p for p in labelled.publications if p.pmid == labelled.pmid), None)
    if match is None or matcher.match(labelled.claimed, match).level(topic.FIELD.name) == NOT_STATED:
        return {}
    stripped = replace(match, abstract="", other_abstracts=(), mesh=(), keywords=())
    found = {}
    for first in (match, stripped):
        scale = topic.coefficients_for(RecordFeatures(first))
        hits = [
            first,
            *(
                p
                for p in labelled.publications
                if p is not match and topic.coefficients_for(RecordFeatures(p)) == scale
            ),
        ]
        found[scale] = CandidateHits(
            tuple(matcher.features(labelled.claimed, hits)),
            tuple(_bits_but_topic(matcher.match(labelled.claimed, p)) for p in hits),
        )
    return found


def _bits_but_topic(match: ScoredCandidate) -> float:
    return sum(c.bits for c in match.comparisons if c.field != topic.FIELD.name)


def estimate_weights(tally: LevelCounts, former: Weights, origin: str) -> Weights:
    """Estimate weights from counts, with the former weights as a prior for rare levels.

    Args:
        tally: The counted levels.
        former: The weights used so far; they name the fields and levels.
        origin: A sentence on where the new weights come from, kept with them.

    Returns:
        Weights for the fields and levels of `former`. The proportions of a scale with fewer than 50 claims
        are those of `former`.
    """
    fields: dict[str, dict[str, Weight]] = {}
    for name, levels in former.fields.items():
        right = _shares(tally.right[name], {level: w.m for level, w in levels.items()})
        wrong = _shares(tally.wrong[name], {level: w.u for level, w in levels.items()})
        fields[name] = {level: Weight(right[level], wrong[level]) for level in levels}
    proportions = {
        scale: fit_coefficients(tally.topics[scale]) if len(tally.topics[scale]) >= _FEWEST_TOPICS else known
        for scale, known in former.proportions.items()
    }
    return Weights(former.prior, fields, proportions, origin)


def _shares(counts: Mapping[str, float], former: Mapping[str, float]) -> dict[str, float]:
    total = sum(counts.values()) + _LEANING
    raw = {level: (counts.get(level, 0.0) + _LEANING * share) / total for level, share in former.items()}
    floored = {level: max(share, _LEAST_SHARE) for level, share in raw.items()}
    whole = sum(floored.values())
    return {level: share / whole for level, share in floored.items()}


def render_weights(weights: Weights) -> str:
    """The text of a weights file; `weights.parse` reads it back."""
    lines = [
        "# How much each level of each field weighs: m is how often it occurs with the true match,",
        "# u how often with the other hits of the same searches; log2(m / u) are its bits.",
        "# Proportions are those of the topic's features, in bits, for records with abstract and without.",
        f'origin = "{weights.origin}"',
        f"prior = {weights.prior}",
    ]
    for name, levels in weights.fields.items():
        lines += ["", f"[levels.{name}]"]
        for level, w in levels.items():
            lines.append(f"{level} = {{ m = {w.m:.6f}, u = {w.u:.6f} }}")
    for scale, shares in weights.proportions.items():
        lines += ["", f"[proportions.{scale}]", f"start = {shares.start:.4f}"]
        lines += [f"{name} = {share:.4f}" for name, share in zip(FEATURES, shares.of_features, strict=True)]
    return "\n".join(lines) + "\n"


def digest_of_texts(texts: Iterable[str]) -> str:
    """A short fingerprint of a labelled set, to name it by in the weights' origin."""
    whole = hashlib.sha256()
    for text in texts:
        whole.update(text.encode() + b"\0")
    return whole.hexdigest()[:12]
