"""The word lists of this stage: plain text files in `data/`, one entry a line, in named sections."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from importlib.resources import files
from itertools import chain


@cache
def load_words(name: str, section: str = "") -> frozenset[str]:
    """The entries of `data/NAME.txt` as a set. Lines that start with # are comments.

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
    """The entries of `data/NAME.txt`, in the file's order. Lines that start with # are comments.

    Args:
        name: the file's name without its ending.
        section: the [section] to read; empty for all.

    Returns:
        The entries.

    Raises:
        LookupError: the file has no such section, or no entries in it.
    """
    sections = _read_sections(name)
    found = sections.get(section, ()) if section else tuple(chain.from_iterable(sections.values()))
    if not found:
        raise LookupError(f"no section {section!r} in the word list {name!r}")
    return found


@cache
def _read_sections(name: str) -> dict[str, tuple[str, ...]]:
    """The entries of a file by section, in the file's order; "" is the part before the first section."""
    raw = files(__package__).joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    current = ""
    for line in raw.splitlines():
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        if entry.startswith("[") and entry.endswith("]"):
            current = entry[1:-1]
        else:
            sections.setdefault(current, []).append(entry)
    return {section: tuple(entries) for section, entries in sections.items()}


@cache
def alternatives_pattern(name: str, section: str = "") -> str:
    """The entries as the inside of a regular expression group, longest first; they may contain pattern signs.

    Args:
        name: the file's name without its ending.
        section: the [section] to read; empty for all.

    Returns:
        The pattern, entries joined by "|".

    Raises:
        LookupError: the file has no such section, or no entries in it.
    """
    return "|".join(sorted(load_list(name, section), key=lambda entry: (-len(entry), entry)))


# Characters that stand for themselves at the beginning of a pattern; one before a quantifier does not.
_PLAIN_BEGINNING = re.compile(r"(?:(?:[\w ’'-]|\\\.)(?![?*+{]))+")


@cache
def plain_beginnings(name: str, section: str) -> tuple[str, ...]:
    """The letters with which entries begin; a text with none of them contains no entry.

    Args:
        name: the file's name without its ending.
        section: the [section] to read.

    Returns:
        The beginnings, each once, without those that begin with another.

    Raises:
        LookupError: the file has no such section, or no entries in it.
        ValueError: an entry begins with a pattern sign.
    """
    beginnings = set()
    for entry in load_list(name, section):
        plain = _PLAIN_BEGINNING.match(entry)
        if plain is None:
            raise ValueError(f"the entry {entry!r} of the word list {name!r} begins with a pattern sign")
        beginnings.add(plain[0].replace("\\", ""))
    return tuple(sorted(without_longer(beginnings)))


def without_longer(strings: Collection[str]) -> Iterator[str]:
    """The strings that do not begin with another one.

    Args:
        strings: the strings, each once.
    """
    shorter = tuple(strings)
    return (one for one in strings if sum(map(one.startswith, shorter)) == 1)
