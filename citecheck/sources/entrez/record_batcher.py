"""Records by PMID: from the cache, and from efetch in batches with the PMIDs of all threads.

efetch silently leaves out records that it does not have. esummary names them, so it is asked whether the
missing records exist, and those that exist are fetched once more.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from io import BytesIO

from citecheck.errors import RecordsError
from citecheck.model import Publication
from citecheck.pubmed import BadRecord, parse_xml
from citecheck.sources.answer_cache import AnswerCache, AnswerKind
from citecheck.sources.entrez.client import EntrezClient
from citecheck.sources.entrez.errors import EntrezError, UnreadableRecordError
from citecheck.sources.entrez.protocol import MOST_IDS
from citecheck.sources.rate_limit import StoppedError

# The most batches under way at one time that are not full. With more, batches are smaller; with fewer, part
# of the allowed rate is unused when an answer takes long.
PARTIAL = 4
# The most merged PMIDs of one batch that are fetched one by one.
MOST_MERGED = 20

_HEAD, _FOOT = b'<?xml version="1.0" encoding="utf-8"?><PubmedArticleSet>', b"</PubmedArticleSet>"

# A record's XML, None where there is no such record, or why that is not known.
Outcome = bytes | None | EntrezError | StoppedError
# Runs tasks at the same time, elsewhere, and returns when all are done.
Run = Callable[[Sequence[Callable[[], None]]], object]


class RecordBatcher:
    """Batches the PMIDs of all threads into as few requests as possible.

    A thread that comes while requests are under way waits for the next one, which takes all PMIDs that are
    wanted by then. Full batches are sent at once.
    """

    def __init__(self, client: EntrezClient, cache: AnswerCache, run: Run) -> None:
        self._client = client
        self._cache = cache
        self._run = run
        self._lock = threading.Lock()
        self._turn = threading.Semaphore(PARTIAL)
        self._wanted: list[str] = []
        self._coming: dict[str, Future[Outcome]] = {}

    def fetch(self, pmids: Sequence[str], *, offline: bool) -> dict[str, Publication | str | EntrezError]:
        """The records of publications, from the cache or from the service.

        Args:
            pmids: The PMIDs.
            offline: Whether to answer from the cache alone.

        Returns:
            For each PMID its publication, a sentence on why no publication has it, or the error that left it
            unknown.
        """
        known = self._cache.get((AnswerKind.RECORD, AnswerKind.NO_RECORD), pmids)
        outcomes: dict[str, Outcome] = {
            pmid: value if kind is AnswerKind.RECORD else None for pmid, (kind, value) in known.items()
        }
        unknown = [pmid for pmid in pmids if pmid not in outcomes]
        if offline:
            outcomes |= dict.fromkeys(
                unknown, EntrezError("it is not in the cache, and offline nothing is asked", again=False)
            )
        elif unknown:
            outcomes |= self._from_service(unknown)
        return {pmid: _read(pmid, outcomes[pmid]) for pmid in pmids}

    def _from_service(self, pmids: Sequence[str]) -> dict[str, Outcome]:
        with self._lock:
            self._wanted += [pmid for pmid in dict.fromkeys(pmids) if pmid not in self._coming]
            coming = {pmid: self._coming.setdefault(pmid, Future()) for pmid in pmids}
        if full := self._take(MOST_IDS):
            self._run([partial(self._fetch_batch, batch) for batch in full])
        while self._is_wanted(pmids):
            with self._turn:
                if batches := self._take(1):
                    self._run([partial(self._fetch_batch, batches[0])])
        return {pmid: future.result() for pmid, future in coming.items()}

    def _is_wanted(self, pmids: Sequence[str]) -> bool:
        with self._lock:
            return not set(self._wanted).isdisjoint(pmids)

    def _take(self, fewest: int) -> list[list[str]]:
        """Take batches of at least `fewest` PMIDs from those that wait."""
        batches = []
        with self._lock:
            while len(self._wanted) >= fewest:
                batches.append(self._wanted[:MOST_IDS])
                del self._wanted[:MOST_IDS]
        return batches

    def _fetch_batch(self, batch: Sequence[str]) -> None:
        outcomes: dict[str, Outcome] = {}
        try:
            outcomes = self._asked(batch)
        except (EntrezError, StoppedError) as error:
            outcomes = dict.fromkeys(batch, error)
        finally:
            with self._lock:
                for pmid in batch:
                    self._coming.pop(pmid).set_result(outcomes.get(pmid, StoppedError()))

    def _asked(self, batch: Sequence[str]) -> dict[str, Outcome]:
        came: dict[str, bytes] = self._client.fetch(batch)
        got: dict[str, Outcome] = {pmid: came[pmid] for pmid in batch if pmid in came}
        if missing := [pmid for pmid in batch if pmid not in got]:
            not_asked_for = {pmid: record for pmid, record in came.items() if pmid not in got}
            got |= self._survivors(missing, not_asked_for)
            got |= self._absent([pmid for pmid in missing if pmid not in got])
        self._keep(got)
        return got

    def _survivors(self, missing: Sequence[str], not_asked_for: Mapping[str, bytes]) -> dict[str, Outcome]:
        """The records that PubMed returns for PMIDs that it has merged into others.

        The answer does not say which of these records replaces which PMID: where there are several, each PMID
        is fetched by itself.
        """
        if not not_asked_for:
            return {}
        if len(missing) == len(not_asked_for) == 1:
            return dict(zip(missing, not_asked_for.values(), strict=True))
        found: dict[str, Outcome] = {}
        for pmid in missing[:MOST_MERGED]:
            alone = self._client.fetch([pmid])
            if len(alone) == 1:
                found[pmid] = next(iter(alone.values()))
        return found

    def _absent(self, missing: Sequence[str]) -> dict[str, Outcome]:
        """What became of PMIDs that efetch left out: there is no such record, or it was not handed out."""
        if not missing:
            return {}
        exist = self._client.summaries(missing)
        got: dict[str, Outcome] = dict(self._client.fetch(list(exist))) if exist else {}
        withheld = EntrezError("PubMed has this record and does not hand it out", again=False)
        return {pmid: got.get(pmid, withheld if pmid in exist else None) for pmid in missing}

    def _keep(self, got: Mapping[str, Outcome]) -> None:
        self._cache.put(
            [
                (AnswerKind.RECORD, pmid, value)
                if isinstance(value, bytes)
                else (AnswerKind.NO_RECORD, pmid, b"")
                for pmid, value in got.items()
                if isinstance(value, bytes) or value is None
            ]
        )


def _unreadable(pmid: str, reason: str) -> UnreadableRecordError:
    return UnreadableRecordError(f"record {pmid} cannot be read: {reason}", again=False)


def _read(pmid: str, outcome: Outcome) -> Publication | str | EntrezError:
    if isinstance(outcome, StoppedError):
        raise outcome
    if isinstance(outcome, EntrezError):
        return outcome
    if outcome is None:
        return f"PubMed has no record {pmid}"
    try:
        for record in parse_xml(BytesIO(_HEAD + outcome + _FOOT)):
            if isinstance(record, Publication):
                if record.pmid == pmid or pmid in record.former_pmids:
                    return record
                return replace(record, former_pmids=(*record.former_pmids, pmid))
            if isinstance(record, BadRecord):
                return _unreadable(pmid, record.reason)
    except RecordsError as error:
        return _unreadable(pmid, str(error))
    return _unreadable(pmid, "it is empty")
