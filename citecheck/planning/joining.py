"""Sentences that lead to one publication are about one thing, which no tie in the text could tell.

"Muscle strength and early death: a cohort study. Weak teenagers die earlier, suggests a study in The
BMJ. The Swedish study followed a million of them." Three places are read, and only what is found shows
that they are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from citecheck.model import CitationKind, Evidence, Lookup
from citecheck.planning.gather import merge

# An evidence with all its lookups.
Found = tuple[Evidence, tuple[Lookup, ...]]


def joined(found: Sequence[Found], meant: Callable[[Found], str | None]) -> tuple[Found, ...]:
    """The evidence of a document; attributions are made one where `meant` gives the same publication.

    Only attributions without a journal join, and only one that names a journal: an article that names
    two may speak of two studies. Without any to join, `meant` is not asked.
    """
    kept: dict[int, Found] = dict(enumerate(found))
    for bare, named in to_join([evidence for evidence, _ in found], lambda place: meant(found[place])):
        kept[named] = together(kept[named], kept.pop(bare))
    return tuple(kept.values())


def to_join(evidences: Sequence[Evidence], meant: Callable[[int], str | None]) -> tuple[tuple[int, int], ...]:
    """Which evidences go into which others, by their numbers, of which `meant` gives the publication."""
    prose = {place: one for place, one in enumerate(evidences) if is_prose(one)}
    bare = [place for place, evidence in prose.items() if not evidence.claimed.journal]
    if not bare or len(bare) == len(prose):
        return ()
    named: dict[str | None, list[int]] = defaultdict(list)
    for place in sorted(prose.keys() - set(bare)):
        named[meant(place)].append(place)
    publications = ((place, meant(place)) for place in bare)
    return tuple((place, named[one][0]) for place, one in publications if one and len(named[one]) == 1)


def is_prose(evidence: Evidence) -> bool:
    """Whether all its places are attributions."""
    return all(citation.kind is CitationKind.ATTRIBUTION for citation in evidence.citations)


def together(one: Found, other: Found) -> Found:
    """Two evidences with their lookups as one."""
    citations = sorted((*one[0].citations, *other[0].citations), key=lambda citation: citation.span.start)
    return Evidence(tuple(citations), merge(citations)), tuple(dict.fromkeys((*one[1], *other[1])))
