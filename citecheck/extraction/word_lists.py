"""The word lists of this stage: plain text files in `data/`, one entry a line, in named sections."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def load_words(name: str, section: str = "") -> frozenset[str]:
    """The entries of `data/NAME.txt`, of one [section] or of all. Lines that start with # are remarks."""
    return frozenset(load_list(name, section))


@cache
def load_list(name: str, section: str = "") -> tuple[str, ...]:
    """The same, in the file's order."""
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
    """The entries as the inside of a regular expression group, longest first. They may hold pattern signs."""
    return "|".join(sorted(load_list(name, section), key=lambda entry: (-len(entry), entry)))
