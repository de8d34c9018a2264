"""Which places of a document cite the same publication, where the text makes it certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from citecheck.extraction.candidate import CitationCandidate
from citecheck.extraction.identifiers import Identifiers
from citecheck.model import CitationKind


def same_publication(
    drafts: Sequence[CitationCandidate],
    told: Iterable[tuple[CitationCandidate, CitationCandidate]],
    refers: Mapping[CitationCandidate, CitationCandidate],
) -> dict[CitationCandidate, CitationCandidate]:
    """From each later place to the first that cites the same publication.

    Certain are: what the prose itself ties, places with the same identifier, and the only link in a sentence
    with only one attribution that names no other entry. A place that leads to a reference entry is tied
    through that entry, and the entry itself is never a later mention.

    Args:
        drafts: the citations in reading order.
        told: pairs of a later and an earlier place that the prose itself ties.
        refers: from a place to the reference entry that it leads to.

    Returns:
        From each later place to the first; places that are the only or first one are left out.
    """
    groups = _Groups(drafts)
    for later, earlier in told:
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


def _keys(draft: CitationCandidate) -> Iterable[str]:
    claimed = draft.claimed
    return Identifiers(claimed.pmid, claimed.doi, claimed.pmcid, claimed.accession).keys


def _linked(drafts: Sequence[CitationCandidate]) -> Iterable[tuple[CitationCandidate, CitationCandidate]]:
    """Links and the attributions of the sentence in which they stand, where each is the only one."""
    links: dict[tuple[int, int], list[CitationCandidate]] = {}
    for draft in drafts:
        if draft.kind is CitationKind.LINK:
            links.setdefault((draft.start, draft.end), []).append(draft)
    attributions: dict[tuple[int, int], list[CitationCandidate]] = {}
    told = [draft for draft in drafts if draft.kind is CitationKind.ATTRIBUTION]
    at = 0
    for stretch in sorted(links):
        while at < len(told) and told[at].end <= stretch[0]:
            at += 1
        for draft in told[at : at + 4]:
            if draft.start <= stretch[0] and stretch[1] <= draft.end:
                attributions.setdefault(stretch, []).append(draft)
    for stretch, inside in attributions.items():
        if len(inside) == 1 and len(links[stretch]) == 1:
            yield links[stretch][0], inside[0]


class _Groups:
    """Drafts joined into groups, each known by its first draft in reading order."""

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
