"""The measured weights: the bits of each level, and where they were measured."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

from citecheck.matching.comparison_level import NOT_RECORDED, NOT_STATED, ComparisonResult
from citecheck.matching.comparisons import FIELDS
from citecheck.matching.comparisons.topic import FEATURES, Coefficients


@dataclass(frozen=True, slots=True)
class Weight:
    """How often a level occurs with the true match (`m`) and with other hits of the search (`u`)."""

    m: float
    u: float

    @property
    def bits(self) -> float:
        """What the level weighs, in bits."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True)
class Weights:
    """All fields' levels, the topic's proportions, the prior, and a note of the measurement."""

    prior: float
    fields: Mapping[str, Mapping[str, Weight]]
    proportions: Mapping[str, Coefficients]
    origin: str = ""

    def bits(self, field: str, outcome: ComparisonResult) -> float:
        """The bits of a comparison's result.

        Args:
            field: the field that was compared.
            outcome: the result; its `table`, if it has one, is read instead of the field's own.

        Returns:
            0 where the field is not stated or not recorded; the result's own value if it has one (it is in
            bits already); else the measured weight of the level.

        Raises:
            KeyError: the weights lack the field, the table or the level.
        """
        if outcome.level in (NOT_STATED, NOT_RECORDED):
            return 0.0
        if outcome.value is not None:
            return outcome.value
        return self._bits[outcome.table or field][outcome.level]

    @cached_property
    def _bits(self) -> dict[str, dict[str, float]]:
        return {
            field: {level: weight.bits for level, weight in levels.items()}
            for field, levels in self.fields.items()
        }


def parse_weights(text: str) -> Weights:
    """Weights from the text of a weights file.

    Raises:
        ValueError: a field or level of `FIELDS` is missing, or one is in the file that no field has; or the
            text is not TOML.
        KeyError: the prior, a scale of the topic, or one of its features is missing.
    """
    table = tomllib.loads(text)
    _check_levels(table["levels"])
    fields = {
        field: {level: Weight(**values) for level, values in levels.items()}
        for field, levels in table["levels"].items()
    }
    proportions = {
        scale: Coefficients(float(shares["start"]), tuple(float(shares[name]) for name in FEATURES))
        for scale, shares in table["proportions"].items()
    }
    return Weights(float(table["prior"]), fields, proportions, str(table.get("origin", "")))


def _check_levels(levels: Mapping[str, Collection[str]]) -> None:
    """Raise ValueError unless these are exactly the tables and levels that the comparisons read."""
    read = {name: set(table) for field in FIELDS for name, table in field.weight_tables.items()}
    faults = [f"the field {name} is missing" for name in read.keys() - levels.keys()]
    faults += [f"no comparison reads the field {name}" for name in levels.keys() - read.keys()]
    for name in read.keys() & levels.keys():
        faults += [f"{name} lacks the level {level}" for level in read[name].difference(levels[name])]
        faults += [f"{name} has no level {level}" for level in set(levels[name]) - read[name]]
    if faults:
        raise ValueError(f"weights do not fit the comparisons: {'; '.join(sorted(faults))}")


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The packaged weights."""
    return parse_weights((resources.files("citecheck.matching") / "data" / "weights.toml").read_text("utf-8"))
