"""Patterns for paths, as people write them in configuration files."""

from __future__ import annotations

import re
from functools import cache


def matches_glob(path: str, pattern: str) -> bool:
    """Whether `path`, or a folder that it lies in, ends in what `pattern` describes.

    `*` and `?` stand for characters of one name, `**` for any number of folders: "*.md",
    "drafts", "archive/*" and "archive/**/old.md" fit at any depth; a pattern that starts with /
    fits from the start alone.
    """
    return _compiled(pattern).fullmatch(path.replace("\\", "/").removeprefix("./")) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    start = "" if pattern.startswith("/") else "(?:.*/)?"
    names = re.split(r"/+", pattern.removeprefix("./").rstrip("/"))
    parts = []
    for at, name in enumerate(names):
        last = at == len(names) - 1
        if name == "**":
            parts.append(".*" if last else "(?:[^/]+/)*")
            continue
        text = "".join({"*": "[^/]*", "?": "[^/]"}.get(c, re.escape(c)) for c in name)
        parts.append(text if last else f"{text}/")
    return re.compile(f"{start}{''.join(parts)}(?:/.*)?", re.DOTALL)
