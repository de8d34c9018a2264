"""Which places of a document cite the same publication, where the text makes it certain."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from citecheck.extraction.candidate import CitationCandidate
from citecheck.extraction.identifiers import Identifiers
from citecheck.model import CitationKind


def same_publication(
    drafts: Sequence[CitationCandidate],
    tied_in_prose: Iterable[tuple[CitationCandidate, CitationCandidate]],
    refers: Mapping[CitationCandidate, CitationCandidate],
) -> dict[CitationCandidate, CitationCandidate]:
    """Map each later citation to the first one that cites the same publication.

    Three cases are certain: the prose itself says so, and no markers or links lead elsewhere; two citations
    have the same identifier; a sentence has one link and one attribution that names no other entry.
    A citation that leads to a reference entry is compared through that entry, and the entry itself is never a
    later mention.

    Args:
        drafts: the citations in reading order.
        tied_in_prose: pairs of a later and an earlier mention of one study, as the prose shows.
        refers: from a place to the reference entry that it leads to.

    Returns:
        From each later place to the first; places that are the only or first one are left out.
    """
    groups = _Groups(drafts)
    led = _Leads(drafts, refers)
    for later, earlier in tied_in_prose:
        if not led.part(later, earlier):
            groups.join(later, earlier)
    by_identifier: dict[str, CitationCandidate] = {}
    for draft in drafts:
        if draft in refers:
            continue
        for key in _keys(draft):
            groups.join(draft, by_identifier.setdefault(key, draft))
    for link, attribution in _linked(drafts):
        named, linked = refers.get(attribution), refers.get(link)
        if named is None or named is linked or groups.first(named) is groups.first(link):
            groups.join(link, attribution)
    return {
        draft: first
        for draft in drafts
        if draft.kind is not CitationKind.REFERENCE
        and draft not in refers
        and (first := groups.first(draft)) is not draft
    }


class _Leads:
    """The entries and identifiers of the attributions: by their markers, and by links inside them."""

    def __init__(
        self, drafts: Sequence[CitationCandidate], refers: Mapping[CitationCandidate, CitationCandidate]
    ) -> None:
        self._refers = refers
        self._links = sorted(
            (draft for draft in drafts if draft.kind is CitationKind.LINK), key=lambda link: link.place[0]
        )

    def part(self, one: CitationCandidate, other: CitationCandidate) -> bool:
        """Whether two attributions lead to different publications: "The trial also found … (Hill 2010)"."""
        mine, theirs = self._of(one), self._of(other)
        return bool(mine and theirs) and mine.isdisjoint(theirs)

    def _of(self, draft: CitationCandidate) -> set[object]:
        first, last = (
            bisect_left(self._links, at, key=lambda link: link.place[0]) for at in (draft.start, draft.end)
        )
        inside = self._links[first:last]
        entries = {self._refers[one] for one in (draft, *inside) if one in self._refers}
        return {*entries, *(key for one in (*entries, *inside) for key in _keys(one))}


def _keys(draft: CitationCandidate) -> Iterable[str]:
    claimed = draft.claimed
    return Identifiers(claimed.pmid, claimed.doi, claimed.pmcid, claimed.accession).keys


def _linked(drafts: Sequence[CitationCandidate]) -> Iterable[tuple[CitationCandidate, CitationCandidate]]:
    """Pairs of a link and an attribution, each the only one of its kind in the sentence."""
    links: dict[tuple[int, int], list[CitationCandidate]] = {}
    for draft in drafts:
        if draft.kind is CitationKind.LINK:
            links.setdefault((draft.start, draft.end), []).append(draft)
    around: dict[tuple[int, int], list[CitationCandidate]] = {}
    attributions = [draft for draft in drafts if draft.kind is CitationKind.ATTRIBUTION]
    at = 0
    for stretch in sorted(links):
        while at < len(attributions) and attributions[at].end <= stretch[0]:
            at += 1
        for draft in attributions[at : at + 4]:
            if draft.start <= stretch[0] and stretch[1] <= draft.end:
                around.setdefault(stretch, []).append(draft)
    for stretch, inside in around.items():
        if len(inside) == 1 and len(links[stretch]) == 1:
            yield links[stretch][0], inside[0]


class _Groups:
    """Groups of drafts; the first draft in reading order represents its group."""

    def __init__(self, drafts: Sequence[CitationCandidate]) -> None:
        self._place = {draft: at for at, draft in enumerate(drafts)}
        self._leader = {draft: draft for draft in drafts}

    def first(self, draft: CitationCandidate) -> CitationCandidate:
        leader = draft
        while self._leader[leader] is not leader:
            leader = self._leader[leader]
        self._leader[draft] = leader
        return leader

    def join(self, one: CitationCandidate, other: CitationCandidate) -> None:
        a, b = self.first(one), self.first(other)
        if self._place[a] > self._place[b]:
            a, b = b, a
        self._leader[b] = a
