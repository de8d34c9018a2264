"""Page ranges in full ("541-547") and abbreviated as MEDLINE has them ("541-7")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

# "541-7", "S12–S15", "e1473", "122.e1-122.e5"; what stands around and behind the two pages is kept apart.
_RANGE = re.compile(
    r"(?P<first>[A-Za-z]{0,6}\d{1,9}[A-Za-z]?)(?P<dash>\s?[-–—−‐‑]{1,2}\s?)(?P<last>[A-Za-z]{0,6}\d{1,9}[A-Za-z]?)"
)
_NUMBER = re.compile(r"(?P<before>\D*)(?P<digits>\d+)(?P<after>\D*)")

# MLA keeps so many digits of the last page.
_KEPT_BY_MLA = 2


class PageStyle(StrEnum):
    """How reference lists write page ranges; a list keeps to one style."""

    SHORT = "short"
    TWO_DIGITS = "two digits"
    WHOLE = "whole"


class PageRange(NamedTuple):
    """Two pages as they are printed, and the dash between them."""

    first: str
    dash: str
    last: str

    @property
    def full(self) -> PageRange:
        """With all digits and letters of the last page: "541-547" for "541-7", "S12-S15" for "S12-5"."""
        first, last = _NUMBER.fullmatch(self.first), _NUMBER.fullmatch(self.last)
        if first is None or last is None:
            return self
        missing = len(first["digits"]) - len(last["digits"])
        digits = first["digits"][: max(missing, 0)] + last["digits"]
        if int(digits) < int(first["digits"]):
            return self
        letters = last["before"] or first["before"]
        return self._replace(last=f"{letters}{digits}{last['after'] or first['after']}")

    @property
    def short(self) -> PageRange:
        """Without what the last page has in common with the first: "541-7" for "541-547"."""
        full = self.full
        first, last = _NUMBER.fullmatch(full.first), _NUMBER.fullmatch(full.last)
        if first is None or last is None or len(first["digits"]) != len(last["digits"]):
            return full
        if first["before"] != last["before"] or first["after"] or last["after"]:
            return full
        pairs = zip(first["digits"], last["digits"], strict=True)
        shared = next((at for at, (one, other) in enumerate(pairs) if one != other), None)
        return full if shared is None else full._replace(last=last["digits"][shared:])

    @property
    def in_styles(self) -> Mapping[PageStyle, PageRange]:
        """The range in each style: "541-547", "541-7" and "541-47"."""
        full, short = self.full, self.short
        two = short._replace(last=full.last[-max(len(short.last), _KEPT_BY_MLA) :])
        return {PageStyle.WHOLE: full, PageStyle.SHORT: short, PageStyle.TWO_DIGITS: two}

    def __str__(self) -> str:
        return f"{self.first}{self.dash}{self.last}"


def read_page_range(text: str) -> PageRange | None:
    """The range that a text is, with its own dash; None for a single page or anything else."""
    found = _RANGE.fullmatch(text.strip())
    return PageRange(found["first"], found["dash"], found["last"]) if found else None


def full_pages(text: str, dash: str = "-") -> str:
    """Pages with all their digits.

    Args:
        text: pages as a record has them: "541-7", "541-7, 550", "e1473".
        dash: what is put between the pages of a range.

    Returns:
        Each range in full; what is not a range stays as it is.
    """
    parts = (read_page_range(part) for part in text.split(","))
    return ", ".join(
        str(found.full._replace(dash=dash)) if found else part.strip()
        for found, part in zip(parts, text.split(","), strict=True)
    )
