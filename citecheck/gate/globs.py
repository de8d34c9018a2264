"""Patterns for paths, as people write them in configuration files."""

from __future__ import annotations

from functools import cache

from citecheck.safety.globs import LONGEST_PATH, LONGEST_PATTERN, path_fits


def matches_glob(path: str, pattern: str) -> bool:
    """Whether `path`, or a folder that it lies in, ends in what `pattern` describes.

    `*` and `?` stand for characters of one name, `**` for any number of folders: "*.md",
    "drafts", "archive/*" and "archive/**/old.md" fit at any depth; a pattern that starts with /
    fits from the start alone.

    Args:
        path: A path with slashes or backslashes, at most 4,096 characters; a longer one fits nothing.
        pattern: The pattern, at most 512 characters; a longer one fits nothing.
    """
    if len(path) > LONGEST_PATH or len(pattern) > LONGEST_PATTERN:
        return False
    names = path.replace("\\", "/").removeprefix("./").split("/")
    return path_fits(names, _patterns_of_names(pattern))


@cache
def _patterns_of_names(pattern: str) -> tuple[str, ...]:
    names = [name for name in pattern.removeprefix("./").split("/") if name]
    # The first name of an absolute path is empty. What lies in a folder that fits, fits.
    return ("" if pattern.startswith("/") else "**", *names, "**")
