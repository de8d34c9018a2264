"""Measuring the weights: how often each level occurs with the publication meant, and with other hits.

Levels are counted on labelled claims. What is "other" are the wrong hits of the very searches that
found the right publication, for those share words with the claim that chance pairs don't. Every
claim counts once, however many hits its searches had. Levels that were seen seldom lean on the
weights measured before.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from citecheck.matching.matcher import Matcher
from citecheck.matching.outcome import NOT_RECORDED, NOT_STATED, Outcome
from citecheck.matching.weights import Weight, Weights
from citecheck.model import Claimed, Publication

# A level's count is joined by as many made-up ones, shared out as the former weights say.
_LEANING = 12.0
# No level weighs more than chance allows to know from so few pairs.
_LEAST_SHARE = 0.0004


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim, what its searches found, and which of it is meant (None: the source doesn't hold it)."""

    claimed: Claimed
    publications: tuple[Publication, ...]
    pmid: str | None


@dataclass
class Tally:
    """Counts of levels with the publications meant and with others, by field."""

    right: dict[str, dict[str, float]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(float))
    )
    wrong: dict[str, dict[str, float]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(float))
    )
    claims: int = 0
    hits: int = 0

    def add(self, matcher: Matcher, labelled: Labelled) -> None:
        """Count one claim."""
        others = [p for p in labelled.publications if p.pmid != labelled.pmid]
        self.claims += 1
        self.hits += len(others)
        for publication in labelled.publications:
            outcomes = matcher.outcomes(labelled.claimed, publication)
            if publication.pmid == labelled.pmid:
                _count(self.right, outcomes, 1.0)
            else:
                _count(self.wrong, outcomes, 1.0 / len(others))


def _count(table: dict[str, dict[str, float]], outcomes: Mapping[str, Outcome], share: float) -> None:
    for name, outcome in outcomes.items():
        if outcome.level not in (NOT_STATED, NOT_RECORDED):
            table[name][outcome.level] += share


def estimate(tally: Tally, former: Weights, origin: str) -> Weights:
    """Weights from counts, leaning on the former ones where little was seen."""
    fields: dict[str, dict[str, Weight]] = {}
    for name, levels in former.fields.items():
        right = _shares(tally.right[name], {level: w.m for level, w in levels.items()})
        wrong = _shares(tally.wrong[name], {level: w.u for level, w in levels.items()})
        fields[name] = {level: Weight(right[level], wrong[level], w.at) for level, w in levels.items()}
        if all(w.at is not None for w in levels.values()):
            fields[name] = _rising(fields[name])
    return Weights(former.prior, fields, origin)


def _shares(counts: Mapping[str, float], former: Mapping[str, float]) -> dict[str, float]:
    total = sum(counts.values()) + _LEANING
    raw = {level: (counts.get(level, 0.0) + _LEANING * share) / total for level, share in former.items()}
    floored = {level: max(share, _LEAST_SHARE) for level, share in raw.items()}
    whole = sum(floored.values())
    return {level: share / whole for level, share in floored.items()}


def _rising(levels: dict[str, Weight]) -> dict[str, Weight]:
    """Levels of a scale whose bits never fall: neighbours that do are taken together."""
    blocks: list[tuple[list[str], float, float]] = []
    for name, weight in sorted(levels.items(), key=lambda item: item[1].at or 0.0):
        blocks.append(([name], weight.m, weight.u))
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] > blocks[-1][1] / blocks[-1][2]:
            (names, m, u), (more, other_m, other_u) = blocks[-2], blocks[-1]
            blocks[-2:] = [(names + more, m + other_m, u + other_u)]
    risen: dict[str, Weight] = {}
    for names, m, u in blocks:
        for name in names:
            risen[name] = Weight(m / len(names), u / len(names), levels[name].at)
    return {name: risen[name] for name in levels}


def render(weights: Weights) -> str:
    """The text of a weights file; `weights.parse` reads it back."""
    lines = [
        "# How much each level of each field weighs: m is how often it occurs with the publication meant,",
        "# u how often with the other hits of the same searches; log2(m / u) are its bits.",
        "# `at` is a level's place on its field's scale.",
        f'origin = "{weights.origin}"',
        f"prior = {weights.prior}",
    ]
    for name, levels in weights.fields.items():
        lines += ["", f"[levels.{name}]"]
        for level, w in levels.items():
            at = "" if w.at is None else f", at = {w.at}"
            lines.append(f"{level} = {{ m = {w.m:.6f}, u = {w.u:.6f}{at} }}")
    return "\n".join(lines) + "\n"


def digest(texts: Iterable[str]) -> str:
    """A short fingerprint of a labelled set, to name it by in the weights' origin."""
    whole = hashlib.sha256()
    for text in texts:
        whole.update(text.encode() + b"\0")
    return whole.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Bin:
    """Citations whose probability lies in one tenth: how many, what was said, what was so."""

    start: float
    count: int
    said: float
    right: float


def reliability(judged: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """How often citations were right, by the probability of their nearest publication."""
    tenths: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for probability, right in judged:
        tenths[min(int(probability * 10), 9)].append((probability, right))
    return tuple(
        Bin(
            tenth / 10,
            len(pairs),
            sum(p for p, _ in pairs) / len(pairs),
            sum(r for _, r in pairs) / len(pairs),
        )
        for tenth, pairs in sorted(tenths.items())
    )
