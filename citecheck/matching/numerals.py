"""Numbers as abstracts and articles write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

# "61 433", "93,143", "14 264" (any blank), "0.55", "2·3" (The Lancet's raised point), "34"
_NUMBER = re.compile(r"(?<![\w.])(\d{1,3}(?:[,\u0020\u00a0\u2009\u202f]\d{3})+(?!\d)|\d+)(?:[.·](\d+))?")


def numbers_in(text: str) -> Iterator[float]:
    """Each number of a text; "1 234" is read as one number and as its parts, since both are possible."""
    for found in _NUMBER.finditer(text):
        whole, decimals = found.group(1), found.group(2)
        digits = re.sub(r"\D", "", whole)
        if len(digits) < 12:
            yield float(f"{digits}.{decimals or 0}")
        if " " in whole:
            yield from (float(part) for part in whole.split(" ") if part.isdigit())
