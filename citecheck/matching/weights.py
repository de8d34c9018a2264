"""The measured weights: bits a level, and where they were measured."""

from __future__ import annotations

import itertools
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

from citecheck.matching.outcome import NOT_RECORDED, NOT_STATED, Outcome


@dataclass(frozen=True, slots=True)
class Weight:
    """How often a level occurs with the publication meant (`m`) and with other hits of the search (`u`).

    `at` is the level's centre on the field's scale, for fields that have one.
    """

    m: float
    u: float
    at: float | None = None

    @property
    def bits(self) -> float:
        """What the level weighs."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True)
class Weights:
    """All fields' levels, the prior, and a note of the measurement."""

    prior: float
    fields: Mapping[str, Mapping[str, Weight]]
    origin: str = ""

    def bits(self, field: str, outcome: Outcome) -> float:
        """The bits of an outcome; on a scale they are read off between the levels' centres."""
        if outcome.level in (NOT_STATED, NOT_RECORDED):
            return 0.0
        if outcome.value is None:
            return self._bits[field][outcome.level]
        return _between(self._points[field], outcome.value)

    @cached_property
    def _bits(self) -> dict[str, dict[str, float]]:
        return {
            field: {level: weight.bits for level, weight in levels.items()}
            for field, levels in self.fields.items()
        }

    @cached_property
    def _points(self) -> dict[str, list[tuple[float, float]]]:
        """The levels' centres on the scale with their bits, from the lowest to the highest."""
        return {
            field: sorted((weight.at, weight.bits) for weight in levels.values() if weight.at is not None)
            for field, levels in self.fields.items()
        }


def _between(points: list[tuple[float, float]], value: float) -> float:
    """A line drawn through the points, level beyond both ends."""
    if value <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in itertools.pairwise(points):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return points[-1][1]


def parse(text: str) -> Weights:
    """Weights from the text of a weights file."""
    table = tomllib.loads(text)
    fields = {
        field: {level: Weight(**values) for level, values in levels.items()}
        for field, levels in table["levels"].items()
    }
    return Weights(float(table["prior"]), fields, str(table.get("origin", "")))


@lru_cache(maxsize=1)
def load() -> Weights:
    """The packaged weights."""
    return parse((resources.files("citecheck.matching") / "data" / "weights.toml").read_text("utf-8"))
