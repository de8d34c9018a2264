"""One reference of a bibliography file, and how it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Entry", "first_year", "split_name"]

_GROUP = re.compile(
    r"\b(?:Group|Organi[sz]ation|Society|Institutes?|Association|University|Committee|Consortium|Agency|Ministry"
    r"|Department|Collaborat\w+|Investigators|Academy|College|Council|Network|Centers?|Foundation|Program(?:me)?)\b"
)
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Entry:
    """The fields of one reference, as the file states them, and the offset at which it begins there."""

    offset: int
    type: str = ""
    authors: tuple[tuple[str, str], ...] = ()
    title: str = ""
    journal: str = ""
    year: int | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""

    @property
    def printed(self) -> str:
        """The reference in the manner of a reference list: "Hill C. Zinc. J Nutr. 2012;142(8):1220-5."."""
        names = ", ".join(f"{last} {given}".strip() for last, given in self.authors)
        place = str(self.year or "")
        if self.volume:
            place += f";{self.volume}" + (f"({self.issue})" if self.issue else "")
        if self.pages:
            place += f":{self.pages}"
        parts = (names, self.title, self.journal, self.publisher, place)
        text = " ".join(f"{part.rstrip('.')}." for part in parts if part)
        keys = (
            f"doi:{self.doi}" if self.doi else "",
            f"PMID: {self.pmid}" if self.pmid else "",
            f"PMCID: {self.pmcid}" if self.pmcid else "",
        )
        return " ".join(" ".join((text, *filter(None, keys))).split())


def first_year(text: str) -> int | None:
    """Return the first year in a date of whatever form, or None."""
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def split_name(name: str) -> tuple[str, str]:
    """Return surname and given names of "Hill, Chris A." or "Chris A. Hill"; a group is all surname."""
    name = " ".join(name.split())
    last, comma, given = name.partition(", ")
    if comma:
        return last, given
    words = name.split(" ")
    if _GROUP.search(name):
        return name, ""
    if len(words) < 2 or len(words) > 4 or not all(word[:1].isupper() for word in words):
        return name, ""
    return words[-1], " ".join(words[:-1])
