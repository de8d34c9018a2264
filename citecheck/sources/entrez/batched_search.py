"""Searches: alone, or with those of other citations if all hits can be assigned."""

from __future__ import annotations

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
from citecheck.sources.entrez.query_fit import checkable_locally, field_agreement, within
from citecheck.sources.entrez.query_syntax import any_of, compile_for_pubmed, only_stopwords, strip_operators
from citecheck.sources.entrez.response_parsers import SearchResponse
from citecheck.sources.entrez.result_assignment import assign_results

# Of a longer answer the records are not fetched, two hundred a request: one of the queries is too broad.
MOST_TOLD = 400
# A search of up to so many records answers the same search within years, too.
MOST_FILTERED = 100
# So many records of a longer answer than MOST_TOLD show which query is too broad.
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
    return (yield from search_within_years(query, (), parted=parted))


def search_within_years(query: Query, narrower: Sequence[Query], *, parted: bool = False) -> RequestPlan:
    """A search for a query, which also answers narrower ones if it has few records.

    Args:
        query: The query.
        narrower: The same query within years.
        parted: Whether one part of the title is enough, as in `title_clause`.

    Returns:
        The lookups of all queries.

    Raises:
        EntrezError: As in `search_once`.
    """
    text = compile_for_pubmed(query, parted=True) if parted else text_of(query)
    if only_stopwords(query):
        left_out = ("PubMed leaves all of these words out",)
        return {each: Lookup(each, " ".join(query.words), notes=left_out) for each in (query, *narrower)}
    if query == Query(query.purpose, limit=query.limit):
        lookups = {query: Lookup(query, "", notes=("the question names nothing to look for",))}
        return lookups | (yield from _one_by_one(narrower))
    if not text:
        raise EntrezError("there is nothing in this question that PubMed could search for", again=False)
    limit = max(query.limit, MOST_FILTERED) if narrower else query.limit
    text, found, notes = yield from _searched(query, text, limit, parted=parted)
    is_whole = found.count <= len(found.ids)
    records = yield from run_fetch(found.ids if is_whole else found.ids[: query.limit])
    notes += notes_on_words(found)
    notes += [records.missing[pmid] for pmid in found.ids if pmid in records.missing]
    notes += _translation(found)
    here = records.of(found.ids)
    lookups = {query: Lookup(query, text, found.count, tuple(here[: query.limit]), None, tuple(notes))}
    if not is_whole:
        return lookups | (yield from _one_by_one(narrower))
    for each in narrower:
        of_years = [record for record in here if each.years and within(each.years, record)]
        lookups[each] = known_ids(each, of_years, text_of(each), notes)
    return lookups


def _searched(
    query: Query, text: str, limit: int, *, parted: bool
) -> Generator[Request, Response, tuple[str, SearchResponse, list[str]]]:
    """The text that was searched in the end, the answer, and notes on a first text that found nothing."""
    found = yield from run_search(text, limit)
    notes: list[str] = []
    if not found.count and _journal_unknown(query, found):
        # The phrase index may miss an abbreviation; by the full title PubMed finds the journal itself.
        notes = notes_on_words(found)
        text = compile_for_pubmed(query, by_title=True, parted=parted)
        found = yield from run_search(text, limit)
    if found.unknown_fields:
        unknown = ", ".join(found.unknown_fields)
        raise EntrezError(
            f"PubMed did not know a field of the search and left it out: {unknown}", again=False
        )
    return text, found, notes


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
    notes = (_asked_together(queries, found),)
    lookups = {query: known_ids(query, fitting[query], terms[query], notes) for query in queries}
    empty = [query for query in queries if not fitting[query]]
    unnamed = [] if by_title else [query for query in empty if _journal_unknown(query, found)]
    if unnamed:
        lookups |= yield from search_together(unnamed, parted=parted, by_title=True)
    doubtful = [query for query in empty if query not in unnamed and checkable_locally(query)]
    possible = _possible_queries(doubtful, _unclaimed(here, fitting)) if len(queries) > 1 else {}
    for query, records_of_it in possible.items():
        lookups[query] = known_ids(query, records_of_it, terms[query], notes)
    cut = [query for query in queries if _is_cut(query, lookups[query])]
    return lookups | (yield from _one_by_one(cut, parted=parted))


def _is_cut(query: Query, lookup: Lookup) -> bool:
    """Whether the query has more hits than its limit, and only a search for it alone shows their order."""
    return bool(query.words or query.concepts or query.title) and lookup.hits > query.limit


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
    return lookups | (yield from _one_by_one(by_width[len(rest) :], parted=parted))


def _in_parts(queries: Sequence[Query], *, parted: bool) -> RequestPlan:
    size = 1 if len(queries) <= _FEW else -(-len(queries) // _PARTS)
    lookups: Lookups = {}
    for start in range(0, len(queries), size):
        part = queries[start : start + size]
        lookups |= yield from (
            _alone(part, parted=parted) if size == 1 else search_together(part, parted=parted)
        )
    return lookups


def _one_by_one(queries: Sequence[Query], *, parted: bool = False) -> RequestPlan:
    lookups: Lookups = {}
    for query in queries:
        lookups |= yield from _alone([query], parted=parted)
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


def _possible_queries(
    queries: Sequence[Query], records: Sequence[Publication]
) -> dict[Query, list[Publication]]:
    """Queries that may own hits which could not be assigned, each with these hits.

    PubMed found these records by a rule that a record does not show, such as a journal's second name. They
    are candidates of the queries that agree with them in most fields; comparing them shows which is right.
    """
    possible: dict[Query, list[Publication]] = {}
    for record in records:
        shares = [field_agreement(query, record) for query in queries]
        most = max(shares, default=0.0)
        for query, share in zip(queries, shares, strict=True):
            if share == most:
                possible.setdefault(query, []).append(record)
    return possible


def _asked_together(queries: Sequence[Query], found: SearchResponse) -> str:
    others = len(queries) - 1
    return f"asked together with {others} like it; PubMed has {found.count} records for any of them"


def _translation(found: SearchResponse) -> list[str]:
    return [f"PubMed read it as {found.translation}"] if found.translation else []


def _journal_unknown(query: Query, found: SearchResponse) -> bool:
    if query.journal is None:
        return False
    name = strip_operators(query.journal.abbreviation).lower()
    return any(name in strip_operators(phrase).lower() for phrase in found.unknown_phrases)
