"""What was found out of one evidence, whatever the article in which it stands; archives repeat themselves.

Everything here is worked out from an evidence without its places (`placeless`): what is remembered under
its key cannot depend on anything that the key leaves out.
"""

from __future__ import annotations

import hashlib
import sys
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from citecheck.audit.codec import as_json
from citecheck.audit.pieces import Piece, piece
from citecheck.checker import Checker
from citecheck.model import Citation, Evidence, Judgement, Lookup, Span
from citecheck.planning.joining import is_prose
from citecheck.reports.to_json import grounds_object, verdict_object

_NOWHERE = Span(0, 0, 0, 0, 0, 0)
# Bytes of Python's own for a piece, and for a place with its short texts.
_PIECE = 150
_PLACE = 350
# Twelve thousand evidences. In one archive a thousand would do, which repeats what stands near by; where it
# holds another's articles again, they may come thousands of articles later.
_MOST = 64_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """The judgement on one place, as the store takes it.

    All of it is JSON, the members of one object: `own` is what is said of this place, and `grounds` what was
    found for all places that are tied together.
    """

    verdict: str
    flags: str
    score: float | None
    pmid: str | None
    publication_year: int | None
    own: str
    grounds: Piece


@dataclass(frozen=True, slots=True)
class Settled:
    """The judgement on each place of an evidence, its lookups in JSON, and what publication prose means."""

    places: tuple[Place, ...]
    lookups: Piece
    meant: str | None


def placeless(evidence: Evidence) -> Evidence:
    """The same evidence, wherever in an article it may stand."""
    return Evidence(tuple(_placeless(citation) for citation in evidence.citations), evidence.claimed)


def _placeless(citation: Citation) -> Citation:
    return replace(citation, id="", span=_NOWHERE, refers_to=None, same_as=None)


def key_of(evidence: Evidence) -> bytes:
    """What tells an evidence without places from all others: a digest of everything that it holds."""
    # What a single place claims is not written twice.
    claimed = None if evidence.claimed == evidence.citations[0].claimed else evidence.claimed
    text = as_json((evidence.citations, claimed))
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()


def settle(checker: Checker, evidence: Evidence, lookups: tuple[Lookup, ...]) -> Settled:
    """Judge an evidence without places by itself."""
    judgements = checker.judgements(evidence, lookups)
    meant = checker.meant((evidence, lookups)) if is_prose(evidence) else None
    return Settled(tuple(places(judgements)), lookups_of(evidence, lookups), meant)


def places(judgements: Sequence[Judgement]) -> list[Place]:
    """What the store takes of these judgements; what they share is written once.

    Of candidates' fields it takes only those that are stated: most are not.
    """
    grounds: dict[tuple[int, int], Piece] = {}
    made = []
    for one in judgements:
        shared = (id(one.candidates), id(one.searches))
        if shared not in grounds:
            grounds[shared] = piece(as_json(grounds_object(one, only_stated=True))[1:])
        made.append(_place(one, grounds[shared]))
    return made


def _place(judgement: Judgement, grounds: Piece) -> Place:
    said = verdict_object(judgement)
    found = judgement.match.publication if judgement.match else None
    return Place(
        said["verdict"],
        " ".join(said["flags"]),
        said["score"],
        found.pmid if found else None,
        found.year if found else None,
        as_json(said)[1:-1],
        grounds,
    )


def lookups_of(evidence: Evidence, lookups: Sequence[Lookup]) -> Piece:
    """An evidence's lookups, with what its places claim together where none claims it alone."""
    row: dict[str, Any] = {
        "lookups": [
            {
                "query": lookup.query,
                "text": lookup.text,
                "hits": lookup.hits,
                "error": lookup.error,
                "pmids": [p.pmid for p in lookup.publications],
                **({"notes": lookup.notes} if lookup.notes else {}),
            }
            for lookup in lookups
        ]
    }
    if evidence.claimed != evidence.citations[0].claimed:
        row["claimed"] = evidence.claimed
    return piece(as_json(row)[1:])


class Memory:
    """What one process has settled, up to so many bytes, the oldest forgotten first.

    `sent` are the publications that went to the store with it: those of what is remembered are not
    looked up again.
    """

    def __init__(self, most: int = _MOST) -> None:
        self.sent: set[str] = set()
        self._most = most
        self._bytes = 0
        self._kept: OrderedDict[bytes, Settled] = OrderedDict()

    def get(self, key: bytes) -> Settled | None:
        """What was settled under this key."""
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        return kept

    def put(self, key: bytes, settled: Settled) -> None:
        """Remember it."""
        if key in self._kept:
            self._bytes -= _weight(self._kept.pop(key))
        self._kept[key] = settled
        self._bytes += _weight(settled)
        while self._bytes > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= _weight(oldest)


def _weight(settled: Settled) -> int:
    """About how many bytes it takes to remember it."""
    pieces = {id(one): one for one in (settled.lookups, *(place.grounds for place in settled.places))}
    texts = sum(sys.getsizeof(place.own) for place in settled.places)
    return texts + sum(_PIECE + len(one.packed) for one in pieces.values()) + _PLACE * len(settled.places)
