"""Groups the citations of a document by the publication that they cite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from citecheck.model import Citation, CitationCluster, CitationFields, CitationKind, JournalMention

MOST_CONTEXT = 6000

_T = TypeVar("_T")


def cluster_citations(citations: Sequence[Citation]) -> tuple[CitationCluster, ...]:
    """One cluster for each publication that a document cites, in reading order, see `group_citations`."""
    sourced = [citation for citation in citations if citation.kind is not CitationKind.UNSOURCED]
    return tuple(
        CitationCluster(members, _without_others(merge_fields(members), members, sourced))
        for members in group_citations(citations)
    )


def group_citations(citations: Sequence[Citation]) -> tuple[tuple[Citation, ...], ...]:
    """The citations of each publication that a document cites, in reading order.

    Citations linked by `refers_to` or `same_as`, directly or through others, belong together.
    Unsourced citations cannot be looked up and are left out. Links to unknown ids are ignored.
    """
    sourced = {c.id: c for c in citations if c.kind is not CitationKind.UNSOURCED}
    parent = {name: name for name in sourced}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for citation in sourced.values():
        for other in (citation.refers_to, citation.same_as):
            if other in sourced:
                parent[root(citation.id)] = root(other)
    groups: dict[str, list[Citation]] = {}
    for citation in sourced.values():
        groups.setdefault(root(citation.id), []).append(citation)
    return tuple(map(tuple, groups.values()))


def _without_others(
    claimed: CitationFields, members: Sequence[Citation], all_: Iterable[Citation]
) -> CitationFields:
    """The claim, without the sentences of its passage that cite a study in another journal."""
    if not claimed.context or not claimed.journal:
        return claimed
    own = {citation.quote for citation in members}
    context = claimed.context
    for other in all_:
        named = other.claimed.journal
        if named and named.text != claimed.journal.text and other.quote not in own and other.quote in context:
            context = context.replace(other.quote, "")
    return claimed if context == claimed.context else replace(claimed, context=context)


def merge_fields(citations: Sequence[Citation]) -> CitationFields:
    """Combine what several citations state about one publication.

    Bibliographic facts are taken from the reference entry, else from the link, else from the prose.
    The finding and the description of the study are taken from the prose first. Lists are
    concatenated in that order without repeats. The fields of a single citation stay as they are.
    """
    if len(citations) == 1:
        return citations[0].claimed
    rank = {CitationKind.REFERENCE: 0, CitationKind.LINK: 1, CitationKind.ATTRIBUTION: 2}
    facts = [c.claimed for c in sorted(citations, key=lambda c: rank[c.kind])]
    prose = [c.claimed for c in sorted(citations, key=lambda c: -rank[c.kind])]
    year = _first(c.year for c in facts)
    authors = _united((c.authors for c in facts), lambda p: p.last_name.casefold())
    named = {person.last_name.casefold() for person in authors}
    return CitationFields(
        journal=_journal(facts),
        year=year,
        month=_first(c.month for c in facts if c.year in (None, year)),
        published=_first(c.published for c in facts),
        authors=authors,
        people=tuple(
            p
            for p in _united((c.people for c in prose), lambda p: p.last_name.casefold())
            if p.last_name.casefold() not in named
        ),
        institutions=_united((c.institutions for c in prose), str.casefold),
        trial_names=_united((c.trial_names for c in prose), str.casefold),
        place=_first(c.place for c in prose),
        meeting=_first(c.meeting for c in prose),
        title=_first(c.title for c in facts),
        volume=_first(c.volume for c in facts),
        issue=_first(c.issue for c in facts),
        pages=_first(c.pages for c in facts),
        design=_first(c.design for c in prose),
        sample_size=_first(c.sample_size for c in prose),
        numbers=_united((c.numbers for c in prose), lambda n: n.text),
        finding=_first(c.finding for c in prose),
        concepts=_united((c.concepts for c in prose), lambda c: c.text.casefold()),
        direction=_first(c.direction for c in prose),
        pmid=_first(c.pmid for c in facts),
        doi=_first(c.doi for c in facts),
        pmcid=_first(c.pmcid for c in facts),
        accession=_first(c.accession for c in facts),
        context=_context(c.claimed.context for c in citations),
        told_on=_first(c.told_on for c in prose),
        story=any(c.story for c in prose),
    )


def _first(stated: Iterable[_T | None]) -> _T | None:
    return next((value for value in stated if value), None)


def _united(lists: Iterable[tuple[_T, ...]], key: Callable[[_T], str]) -> tuple[_T, ...]:
    found: dict[str, _T] = {}
    for values in lists:
        for value in values:
            found.setdefault(key(value), value)
    return tuple(found.values())


def _journal(facts: Sequence[CitationFields]) -> JournalMention | None:
    """The first journal that the catalogue knows, else the first that is named."""
    named = [c.journal for c in facts if c.journal]
    return next((mention for mention in named if mention.journal), named[0] if named else None)


def _context(contexts: Iterable[str]) -> str:
    """All passages but those contained in an earlier one, cut at MOST_CONTEXT characters."""
    kept: list[str] = []
    for passage in contexts:
        if passage and not any(passage in other for other in kept):
            kept.append(passage)
    return "\n".join(kept)[:MOST_CONTEXT]
