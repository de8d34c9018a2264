"""How strongly a sentence claims: nothing, an association, a conditional cause, or a cause.

Estimated by a linear model over the words of a sentence and their pairs, trained on sentences of abstracts
and press releases.
"""

from __future__ import annotations

import math
import re
from functools import cache
from importlib import resources
from itertools import pairwise

from citecheck.text import stem_token

_KINDS = ("none", "association", "conditional", "cause")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*|\d")


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
