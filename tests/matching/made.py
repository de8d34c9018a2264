"""Short ways to make claims and publications in tests."""

from __future__ import annotations

from typing import Any

from citecheck.journals.tables import JournalRow
from citecheck.model import (
    Author,
    Citation,
    CitationCluster,
    CitationFields,
    CitationKind,
    Concept,
    Journal,
    JournalMention,
    PartialDate,
    Person,
    Publication,
    Role,
    Span,
)

ROWS = (
    JournalRow("Gut", "Gut", "Gut", (), "2985108R"),
    JournalRow("Lancet", "Lancet (London, England)", "Lancet", (), "2985213R"),
    JournalRow("Lancet Oncol", "The Lancet. Oncology", "Lancet Oncol", (), "100957246"),
    JournalRow("J Am Coll Nutr", "Journal of the American College of Nutrition", "", (), "8215879"),
    JournalRow("Arch Intern Med", "Archives of internal medicine", "Arch Intern Med", (), "0372440"),
    JournalRow("JAMA Intern Med", "JAMA internal medicine", "JAMA Intern Med", (), "101589534"),
)
JOURNALS = {
    row.abbreviation: Journal(row.title, row.abbreviation, row.iso_abbreviation, row.nlm_id) for row in ROWS
}


def mention(abbreviation: str, text: str | None = None) -> JournalMention:
    """A mention of a journal of ROWS, or of one that nobody knows."""
    return JournalMention(text or abbreviation, JOURNALS.get(abbreviation))


def person(name: str) -> Person:
    """“Sun Q” or “Sun”."""
    last, _, initials = name.rpartition(" ")
    return Person(name, last, initials) if last and initials.isupper() else Person(name, name)


def claimed(journal: str | None = None, authors: tuple[str, ...] = (), **stated: Any) -> CitationFields:
    """A claim; the journal by its abbreviation, authors as “Sun Q”."""
    named = mention(journal) if journal else None
    return CitationFields(journal=named, authors=tuple(person(name) for name in authors), **stated)


def publication(
    pmid: str = "1", title: str = "A title", journal: str = "Gut", authors: tuple[str, ...] = (),
    year: int | None = 2019, month: int | None = None, affiliation: str = "", **held: Any,
) -> Publication:  # fmt: skip
    """A publication; the journal by its abbreviation, authors as “Sun Q”."""
    people = tuple(person(name) for name in authors)
    places = (affiliation,) if affiliation else ()
    return Publication(
        pmid,
        title=title,
        journal=JOURNALS[journal],
        issued=PartialDate(year, month) if year else None,
        authors=tuple(Author(p.last_name, "", p.initials, affiliations=places) for p in people),
        **held,
    )


def citation(
    stated: CitationFields, kind: CitationKind = CitationKind.ATTRIBUTION, name: str = "c1", quote: str = "…"
) -> Citation:
    """A citation that states this and nothing else."""
    return Citation(name, kind, quote, Span(0, 1, 1, 1, 1, 2), stated)


def evidence(stated: CitationFields) -> CitationCluster:
    """An evidence of one place."""
    return CitationCluster((citation(stated),), stated)


def magnesium() -> CitationFields:
    """“Patients with diabetic neuropathy who took magnesium had less pain” in J Am Coll Nutr."""
    return claimed(
        "J Am Coll Nutr",
        finding="patients with diabetic neuropathy who took magnesium supplements had less pain",
        concepts=(
            Concept("magnesium", Role.INTERVENTION),
            Concept("diabetic neuropathy", Role.CONDITION),
            Concept("pain", Role.OUTCOME),
        ),
    )
