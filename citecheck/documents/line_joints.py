"""Whether an address, a DOI or a compound that a line's end has cut goes on in the next line."""

from __future__ import annotations

import re

__all__ = ["REACH", "address_goes_on", "compound_goes_on"]

# "https://doi.org/10.1016/" and "doi:10.1182/blood-2017-03-" at the end of a line go on in the next.
_BROKEN_ADDRESS = re.compile(r"\b10\.\d{4,9}/$|(?:https?://|www\.|\b10\.\d{4,9}/)[^\s]*[/_=?&-]$")
# "doi: 10.1016/j.nut." may go on, or end a sentence.
_STOPPED_ADDRESS = re.compile(r"(?:https?://|www\.|\b10\.\d{4,9}/|\b10)[^\s]*\.$")
# What goes on behind such a stop: "2018.11.029"; not the next sentence, a year or the next entry's number.
_REST_BEHIND_STOP = re.compile(
    r"(?!\d{1,3}[.)]\s)(?!(?:19|20)\d\d\b(?![.-]\d))"
    r"(?=[a-z\d(][\w.()/-]*[\d/]|[A-Z][A-Za-z]{1,5}\.\w*\d[\w.-]*(?:\s|$))"
)
# An address that is cut anywhere: "https://doi.o" / "rg/10.1136/bmj", "10.1136/gutjnl-20" / "18-310010.7".
_ADDRESS_AT_END = re.compile(
    r"(?:https?://|\b10\.\d{4,9}/)\S*[^\s.,;)\]]$|\bdoi: ?10\.\d{0,9}$", re.IGNORECASE
)
_REST_OF_ADDRESS = re.compile(
    r"[-._/?=&%#][\w/(]"
    r"|(?!https?:|doi\b|10\.|(?:19|20)\d\d\b)"
    r"(?:[\w.()-]*/10\.\d|(?=\S*\d)[\w./()-]{2,}"
    r"(?:$|(?=\.?\s*(?:$|[(\[]?(?:PMC?ID|Accessed|Epub|Published)\b))))"
)
# No address, DOI or word is longer. A search for an end in a whole line would start at each character.
REACH = 400
_HYPHEN_AT_END = re.compile(r"\w[-‐]$")
# "pre- and postmenopausal"
_SUSPENDED = re.compile(r"(?:and|or|to|und|y|et)\b")


def address_goes_on(text: str, following: str) -> bool:
    """Whether the address or DOI at the end of a line goes on at the start of the following one.

    Args:
        text: The line, without white space behind it.
        following: The next line, without white space before it; not empty.
    """
    text, following = text[-REACH:], following[:REACH]
    if _BROKEN_ADDRESS.search(text) or text.endswith("://"):
        return True
    if text.endswith(".") and _STOPPED_ADDRESS.search(text):
        return _REST_BEHIND_STOP.match(following) is not None
    return _ADDRESS_AT_END.search(text) is not None and _REST_OF_ADDRESS.match(following) is not None


def compound_goes_on(text: str, following: str) -> bool:
    """Whether a line ends within a compound: "meta-" before "analysis", not "pre-" before "and".

    Args:
        text: the line.
        following: the next line, not empty.
    """
    if _HYPHEN_AT_END.search(text[-REACH:]) is None:
        return False
    return following[0].isalnum() and _SUSPENDED.match(following) is None
