"""The vocabularies of this room, as compiled patterns, and its measured weights."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def read_table(name: str) -> dict[str, Any]:
    """A packaged TOML table of this room, by its file name without ending."""
    text = (resources.files("citecheck.claims") / "data" / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern of one list of `patterns.toml`: its entries as alternatives between word boundaries."""
    entries: list[str] = read_table("patterns")[name]
    return re.compile(r"(?<!\w)(?:" + "|".join(entries) + r")(?!\w)", re.IGNORECASE)


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list of `patterns.toml` that are plain words."""
    entries: list[str] = read_table("patterns")[name]
    return frozenset(entries)


@cache
def weights(model: str) -> dict[str, float]:
    """The weights of a linear model by feature, from `weights.toml`."""
    table: dict[str, float] = read_table("weights")[model]
    return table


def weighed_sum(features: dict[str, float], model: str) -> float:
    """The sum of features, each multiplied by its weight in a model.

    Args:
        features: Values by name; one without a weight adds nothing.
        model: The model's name, as `weights` takes it.

    Returns:
        The weighted sum, 0.0 without features.
    """
    table = weights(model)
    return sum(table.get(name, 0.0) * value for name, value in features.items())
