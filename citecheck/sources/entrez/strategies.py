"""Request plans: what is asked, in which order, with as few requests as possible. No zero is taken on trust.

A request plan yields requests, is sent the responses (or has an EntrezError thrown at it), and in the end
returns a lookup for each of its queries, and for other queries that it happens to know. Nothing here talks to
a service.

    identifiers          fetched, many at once; DOIs and PMCIDs searched OR-ed, and assigned
    places in journals   ecitmatch, many at once; what it misses or gets wrong is searched for
    titles               searched OR-ed, and assigned; then once more, forgiving a wrong word
    people, places and   few records fit: searched OR-ed, and assigned
    several concepts
    all else             each searched alone: many records fit, and PubMed sorts them by this query's words;
                         where few do, the records show which of them are of the years of another query
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from citecheck.model import Lookup, Publication, Query
from citecheck.sources.entrez.batched_search import (
    MOST_TOLD,
    search_once,
    search_together,
    search_within_years,
)
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
    title_words,
)
from citecheck.sources.entrez.response_parsers import CitationMatch

# The most citations in one ecitmatch, and identifiers in one search. NLM states no limit of ecitmatch; the
# citations that it leaves out are searched for.
MOST_NAMED = 100
# The most characters of the OR-ed searches of several queries. A refused search is split.
LONGEST_TERM = 8000
# The most queries in such a search. More of them have too many records together.
MOST_TOGETHER = 50
# The most parts of titles in such a search: more records have a part of a title than all of it.
_MOST_PARTED = 25
# Hardly two records share a title of so many words.
_LONG_TITLE = 6


def request_plans(queries: Sequence[Query]) -> Iterator[tuple[tuple[Query, ...], RequestPlan]]:
    """Group queries that can be answered together, and return a request plan for each group."""
    kinds: dict[Callable[[Sequence[Query]], RequestPlan], list[Query]] = {}
    for query in queries:
        kinds.setdefault(_kind(query), []).append(query)
    for kind, group in kinds.items():
        for batch in _shared_out(kind, group):
            yield tuple(batch), kind(batch)


def _shared_out(kind: Callable[[Sequence[Query]], RequestPlan], group: list[Query]) -> Iterator[list[Query]]:
    if kind is _pmids:
        yield group
    elif kind is _ranked:
        alike: dict[Query, list[Query]] = {}
        for query in group:
            alike.setdefault(replace(query, purpose="", years=None, limit=0), []).append(query)
        yield from alike.values()
    else:
        yield from _batches(group, MOST_NAMED if kind in (_places, _identifiers) else MOST_TOGETHER)


def _kind(query: Query) -> Callable[[Sequence[Query]], RequestPlan]:
    bare = Query(query.purpose, query.pmids, query.dois, query.pmcids, query.accessions, limit=query.limit)
    if query == bare and query.pmids and not (query.dois or query.pmcids or query.accessions):
        return _pmids
    if query == bare and query.has_identifier and not query.pmids:
        return _identifiers
    if query.has_identifier:
        return _ranked
    if not checkable_locally(query):
        return search_together if _is_selective(query) else _ranked
    if query.title:
        return _titles
    return _places if query.journal else search_together


def _is_selective(query: Query) -> bool:
    """Whether few records fit: those by an author, from an institution, or on several subjects at once.

    A journal has many records on a single subject, such as the organ that it is about.
    """
    if (
        query.authors
        or query.affiliation
        or query.volume
        or query.first_page
        or (query.title and query.journal)
    ):
        return True
    return len(query.concepts) > (1 if query.journal else 0)


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


def _ranked(queries: Sequence[Query]) -> RequestPlan:
    """Queries that differ in their years alone, each in PubMed's order for it."""
    widest, *others = sorted(queries, key=lambda query: query.years is not None)
    if widest.years is None and all(query.years for query in others):
        return (yield from search_within_years(widest, others))
    lookups: Lookups = {}
    for query in queries:
        lookups |= yield from search_once([query])
    return lookups


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
    """Titles: all their words; then, for those without a hit, the words of one part of them.

    A long title is searched in any journal, and its hits show which are in the stated one. Where that finds
    nothing, the lookup for any journal is returned as well: it is what will be asked next.
    """
    found = yield from _of_titles(queries)
    missed = [query for query in queries if not found[query].hits and len(title_parts(query.title or "")) > 1]
    parted = yield from _of_titles(missed, parted=True)
    lookups = found | {query: lookup for query, lookup in parted.items() if not found[query].hits}
    wanted = {*queries, *(_in_any_journal(query) for query in queries if not lookups[query].hits)}
    return {query: lookup for query, lookup in lookups.items() if query in wanted}


def _of_titles(queries: Sequence[Query], *, parted: bool = False) -> RequestPlan:
    """The lookups of titles, and of the long ones in any journal; with `parted`, by one part of them."""
    wide = {query: _in_any_journal(query) for query in queries}
    most = _MOST_PARTED if parted else MOST_TOGETHER
    found: Lookups = {}
    for batch in _batches(tuple(dict.fromkeys(wide.values())), most):
        found |= yield from search_together(batch, parted=parted)
    is_cut = {query: lookup.hits > len(lookup.publications) for query, lookup in found.items()}
    answers = {q: found[w] if q == w else _in_its_journal(q, found[w]) for q, w in wide.items()}
    for batch in _batches([q for q, w in wide.items() if q != w and is_cut[w]], most):
        answers |= yield from search_together(batch, parted=parted)
    return found | answers


def _in_any_journal(query: Query) -> Query:
    """The query without its journal, if its title alone identifies a publication."""
    is_long = len(title_words(query.title or "")) >= _LONG_TITLE
    return replace(query, journal=None) if is_long else query


def _in_its_journal(query: Query, found: Lookup) -> Lookup:
    """The lookup of a title in any journal as the lookup of a query for the title in its journal."""
    fitting = [record for record in found.publications if matches_query(replace(query, title=None), record)]
    return known_ids(query, fitting, found.text, found.notes)
