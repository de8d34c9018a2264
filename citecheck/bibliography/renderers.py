"""The function for each format of references."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from citecheck.bibliography.bibtex import as_bibtex
from citecheck.bibliography.csl_json import as_csl_json
from citecheck.bibliography.ris import as_ris
from citecheck.bibliography.styles import as_ama, as_apa, as_vancouver
from citecheck.model import Publication
from citecheck.pubmed.output_formats import as_nbib

__all__ = ["RENDERERS"]

RENDERERS: Mapping[str, Callable[[Sequence[Publication]], str]] = {
    "bibtex": as_bibtex,
    "ris": as_ris,
    "csl-json": as_csl_json,
    "nbib": lambda publications: "".join(as_nbib(each) for each in publications),
    "ama": as_ama,
    "apa": as_apa,
    "vancouver": as_vancouver,
}
