"""TOML of bounded depth.

tomllib keeps every prefix of a dotted key: a key of n parts takes memory in proportion to n².
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

# The deepest table of pyproject.toml files in the wild has six parts.
DEEPEST_KEY = 32

# "tool.citecheck.severity" with more parts than that, each bare or quoted.
_TOO_DEEP = re.compile(
    rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{DEEPEST_KEY}}}"""
)


def parse_toml(text: str) -> dict[str, Any]:
    """Return the table that `text` holds.

    Raises:
        ValueError: It is not TOML, or nested too deep, or holds a number of too many digits.
    """
    if _TOO_DEEP.search(text):
        raise ValueError(f"a key has more than {DEEPEST_KEY} parts")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
