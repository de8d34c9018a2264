"""Searches: alone, with those of one citation, or with those of others if all hits can be assigned."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Sequence

from citecheck.model import Lookup, Publication, Query
from citecheck.sources.entrez.errors import EntrezError
from citecheck.sources.entrez.protocol import (
    Lookups,
    Request,
    RequestPlan,
    Response,
    known_ids,
    notes_on_words,
    run_fetch,
    run_search,
    text_of,
)
from citecheck.sources.entrez.query_fit import checkable_locally, field_agreement
from citecheck.sources.entrez.query_syntax import any_of, compile_for_pubmed, only_stopwords, strip_operators
from citecheck.sources.entrez.response_parsers import SearchResponse
from citecheck.sources.entrez.result_assignment import MOST_RECORDS, assign_results

# Of a longer answer the records are not fetched, two hundred a request: one of the queries is too broad.
MOST_TOLD = 400
# So many records of such an answer show which query that is.
_LOOKED_AT = 200
# A search that PubMed refuses is split into so many parts, and so few queries are searched one by one.
_PARTS = 3
_FEW = 4


def search_once(queries: Sequence[Query], *, parted: bool = False) -> RequestPlan:
    """A search for one query, in PubMed's order of relevance.

    Args:
        queries: Exactly one query.
        parted: Whether one part of its title is enough, as in `title_clause`.

    Returns:
        The lookup of the query.

    Raises:
        EntrezError: PubMed can't search for the query, or left out a field of it.
    """
    (query,) = queries
    text = compile_for_pubmed(query, parted=True) if parted else text_of(query)
    if only_stopwords(query):
        return {query: Lookup(query, " ".join(query.words), notes=("PubMed leaves all of these words out",))}
    if query == Query(query.purpose, limit=query.limit):
        return {query: Lookup(query, "", notes=("the question names nothing to look for",))}
    if not text:
        raise EntrezError("there is nothing in this question that PubMed could search for", again=False)
    found = yield from run_search(text, query.limit)
    notes: list[str] = []
    if not found.count and _journal_unknown(query, found):
        # The phrase index may miss an abbreviation; by the full title PubMed finds the journal itself.
        notes += notes_on_words(found)
        text = compile_for_pubmed(query, by_title=True, parted=parted)
        found = yield from run_search(text, query.limit)
    if found.unknown_fields:
        unknown = ", ".join(found.unknown_fields)
        raise EntrezError(
            f"PubMed did not know a field of the search and left it out: {unknown}", again=False
        )
    records = yield from run_fetch(found.ids)
    notes += notes_on_words(found)
    notes += [records.missing[pmid] for pmid in found.ids if pmid in records.missing]
    notes += _translation(found)
    return {query: Lookup(query, text, found.count, tuple(records.of(found.ids)), None, tuple(notes))}


def group_queries(queries: Sequence[Query], *, by_title: bool = False) -> RequestPlan:
    """Search for the queries of one citation together, where the hits can be assigned to them.

    Where more hits exist than were fetched, a query that no fetched record fits has no lookup.

    Args:
        queries: Queries of one citation, at least one.
        by_title: Whether to name the journal by its full title, as in `journal_clause`.

    Returns:
        The lookups by query; some may be missing.
    """
    if len(queries) == 1:
        return (yield from search_once(queries))
    terms = {query: compile_for_pubmed(query, by_title=by_title) for query in queries}
    limit = min(sum(query.limit for query in queries), MOST_RECORDS)
    found = yield from _searched_or_refused(_any(terms.values()), limit)
    if found is None or found.unknown_fields:
        return (yield from _one_by_one(queries))
    if not found.count and not by_title and _journal_unknown(queries[0], found):
        return (yield from group_queries(queries, by_title=True))
    records = yield from run_fetch(found.ids)
    fitting = assign_results(queries, records.of(found.ids))
    whole = found.count <= len(found.ids)
    notes = (_asked_together(queries, found, whole=whole), *notes_on_words(found), *_translation(found))
    return {
        query: known_ids(query, publications, terms[query], notes)
        for query, publications in fitting.items()
        if whole or publications or _is_impossible(query, found)
    }


def search_together(queries: Sequence[Query], *, parted: bool = False, by_title: bool = False) -> RequestPlan:
    """Queries of several citations in one search, or in several where its hits can't be assigned to them.

    Args:
        queries: Queries of any citations, at least one.
        parted: Whether one part of a title is enough, as in `title_clause`.
        by_title: Whether to name the journals by their full titles, as in `journal_clause`.

    Returns:
        The lookups by query.
    """
    if len(queries) == 1 and not by_title:
        return (yield from search_once(queries, parted=parted))
    terms = {query: compile_for_pubmed(query, by_title=by_title, parted=parted) for query in queries}
    found = yield from _searched_or_refused(_any(terms.values()), MOST_TOLD)
    if found is None or found.unknown_fields:
        return (yield from _in_parts(queries, parted=parted))
    if found.count > MOST_TOLD:
        return (yield from _without_the_widest(queries, found, parted=parted))
    records = yield from run_fetch(found.ids)
    here = records.of(found.ids)
    fitting = assign_results(queries, here, parted=parted)
    notes = (_asked_together(queries, found, whole=True),)
    lookups = {query: known_ids(query, fitting[query], terms[query], notes) for query in queries}
    empty = [query for query in queries if not fitting[query]]
    unnamed = [] if by_title else [query for query in empty if _journal_unknown(query, found)]
    if unnamed:
        lookups |= yield from search_together(unnamed, parted=parted, by_title=True)
    doubtful = [query for query in empty if query not in unnamed and checkable_locally(query)]
    possible = _possible_queries(doubtful, _unclaimed(here, fitting)) if len(queries) > 1 else []
    for query in possible:
        lookups |= yield from _alone([query], parted=parted)
    return lookups


def _searched_or_refused(term: str, limit: int) -> Generator[Request, Response, SearchResponse | None]:
    """The answer to a search for many queries; None if PubMed refuses it: it may be too long."""
    try:
        return (yield from run_search(term, limit))
    except EntrezError as fault:
        if fault.refused:
            return None
        raise


def _without_the_widest(queries: Sequence[Query], found: SearchResponse, *, parted: bool) -> RequestPlan:
    """Search one by one for the queries that make an answer too long, and together for the others.

    One common name or short title is enough to make it too long. The first records of the answer show which.
    """
    records = yield from run_fetch(found.ids[:_LOOKED_AT])
    here = records.of(found.ids[:_LOOKED_AT])
    fitting = assign_results(queries, here, parted=parted)
    by_width = sorted(queries, key=lambda query: len(fitting[query]))
    # At least one query goes; the rest, by their share of these records, have a short enough answer.
    rest: list[Query] = []
    room = MOST_TOLD / found.count * len(here)
    for query in by_width[:-1]:
        room -= len(fitting[query])
        if room < 0:
            break
        rest.append(query)
    lookups = (yield from search_together(rest, parted=parted)) if rest else {}
    for query in by_width[len(rest) :]:
        lookups |= yield from _alone([query], parted=parted)
    return lookups


def _in_parts(queries: Sequence[Query], *, parted: bool) -> RequestPlan:
    size = 1 if len(queries) <= _FEW else -(-len(queries) // _PARTS)
    lookups: Lookups = {}
    for start in range(0, len(queries), size):
        part = queries[start : start + size]
        lookups |= yield from (
            _alone(part, parted=parted) if size == 1 else search_together(part, parted=parted)
        )
    return lookups


def _one_by_one(queries: Sequence[Query]) -> RequestPlan:
    lookups: Lookups = {}
    for query in queries:
        lookups |= yield from _alone([query])
    return lookups


def _alone(queries: Sequence[Query], *, parted: bool = False) -> RequestPlan:
    """Search for one of several queries; its refusal says nothing about the others."""
    try:
        return (yield from search_once(queries, parted=parted))
    except EntrezError as fault:
        if not fault.refused:
            raise
        return {query: Lookup(query, text_of(query), error=fault.reason) for query in queries}


def _any(terms: Iterable[str]) -> str:
    return any_of([f"({term})" for term in dict.fromkeys(terms) if term])


def _unclaimed(here: Sequence[Publication], fitting: dict[Query, list[Publication]]) -> list[Publication]:
    claimed = {record.pmid for group in fitting.values() for record in group}
    return [record for record in here if record.pmid not in claimed]


def _possible_queries(queries: Sequence[Query], records: Sequence[Publication]) -> list[Query]:
    """Queries that may own hits which could not be assigned.

    PubMed found these records by a rule that a record does not show, such as a journal's second name. The
    records agree with their query in all other fields.
    """
    possible: dict[Query, None] = {}
    for record in records:
        shares = [field_agreement(query, record) for query in queries]
        most = max(shares, default=0.0)
        possible |= dict.fromkeys(q for q, share in zip(queries, shares, strict=True) if share == most)
    return list(possible)


def _asked_together(queries: Sequence[Query], found: SearchResponse, *, whole: bool) -> str:
    others = len(queries) - 1
    seen = "" if whole else f", of which the first {len(found.ids)} were looked at"
    return f"asked together with {others} like it; PubMed has {found.count} records for any of them{seen}"


def _translation(found: SearchResponse) -> list[str]:
    return [f"PubMed read it as {found.translation}"] if found.translation else []


def _journal_unknown(query: Query, found: SearchResponse) -> bool:
    if query.journal is None:
        return False
    name = strip_operators(query.journal.abbreviation).lower()
    return any(name in strip_operators(phrase).lower() for phrase in found.unknown_phrases)


def _is_impossible(query: Query, found: SearchResponse) -> bool:
    """Whether the query asks for a concept of which PubMed knows no word at all."""
    unknown = {strip_operators(re.sub(r"\[[^\]]*\]", "", phrase)).lower() for phrase in found.unknown_phrases}
    return any(
        all(strip_operators(variant).lower() in unknown for variant in group) for group in query.concepts
    )
