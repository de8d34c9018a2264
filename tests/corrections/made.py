"""A source of a few publications, and what files become when they are checked against it and corrected."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.checker import Checker
from citecheck.corrections.source_files import CorrectedFile, correct_article
from citecheck.documents import read_bytes
from citecheck.journals import Catalogue
from citecheck.model import (
    Author,
    DocumentReport,
    Journal,
    Lookup,
    PartialDate,
    Publication,
    Query,
    SourceInfo,
    SourceKind,
)
from citecheck.sources import Source

AJCN = Journal("The American journal of clinical nutrition", "Am J Clin Nutr", nlm_id="0376027")
NURSES = Publication(
    "27053384",
    "Coffee drinking and cirrhosis of the liver: a cohort study in 1200 nurses.",
    journal=AJCN,
    volume="103",
    issue="4",
    pages="1260-6",
    issued=PartialDate(2019, 4),
    authors=(
        Author("Okafor", "Chidi Nnamdi", "CN"),
        Author("Lindqvist", "Åsa", "Å"),
        Author("van den Berg", "Jan Piet", "JP"),
        Author("Stone", "Ada", "A"),
    ),
    doi="10.1000/ajcn.2019.4",
)
TEAM = Publication(
    "27053385",
    "Walnut bread and the sleep of shift workers in two Danish hospitals.",
    journal=Journal("Gut", "Gut", nlm_id="2985108R"),
    volume="68",
    pages="541-7",
    issued=PartialDate(2016),
    authors=tuple(
        Author(name, initials[0], initials)
        for name, initials in (
            ("Harrow", "PL"), ("Quill", "TB"), ("Møller", "S"), ("Jensen", "KA"), ("Ito", "B"),
            ("García", "M"), ("Novak", "O"), ("Brandt", "ME"),
        )
    ),
)  # fmt: skip
OTHER = Publication(
    "11111111",
    "Zinc lozenges and the common cold in children.",
    journal=Journal("Lancet (London, England)", "Lancet", nlm_id="2985213R"),
    volume="3",
    pages="9-14",
    issued=PartialDate(1999),
    authors=(Author("Osei", "Kofi", "K"), Author("Petkov", "Vera D", "VD")),
    doi="10.1000/lancet.1999.1",
)


class SmallSource(Source):
    """Answers every question with all its publications."""

    def __init__(self, *publications: Publication) -> None:
        self._publications = publications or (NURSES, TEAM, OTHER)

    @property
    def info(self) -> SourceInfo:
        return SourceInfo(SourceKind.INDEX, "a few records", records=400)

    def answer(self, queries: Sequence[Query]) -> list[Lookup]:
        return [
            Lookup(query, query.purpose, len(self._publications), self._publications) for query in queries
        ]


def checked(data: bytes, name: str = "article.md", source: Source | None = None) -> DocumentReport:
    (report,) = Checker(source or SmallSource(), Catalogue.load()).check([read_bytes(data, name)])
    return report


def fixed(data: bytes, name: str = "article.md", source: Source | None = None) -> CorrectedFile:
    report = checked(data, name, source)
    return correct_article(data, report)


def fixed_entry(entry: str) -> str:
    """A reference entry as it is after its correction in an article of Markdown."""
    head = "# Coffee\n\nIts text.\n\n## References\n\n1. "
    result = fixed(f"{head}{entry}\n".encode())
    assert result.after.startswith(head)
    return result.after.removeprefix(head).removesuffix("\n")
