"""Places of one sentence that lead to one publication are one thing, which no tie in the text could tell.

"Muscle strength and early death: a cohort study. Weak teenagers die earlier, suggests a study in The
BMJ": the title and the attribution are read as two citations, and only what is found shows that they
are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from citecheck.model import Evidence, Lookup
from citecheck.planning.gather import merge

# An evidence with all its lookups.
Found = tuple[Evidence, tuple[Lookup, ...]]


def joined(found: Sequence[Found], meant: Callable[[Found], str | None]) -> tuple[Found, ...]:
    """The evidence of a document; what stands in one sentence is made one where `meant` is the same.

    Only evidence without a journal joins, and only one that names a journal: a sentence that names two
    may speak of two studies.
    """
    by_quote: dict[str, list[int]] = defaultdict(list)
    for place, (evidence, _) in enumerate(found):
        if evidence.claimed.journal:
            for quote in _quotes(evidence):
                by_quote[quote].append(place)
    kept: dict[int, Found] = dict(enumerate(found))
    for place, one in enumerate(found):
        if one[0].claimed.journal:
            continue
        beside = sorted({other for quote in _quotes(one[0]) for other in by_quote.get(quote, ())})
        publication = meant(one) if beside else None
        same = [other for other in beside if publication and meant(found[other]) == publication]
        if len(same) == 1:
            kept[same[0]] = _together(kept[same[0]], kept.pop(place))
    return tuple(kept.values())


def _quotes(evidence: Evidence) -> set[str]:
    return {citation.quote for citation in evidence.citations}


def _together(one: Found, other: Found) -> Found:
    citations = sorted((*one[0].citations, *other[0].citations), key=lambda citation: citation.span.start)
    return Evidence(tuple(citations), merge(citations)), tuple(dict.fromkeys((*one[1], *other[1])))
