"""The packaged word lists of matching."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    return tomllib.loads((resources.files("citecheck.matching") / "data" / "words.toml").read_text("utf-8"))


@lru_cache(maxsize=8)
def words(name: str) -> frozenset[str]:
    """One of the lists."""
    return frozenset(_lists()[name])
