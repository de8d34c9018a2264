"""Citations where a reader does not see them: attributes of elements, tooltips, shortcodes, JSON-LD.

<sup data-doi="10.1000/abc">1</sup> · <Citation pmid={20219962} /> · {{< cite doi="10.1000/abc" >}}
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from citecheck.documents.vocabulary import word_set

__all__ = [
    "HiddenIdentifier",
    "citations_in_json_ld",
    "find_identifier",
    "identifiers_in_shortcode",
    "may_cite",
    "tooltip",
]

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"'<>{}]{1,250}")
_PMID = re.compile(r"\D{0,8}(?P<digits>\d{4,8})\D{0,2}")
_PMCID = re.compile(r"(?:PMC)?(?P<digits>\d{3,9})", re.IGNORECASE)
# 'doi="10.1000/abc"', 'pmid=20219962', 'pubmed "20219962"', '< doi 10.1000/abc >'
_PMID_IN_SHORTCODE = re.compile(r"\b(?:pmid|pubmed(?:_?id)?)\b\W{0,4}(?P<digits>\d{4,8})\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s\"'<>{}]{6,300}")
# Elements of the page's frame state the page's own identifier, not one that it cites.
_FRAMES = frozenset(
    ("html", "body", "article", "main", "section", "div", "header", "footer", "aside", "nav", "meta")
)
# The parts of a citation in JSON-LD, in the order of a reference entry.
_PARTS = ("author", "name", "headline", "isPartOf", "datePublished", "identifier", "sameAs", "url", "@id")
# What a tooltip must hold to be a reference: a year, and a volume with pages, or "et al."
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OF_REFERENCE = re.compile(r"\bet al\b|\d\s?(?:\(\w{1,8}\))?\s?:\s?[A-Za-z]?\d|;\s?\d{1,4}\b")
_PMID_STATED = re.compile(r"\bPMID:?\s?\d{4,8}\b")
_LONGEST_TOOLTIP = 400
_LARGEST_JSON = 1_000_000
_MOST_CITATIONS = 1_000


# Every such attribute has one of these.
_MAY_CITE = re.compile(
    r"doi|pmi|pmc|pubmed|title|tip|data-c|data-[rf]|aria-l|content=|text=|note=|label=", re.IGNORECASE
)


def may_cite(raw_attributes: str) -> bool:
    """Whether a start tag's attributes may state a citation: a quick test without false negatives."""
    return _MAY_CITE.search(raw_attributes) is not None


class HiddenIdentifier(NamedTuple):
    """An identifier that only markup states: `label` as printed before it, its `value`, and an address."""

    label: str
    value: str
    address: str

    @property
    def printed(self) -> str:
        """The identifier as a text would print it: "doi:10.1000/abc"."""
        return f"{self.label}{self.value}"


def find_identifier(name: str, attributes: Mapping[str, str]) -> HiddenIdentifier | None:
    """Return the identifier that an element's attributes or tooltip state, or None.

    Args:
        name: The element's name in lower case.
        attributes: Its attributes, names in lower case.
    """
    if name in _FRAMES or attributes.get("href", "").startswith("http"):
        return None
    for key, stated in attributes.items():
        bare = key.removeprefix("data-").removeprefix("citation-").removeprefix("reference-").replace("_", "")
        value = stated.strip(" \"'{}")
        if bare == "doi" and (doi := _DOI.search(value)):
            return _of_doi(doi[0])
        if bare in ("pmid", "pubmed", "pubmedid") and (pmid := _PMID.fullmatch(value)):
            return _of_pmid(pmid["digits"])
        if bare in ("pmcid", "pmc") and (pmcid := _PMCID.fullmatch(value)):
            return _of_pmcid(pmcid["digits"])
    return None


def tooltip(name: str, attributes: Mapping[str, str]) -> str | None:
    """Return the reference that an element's tooltip holds.

    Args:
        name: the element's name in small letters.
        attributes: the element's attributes by name.

    Returns:
        The reference, white space folded; None if the tooltip holds none.
    """
    if name in _FRAMES or attributes.get("href", "").startswith("http"):
        return None
    keys = word_set("html", "tooltips")
    if name in word_set("html", "note_components"):
        keys |= word_set("html", "note_attributes")
    return next((text for key in sorted(keys) if (text := _reference_in(attributes.get(key, "")))), None)


def _reference_in(stated: str) -> str | None:
    """The reference that an attribute holds: it has a DOI or PMID, or a year and other parts of an entry."""
    text = " ".join(stated.strip(" {}`\"'").split())
    if len(text) > _LONGEST_TOOLTIP:
        return None
    if _DOI.search(text) or _PMID_STATED.search(text):
        return text
    return text if len(text) > 20 and _YEAR.search(text) and _OF_REFERENCE.search(text) else None


def identifiers_in_shortcode(shortcode: str) -> Iterator[HiddenIdentifier]:
    """Yield the identifiers in a shortcode of a site generator: '{{< cite doi="10.1000/abc" >}}'."""
    if doi := _DOI.search(shortcode):
        yield _of_doi(doi[0].rstrip(".,;%"))
    elif pmid := _PMID_IN_SHORTCODE.search(shortcode):
        yield _of_pmid(pmid["digits"])
    elif address := _ADDRESS.search(shortcode):
        yield HiddenIdentifier("", address[0], address[0])


def _of_doi(doi: str) -> HiddenIdentifier:
    return HiddenIdentifier("doi:", doi, f"https://doi.org/{doi}")


def _of_pmid(pmid: str) -> HiddenIdentifier:
    return HiddenIdentifier("PMID: ", pmid, f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/")


def _of_pmcid(digits: str) -> HiddenIdentifier:
    return HiddenIdentifier("PMC", digits, f"https://www.ncbi.nlm.nih.gov/pmc/articles/PMC{digits}/")


def citations_in_json_ld(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the parts of each citation that JSON-LD states under "citation".

    A citation is a string, or an object whose name, authors, date and addresses are its parts.
    """
    if '"citation"' not in text or len(text) > _LARGEST_JSON:
        return
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    waiting: deque[object] = deque([data])
    left = _MOST_CITATIONS
    while waiting and left:
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            waiting.extend(inner for key, inner in value.items() if key != "citation")
            stated = value.get("citation")
            for one in stated if isinstance(stated, list) else [stated]:
                if left and (parts := tuple(_parts(one))):
                    left -= 1
                    yield parts


def _parts(citation: object) -> Iterator[str]:
    """Yield what one citation states, in the order of a reference entry."""
    if isinstance(citation, str) and citation.strip():
        yield " ".join(citation.split())
    if not isinstance(citation, dict):
        return
    for key in _PARTS:
        stated = citation.get(key)
        for one in stated if isinstance(stated, list) else [stated]:
            value = (one.get("name") or one.get("value")) if isinstance(one, dict) else one
            if isinstance(value, str) and value.strip():
                yield " ".join(value.split())
