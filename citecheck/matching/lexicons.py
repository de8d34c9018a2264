"""The packaged word lists of matching."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    return tomllib.loads((resources.files("citecheck.matching") / "data" / "words.toml").read_text("utf-8"))


@lru_cache(maxsize=8)
def load_words(name: str) -> frozenset[str]:
    """The words of the list of this name."""
    return frozenset(_lists()[name])


@lru_cache(maxsize=1)
def surname_frequencies() -> dict[str, int]:
    """Of 100,000 authors, how many bear each of the common last names."""
    text = (resources.files("citecheck.matching") / "data" / "surnames.txt").read_text("utf-8")
    bearers: dict[str, int] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            count, _, names = line.partition(" ")
            bearers.update(dict.fromkeys(names.split(" | "), int(count)))
    return bearers


@lru_cache(maxsize=1)
def _related_stems() -> dict[str, dict[str, float]]:
    text = (resources.files("citecheck.matching") / "data" / "kin.txt").read_text("utf-8")
    found: dict[str, dict[str, float]] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        stem, *others = line.split(" ")
        alike, near = 0.0, found.setdefault(stem, {})
        for other in others:
            if len(other) == 1:
                alike = int(other) / 10
            else:
                near[other] = alike
    return found


def related_stems(stem: str) -> dict[str, float]:
    """The stems that occur in the same contexts as this one, with their similarity (0.6 to 0.9)."""
    return _related_stems().get(stem, {})
