"""The requests of a plan, their responses, and the lookups made of them. Nothing here talks to a service."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field

from citecheck.model import Lookup, Publication, Query
from citecheck.sources.entrez.query_syntax import (
    accession_clause,
    any_of,
    compile_for_pubmed,
    doi_clause,
    pmcid_clause,
)
from citecheck.sources.entrez.response_parsers import CitationMatch, SearchResponse

# NLM's own figure for one POST of ids.
MOST_IDS = 200
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """Asks for a SearchResponse: the first `limit` ids of the records that fit `term`."""

    term: str
    limit: int
    db: str = "pubmed"


@dataclass(frozen=True, slots=True)
class CitmatchRequest:
    """Asks for a CitationMatch for each citation ("journal|year|volume|page|author") that got an answer."""

    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """Asks for FetchedRecords: the publications with these PMIDs."""

    pmids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FetchedRecords:
    """Publications by PMID; for each PMID without one, the reason; and why some cannot be read."""

    publications: Mapping[str, Publication]
    missing: Mapping[str, str]
    unreadable: Mapping[str, str] = field(default_factory=dict)

    def of(self, pmids: Sequence[str]) -> list[Publication]:
        """The publications of these PMIDs, in this order."""
        return [self.publications[pmid] for pmid in pmids if pmid in self.publications]


Request = SearchRequest | CitmatchRequest | FetchRequest
Response = SearchResponse | Mapping[str, CitationMatch] | FetchedRecords
Lookups = dict[Query, Lookup]
RequestPlan = Generator[Request, Response, Lookups]


def run_search(term: str, limit: int) -> Generator[Request, Response, SearchResponse]:
    """Yield a search, and return the answer.

    Args:
        term: The search in PubMed's language.
        limit: The greatest number of ids.

    Returns:
        The answer to the search.

    Raises:
        TypeError: The answer that was sent is not a SearchResponse.
    """
    answer = yield SearchRequest(term, limit)
    if not isinstance(answer, SearchResponse):
        raise TypeError("a search is answered by a SearchResponse")
    return answer


def run_citmatch(citations: tuple[str, ...]) -> Generator[Request, Response, Mapping[str, CitationMatch]]:
    """Yield citations to match, and return the answer."""
    answer = yield CitmatchRequest(citations)
    if not isinstance(answer, Mapping):
        raise TypeError("citations are answered by their matches")
    return answer


def run_fetch(pmids: tuple[str, ...]) -> Generator[Request, Response, FetchedRecords]:
    """Yield PMIDs to fetch, and return the answer."""
    if not pmids:
        return FetchedRecords({}, {})
    answer = yield FetchRequest(pmids)
    if not isinstance(answer, FetchedRecords):
        raise TypeError("PMIDs are answered by FetchedRecords")
    return answer


def text_of(query: Query) -> str:
    """The search text of a query by itself."""
    named = [
        *(f"{pmid}[pmid]" for pmid in query.pmids),
        *map(doi_clause, query.dois),
        *map(pmcid_clause, query.pmcids),
        *map(accession_clause, query.accessions),
    ]
    rest = compile_for_pubmed(query)
    if named and rest:
        return f"{any_of([f'({clause})' for clause in named])} AND {rest}"
    return " OR ".join(named) or rest


def known_ids(
    query: Query, publications: Sequence[Publication], text: str, notes: Sequence[str] = ()
) -> Lookup:
    """A lookup of which all hits are known.

    Args:
        query: The query.
        publications: All hits, best first; those beyond the query's limit are counted and left out.
        text: The query as it was sent to PubMed.
        notes: Sentences on how it was answered.
    """
    return Lookup(query, text, len(publications), tuple(publications[: query.limit]), None, tuple(notes))


def notes_on_words(found: SearchResponse) -> list[str]:
    """PubMed's own warnings, each kind in one sentence."""
    said = (
        ("PubMed does not know these fields", found.unknown_fields),
        ("PubMed does not know", found.unknown_phrases),
        ("PubMed passed over", found.ignored),
    )
    return [*(f"{start}: {_some(phrases)}" for start, phrases in said if phrases), *found.messages]


def _some(phrases: Sequence[str]) -> str:
    more = len(phrases) - _MOST_SHOWN
    return ", ".join(phrases[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
