"""What was found out of one evidence, whatever the article in which it stands; archives repeat themselves.

Everything here is worked out from an evidence without its places (`placeless`): what is remembered under
its key cannot depend on anything that the key leaves out.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from citecheck.audit.codec import encode
from citecheck.checker import Checker
from citecheck.model import Citation, Evidence, Judgement, Lookup, Span
from citecheck.planning.joining import is_prose
from citecheck.reports.to_json import judgement_object

_NOWHERE = Span(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """The judgement on one place, as the store takes it; `text` is all of it, as JSON."""

    verdict: str
    flags: str
    score: float | None
    pmid: str | None
    publication_year: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Settled:
    """The judgement on each place of an evidence, its lookups as JSON, and what publication prose means."""

    places: tuple[Place, ...]
    lookups: str
    meant: str | None


def placeless(evidence: Evidence) -> Evidence:
    """The same evidence, wherever in an article it may stand."""
    return Evidence(tuple(_placeless(citation) for citation in evidence.citations), evidence.claimed)


def _placeless(citation: Citation) -> Citation:
    return replace(citation, id="", span=_NOWHERE, refers_to=None, same_as=None)


def key_of(evidence: Evidence) -> bytes:
    """What tells an evidence without places from all others: a digest of everything that it holds."""
    return hashlib.blake2b(as_json(encode(evidence)).encode("utf-8", "replace"), digest_size=16).digest()


def settle(checker: Checker, evidence: Evidence, lookups: tuple[Lookup, ...]) -> Settled:
    """Judge an evidence without places by itself."""
    judgements = checker.judgements(evidence, lookups)
    meant = checker.meant((evidence, lookups)) if is_prose(evidence) else None
    return Settled(tuple(map(place, judgements)), lookups_text(evidence, lookups), meant)


def place(judgement: Judgement) -> Place:
    """What the store takes of a judgement. Of candidates' fields only those that are stated: most are not."""
    best = judgement.match or next(iter(judgement.candidates), None)
    found = judgement.match.publication if judgement.match else None
    shown = judgement_object(judgement)
    for candidate in shown["candidates"]:
        candidate["comparisons"] = [c for c in candidate["comparisons"] if c["level"] != "not_stated"]
    return Place(
        judgement.verdict.value,
        " ".join(flag.value for flag in judgement.flags),
        round(best.score, 2) if best else None,
        found.pmid if found else None,
        found.year if found else None,
        as_json(shown),
    )


def lookups_text(evidence: Evidence, lookups: Sequence[Lookup]) -> str:
    """An evidence's lookups as JSON, with what its places claim together where none claims it alone."""
    row: dict[str, Any] = {
        "lookups": [
            {
                "query": encode(lookup.query),
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
        row["claimed"] = encode(evidence.claimed)
    return as_json(row)


def as_json(value: Any) -> str:
    """JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Memory:
    """What one process has settled, up to so many bytes, the oldest forgotten first.

    `sent` are the publications that went to the store with it: those of what is remembered are not
    looked up again.
    """

    def __init__(self, most: int = 64_000_000) -> None:
        self.sent: set[str] = set()
        self._most = most
        self._bytes = 0
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()

    def get(self, key: bytes) -> Settled | None:
        """What was settled under this key."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        self._kept.move_to_end(key)
        meant, lookups, *lines = zlib.decompress(kept).decode("utf-8", "surrogatepass").split("\n")
        places = []
        for columns, text in zip(lines[::2], lines[1::2], strict=True):
            verdict, flags, score, pmid, year = json.loads(columns)
            places.append(Place(verdict, flags, score, pmid, year, text))
        return Settled(tuple(places), lookups, meant or None)

    def put(self, key: bytes, settled: Settled) -> None:
        """Remember it. JSON has no line breaks, so that each of its texts is a line."""
        lines = [settled.meant or "", settled.lookups]
        for one in settled.places:
            columns = [one.verdict, one.flags, one.score, one.pmid, one.publication_year]
            lines += [as_json(columns), one.text]
        kept = zlib.compress("\n".join(lines).encode("utf-8", "surrogatepass"), 1)
        self._bytes += len(kept) - len(self._kept.pop(key, b""))
        self._kept[key] = kept
        while self._bytes > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest)
