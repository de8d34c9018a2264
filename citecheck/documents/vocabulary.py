"""The readers' vocabulary, read once from the package's data."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+")


@cache
def read_words(section: str, key: str) -> tuple[str, ...]:
    """A list of vocabulary.toml, in its order.

    Args:
        section: the section of the file.
        key: the list's key in the section.

    Returns:
        The words.

    Raises:
        KeyError: the file has no such section or key.
    """
    return tuple(_vocabulary()[section][key])


@cache
def word_set(section: str, key: str) -> frozenset[str]:
    """A list of vocabulary.toml as a set.

    Args:
        section: the section of the file.
        key: the list's key in the section.

    Returns:
        The words.

    Raises:
        KeyError: the file has no such section or key.
    """
    return frozenset(read_words(section, key))


@cache
def _vocabulary() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(
        files("citecheck.documents").joinpath("data/vocabulary.toml").read_text(encoding="utf-8")
    )


def is_reference_heading(text: str) -> bool:
    """Whether a heading's text says that references follow: "References", "Sources:", "5. Works cited"."""
    return " ".join(text.strip(" \t\n:.0123456789#*()").casefold().split()) in word_set(
        "headings", "references"
    )


def name_words(name: str) -> set[str]:
    """The words of a class or id name: "relatedPosts-box" is related, posts, box."""
    return {word.lower() for word in _WORD.findall(name)}


def folded_key(key: str) -> str:
    """A front matter key as the vocabulary spells it: "Publish_Date" is publishdate."""
    return re.sub(r"[-_ .]", "", key).lower()
