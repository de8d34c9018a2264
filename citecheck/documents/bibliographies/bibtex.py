"""BibTeX and BibLaTeX, read with bibtexparser."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from itertools import accumulate

from citecheck.documents.bibliographies.entry import Entry, first_year, split_name

__all__ = ["read_bibtex"]

_BRACES = re.compile(r"[{}]")
_DASHES = re.compile(r"-{2,3}|–")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_PMID = re.compile(r"\b(?:pmid|pubmed)\W{0,4}(\d{1,8})\b", re.IGNORECASE)
_IN_BRACES = re.compile(r"\{[^{}]*\}")
_NAMES = re.compile(r"\s+and\s+")


def read_bibtex(text: str) -> Iterator[Entry]:
    """Yield the entries of a BibTeX file, in order; what cannot be parsed is left out."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import LatexDecodingMiddleware

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    # Decoding drops the braces that mark the name of a group.
    raw = {entry.start_line: entry for entry in parse_string(text).entries}
    starts = [0, *accumulate(len(line) for line in text.splitlines(keepends=True))]
    for entry in library.entries:
        fields = {key.lower(): str(field.value) for key, field in entry.fields_dict.items()}
        line = min(entry.start_line or 0, len(starts) - 1)
        undecoded = raw.get(entry.start_line)
        written = undecoded.fields_dict.get("author") if undecoded is not None else None
        groups = _groups(str(written.value)) if written is not None else ()
        yield _entry(entry.entry_type, fields, groups, starts[line])


def _groups(authors: str) -> tuple[int, ...]:
    """Return which of the authors are in braces, as groups are: "Hill, C. and {Zinc Study Group}"."""
    return tuple(at for at, name in enumerate(_NAMES.split(authors)) if _IN_BRACES.fullmatch(name.strip()))


def _entry(kind: str, raw: dict[str, str], groups: tuple[int, ...], offset: int) -> Entry:
    fields = {key: " ".join(_BRACES.sub("", value).split()) for key, value in raw.items()}
    doi = _DOI.search(f"{fields.get('doi', '')} {fields.get('url', '')}")
    pmid = _PMID.search(
        " ".join(f"{key} {fields[key]}" for key in ("pmid", "eprint", "note") if key in fields)
    )
    return Entry(
        offset=offset,
        type=kind.lower(),
        authors=tuple(_authors(fields.get("author", ""), groups)),
        title=fields.get("title", ""),
        journal=fields.get("journal") or fields.get("journaltitle") or fields.get("booktitle", ""),
        year=first_year(fields.get("year") or fields.get("date", "")),
        volume=fields.get("volume", ""),
        issue=fields.get("number") or fields.get("issue", ""),
        pages=_DASHES.sub("-", fields.get("pages", "")).replace(" ", ""),
        publisher=fields.get("publisher") or fields.get("institution", ""),
        doi=doi[0].rstrip("}.,") if doi else "",
        pmid=pmid[1] if pmid else "",
        pmcid=fields.get("pmcid", ""),
    )


def _authors(names: str, groups: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """Yield the authors of "Hill, C. and Zinc Study Group", given which of them are groups."""
    for at, name in enumerate(_NAMES.split(names)):
        bare = name.strip()
        if bare and bare != "others":
            yield (bare, "") if at in groups else split_name(bare)
