"""The search plan: a ladder of queries, tight to loose, that stops at the first rung that settles it.

Nothing here talks to a source. `climb` yields the queries of a rung, is sent what they found,
and goes on only while the caller's `settled` says no.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace

from citecheck.model import Claimed, Evidence, Journal, Lookup, Person, Query
from citecheck.planning.plan import Plan, broadened
from citecheck.planning.terms import Frequency

Rung = tuple[Query, ...]

_MOST_PEOPLE = 3
_MOST_STEPS = 3
# Of the widest query more is looked at: a twentieth of the publications sought stand between 21 and 40.
_MOST_RANKED = 40


def climb(
    evidence: Evidence, frequency: Frequency, settled: Callable[[Sequence[Lookup]], bool]
) -> Generator[Rung, tuple[Lookup, ...], None]:
    """Yield rung after rung of queries, to be sent their lookups in the same order.

    The queries of a rung are independent of each other. No query is asked twice. It ends when
    `settled` says so of all lookups so far, or when nothing is left to ask; evidence that
    names nothing that can be searched yields nothing at all.
    """
    asked: set[Query] = set()
    lookups: list[Lookup] = []
    for rung in _rungs(Plan(evidence.claimed, frequency)):
        fresh: list[Query] = []
        for query in rung:
            bare = replace(query, purpose="")
            if bare not in asked:
                asked.add(bare)
                fresh.append(query)
        if not fresh:
            continue
        lookups.extend((yield tuple(fresh)))
        if settled(tuple(lookups)):
            return


def _rungs(plan: Plan) -> Iterator[Rung]:
    claimed = plan.claimed
    if claimed.has_identifier:
        yield _by_identifier(claimed)
    if claimed.title or claimed.volume or claimed.pages:
        yield from _as_reference(plan)
        if not claimed.finding:
            yield _like_the_title(plan)
            return
    if plan.journal:
        yield from _in_journal(plan, plan.journal)
    yield from _anywhere(plan)


def _by_identifier(claimed: Claimed) -> Rung:
    asked = (
        Query("the stated PMID", pmids=(claimed.pmid,)) if claimed.pmid else None,
        Query("the stated DOI", dois=(claimed.doi,)) if claimed.doi else None,
        Query("the stated PMCID", pmcids=(claimed.pmcid,)) if claimed.pmcid else None,
    )
    return tuple(query for query in asked if query)


def _as_reference(plan: Plan) -> Iterator[Rung]:
    """An entry of a reference list: its numbers and title, then what is left if one of them is wrong."""
    claimed, journal, page = plan.claimed, plan.journal, plan.first_page
    authors = (_name(claimed.authors[0]),) if claimed.authors else ()
    year = (claimed.year, claimed.year) if claimed.year else None
    rung: list[Query] = []
    numbers = Query(
        "its numbers", journal=journal, years=year, volume=claimed.volume, first_page=page, authors=authors
    )
    if journal and page and (claimed.volume or year):
        rung.append(replace(numbers, purpose="journal, year, volume, page and author"))
    if claimed.title:
        rung.append(Query("the title in the journal", title=claimed.title, journal=journal))
    yield tuple(rung)
    if claimed.title and journal:
        yield (Query("the title in any journal", title=claimed.title),)
    words = plan.words
    rung = []
    if journal and page:
        rung.append(replace(numbers, purpose="journal, volume and page", years=None, authors=()))
    if authors and page:
        rung.append(replace(numbers, purpose="author, volume and page", journal=None, years=None))
    if authors and plan.years and not (claimed.title or journal):
        rung.append(replace(numbers, purpose="author, year and volume", years=plan.years, first_page=None))
    if authors and plan.years and journal:
        rung.append(
            Query(
                "author and year in the journal",
                journal=journal,
                authors=authors,
                years=plan.years,
                words=words,
            )
        )
    if authors and words:
        rung.append(Query("author and the title's words", authors=authors, words=words))
    yield tuple(rung)


def _like_the_title(plan: Plan) -> Rung:
    """What comes nearest to an entry that does not exist as it stands."""
    words = plan.words
    if not words:
        return ()
    rung = [Query("the title's words in any journal", words=words, years=plan.years)]
    if plan.journal:
        rung.append(Query("the title's words in the journal", journal=plan.journal, words=words))
    if plan.years:
        rung.append(Query("the title's words in any journal, any year", words=words))
    return tuple(rung)


def _in_journal(plan: Plan, journal: Journal) -> Iterator[Rung]:
    """The stated journal: all concepts, the words that tell most; then fewer concepts, any year."""
    concepts, words, years = plan.concepts, plan.words, plan.years
    authors = tuple(person.last_name for person in plan.claimed.authors[:1])
    rung: list[Query] = []
    if concepts:
        rung.append(
            Query("concepts in the journal", journal=journal, concepts=concepts, years=years, authors=authors)
        )
    if words:
        rung.append(Query("telling words in the journal", journal=journal, words=words, years=years))
    if authors:
        rung.append(
            Query("author in the journal", journal=journal, authors=authors, years=years, words=words)
        )
    yield tuple(rung)
    rung = [
        Query(
            f"fewer concepts in the journal ({count} of {len(concepts)})",
            journal=journal,
            concepts=concepts[:count],
            years=years,
        )
        for count in range(len(concepts) - 1, 0, -1)[:_MOST_STEPS]
    ]
    if words:
        rung.append(
            Query("the claim's words in the journal, any year", journal=journal, words=plan.claim_words)
        )
        if years:
            rung.append(Query("telling words in the journal, any year", journal=journal, words=words))
    yield tuple(rung)


def _anywhere(plan: Plan) -> Iterator[Rung]:
    """Any journal: was it published elsewhere?"""
    words, years = plan.words, plan.years
    authors = tuple(person.last_name for person in plan.claimed.authors[:_MOST_PEOPLE])
    rung = [Query(f"trial {name}", concepts=((name,),), words=words) for name in plan.claimed.trial_names[:2]]
    if len(authors) > 1 or (authors and not words):
        rung.append(Query("the authors together", authors=authors, years=years))
    if plan.concepts:
        rung.append(Query("concepts in any journal", concepts=plan.concepts, years=years))
    if words:
        rung.append(Query("telling words in any journal", words=words, years=years, limit=_MOST_RANKED))
        rung += [
            Query(f"{name} as author, and telling words", authors=(name,), words=words)
            for name in plan.surnames[:_MOST_PEOPLE]
        ]
    yield tuple(rung)
    if words:
        yield tuple(_two_together(plan))
    rung = [
        Query(f"{place} as affiliation, and telling words", affiliation=place, words=words)
        for place in plan.claimed.institutions[:1]
        if words
    ]
    if words and years:
        rung.append(Query("telling words in any journal, any year", words=words))
    yield tuple(rung)


def _two_together(plan: Plan) -> Iterator[Query]:
    """Records that hold two of the most telling terms, whichever two: the rest of the claim may be off."""
    groups = plan.best_groups
    yield Query("the claim's words in any journal", words=plan.claim_words, years=plan.years)
    for place, group in enumerate(groups[:-1]):
        rest = tuple(dict.fromkeys(v for other in groups[place + 1 :] for v in broadened(other)))
        yield Query(
            f"{group[0]} with another concept", concepts=(group, rest), words=plan.words, years=plan.years
        )


def _name(person: Person) -> str:
    return f"{person.last_name} {person.initials}".strip()
