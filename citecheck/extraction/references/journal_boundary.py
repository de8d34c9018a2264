"""The journal within an entry: its offsets, the forms of its name, and what cannot be a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from citecheck.extraction.references.locators import MONTH, LocatorSpan
from citecheck.model import Journal

__all__ = ["QUOTES", "JournalBoundary", "Journals", "is_name_like", "name_forms"]

QUOTES = "\"'“”‘’«»„`´*_"


class Journals(Protocol):
    """The methods that a catalogue of journals must have."""

    def lookup(self, name: str) -> Journal | None:
        """The journal with exactly this name."""

    def lookup_distinctive(self, name: str) -> Journal | None:
        """As `lookup`, but without names that may be ordinary words."""

    def __hash__(self) -> int:
        """Catalogues are distinguished by identity."""

    def nearest(self, name: str, limit: int = 3) -> tuple[tuple[Journal, float], ...]:
        """Journals of similar names.

        Args:
            name: a name as it is printed.
            limit: the most journals to return.

        Returns:
            Journals with their similarity, from 0 to 1, in descending order.
        """


class JournalBoundary(NamedTuple):
    """The offsets of the journal, and the locator that follows it."""

    start: int
    end: int
    journal: Journal | None
    placed: LocatorSpan
    weight: int


# "European Journal of Nursing Journal of the Working Group on Nursing", "… / official journal of the College"
_SUBTITLE = re.compile(r" (?:/ |: )?(?:(?:the )?official [a-z ]{0,20})?(?:[Jj]ournal|[Oo]rgan) of the ")
# "Orthopaedics (Oxford, Engl", "PloS one [electronic resource]"
_ADDED = re.compile(r"\s*(?:\([^()]{0,60}\)?|\[[^\[\]]{0,40}\]?)$")


def name_forms(name: str) -> Iterator[str]:
    """The name as printed, and without the place or edition in brackets behind it."""
    name = name.strip(QUOTES + " ")
    yield name
    if " of the " in name and (subtitle := _SUBTITLE.search(name, 8)):
        yield name[: subtitle.start()]
    if name.endswith((")", "]")) or "(" in name:
        bare = _ADDED.sub("", name)
        if bare and bare != name:
            yield bare


_WORD = re.compile(r"[^\W\d_]+")
# "Published Online: March 6", "Vol. 3", "Coenzyme" before "Q10"
_NO_NAME = re.compile(
    rf"^\W*(?:Published|Online|Vol(?:ume)?\b|Issue|Available|Accessed|Date|Updated|Posted|By\b)|\b{MONTH}\s\d|\bCoenzyme$"
)


def is_name_like(name: str) -> bool:
    """Whether a stretch can be the name of a periodical."""
    if _NO_NAME.search(name):
        return False
    words = _WORD.findall(name)
    return bool(words) and len(words) <= 16 and len(name) <= 140 and (name.lstrip(QUOTES + " ")[:1].isupper())
