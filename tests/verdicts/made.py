"""A source of a few publications, claims that lean on them, and what is judged of both."""

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
    JournalRow("J Am Coll Nutr", "Journal of the American College of Nutrition", "", (), "8215879"),
    JournalRow("Lancet", "Lancet (London, England)", "Lancet", (), "2985213R"),
    JournalRow("Lancet Oncol", "The Lancet. Oncology", "Lancet Oncol", (), "100957246"),
    JournalRow("Gut", "Gut", "Gut", (), "2985108R"),
)
JOURNALS = {row.abbreviation: Journal(row.title, row.abbreviation, None, row.nlm_id) for row in ROWS}
PART = SourceInfo(SourceKind.INDEX, "an index", records=412)
WHOLE = SourceInfo(SourceKind.PUBMED, "PubMed")
ANSWERED = (Lookup(Query("title"), "title", 0),)
FAILED = (*ANSWERED, Lookup(Query("title"), "title", error="HTTP 429: too many requests"))
CATALOGUE = Catalogue(ROWS)
MATCHER = Matcher(CATALOGUE, lambda term: None, records=412)  # noqa: ARG005 - a source that can't say

TITLE = "Coffee drinking and cirrhosis of the liver: a cohort study in 1200 nurses"


def published(
    pmid: str = "31", title: str = TITLE, journal: str = "Gut", year: int = 2019, **held: Any
) -> Publication:
    facts: dict[str, Any] = {
        "volume": "68",
        "pages": "541-7",
        "authors": (Author("Warensjö", "Eva", "E"), Author("Berg", "Jan", "J")),
        **held,
    }
    return Publication(pmid, title=title, journal=JOURNALS[journal], issued=PartialDate(year), **facts)


def named(abbreviation: str) -> JournalMention:
    return JournalMention(abbreviation, JOURNALS.get(abbreviation))


REFERENCE = CitationFields(
    journal=named("Gut"),
    year=2019,
    title=TITLE,
    authors=(Person("Warensjö E", "Warensjö", "E"), Person("Berg J", "Berg", "J")),
    volume="68",
    pages="541-547",
)
MAGNESIUM = CitationFields(
    journal=named("J Am Coll Nutr"),
    finding="patients with diabetic neuropathy who took magnesium supplements had less pain and tingling",
    concepts=(
        Concept("magnesium", Role.INTERVENTION),
        Concept("diabetic neuropathy", Role.CONDITION),
        Concept("pain", Role.OUTCOME),
    ),
)
STRANGER: dict[str, Any] = {"authors": (Author("Okafor", "Chi", "C"),), "volume": "3", "pages": "9-14"}
OTHERS = (
    published("7", "Zinc in migraine", **STRANGER),
    published("8", "Sleep and stroke in Danish twins", year=1999, **STRANGER),
)


def place(
    claimed: CitationFields, kind: CitationKind = CitationKind.REFERENCE, name: str = "c1", quote: str = "…"
) -> Citation:
    """A citation whose place is told by its quote: the same quote, the same place."""
    at = 100 * sum(map(ord, quote))
    return Citation(name, kind, quote, Span(at, at + len(quote), 1, 1, 1, 2), claimed)


def judged(
    claimed: CitationFields,
    *publications: Publication,
    searches: tuple[Lookup, ...] = ANSWERED,
    source: SourceInfo = PART,
    quote: str = "…",
) -> Judgement:
    citation = place(claimed, quote=quote)
    evidence = CitationCluster((citation,), claimed)
    ranked = MATCHER.rank(evidence, publications)
    (judgement,) = judge(evidence, ranked, searches, source, MATCHER, CATALOGUE)
    return judgement
