"""Whether the article says more than the record: a cause where the record has an association.

How strongly a sentence claims is estimated by a linear model over its words and pairs of words, trained on
sentences of abstracts and press releases. A claim counts as overstated only where grammar says so as well.
"""

from __future__ import annotations

import math
import re
from functools import cache
from importlib import resources
from itertools import pairwise

from citecheck.claims.direction import Way, find_signals
from citecheck.claims.lexicons import pattern
from citecheck.text import stem_token

# The product of the probabilities that the article states a cause and the record an association. Measured on
# sentences of press releases against their abstracts: docs/benchmarks.md.
OVERSTATED = 0.5
_KINDS = ("none", "association", "conditional", "cause")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*|\d")


def is_overstated(claim: str, passage: str) -> bool:
    """Whether a claim states a cause, unhedged, of which the passage states an association.

    "Eating chocolate cuts the risk of heart disease" against "chocolate consumption was associated with a
    reduction in risk". A passage on an experiment, or one with a cause of its own, is never overstated, nor
    is a claim that denies an effect.

    Args:
        claim: What the article says that the study found.
        passage: The sentence of the abstract that the claim speaks of.
    """
    if not pattern("causal_verbs").search(claim) or pattern("hedges").search(claim):
        return False
    if any(signal.way is Way.SAME for signal in find_signals(claim)):
        return False
    if not pattern("associations").search(passage) or pattern("experiments").search(passage):
        return False
    return strength_of(claim)["cause"] * strength_of(passage)["association"] >= OVERSTATED


@cache
def strength_of(sentence: str) -> dict[str, float]:
    """The probability that a sentence states nothing, an association, a conditional cause, a cause."""
    table = _table()
    scores = list(table["(constant)"])
    for cue in cues(sentence):
        for at, weight in enumerate(table.get(cue, ())):
            scores[at] += weight
    powers = [math.exp(score - max(scores)) for score in scores]
    return {kind: power / sum(powers) for kind, power in zip(_KINDS, powers, strict=True)}


def cues(sentence: str) -> tuple[str, ...]:
    """The different stems of a sentence and its pairs of stems, sorted; "<s>" begins it."""
    stems = [
        "<s>",
        *(stem_token(word) if word.isalpha() else word for word in _WORD.findall(sentence.lower())),
    ]
    pairs = (f"{one} {other}" for one, other in pairwise(stems))
    return tuple(sorted({*stems, *pairs}))


@cache
def _table() -> dict[str, tuple[float, ...]]:
    text = (resources.files("citecheck.claims") / "data" / "strength.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {cue: tuple(map(float, weights)) for cue, *weights in rows}
