"""Request plans: what is asked, in which order, with as few requests as possible. No zero is taken on trust.

A request plan yields requests, is sent the responses (or has an EntrezError thrown at it), and in the end
returns a lookup for each of its queries, or for some of them. Queries without a lookup are asked once more,
together with those of other plans. Nothing here talks to a service.

    identifiers          fetched, many at once; DOIs and PMCIDs searched OR-ed, and assigned
    places in journals   ecitmatch, many at once; what it misses or gets wrong is searched for
    titles               searched OR-ed, and assigned; then once more, forgiving a wrong word
    people and places    few records fit: searched OR-ed, and assigned
    all else             searched, what a citation asks side by side in one search
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from citecheck.model import Lookup, Publication, Query
from citecheck.sources.entrez.batched_search import MOST_TOLD, group_queries, search_together
from citecheck.sources.entrez.errors import EntrezError
from citecheck.sources.entrez.protocol import (
    Lookups,
    RequestPlan,
    known_ids,
    run_citmatch,
    run_fetch,
    run_search,
    text_of,
)
from citecheck.sources.entrez.query_fit import checkable_locally, matches_query
from citecheck.sources.entrez.query_syntax import (
    accession_clause,
    doi_clause,
    pmcid_clause,
    strip_operators,
    title_parts,
)
from citecheck.sources.entrez.response_parsers import CitationMatch
from citecheck.sources.entrez.result_assignment import group_related_queries, is_selective

# Other programs are known to send up to so many citations in one ecitmatch.
MOST_CITATIONS = 25
# The most queries in one OR-ed search and their length together; of queries with many words, fewer.
MOST_CLAUSES = 20
LONGEST_TERM = 5000
MOST_IDENTIFIERS = 50
MOST_NARROW = 12
LONGEST_NARROW = 8000


def request_plans(queries: Sequence[Query]) -> Iterator[tuple[tuple[Query, ...], RequestPlan]]:
    """Group queries that can be answered together, and return a request plan for each group."""
    kinds: dict[Callable[[Sequence[Query]], RequestPlan], list[Query]] = {}
    for query in queries:
        kinds.setdefault(_kind(query), []).append(query)
    narrow: list[Query] = []
    for relatives in group_related_queries(kinds.pop(group_queries, [])):
        if all(map(is_selective, relatives)):
            narrow += relatives
        else:
            yield tuple(relatives), group_queries(relatives)
    yield from deferred_queries(narrow)
    for kind, group in kinds.items():
        for batch in _shared_out(kind, group):
            yield tuple(batch), kind(batch)


def deferred_queries(queries: Sequence[Query]) -> Iterator[tuple[tuple[Query, ...], RequestPlan]]:
    """Group queries that few records fit, of any citations; the plan of a group answers all of them."""
    for batch in _batches(queries, MOST_NARROW, LONGEST_NARROW):
        yield tuple(batch), search_together(batch)


def _shared_out(kind: Callable[[Sequence[Query]], RequestPlan], group: list[Query]) -> Iterator[list[Query]]:
    if kind is _pmids:
        yield group
    else:
        most = (
            MOST_CITATIONS if kind is _places else MOST_IDENTIFIERS if kind is _identifiers else MOST_CLAUSES
        )
        yield from _batches(group, most)


def _kind(query: Query) -> Callable[[Sequence[Query]], RequestPlan]:
    bare = Query(query.purpose, query.pmids, query.dois, query.pmcids, query.accessions, limit=query.limit)
    if query == bare and query.pmids and not (query.dois or query.pmcids or query.accessions):
        return _pmids
    if query == bare and query.has_identifier and not query.pmids:
        return _identifiers
    if query.has_identifier or not checkable_locally(query):
        return group_queries
    if query.title:
        return _titles
    return _places if query.journal else search_together


def _batches(queries: Sequence[Query], size: int, longest: int = LONGEST_TERM) -> Iterator[list[Query]]:
    """Batches of at most `size` queries whose terms are not too long together."""
    batch: list[Query] = []
    length = 0
    for query in queries:
        longer = len(text_of(query)) + 6
        if batch and (len(batch) >= size or length + longer > longest):
            yield batch
            batch, length = [], 0
        batch.append(query)
        length += longer
    if batch:
        yield batch


# ------------------------------------------------------------------ identifiers


def _pmids(queries: Sequence[Query]) -> RequestPlan:
    """Records by PMID: no search is needed."""
    wanted = dict.fromkeys(pmid for query in queries for pmid in map(_number, query.pmids) if pmid)
    records = yield from run_fetch(tuple(wanted))
    lookups: Lookups = {}
    for query in queries:
        pmids = tuple(dict.fromkeys(map(_number, query.pmids)))
        notes = [f"{pmid} is no PMID" for pmid in query.pmids if not _number(pmid)]
        notes += [records.missing[pmid] for pmid in pmids if pmid in records.missing]
        merged = {pmid: record.pmid for pmid, record in records.publications.items() if record.pmid != pmid}
        notes += [f"PubMed has merged {pmid} into {merged[pmid]}" for pmid in pmids if pmid in merged]
        lookups[query] = known_ids(query, records.of(pmids), text_of(query), notes)
    return lookups


def _number(pmid: str) -> str:
    """A PMID without leading zeros; "" if it is not a PMID."""
    digits = pmid.strip().lstrip("0")
    return digits if digits.isascii() and digits.isdigit() and len(digits) <= 9 else ""


def _identifiers(queries: Sequence[Query]) -> RequestPlan:
    """Records by DOI, PMCID or accession: one search for all, and one in other words for those not found."""
    lookups: Lookups = {}
    missed: Sequence[Query] = queries
    for in_other_words in (False, True):
        clauses = [clause for query in missed for clause in _identifier_clauses(query, in_other_words)]
        if not clauses:
            break
        found = yield from run_search(" OR ".join(clauses), MOST_TOLD)
        records = yield from run_fetch(found.ids)
        for query in missed:
            fitting = [record for record in records.of(found.ids) if _is_named(query, record)]
            lookups[query] = known_ids(query, fitting, text_of(query))
        missed = [query for query in missed if not lookups[query].hits]
    return lookups


def _identifier_clauses(query: Query, in_other_words: bool) -> list[str]:
    if not in_other_words:
        return [
            *map(doi_clause, query.dois),
            *map(pmcid_clause, query.pmcids),
            *map(accession_clause, query.accessions),
        ]
    # The phrase index may miss a quoted DOI; without quotes it is taken where it holds none of the
    # language's own signs.
    free = [doi for doi in query.dois if not set('()[]"&|:#*<>; ') & set(doi)]
    return [*(f"{doi}[doi]" for doi in free), *(f"{strip_operators(pmcid)}[pmcid]" for pmcid in query.pmcids)]


def _is_named(query: Query, record: Publication) -> bool:
    held = {(record.pmcid or "").upper(), (record.accession or "").upper()} - {""}
    stated = {identifier.strip().upper() for identifier in (*query.pmcids, *query.accessions)}
    return any(record.has_doi(doi) for doi in query.dois) or not held.isdisjoint(stated)


# ------------------------------------------------------------------ references


def _places(queries: Sequence[Query]) -> RequestPlan:
    """Volume and page of a journal: ecitmatch for all; what it misses or gets wrong is searched for."""
    lines = {query: citation_line(query) for query in queries}
    try:
        matches = yield from run_citmatch(tuple(dict.fromkeys(lines.values())))
    except EntrezError as fault:
        if fault.final:
            raise
        matches = {line: CitationMatch((), fault.reason) for line in lines.values()}
    offered = dict.fromkeys(pmid for match in matches.values() for pmid in match.pmids)
    records = yield from run_fetch(tuple(offered))
    lookups: Lookups = {}
    doubts: dict[Query, str] = {}
    for query, line in lines.items():
        match = matches.get(line, CitationMatch((), "no answer"))
        fitting = [record for record in records.of(match.pmids) if matches_query(query, record)]
        if fitting:
            lookups[query] = known_ids(query, fitting, f"ecitmatch {line}")
        elif match.pmids:
            doubts[query] = f"ecitmatch {line} offers {', '.join(match.pmids)}, which does not fit"
        else:
            doubts[query] = f"ecitmatch {line}: {match.word or 'nothing'}"
    if doubts:
        searched = yield from search_together(tuple(doubts))
        for query, lookup in searched.items():
            lookups[query] = Lookup(
                query, lookup.text, lookup.hits, lookup.publications, None, (doubts[query], *lookup.notes)
            )
    return lookups


def citation_line(query: Query) -> str:
    """A query as ecitmatch takes it, without its key: "j am coll nutr|2004|23|33|smith j"."""
    year = str(query.years[0]) if query.years and query.years[0] == query.years[1] else ""
    journal = query.journal.abbreviation if query.journal else ""
    author = query.authors[0] if query.authors else ""
    parts = (journal, year, query.volume or "", query.first_page or "", author)
    return "|".join(strip_operators(part).lower() for part in parts)


def _titles(queries: Sequence[Query]) -> RequestPlan:
    """Titles: all their words; then, for those without a hit, the words of one part of them."""
    lookups = yield from search_together(queries)
    missed = [
        query for query in queries if not lookups[query].hits and len(title_parts(query.title or "")) > 1
    ]
    for batch in _batches(missed, MOST_CLAUSES // 2):
        lookups |= yield from search_together(batch, parted=True)
    return lookups
