"""The word lists of this stage: plain text files in `data/`, one entry a line, in named sections."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def load_words(name: str, section: str = "") -> frozenset[str]:
    """The entries of `data/NAME.txt` as a set. Lines that start with # are remarks.

    Args:
        name: the file's name without its ending.
        section: the [section] to read; empty for all.

    Returns:
        The entries.

    Raises:
        LookupError: the file has no such section, or no entries in it.
    """
    return frozenset(load_list(name, section))


@cache
def load_list(name: str, section: str = "") -> tuple[str, ...]:
    """The entries of `data/NAME.txt`, in the file's order. Lines that start with # are remarks.

    Args:
        name: the file's name without its ending.
        section: the [section] to read; empty for all.

    Returns:
        The entries.

    Raises:
        LookupError: the file has no such section, or no entries in it.
    """
    raw = files(__package__).joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    found: list[str] = []
    current = ""
    for line in raw.splitlines():
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        if entry.startswith("[") and entry.endswith("]"):
            current = entry[1:-1]
        elif section in ("", current):
            found.append(entry)
    if not found:
        raise LookupError(f"no section {section!r} in the word list {name!r}")
    return tuple(found)


@cache
def alternatives_pattern(name: str, section: str = "") -> str:
    """The entries as the inside of a regular expression group, longest first. They may hold pattern signs.

    Args:
        name: the file's name without its ending.
        section: the [section] to read; empty for all.

    Returns:
        The pattern, entries joined by "|".

    Raises:
        LookupError: the file has no such section, or no entries in it.
    """
    return "|".join(sorted(load_list(name, section), key=lambda entry: (-len(entry), entry)))
