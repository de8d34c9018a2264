"""Patterns for paths, as people write them in configuration files."""

from __future__ import annotations

from functools import cache

from citecheck.safety.globs import LONGEST_PATH, LONGEST_PATTERN, path_fits


def matches_glob(path: str, pattern: str) -> bool:
    """Whether the end of `path`, or of one of its folders, matches `pattern`.

    `*` and `?` match characters of one name, `**` any number of folders: "*.md", "drafts", "archive/*" and
    "archive/**/old.md" match at any depth; a pattern that starts with / matches from the start only.

    Args:
        path: A path with slashes or backslashes. A path of more than 4,096 characters matches nothing.
        pattern: The pattern. A pattern of more than 512 characters matches nothing.
    """
    if len(path) > LONGEST_PATH or len(pattern) > LONGEST_PATTERN:
        return False
    names = path.replace("\\", "/").removeprefix("./").split("/")
    return path_fits(names, _patterns_of_names(pattern))


@cache
def _patterns_of_names(pattern: str) -> tuple[str, ...]:
    names = [name for name in pattern.removeprefix("./").split("/") if name]
    # The first name of an absolute path is "". A path in a matching folder matches.
    return ("" if pattern.startswith("/") else "**", *names, "**")
