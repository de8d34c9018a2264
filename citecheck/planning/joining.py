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
    prose = {place: one for place, one in enumerate(found) if _is_prose(one[0])}
    bare = [place for place, (evidence, _) in prose.items() if not evidence.claimed.journal]
    if not bare or len(bare) == len(prose):
        return tuple(found)
    named: dict[str | None, list[int]] = defaultdict(list)
    for place in prose.keys() - set(bare):
        named[meant(found[place])].append(place)
    kept: dict[int, Found] = dict(enumerate(found))
    for place in bare:
        publication = meant(found[place])
        same = named.get(publication, [])
        if publication and len(same) == 1:
            kept[same[0]] = _together(kept[same[0]], kept.pop(place))
    return tuple(kept.values())


def _is_prose(evidence: Evidence) -> bool:
    return all(citation.kind is CitationKind.ATTRIBUTION for citation in evidence.citations)


def _together(one: Found, other: Found) -> Found:
    citations = sorted((*one[0].citations, *other[0].citations), key=lambda citation: citation.span.start)
    return Evidence(tuple(citations), merge(citations)), tuple(dict.fromkeys((*one[1], *other[1])))
