"""The search plan: a ladder of queries, tight to loose, that stops at the first rung that settles it.

Nothing here talks to a source. `climb` yields the queries of a rung, is sent what they found,
and goes on only while the caller's `settled` says no.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from citecheck.model import Claimed, Evidence, Journal, Lookup, Person, Query
from citecheck.planning.terms import (
    Frequency,
    concept_groups,
    group_frequency,
    rarest,
    weighed_terms,
)
from citecheck.planning.words import base, tokens

# Longer conjunctions find nothing that shorter ones don't, and cost a request each to take apart.
_MOST_CONCEPTS = 5
_MOST_WORDS = 24
_MOST_PEOPLE = 4

Rung = tuple[Query, ...]


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


@dataclass
class Plan:
    """What of a claim can be searched, each part worked out once and only if a rung needs it."""

    claimed: Claimed
    frequency: Frequency

    @property
    def journal(self) -> Journal | None:
        """The journal, where the catalogue knows it."""
        return self.claimed.journal.journal if self.claimed.journal else None

    @property
    def years(self) -> tuple[int, int] | None:
        """The years within which the publication should lie: print and online dates may be a year apart."""
        year, published = self.claimed.year, self.claimed.published
        if year:
            return year - 1, year + 1
        return (published.first.year - 1, published.last.year + 1) if published else None

    @property
    def first_page(self) -> str | None:
        """The page on which the article starts: "541" of "541-7"."""
        pages = self.claimed.pages
        found = tokens(pages.replace("–", "-").split("-")[0]) if pages else []
        return found[0] if found else None

    @cached_property
    def surnames(self) -> tuple[str, ...]:
        """The last names of everybody named, authors first."""
        people = (*self.claimed.authors, *self.claimed.people)
        return tuple(dict.fromkeys(person.last_name for person in people if person.last_name))

    @cached_property
    def concepts(self) -> tuple[tuple[str, ...], ...]:
        """The finding's concepts with their variants, the most telling first (its terms if it has none)."""
        texts = [concept.text for concept in self.claimed.concepts]
        groups = [group for text in texts or [self.claimed.finding or ""] for group in concept_groups(text)]
        by_key = {" ".join(base(word) for word in tokens(group[0])): group for group in groups}
        counted = [(group_frequency(group, self.frequency), group) for group in by_key.values()]
        ordered = [group for count, group in sorted(counted, key=lambda pair: pair[0]) if count]
        return tuple(ordered[:_MOST_CONCEPTS])

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The most telling terms of everything that is said of the study."""
        claim = " \n".join(c for c in (self.claimed.title, self.claimed.finding) if c)
        concepts = " \n".join(concept.text for concept in self.claimed.concepts)
        stated = frozenset(term.key for term in weighed_terms(claim + " \n" + concepts))
        skip = {base(part) for name in self.surnames for part in name.split()}
        terms = weighed_terms(f"{claim} \n{concepts} \n{self.claimed.context}")
        kept = tuple(term for term in terms if term.key not in skip)
        return rarest(kept, self.frequency, _MOST_WORDS, stated)


def _rungs(plan: Plan) -> Iterator[Rung]:
    claimed = plan.claimed
    if claimed.has_identifier:
        yield _by_identifier(claimed)
    if claimed.title or (plan.journal and (claimed.volume or claimed.pages)):
        yield from _as_reference(plan)
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
    claimed, journal, page = plan.claimed, plan.journal, plan.first_page
    first = _name(claimed.authors[0]) if claimed.authors else None
    authors = (first,) if first else ()
    year = (claimed.year, claimed.year) if claimed.year else None
    rung: list[Query] = []
    if journal and page and (claimed.volume or year):
        rung.append(
            Query(
                "journal, year, volume, page and author",
                journal=journal, years=year, volume=claimed.volume, first_page=page, authors=authors,
            )
        )  # fmt: skip
    if claimed.title:
        rung.append(Query("title in the journal", title=claimed.title, journal=journal))
    yield tuple(rung)
    if claimed.title:
        yield (Query("title in any journal", title=claimed.title),)
    rung = []
    if journal and page:
        rung.append(
            Query(
                "journal, volume and page, without the author",
                journal=journal,
                volume=claimed.volume,
                first_page=page,
            )
        )
    if journal and authors and plan.years:
        rung.append(
            Query(
                "author, journal and year",
                journal=journal,
                authors=authors,
                years=plan.years,
                words=plan.words,
            )
        )
    if authors and plan.words:
        rung.append(Query("author and the title's words", authors=authors, words=plan.words))
    yield tuple(rung)


def _in_journal(plan: Plan, journal: Journal) -> Iterator[Rung]:
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
        Query("fewer concepts in the journal", journal=journal, concepts=concepts[:count], years=years)
        for count in _steps_down(len(concepts))
    ]
    if years and words:
        rung.append(Query("telling words in the journal, any year", journal=journal, words=words))
    yield tuple(rung)


def _anywhere(plan: Plan) -> Iterator[Rung]:
    concepts, words, years = plan.concepts, plan.words, plan.years
    rung: list[Query] = []
    if concepts:
        rung.append(Query("concepts in any journal", concepts=concepts, years=years))
    if words:
        rung.append(Query("telling words in any journal", words=words, years=years))
        rung += [
            Query(f"{name} and telling words", authors=(name,), words=words)
            for name in plan.surnames[:_MOST_PEOPLE]
        ]
    yield tuple(rung)
    rung = [
        Query("fewer concepts in any journal", concepts=concepts[:count], years=years)
        for count in _steps_down(len(concepts))
    ]
    if words:
        rung += [
            Query(f"{place} and telling words", affiliation=place, words=words)
            for place in plan.claimed.institutions[:2]
        ]
        rung += [
            Query(f"trial {name}", concepts=((name,),), words=words) for name in plan.claimed.trial_names[:2]
        ]
        if years:
            rung.append(Query("telling words in any journal, any year", words=words))
    yield tuple(rung)


def _steps_down(count: int) -> range:
    """How many concepts to keep, one fewer at a time, never fewer than two."""
    return range(count - 1, 1, -1)


def _name(person: Person) -> str:
    return f"{person.last_name} {person.initials}".strip()
