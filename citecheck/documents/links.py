"""Bare addresses and raised figures in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citecheck.model import Mark, MarkKind

# "see https://doi.org/10.1016/0140-6736(86)90837-8." and "www.bmj.com/content/369/bmj.m1328"
_BARE_LINK = re.compile(
    r"(?=[HhWw])(?:[Hh][Tt][Tt][Pp][Ss]?://|[Ww]ww\.(?<![\w.@/-].{4}))[^\s<>\"“”„|\\^`{}]+"
)
_LONGEST_LINK = 2000

# "as shown before.¹²⁻¹⁴"
_RAISED_FIGURES = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPT = re.compile(r"[⁰¹²³⁴-⁹]+(?:[ ,˒‚⁻–—-]{1,2}[⁰¹²³⁴-⁹]+)*")

_CLOSING = {")": "(", "]": "["}


def find_bare_links(text: str, taken: Sequence[Mark]) -> Iterator[Mark]:
    """LINK marks for the addresses in a text that no mark covers yet.

    Args:
        text: the text of the document.
        taken: the marks that the text has already.

    Returns:
        The marks in the order of the text.
    """
    if "://" not in text and "ww." not in text:  # every such address contains one of them
        return
    covered = sorted((mark.start, mark.end) for mark in taken)
    at = 0
    reach = 0
    for found in _BARE_LINK.finditer(text):
        while at < len(covered) and covered[at][0] < found.end():
            reach = max(reach, covered[at][1])
            at += 1
        if reach > found.start():
            continue
        address = _trimmed(found[0][:_LONGEST_LINK])
        target = address if address[:4].lower() == "http" else f"http://{address}"
        yield Mark(MarkKind.LINK, found.start(), found.start() + len(address), target)


def _trimmed(address: str) -> str:
    """Return the address without the sentence's punctuation; a bracket stays if its pair is inside."""
    while address:
        last = address[-1]
        if last in _CLOSING:
            if address.count(last) <= address.count(_CLOSING[last]):
                break
        elif last not in ".,;:!?'’‘*_~…":
            break
        address = address[:-1]
    return address


def find_superscripts(text: str) -> Iterator[Mark]:
    """Return SUPERSCRIPT marks for superscript digits of Unicode."""
    for found in _SUPERSCRIPT.finditer(text) if any(figure in text for figure in _RAISED_FIGURES) else ():
        yield Mark(MarkKind.SUPERSCRIPT, found.start(), found.end())
