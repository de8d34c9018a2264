"""The query plan: steps of queries, from narrow to broad, until the lookups suffice.

Nothing here talks to a source. `run_query_plan` yields the queries of a step, is sent their lookups,
and continues until the caller's `stop_searching` returns True.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import fields, replace
from operator import attrgetter

from citecheck.model import CitationCluster, CitationFields, Journal, Lookup, Publication, Query
from citecheck.planning.query_terms import QueryTerms
from citecheck.text.tokens_and_stems import tokenize

QueryStep = tuple[Query, ...]

# What a query asks for: all its fields but the purpose.
_query_content = attrgetter(*(field.name for field in fields(Query) if field.name != "purpose"))

_MOST_PEOPLE = 3
# Words alone only rank, so that such a query returns more records: 2 to 5 % of the true matches rank between
# 21 and 40.
_MOST_RANKED = 40
# A true match that only the narrower of two similar queries finds is among its first results.
_MOST_BESIDE = 10
# So many publications by the author of an entry that was not found are compared; a report shows four.
_MOST_BY_AUTHOR = 4
# A title of at least so many words identifies a publication, or a few with the same title.
_DISTINCTIVE_TITLE = 5
_MOST_OF_ONE_TITLE = 3


def run_query_plan(
    cluster: CitationCluster, stop_searching: Callable[[Sequence[Lookup]], bool]
) -> Generator[QueryStep, tuple[Lookup, ...], None]:
    """Yield the queries of one step after another, to be sent their lookups in the same order.

    The queries of a step are independent of each other; similar queries are next to each other. No
    query is asked twice, and a query with nothing but a journal and years is not asked. The plan ends
    when `stop_searching` returns True or no query is left. It is asked after each step that found
    publications that no step before found.

    Args:
        cluster: The cluster whose publication is searched for.
        stop_searching: Whether all lookups so far identify the cited publication.

    Yields:
        The queries of a step, at least one. A cluster without anything to search for yields nothing.
    """
    asked: set[object] = set()
    found: set[str] = set()
    lookups: list[Lookup] = []
    for step in _steps(QueryTerms(cluster.claimed), lookups):
        fresh: list[Query] = []
        for query in step:
            content = _query_content(query)
            if content not in asked and _names_something(query):
                asked.add(content)
                fresh.append(query)
        if not fresh:
            continue
        lookups.extend((yield tuple(fresh)))
        known = len(found)
        found.update(publication.pmid for lookup in lookups for publication in lookup.publications)
        if len(found) > known and stop_searching(tuple(lookups)):
            return


def _names_something(query: Query) -> bool:
    """Whether a query has more than a journal and years, which thousands of records match."""
    named = (query.pmids, query.dois, query.pmcids, query.accessions, query.title, query.authors)
    return any(named) or any((query.affiliation, query.volume, query.first_page, query.concepts, query.words))


def _steps(plan: QueryTerms, lookups: Sequence[Lookup]) -> Iterator[QueryStep]:
    """The steps of the query plan. The caller adds the answers to each step to `lookups`."""
    claimed = plan.claimed
    if claimed.has_identifier:
        yield _by_identifier(claimed)
    if claimed.title or claimed.volume or claimed.pages:
        yield _by_locator(plan)
        yield _by_title(plan)
        if _has_its_title(lookups, plan.journal):
            return
        yield _one_part_wrong(plan, lookups)
        if _has_its_title(lookups):
            return
        if claimed.title or not claimed.finding:
            yield _like_the_title(plan)
            return
    if plan.journal:
        yield _in_journal(plan, plan.journal)
    yield _anywhere(plan)


def _by_identifier(claimed: CitationFields) -> QueryStep:
    asked = (
        Query("the stated PMID", pmids=(claimed.pmid,)) if claimed.pmid else None,
        Query("the stated DOI", dois=(claimed.doi,)) if claimed.doi else None,
        Query("the stated PMCID", pmcids=(claimed.pmcid,)) if claimed.pmcid else None,
        Query("the stated accession", accessions=(claimed.accession,)) if claimed.accession else None,
    )
    return tuple(query for query in asked if query)


def _has_its_title(lookups: Sequence[Lookup], journal: Journal | None = None) -> bool:
    """Whether a publication with the stated title was found, in this journal if one is given."""
    return any(
        _is_titled(lookup.query.title, publication) and (journal is None or _is_in(journal, publication))
        for lookup in lookups
        if lookup.query.title and lookup.hits <= _MOST_OF_ONE_TITLE
        for publication in lookup.publications
    )


def _is_misleading(lookups: Sequence[Lookup]) -> bool:
    """Whether the search for the title found publications, but none with that title."""
    return any(lookup.query.title and lookup.hits for lookup in lookups) and not _has_its_title(lookups)


def _is_in(journal: Journal, publication: Publication) -> bool:
    return publication.journal is not None and publication.journal.abbreviation == journal.abbreviation


def _is_titled(title: str, publication: Publication) -> bool:
    """Whether a publication's title has all words of a long title but one at most; sources tolerate more."""
    words = set(tokenize(title.casefold()))
    missing = words - set(tokenize(publication.title.casefold()))
    return len(words) >= _DISTINCTIVE_TITLE and len(missing) <= 1


def _by_locator(plan: QueryTerms) -> QueryStep:
    """A reference entry by journal, year, volume, page and author, all as stated."""
    numbers = _numbers(plan)
    if plan.journal and numbers.first_page and (numbers.volume or numbers.years):
        return (replace(numbers, purpose="journal, year, volume, page and author"),)
    return ()


def _by_title(plan: QueryTerms) -> QueryStep:
    """A reference entry by its title: few publications share a long title, many share a short one."""
    title = plan.claimed.title
    if not title:
        return ()
    return (_in_any_journal(title) if _is_distinctive(title) else _title_in_journal(title, plan),)


def _is_distinctive(title: str) -> bool:
    return len(set(tokenize(title.casefold()))) >= _DISTINCTIVE_TITLE


def _in_any_journal(title: str) -> Query:
    return Query("the title in any journal", title=title)


def _title_in_journal(title: str, plan: QueryTerms) -> Query:
    return Query("the title in the journal", title=title, journal=plan.journal)


def _numbers(plan: QueryTerms) -> Query:
    claimed = plan.claimed
    return Query(
        "its numbers",
        journal=plan.journal,
        years=(claimed.year, claimed.year) if claimed.year else None,
        volume=claimed.volume,
        first_page=plan.first_page,
        authors=plan.first_author,
    )


def _one_part_wrong(plan: QueryTerms, lookups: Sequence[Lookup]) -> QueryStep:
    """A reference entry in which the journal, the year, the author or the title is wrong.

    A long title that was found in no journal is not searched for in the stated one.
    """
    claimed, numbers = plan.claimed, _numbers(plan)
    step: list[Query] = []
    if claimed.title and not _is_distinctive(claimed.title):
        step.append(_in_any_journal(claimed.title))
    elif claimed.title and plan.journal and _is_misleading(lookups):
        step.append(_title_in_journal(claimed.title, plan))
    if numbers.first_page and plan.journal:
        step.append(replace(numbers, purpose="journal, volume and page", years=None, authors=()))
    if numbers.first_page and numbers.authors:
        step.append(replace(numbers, purpose="author, volume and page", journal=None, years=None))
    if numbers.authors and plan.years and not (claimed.title or plan.journal):
        step.append(replace(numbers, purpose="author, year and volume", years=plan.years, first_page=None))
    return tuple(step)


def _like_the_title(plan: QueryTerms) -> QueryStep:
    """Publications by the author of an entry that was not found, on its subject.

    Without its author, the publications that share most words with its title are never the cited one: over
    3,300 entries, many of them not in PubMed, no verdict came from them but two wrong suggestions.
    """
    authors, words, years = plan.first_author, plan.title_words, plan.years
    if not authors:
        return ()
    step: list[Query] = []
    if plan.journal and years and not plan.claimed.title:
        step.append(
            Query(
                "author and year in the journal",
                journal=plan.journal,
                authors=authors,
                years=years,
                words=words,
            )
        )
    if words:
        step.append(
            Query("author and the title's words", authors=authors, words=words, limit=_MOST_BY_AUTHOR)
        )
    return tuple(step)


def _in_journal(plan: QueryTerms, journal: Journal) -> QueryStep:
    """Searches in the stated journal: by concepts, by distinctive words, by people; then in any year."""
    words, years = plan.words, plan.years
    step = [
        Query("concepts in the journal", journal=journal, concepts=plan.concepts, years=years),
        Query(
            "distinctive words in the journal",
            journal=journal,
            words=words,
            years=years,
            limit=_MOST_RANKED,
        ),
        Query("distinctive words in the journal, any year", journal=journal, words=words),
    ]
    step += [
        Query(f"{name} as author in the journal", journal=journal, authors=(name,), words=words)
        for name in plan.surnames[:_MOST_PEOPLE]
    ]
    return tuple(step)


def _anywhere(plan: QueryTerms) -> QueryStep:
    """Searches in any journal, in case the stated one is wrong or none is stated."""
    words, years = plan.words, plan.years
    step = [Query(f"trial {name}", concepts=((name,),), words=words) for name in plan.claimed.trial_names[:2]]
    step += [Query("distinctive words in any journal", words=words, years=years, limit=_MOST_RANKED)]
    if years:
        step.append(Query("distinctive words in any journal, any year", words=words, limit=_MOST_BESIDE))
    # Few records match these queries, and they overlap little with those above.
    authors = tuple(person.last_name for person in plan.claimed.authors[:_MOST_PEOPLE])
    if len(authors) > 1 or not words:
        step.append(Query("the authors together", authors=authors, years=years, words=words))
    if words:
        step += [
            Query(f"{name} as author, and distinctive words", authors=(name,), words=words)
            for name in plan.surnames[:_MOST_PEOPLE]
        ]
        step += [
            Query(f"{place} as affiliation, and distinctive words", affiliation=place, words=words)
            for place in plan.claimed.institutions[:1]
        ]
    return tuple(step)
