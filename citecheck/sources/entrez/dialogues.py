"""What is asked, in which order, to answer queries: as few requests as can be, and no zero taken on trust.

A dialogue yields what it wants to know, is sent the answer (or has a Fault thrown at it), and in
the end returns a lookup for each of its queries. Nothing here talks to a service.

    identifiers          fetched, many at once; DOIs and PMCIDs searched OR-ed, and told apart
    places in journals   ecitmatch, many at once; what it misses or gets wrong is searched for
    titles               searched OR-ed, and told apart; then once more, forgiving a wrong word
    all else             searched, what a citation asks side by side in one search
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass

from citecheck.model import Lookup, Publication, Query
from citecheck.sources.entrez.answers import CitationMatch, Found
from citecheck.sources.entrez.faults import Fault
from citecheck.sources.entrez.telling import decidable, fits, same_doi
from citecheck.sources.entrez.terms import (
    any_of,
    compiled,
    doi_clause,
    only_stopwords,
    plain,
    pmcid_clause,
    title_parts,
)
from citecheck.sources.entrez.together import MOST_RECORDS, MOST_TOGETHER, families, told_apart

# NLM's own figure for one POST of ids.
MOST_IDS = 200
# Third parties have put no more citations than this into one ecitmatch.
MOST_CITATIONS = 25
# Questions in one OR-ed search, and their length together.
MOST_CLAUSES = 20
LONGEST_TERM = 5000
# A longer answer cannot be told apart: one of the questions is too wide.
MOST_TOLD = 200
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Search:
    """Wants a Found: the first `limit` ids of the records that fit `term`."""

    term: str
    limit: int
    db: str = "pubmed"


@dataclass(frozen=True, slots=True)
class Match:
    """Wants a CitationMatch for each citation ("journal|year|volume|page|author") that got an answer."""

    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fetch:
    """Wants Records: the publications behind these PMIDs."""

    pmids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """Publications by PMID, and for each PMID that there is none of, why."""

    publications: Mapping[str, Publication]
    missing: Mapping[str, str]

    def of(self, pmids: Sequence[str]) -> list[Publication]:
        """The publications of these PMIDs, in this order."""
        return [self.publications[pmid] for pmid in pmids if pmid in self.publications]


Ask = Search | Match | Fetch
Answer = Found | Mapping[str, CitationMatch] | Records
Lookups = dict[Query, Lookup]
Dialogue = Generator[Ask, Answer, Lookups]


def _searched(term: str, limit: int) -> Generator[Ask, Answer, Found]:
    answer = yield Search(term, limit)
    if not isinstance(answer, Found):
        raise TypeError("a search is answered by a Found")
    return answer


def _matched(citations: tuple[str, ...]) -> Generator[Ask, Answer, Mapping[str, CitationMatch]]:
    answer = yield Match(citations)
    if not isinstance(answer, Mapping):
        raise TypeError("citations are answered by their matches")
    return answer


def _fetched(pmids: tuple[str, ...]) -> Generator[Ask, Answer, Records]:
    answer = yield Fetch(pmids)
    if not isinstance(answer, Records):
        raise TypeError("PMIDs are answered by Records")
    return answer


def dialogues(queries: Sequence[Query]) -> Iterator[tuple[tuple[Query, ...], Dialogue]]:
    """The queries, each in one dialogue, with those that it can be answered together with."""
    kinds: dict[Callable[[Sequence[Query]], Dialogue], list[Query]] = {}
    for query in queries:
        kinds.setdefault(_kind(query), []).append(query)
    for kind, group in kinds.items():
        for batch in _shared_out(kind, group):
            yield tuple(batch), kind(batch)


def _shared_out(kind: Callable[[Sequence[Query]], Dialogue], group: list[Query]) -> Iterator[list[Query]]:
    if kind is _pmids:
        yield group
    elif kind is _searches:
        for family in families(group):
            yield from _batches(family, MOST_TOGETHER)
    else:
        yield from _batches(group, MOST_CITATIONS if kind is _places else MOST_CLAUSES)


def _kind(query: Query) -> Callable[[Sequence[Query]], Dialogue]:
    bare = Query(query.purpose, query.pmids, query.dois, query.pmcids, limit=query.limit)
    if query == bare and query.pmids and not (query.dois or query.pmcids):
        return _pmids
    if query == bare and (query.dois or query.pmcids) and not query.pmids:
        return _identifiers
    if bare.pmids or bare.dois or bare.pmcids or not decidable(query):
        return _searches
    if query.title:
        return _titles
    return _places if query.journal else _told_apart


def _batches(queries: Sequence[Query], size: int) -> Iterator[list[Query]]:
    """Batches of at most `size` queries whose terms are not too long together."""
    batch: list[Query] = []
    length = 0
    for query in queries:
        longer = len(text_of(query)) + 6
        if batch and (len(batch) >= size or length + longer > LONGEST_TERM):
            yield batch
            batch, length = [], 0
        batch.append(query)
        length += longer
    if batch:
        yield batch


def text_of(query: Query) -> str:
    """The query as PubMed would be asked it alone."""
    named = [
        *(f"{pmid}[pmid]" for pmid in query.pmids),
        *map(doi_clause, query.dois),
        *map(pmcid_clause, query.pmcids),
    ]
    rest = compiled(query)
    if named and rest:
        return f"{any_of([f'({clause})' for clause in named])} AND {rest}"
    return " OR ".join(named) or rest


def _known(query: Query, publications: Sequence[Publication], text: str, notes: Sequence[str] = ()) -> Lookup:
    """A lookup whose hits are all here."""
    return Lookup(query, text, len(publications), tuple(publications[: query.limit]), None, tuple(notes))


# ------------------------------------------------------------------ identifiers


def _pmids(queries: Sequence[Query]) -> Dialogue:
    """Records by PMID: no search at all."""
    wanted = dict.fromkeys(pmid for query in queries for pmid in map(_number, query.pmids) if pmid)
    records = yield from _fetched(tuple(wanted))
    lookups: Lookups = {}
    for query in queries:
        pmids = tuple(dict.fromkeys(map(_number, query.pmids)))
        notes = [f"{pmid} is no PMID" for pmid in query.pmids if not _number(pmid)]
        notes += [records.missing[pmid] for pmid in pmids if pmid in records.missing]
        lookups[query] = _known(query, records.of(pmids), text_of(query), notes)
    return lookups


def _number(pmid: str) -> str:
    """A PMID without leading zeros, "" for what is none."""
    digits = pmid.strip().lstrip("0")
    return digits if digits.isascii() and digits.isdigit() and len(digits) <= 9 else ""


def _identifiers(queries: Sequence[Query]) -> Dialogue:
    """Records by DOI or PMCID: a search for all of them, and one more in other words for those not found."""
    lookups: Lookups = {}
    missed: Sequence[Query] = queries
    for in_other_words in (False, True):
        clauses = [clause for query in missed for clause in _identifier_clauses(query, in_other_words)]
        if not clauses:
            break
        found = yield from _searched(" OR ".join(clauses), MOST_TOLD)
        records = yield from _fetched(found.ids)
        for query in missed:
            fitting = [record for record in records.of(found.ids) if _is_named(query, record)]
            lookups[query] = _known(query, fitting, text_of(query))
        missed = [query for query in missed if not lookups[query].hits]
    return lookups


def _identifier_clauses(query: Query, in_other_words: bool) -> list[str]:
    if not in_other_words:
        return [*map(doi_clause, query.dois), *map(pmcid_clause, query.pmcids)]
    # The phrase index may miss a quoted DOI; without quotes it is taken where it holds none of the
    # language's own signs.
    free = [doi for doi in query.dois if not set('()[]"&|:#*<>; ') & set(doi)]
    return [*(f"{doi}[doi]" for doi in free), *(f"{plain(pmcid)}[pmcid]" for pmcid in query.pmcids)]


def _is_named(query: Query, record: Publication) -> bool:
    pmcid = (record.pmcid or "").upper()
    return any(same_doi(doi, record.doi) for doi in query.dois) or pmcid in {
        p.strip().upper() for p in query.pmcids
    }


# ------------------------------------------------------------------ references


def _places(queries: Sequence[Query]) -> Dialogue:
    """Volume and page of a journal: ecitmatch for all; what it misses or gets wrong is searched for."""
    lines = {query: citation_line(query) for query in queries}
    try:
        matches = yield from _matched(tuple(dict.fromkeys(lines.values())))
    except Fault as fault:
        if fault.final:
            raise
        matches = {line: CitationMatch((), fault.reason) for line in lines.values()}
    offered = dict.fromkeys(pmid for match in matches.values() for pmid in match.pmids)
    records = yield from _fetched(tuple(offered))
    lookups: Lookups = {}
    doubts: dict[Query, str] = {}
    for query, line in lines.items():
        match = matches.get(line, CitationMatch((), "no answer"))
        fitting = [record for record in records.of(match.pmids) if fits(query, record)]
        if fitting:
            lookups[query] = _known(query, fitting, f"ecitmatch {line}")
        elif match.pmids:
            doubts[query] = f"ecitmatch {line} offers {', '.join(match.pmids)}, which does not fit"
        else:
            doubts[query] = f"ecitmatch {line}: {match.word or 'nothing'}"
    if doubts:
        searched = yield from _told_apart(tuple(doubts))
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
    return "|".join(plain(part).lower() for part in parts)


def _titles(queries: Sequence[Query]) -> Dialogue:
    """Titles: all their words; then, for those without a hit, the words of one part of them."""
    lookups = yield from _told_apart(queries)
    missed = [
        query for query in queries if not lookups[query].hits and len(title_parts(query.title or "")) > 1
    ]
    for batch in _batches(missed, MOST_CLAUSES // 2):
        lookups |= yield from _told_apart(batch, parted=True)
    return lookups


def _told_apart(queries: Sequence[Query], *, parted: bool = False) -> Dialogue:
    """Decidable queries in one search. Where the answer cannot be told apart, each half gets its own."""
    if len(queries) == 1:
        return (yield from _one_search(queries, parted=parted))
    terms = {query: compiled(query, parted=parted) for query in queries}
    found = yield from _searched(any_of([f"({term})" for term in dict.fromkeys(terms.values())]), MOST_TOLD)
    if found.count > MOST_TOLD or found.unknown_fields:
        return (yield from _halves(queries, parted))
    records = yield from _fetched(found.ids)
    here = records.of(found.ids)
    fitting = {query: [record for record in here if fits(query, record, parted=parted)] for query in queries}
    lookups = {query: _known(query, fitting[query], terms[query]) for query in queries}
    claimed = {record.pmid for group in fitting.values() for record in group}
    empty = [query for query in queries if not fitting[query]]
    if empty and any(record.pmid not in claimed for record in here):
        # PubMed sees a fit that we don't: one of these must be meant.
        lookups |= yield from _halves(empty, parted)
    return lookups


def _halves(queries: Sequence[Query], parted: bool) -> Dialogue:
    half = (len(queries) + 1) // 2
    lookups = yield from _told_apart(queries[:half], parted=parted)
    if queries[half:]:
        lookups |= yield from _told_apart(queries[half:], parted=parted)
    return lookups


# ------------------------------------------------------------------ searches


def _one_search(queries: Sequence[Query], *, parted: bool = False) -> Dialogue:
    """A search for one query, in PubMed's order of relevance."""
    (query,) = queries
    text = compiled(query, parted=True) if parted else text_of(query)
    if only_stopwords(query):
        return {query: Lookup(query, " ".join(query.words), notes=("PubMed leaves all of these words out",))}
    if query == Query(query.purpose, limit=query.limit):
        return {query: Lookup(query, "", notes=("the question names nothing to look for",))}
    if not text:
        raise Fault("there is nothing in this question that PubMed could search for", again=False)
    found = yield from _searched(text, query.limit)
    notes: list[str] = []
    if not found.count and _journal_unknown(query, found):
        # The phrase index may miss an abbreviation; by the full title PubMed finds the journal itself.
        notes += _notes_on_words(found)
        text = compiled(query, by_title=True, parted=parted)
        found = yield from _searched(text, query.limit)
    if found.unknown_fields:
        unknown = ", ".join(found.unknown_fields)
        raise Fault(f"PubMed did not know a field of the search and left it out: {unknown}", again=False)
    records = yield from _fetched(found.ids)
    notes += _notes_on_words(found)
    notes += [records.missing[pmid] for pmid in found.ids if pmid in records.missing]
    if found.translation:
        notes.append(f"PubMed read it as {found.translation}")
    return {query: Lookup(query, text, found.count, tuple(records.of(found.ids)), None, tuple(notes))}


def _searches(queries: Sequence[Query]) -> Dialogue:
    """Searches of one citation, as one where that tells what each would have told."""
    if len(queries) == 1:
        return (yield from _one_search(queries))
    terms = {query: compiled(query) for query in queries}
    term = any_of([f"({term})" for term in dict.fromkeys(terms.values()) if term])
    found = yield from _searched(term, min(sum(query.limit for query in queries), MOST_RECORDS))
    if found.unknown_fields or (not found.count and _journal_unknown(queries[0], found)):
        return (yield from _one_by_one(queries))
    records = yield from _fetched(found.ids)
    fitting = told_apart(queries, records.of(found.ids))
    whole = found.count <= len(found.ids)
    widest = max(queries, key=lambda query: len(fitting[query]))
    note = f"asked together with {len(queries) - 1} like it; PubMed has {found.count} records for any of them"
    lookups = {}
    for query, publications in fitting.items():
        hits = found.count if query is widest and not whole else len(publications)
        lookups[query] = Lookup(query, terms[query], hits, tuple(publications[: query.limit]), None, (note,))
    # Among more hits than could be looked at, none that fits is no proof that there is none.
    doubtful = [query for query in queries if not fitting[query]]
    if not whole and doubtful and len(doubtful) < len(queries):
        lookups |= yield from _searches(doubtful)
    elif not whole and doubtful:
        lookups |= yield from _one_by_one(doubtful)
    return lookups


def _one_by_one(queries: Sequence[Query]) -> Dialogue:
    lookups: Lookups = {}
    for query in queries:
        lookups |= yield from _one_search([query])
    return lookups


def _journal_unknown(query: Query, found: Found) -> bool:
    if query.journal is None:
        return False
    name = plain(query.journal.abbreviation).lower()
    return any(name in plain(phrase).lower() for phrase in found.unknown_phrases)


def _notes_on_words(found: Found) -> list[str]:
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
