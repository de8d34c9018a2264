"""The query plan: steps of queries, tight to loose; it stops at the first step that settles it.

Nothing here talks to a source. `run_query_plan` yields the queries of a step, is sent what they found,
and goes on only while the caller's `settled` says no.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import fields, replace
from operator import attrgetter

from citecheck.model import CitationCluster, CitationFields, Journal, Lookup, Publication, Query
from citecheck.planning.query_terms import QueryTerms
from citecheck.text.term_weighting import Frequency
from citecheck.text.tokens_and_stems import tokenize

Rung = tuple[Query, ...]

# All that a query asks, whatever for.
_ASKED = attrgetter(*(field.name for field in fields(Query) if field.name != "purpose"))

_MOST_PEOPLE = 3
# Of the widest query more is looked at: a twentieth of the publications sought stand between 21 and 40.
_MOST_RANKED = 40
# What a query finds that asks beside a wider one, and that this does not find, stands among its first.
_MOST_BESIDE = 10
# What has most of a title's words stands before all that shares a word or two with it.
_MOST_LIKE_A_TITLE = 10
# A title of so many words is that of one publication, or of few that took it over.
_TELLING_TITLE = 5
_MOST_OF_ONE_TITLE = 3


def run_query_plan(
    evidence: CitationCluster, frequency: Frequency, settled: Callable[[Sequence[Lookup]], bool]
) -> Generator[Rung, tuple[Lookup, ...], None]:
    """Yield the queries of one step after another, to be sent their lookups in the same order.

    The queries of a step are independent of each other; those that ask for the same thing in other
    ways are neighbours. No query is asked twice, and a query that names nothing to look for is not
    asked. The plan ends when it is settled or when nothing is left to ask.

    Args:
        evidence: The cluster whose publication is sought.
        frequency: How many records of the source hold a term; None where it does not know.
        settled: Whether all lookups so far settle which publication is cited.

    Yields:
        The queries of a step, at least one; nothing at all for a cluster that cannot be searched.
    """
    asked: set[object] = set()
    lookups: list[Lookup] = []
    for rung in _rungs(QueryTerms(evidence.claimed, frequency), lookups):
        fresh: list[Query] = []
        for query in rung:
            what = _ASKED(query)
            if what not in asked and _names_something(query):
                asked.add(what)
                fresh.append(query)
        if not fresh:
            continue
        lookups.extend((yield tuple(fresh)))
        if settled(tuple(lookups)):
            return


def _names_something(query: Query) -> bool:
    """Whether a query holds more than a journal and years, which thousands of records fit."""
    named = (query.pmids, query.dois, query.pmcids, query.title, query.authors, query.affiliation)
    return any(named) or any((query.volume, query.first_page, query.concepts, query.words))


def _rungs(plan: QueryTerms, lookups: Sequence[Lookup]) -> Iterator[Rung]:
    """The steps of the query plan; `lookups` grows by the answers to each."""
    claimed = plan.claimed
    if claimed.has_identifier:
        yield _by_identifier(claimed)
    if claimed.title or claimed.volume or claimed.pages:
        yield _by_place(plan)
        yield _by_title(plan)
        if _has_its_title(lookups):
            return
        yield _one_part_wrong(plan)
        if _has_its_title(lookups):
            return
        if not claimed.finding:
            yield _like_the_title(plan)
            if not any(lookup.query.words and lookup.hits for lookup in lookups):
                yield _words_of_the_title(plan)
            return
    if plan.journal:
        yield _in_journal(plan, plan.journal)
    yield _anywhere(plan)


def _by_identifier(claimed: CitationFields) -> Rung:
    asked = (
        Query("the stated PMID", pmids=(claimed.pmid,)) if claimed.pmid else None,
        Query("the stated DOI", dois=(claimed.doi,)) if claimed.doi else None,
        Query("the stated PMCID", pmcids=(claimed.pmcid,)) if claimed.pmcid else None,
    )
    return tuple(query for query in asked if query)


def _has_its_title(lookups: Sequence[Lookup]) -> bool:
    """Whether the publication of the stated title was found: what else is stated is wrong, not the title."""
    return any(
        lookup.query.title
        and lookup.hits <= _MOST_OF_ONE_TITLE
        and any(_is_titled(lookup.query.title, publication) for publication in lookup.publications)
        for lookup in lookups
    )


def _is_titled(title: str, publication: Publication) -> bool:
    """Whether a publication's title has all but one of a long title's words: sources forgive more."""
    words = set(tokenize(title.casefold()))
    missing = words - set(tokenize(publication.title.casefold()))
    return len(words) >= _TELLING_TITLE and len(missing) <= 1


def _by_place(plan: QueryTerms) -> Rung:
    """An entry of a reference list by its numbers, as they stand."""
    numbers = _numbers(plan)
    if plan.journal and numbers.first_page and (numbers.volume or numbers.years):
        return (replace(numbers, purpose="journal, year, volume, page and author"),)
    return ()


def _by_title(plan: QueryTerms) -> Rung:
    """An entry of a reference list by its title."""
    title = plan.claimed.title
    return (Query("the title in the journal", title=title, journal=plan.journal),) if title else ()


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


def _one_part_wrong(plan: QueryTerms) -> Rung:
    """The entry if its journal, its year, its author or its title is wrong."""
    claimed, numbers = plan.claimed, _numbers(plan)
    rung: list[Query] = []
    if claimed.title:
        rung.append(Query("the title in any journal", title=claimed.title))
    if numbers.first_page and plan.journal:
        rung.append(replace(numbers, purpose="journal, volume and page", years=None, authors=()))
    if numbers.first_page and numbers.authors:
        rung.append(replace(numbers, purpose="author, volume and page", journal=None, years=None))
    if numbers.authors and plan.years and not (claimed.title or plan.journal):
        rung.append(replace(numbers, purpose="author, year and volume", years=plan.years, first_page=None))
    return tuple(rung)


def _like_the_title(plan: QueryTerms) -> Rung:
    """What comes nearest to an entry that does not exist as it stands: its author's, else by its words."""
    authors, words, years = plan.first_author, plan.words, plan.years
    if not authors:
        return _words_of_the_title(plan)
    rung: list[Query] = []
    if plan.journal and years and not plan.claimed.title:
        rung.append(
            Query(
                "author and year in the journal",
                journal=plan.journal,
                authors=authors,
                years=years,
                words=words,
            )
        )
    if words:
        rung.append(Query("author and the title's words", authors=authors, words=words))
    return tuple(rung)


def _words_of_the_title(plan: QueryTerms) -> Rung:
    words = plan.words
    if not words:
        return ()
    rung = [Query("the title's words in any journal, any year", words=words, limit=_MOST_LIKE_A_TITLE)]
    if plan.journal:
        rung.append(
            Query(
                "the title's words in the journal",
                journal=plan.journal,
                words=words,
                limit=_MOST_LIKE_A_TITLE,
            )
        )
    return tuple(rung)


def _in_journal(plan: QueryTerms, journal: Journal) -> Rung:
    """The stated journal: all concepts, the most discriminative words, the people; then in any year."""
    words, years = plan.words, plan.years
    rung = [
        Query("concepts in the journal", journal=journal, concepts=plan.concepts, years=years),
        Query("telling words in the journal", journal=journal, words=words, years=years),
        Query(
            "the claim's words in the journal, any year",
            journal=journal,
            words=plan.claim_words,
            limit=_MOST_BESIDE,
        ),
        Query("telling words in the journal, any year", journal=journal, words=words),
    ]
    rung += [
        Query(f"{name} as author in the journal", journal=journal, authors=(name,), words=words)
        for name in plan.surnames[:_MOST_PEOPLE]
    ]
    return tuple(rung)


def _anywhere(plan: QueryTerms) -> Rung:
    """Any journal: was it published elsewhere?"""
    words, years = plan.words, plan.years
    rung = [Query(f"trial {name}", concepts=((name,),), words=words) for name in plan.claimed.trial_names[:2]]
    rung += [
        Query("telling words in any journal", words=words, years=years, limit=_MOST_RANKED),
        Query("the claim's words in any journal", words=plan.claim_words, years=years, limit=_MOST_BESIDE),
    ]
    if years:
        rung.append(Query("telling words in any journal, any year", words=words, limit=_MOST_BESIDE))
    # Few records fit these: they are no neighbours of the ones before.
    authors = tuple(person.last_name for person in plan.claimed.authors[:_MOST_PEOPLE])
    if len(authors) > 1 or not words:
        rung.append(Query("the authors together", authors=authors, years=years, words=words))
    if words:
        rung += [
            Query(f"{name} as author, and telling words", authors=(name,), words=words)
            for name in plan.surnames[:_MOST_PEOPLE]
        ]
        rung += [
            Query(f"{place} as affiliation, and telling words", affiliation=place, words=words)
            for place in plan.claimed.institutions[:1]
        ]
    return tuple(rung)
