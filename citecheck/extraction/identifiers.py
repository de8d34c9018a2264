"""Identifiers in text: PMIDs, PMCIDs, DOIs like "10.1016/S0140-6736(19)30041-8", accessions of Bookshelf."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from citecheck.extraction.literal_set import LiteralSet

__all__ = ["IdentifierSpan", "Identifiers", "clean_doi", "doi_in", "find_identifiers"]

# Patterns that run over whole articles begin with literal letters and not with a lookbehind assertion:
# Python's matcher can then jump from one possible start to the next.
# "PMID: 23853635", "PMIDs 23853635, 24138971", "PubMed ID 23853635", "[PubMed: 23853635]"
_PMID = re.compile(
    r"(?:P(?:MIDs?|ub[Mm]ed|UBMED)|pmids?|pubmed|M(?:edline|EDLINE))"
    r"(?:\s?(?:ID|Id|id|PMID|[Uu]nique\s?[Ii]dentifier))?"
    r"\s{0,2}(?:[:#=.]|number|no\.?)?\s{0,2}"
    r"(?P<digits>\d{4,8}(?!\d|[-–]\d|\s?%)(?:(?:\s?[,;]\s?|\s?and\s)\d{7,8}(?!\d)){0,20})"
)
# A short number is read as a PMID only behind these letters: "PMID: 123"
_SHORT_PMID = re.compile(r"PMIDs?\s{0,2}[:#=]\s{0,2}(?P<digits>\d{1,3})(?!\d)")
# "PMC5452159", "PMCID: PMC5452159", "PMCID: 5452159", "pmc 5452159"
_PMCID = re.compile(
    r"(?:PMC|pmc|Pmc)(?:(?:ID|id)\s{0,2}[:#=]?\s{0,2}(?:PMC|pmc)?\s?(?P<after>\d{3,9})"
    r"|\s?[-:]?\s?(?P<glued>\d{4,9}))(?!\d)"
)
# The shape of a DOI; where it ends is decided by `clean_doi`:
# "10.1002/(SICI)1097-0142(19960315)77:6<1060::AID-CNCR4>3.0.CO;2-1"
_DOI = re.compile(
    r"10\.(?<![\d.]10\.)\d{4,9}(?:\.\d{1,9}){0,3}(?:/|\s?/\s(?=[^\s]{0,30}\d))[^\s\"“”|{}\\^`«»…]{1,250}"
)
# "<1060::AID-CNCR4>3.0.CO;2-1", "<0296:PNSCCT>2.0.CO;2", "[1237:EDIAP]2.0.CO;2"
_SICI = re.compile(r"<[\w:;.-]{0,40}>\d\.\d\.CO;\d(?:-[\w#])?", re.IGNORECASE)
# The check sign of such a DOI may be a "#".
_CHECK_SIGN = re.compile(r"\d\.CO;\d-#(?=[.,;:!?]*$)", re.IGNORECASE)
# Dashes that text editors put in place of hyphens
_DASHES = str.maketrans("‐‑‒–—−", "------")
# bioRxiv and medRxiv put a preprint's version behind its DOI: "10.1101/2020.09.07.20190165v2"
_PREPRINT_VERSION = re.compile(r"(10\.(?:1101|64898)/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,8})v\d{1,2}", re.IGNORECASE)
# What may follow a DOI without a space: "10.1000/abc.PMID: 1", "10.1000/abc;10.1000/def", "10.1000/abc](https://…"
_GLUED = re.compile(
    r"(?<=[^/])[.,;:]?(?:PMC?ID:?\d*|PubMed|Epub|E-?pub|Available|Accessed|Retrieved|Published|https?:/|www\.|doi:)|\]\(|[,;]\s?(?=10\.\d{4})",
    re.IGNORECASE,
)
# Every such addition contains one of these, in lower case.
_GLUE = LiteralSet(
    "pmid|pmcid|pubmed|epub|e-pub|available|accessed|retrieved|published|http|www.|doi:|](|10."
)
# "arXiv:2101.12345v2", "arXiv: q-bio/0401012"
_ARXIV = re.compile(
    r"arXiv:\s?(\d{4}\.\d{4,5}|[a-z-]{2,10}(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,2})?(?!\d)(?:\s\[[\w.-]{2,12}\])?"
)
# "NBK430685", "Bookshelf ID: NBK430685"
_ACCESSION = re.compile(r"NBK(?<![^\W_]NBK)\d{2,8}(?![^\W_])")
_DIGITS = re.compile(r"\d+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
_SLASH = re.compile(r"\s?/\s?")
_PREFIX = re.compile(r"10\.\d{4,9}(?:\.\d{1,9}){0,3}")
_CLOSERS = {")": "(", "]": "[", ">": "<"}
_CLOSER = re.compile(r"[)\]>]")
_TRAILING = ".,;:!?*_'’‘-–—/&#~"


class Identifiers(NamedTuple):
    """Identifiers of one publication. PMIDs have no leading zeros, PMCIDs have the prefix "PMC"."""

    pmid: str | None = None
    doi: str | None = None
    pmcid: str | None = None
    accession: str | None = None

    def __bool__(self) -> bool:
        """Whether at least one identifier is given."""
        return bool(self.pmid or self.doi or self.pmcid or self.accession)

    @property
    def keys(self) -> tuple[str, ...]:
        """One comparable name for each: "pmid:1", "doi:10.1000/abc", "pmcid:pmc1", "accession:nbk1"."""
        named = (
            ("pmid", self.pmid),
            ("doi", self.doi),
            ("pmcid", self.pmcid),
            ("accession", self.accession),
        )
        return tuple(f"{kind}:{value.lower()}" for kind, value in named if value)


class IdentifierSpan(NamedTuple):
    """Identifiers that stand at `text[start:end]`."""

    start: int
    end: int
    identifiers: Identifiers


def find_identifiers(text: str, start: int = 0, end: int | None = None) -> tuple[IdentifierSpan, ...]:
    """Find every PMID, PMCID, DOI, arXiv number and accession in `text[start:end]`, but not those in URLs.

    Args:
        text: the text of the document.
        start: the first offset in characters.
        end: the offset behind the last character; None for the end of the text.

    Returns:
        The identifiers in reading order.
    """
    end = len(text) if end is None else end
    letters = _LETTERS.find(text[start:end])
    if not letters:
        return ()
    readers = dict.fromkeys(_READERS[_LETTERS.strings[which]] for which, _, _ in letters)
    found = [hit for reader in readers for hit in reader(text, start, end)]
    return tuple(sorted(found, key=lambda hit: (hit.start, hit.end)))


def _pmids(text: str, start: int, end: int) -> Iterator[IdentifierSpan]:
    for pattern in (_PMID, _SHORT_PMID):
        for hit in pattern.finditer(text, start, end):
            if text[hit.start() - 1 : hit.start()].isalpha():
                continue  # a digit may be a DOI's last: "10.1001/jama.2019.0077PMID: 30707218"
            for digits in _DIGITS.finditer(hit["digits"]):
                value = digits[0].lstrip("0")
                if value:
                    at = hit.start("digits")
                    first = hit.start() if digits.start() == 0 else at + digits.start()
                    yield IdentifierSpan(first, at + digits.end(), Identifiers(pmid=value))


def _pmcids(text: str, start: int, end: int) -> Iterator[IdentifierSpan]:
    for hit in _PMCID.finditer(text, start, end):
        if text[hit.start() - 1 : hit.start()].isalnum():
            continue
        digits = hit["after"] or hit["glued"]
        yield IdentifierSpan(hit.start(), hit.end(), Identifiers(pmcid=f"PMC{digits.lstrip('0') or '0'}"))


def _dois(text: str, start: int, end: int) -> Iterator[IdentifierSpan]:
    at = text.find("10.", start, end)
    while at >= 0 and (hit := _DOI.search(text, at, end)):
        doi = clean_doi(hit[0])
        at = hit.start() + max(len(doi or ""), 3)
        if doi:
            spaced = sum(1 for c in hit[0][: len(doi) + 2] if c.isspace())
            yield IdentifierSpan(
                hit.start(), min(hit.start() + len(doi) + spaced, hit.end()), Identifiers(doi=doi)
            )


def _arxiv(text: str, start: int, end: int) -> Iterator[IdentifierSpan]:
    """Find arXiv numbers, as DOIs: "arXiv:2101.12345v2" is 10.48550/arXiv.2101.12345."""
    for hit in _ARXIV.finditer(text, start, end):
        yield IdentifierSpan(hit.start(), hit.end(), Identifiers(doi=f"10.48550/arXiv.{hit[1]}"))


def _accessions(text: str, start: int, end: int) -> Iterator[IdentifierSpan]:
    for hit in _ACCESSION.finditer(text, start, end):
        yield IdentifierSpan(hit.start(), hit.end(), Identifiers(accession=hit[0]))


# The letters that every identifier contains, and who reads those with them.
_READERS: dict[str, Callable[[str, int, int], Iterator[IdentifierSpan]]] = {
    **dict.fromkeys(("PMID", "pmid", "ubMed", "ubmed", "UBMED", "edline", "EDLINE"), _pmids),
    **dict.fromkeys(("PMC", "pmc", "Pmc"), _pmcids),
    "10.": _dois,
    "rXiv:": _arxiv,
    "NBK": _accessions,
}
_LETTERS = LiteralSet("|".join(_READERS))


def doi_in(text: str) -> str | None:
    """The first DOI in the text, as printed, or None."""
    for hit in _dois(text, 0, len(text)):
        return hit.identifiers.doi
    return None


def clean_doi(raw: str) -> str | None:
    """The DOI at the start of `raw`, without the text that follows it.

    A closing bracket belongs to the DOI if it was opened in it: "10.1016/S0140-6736(19)30041-8). In" ends at
    the 8.
    """
    doi = raw if raw.isascii() else _INVISIBLE.sub("", raw).translate(_DASHES)
    doi = _SLASH.sub("/", doi, count=1)
    prefix, _, rest = doi.partition("/")
    if glued := _GLUED.search(rest) if _GLUE.find(rest.lower()) else None:
        rest = rest[: glued.start()]
    angle = rest.find("<")
    if angle >= 0 and not _SICI.match(rest, angle):
        rest = rest[:angle]
    rest = _balanced(rest)
    if checked := _CHECK_SIGN.search(rest):
        rest = rest[: checked.end()]
    else:
        rest = _balanced(rest.rstrip(_TRAILING)).rstrip(_TRAILING)
    if version := _PREPRINT_VERSION.match(f"{prefix}/{rest}"):
        return version[1]
    if not rest or not _PREFIX.fullmatch(prefix):
        return None
    return f"{prefix}/{rest}"


def _balanced(text: str) -> str:
    """The text up to the first closing bracket without an opening one."""
    if _CLOSER.search(text) is None:
        return text
    opened: list[str] = []
    for place, character in enumerate(text):
        if character in "([<":
            opened.append(character)
        elif character in _CLOSERS:
            if not opened or opened[-1] != _CLOSERS[character]:
                return text[:place]
            opened.pop()
    return text
