"""Short ways to make objects of the model: journals, people, publications, citations, judgements."""

from __future__ import annotations

from typing import Any

from citecheck.journals import Catalogue
from citecheck.journals.tables import JournalRow
from citecheck.matching import Matcher
from citecheck.model import (
    Author,
    Citation,
    CitationCluster,
    CitationFields,
    CitationKind,
    Concept,
    Journal,
    JournalMention,
    Judgement,
    Lookup,
    PartialDate,
    Person,
    Publication,
    Query,
    Role,
    SourceInfo,
    SourceKind,
    Span,
)
from citecheck.verdicts.decision import judge

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
CATALOGUE = Catalogue(ROWS)

PART = SourceInfo(SourceKind.INDEX, "an index", records=412)
WHOLE = SourceInfo(SourceKind.PUBMED, "PubMed")
ANSWERED = (Lookup(Query("title"), "title", 0),)
FAILED = (*ANSWERED, Lookup(Query("title"), "title", error="HTTP 429: too many requests"))


MATCHER = Matcher(CATALOGUE, records=412)


def mention(abbreviation: str, text: str | None = None) -> JournalMention:
    """A mention of a journal of ROWS, or of an unknown one."""
    return JournalMention(text or abbreviation, JOURNALS.get(abbreviation))


def person(name: str) -> Person:
    """A person by "Sun Q" or "Sun"."""
    last, _, initials = name.rpartition(" ")
    return Person(name, last, initials) if last and initials.isupper() else Person(name, name)


def claimed(journal: str | None = None, authors: tuple[str, ...] = (), **stated: Any) -> CitationFields:
    """The fields of a citation; the journal by its abbreviation, authors as "Sun Q"."""
    named = mention(journal) if journal else None
    return CitationFields(journal=named, authors=tuple(person(name) for name in authors), **stated)


def citation(
    stated: CitationFields,
    kind: CitationKind = CitationKind.ATTRIBUTION,
    name: str = "c1",
    quote: str = "…",
    **links: Any,
) -> Citation:
    """A citation. Its position follows from its quote: the same quote, the same position."""
    at = 100 * sum(map(ord, quote))
    return Citation(name, kind, quote, Span(at, at + len(quote), 1, 1, 1, 2), stated, **links)


def cluster_of(stated: CitationFields, **of_citation: Any) -> CitationCluster:
    """A cluster of one citation; further arguments are those of `citation`."""
    return CitationCluster((citation(stated, **of_citation),), stated)


def publication(
    pmid: str = "1", title: str = "A title", journal: str = "Gut", authors: tuple[str, ...] = (),
    year: int | None = 2019, month: int | None = None, affiliation: str = "", **held: Any,
) -> Publication:  # fmt: skip
    """A publication; the journal by its abbreviation, authors as "Sun Q"."""
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


TITLE = "Coffee drinking and cirrhosis of the liver: a cohort study in 1200 nurses"
REFERENCE = CitationFields(
    journal=mention("Gut"),
    year=2019,
    title=TITLE,
    authors=(Person("Warensjö E", "Warensjö", "E"), Person("Berg J", "Berg", "J")),
    volume="68",
    pages="541-547",
)
MAGNESIUM = claimed(
    "J Am Coll Nutr",
    finding="patients with diabetic neuropathy who took magnesium supplements had less pain and tingling",
    concepts=(
        Concept("magnesium", Role.INTERVENTION),
        Concept("diabetic neuropathy", Role.CONDITION),
        Concept("pain", Role.OUTCOME),
    ),
)


def published(
    pmid: str = "31", title: str = TITLE, journal: str = "Gut", year: int = 2019, **held: Any
) -> Publication:
    """The publication that REFERENCE cites; each fact of it can be replaced."""
    facts: dict[str, Any] = {
        "volume": "68",
        "pages": "541-7",
        "authors": (Author("Warensjö", "Eva", "E"), Author("Berg", "Jan", "J")),
        **held,
    }
    return Publication(pmid, title=title, journal=JOURNALS[journal], issued=PartialDate(year), **facts)


UNRELATED: dict[str, Any] = {"authors": (Author("Okafor", "Chi", "C"),), "volume": "3", "pages": "9-14"}
# The study that MAGNESIUM describes.
MAGNESIUM_TRIAL = published(
    "5", "Magnesium supplements for pain in patients with diabetic neuropathy", "J Am Coll Nutr",
    abstract="Patients with diabetic neuropathy took magnesium supplements; pain and tingling fell.",
)  # fmt: skip

# Code of a process: a cycle of references that says so when Python's search for cycles ends it.
REFERENCE_CYCLE = """
class Cycle:
    def __init__(self):
        self.own = self
    def __del__(self):
        print("searched for cycles", flush=True)
"""
OTHERS = (
    published("7", "Zinc in migraine", **UNRELATED),
    published("8", "Sleep and stroke in Danish twins", year=1999, **UNRELATED),
)


def judged(
    claimed: CitationFields,
    *publications: Publication,
    searches: tuple[Lookup, ...] = ANSWERED,
    source: SourceInfo = PART,
    quote: str = "…",
) -> Judgement:
    """The judgement of a reference for which a source found these publications."""
    cluster = cluster_of(claimed, kind=CitationKind.REFERENCE, quote=quote)
    ranked = MATCHER.rank(cluster, publications)
    (judgement,) = judge(cluster, ranked, searches, source, MATCHER, CATALOGUE)
    return judgement
