"""Which corrections of a citation are certain: its publication is identified without what is wrong."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Any

from citecheck.corrections import address_corrections, misstated_fields, suggest_corrections
from citecheck.matching import Matcher
from citecheck.matching.comparisons import FIELD_BY_NAME
from citecheck.matching.ranking import Ranking
from citecheck.model import (
    AddressCorrection,
    Citation,
    CitationCluster,
    CitationFields,
    CitationKind,
    Publication,
    ScoredCandidate,
    Suggestion,
)
from citecheck.verdicts.identification import identify

# What a claim has of a field that it does not state.
_NOTHING = CitationFields()
# A title of which not even most words are right may be that of the publication that the writer had in mind.
_ANOTHER_TITLE = ("partial", "other")
# Fields that identify a publication; further authors count with the first.
_IDENTIFYING = ("identifier", "journal", "title", "first_author", "date", "volume", "pages")


def corrections_of(
    citation: Citation,
    statements: tuple[ScoredCandidate, ...],
    cluster: CitationCluster,
    ranked: Ranking,
    matcher: Matcher,
    records: int | None,
) -> tuple[tuple[Suggestion, ...], tuple[AddressCorrection, ...]]:
    """The suggestions for one place of a cluster whose publication is identified, and those for its links.

    Args:
        citation: the place.
        statements: what it states, compared with the publication; none where it is not identified.
        cluster: all places that cite the publication.
        ranked: the candidates of the cluster.
        matcher: the matcher that ranked them.
        records: how many records the source holds; None for live PubMed.

    Returns:
        Suggestions in the order of the text, and corrections for the addresses of links. Those for words that
        are wrong are `certain` if the same publication is identified without all fields that are wrong.
    """
    if not statements:
        return (), ()
    wrong = misstated_fields(statements)
    publication = statements[0].publication
    is_certain = not wrong or (
        not any(one.level("title") in _ANOTHER_TITLE for one in statements)
        and not any(may_mean_another(one, ranked) for one in statements)
        and not leads_elsewhere(citation, statements)
        and is_identified_without(wrong, publication, cluster, ranked, matcher, records)
    )
    uncertain = () if is_certain else wrong
    return (
        suggest_corrections(citation, statements, matcher.catalogue, uncertain),
        address_corrections(statements, citation.claimed, uncertain),
    )


def leads_elsewhere(citation: Citation, statements: tuple[ScoredCandidate, ...]) -> bool:
    """Whether a link leads to an identifier that the publication's record does not confirm.

    What its text says, as in "[Stone 2016](https://doi.org/…)", may be right of what it leads to.

    Args:
        citation: the place.
        statements: what it states, compared with the publication.
    """
    is_link = citation.kind is CitationKind.LINK and citation.claimed.has_identifier
    return is_link and not any(one.bits("identifier") > 0.0 for one in statements)


def may_mean_another(statement: ScoredCandidate, ranked: Ranking) -> bool:
    """Whether the entry may cite another publication by the stated author, with a wrong number.

    Without title and identifier, journal, year, volume and pages are all that names a publication of other
    authors; one digit leads from "2022; 17: 220" to a neighbour in the same volume.
    """
    is_named = statement.bits("title") > 0.0 or statement.bits("identifier") > 0.0
    if is_named or statement.level("first_author") != "absent":
        return False
    others = (one for one in ranked.weighed if one.publication.pmid != statement.publication.pmid)
    return any(
        one.weights.get("first_author", 0.0) > 0.0 and one.weights.get("journal", 0.0) > 0.0 for one in others
    )


def is_identified_without(
    wrong: Set[str],
    publication: Publication,
    cluster: CitationCluster,
    ranked: Ranking,
    matcher: Matcher,
    records: int | None,
) -> bool:
    """Whether a cluster would cite the same publication if it did not state what is wrong.

    More fields must be right than wrong, too: an entry of two publications, the title of one and the rest of
    the other, is not corrected.

    Args:
        wrong: the names of the fields that are stated wrongly.
        publication: the publication that the cluster cites.
        cluster: the places and what they state.
        ranked: the candidates of the cluster, the publication among them.
        matcher: the matcher that ranked them.
        records: how many records the source holds; None for live PubMed.

    Returns:
        True if the publication alone is identified by the other fields.
    """
    if not _is_mostly_right(wrong, publication, ranked):
        return False
    claimed = _without(cluster.claimed, wrong, publication)
    publications = [one.publication for one in ranked.weighed]
    again = matcher.rank(CitationCluster(cluster.citations, claimed), publications)
    found = identify(claimed, again, matcher, records)
    return (
        found.is_settled
        and found.best is not None
        and found.best.weighed.publication.pmid == publication.pmid
    )


def _is_mostly_right(wrong: Set[str], publication: Publication, ranked: Ranking) -> bool:
    pair = next(one for one in ranked.weighed if one.publication.pmid == publication.pmid)
    misstated = {"first_author" if name == "authors" else name for name in wrong}
    right = [name for name in _IDENTIFYING if name not in misstated and pair.weights.get(name, 0.0) > 0.0]
    return len(right) > len(misstated)


def _without(claimed: CitationFields, wrong: Set[str], publication: Publication) -> CitationFields:
    changes: dict[str, Any] = {
        attribute: getattr(_NOTHING, attribute)
        for name in wrong - {"identifier"}
        for attribute in FIELD_BY_NAME["first_author" if name == "authors" else name].statements
    }
    if "identifier" in wrong:
        changes |= _without_other_identifiers(claimed, publication)
    return replace(claimed, **changes)


def _without_other_identifiers(claimed: CitationFields, publication: Publication) -> dict[str, None]:
    """The stated identifiers that are not the publication's, each as not stated."""
    names: dict[str, None] = {}
    if claimed.pmid and claimed.pmid not in publication.pmids:
        names["pmid"] = None
    if claimed.doi and not publication.has_doi(claimed.doi):
        names["doi"] = None
    if claimed.pmcid and claimed.pmcid != publication.pmcid:
        names["pmcid"] = None
    return names
