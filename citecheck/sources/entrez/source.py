"""Live PubMed as a source."""

from __future__ import annotations

import hashlib
import json
import queue
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, replace
from functools import partial
from pathlib import Path
from typing import Any

from citecheck.model import Journal, JournalLookup, Lookup, Publication, Query, SourceInfo, SourceKind
from citecheck.sources.answer_cache import AnswerCache, AnswerKind
from citecheck.sources.entrez.circuit_breaker import CircuitBreaker
from citecheck.sources.entrez.client import EntrezClient
from citecheck.sources.entrez.errors import EntrezError, UnreadableRecordError, not_asked_during_outage
from citecheck.sources.entrez.protocol import (
    CitmatchRequest,
    FetchedRecords,
    FetchRequest,
    Lookups,
    Request,
    RequestPlan,
    Response,
    SearchRequest,
    text_of,
)
from citecheck.sources.entrez.query_syntax import is_issn, strip_operators
from citecheck.sources.entrez.record_batcher import RecordBatcher
from citecheck.sources.entrez.response_parsers import CitationMatch, SearchResponse
from citecheck.sources.entrez.strategies import request_plans
from citecheck.sources.entrez.thread_pool import ThreadPool
from citecheck.sources.entrez.transport import NCBI, check_base_url
from citecheck.sources.interface import Interrupted, Source, SourceOptions
from citecheck.sources.rate_limit import Clock, RateLimiter, StoppedError

# What NCBI allows in a second, without a key and with one.
OPEN_RATE, KEYED_RATE = 3.0, 10.0
# Requests under way at one time: enough to use ten a second while each takes a second and a half.
THREADS = 16
# Journal names in one search of the catalogue.
MOST_NAMES = 20
# Lookups of queries that are likely to be asked next.
MOST_BEYOND = 1000


class EntrezSource(Source):
    """PubMed through NCBI's E-utilities.

    The queries of one `answer` share a request where each record shows which query it answers. Other requests
    run side by side, never faster than NCBI allows. Nothing is raised for a service that fails: the Lookups
    hold the reason. Raises SettingsError for an unusable base URL.
    """

    def __init__(self, options: SourceOptions, clock: Clock | None = None) -> None:
        self._options = options
        self._stopped = threading.Event()
        base = check_base_url(options.base_url)
        folder = options.cache_folder or _usual_folder()
        clock = clock or Clock()
        rate = options.requests_per_second or (KEYED_RATE if options.api_key else OPEN_RATE)
        file = _rate_file(folder, base, keyed=bool(options.api_key))
        self._rate_limiter = RateLimiter(rate, file, clock, self._stopped)
        self._breaker = CircuitBreaker(options.budget, clock, self._stopped)
        self._client = EntrezClient(options, self._rate_limiter, self._breaker, clock, self._stopped)
        self._cache = AnswerCache(
            folder if options.use_cache else None,
            service="" if base == NCBI else f"{base} ",
            days=options.cache_days,
            refresh=options.refresh,
            any_age=options.offline,
        )
        self._threads = ThreadPool(THREADS)
        self._beyond: Lookups = {}
        self._fetcher = RecordBatcher(self._client, self._cache, self._threads.run)

    @property
    def info(self) -> SourceInfo:
        """All of PubMed."""
        return SourceInfo(SourceKind.PUBMED, "PubMed", complete=True)

    @property
    def client(self) -> EntrezClient:
        """E-utilities as functions, without the cache."""
        return self._client

    @property
    def requests(self) -> int:
        """How many requests have been sent so far."""
        return self._client.requests

    @property
    def trouble(self) -> str | None:
        """Why PubMed does not answer at the moment; None while it does."""
        back_off = self._rate_limiter.back_off_left()
        return (
            self._breaker.last_error
            or self._client.outage
            or (not_asked_during_outage(back_off) if back_off >= 1.0 else None)
        )

    def answer(self, queries: Sequence[Query]) -> list[Lookup]:
        """One lookup for each query, in the same order. Raises Interrupted with those that are known."""
        lookups: Lookups = {}
        try:
            self._answer_all(tuple(dict.fromkeys(queries)), lookups)
        except KeyboardInterrupt:
            self._stopped.set()
            raise Interrupted(lookups) from None
        return [lookups[query] for query in queries]

    def journals(self, names: Sequence[str]) -> dict[str, JournalLookup]:
        """The journals of the NLM catalogue with each name (or abbreviation, or ISSN); cached."""
        keys = {
            name: name.strip() if is_issn(name.strip()) else strip_operators(name).lower() for name in names
        }
        known = self._cached_journals([key for key in dict.fromkeys(keys.values()) if key])
        new = [key for key in dict.fromkeys(keys.values()) if key and key not in known]
        for start in range(0, len(new), MOST_NAMES):
            known |= self._request_journals(new[start : start + MOST_NAMES])
        return {name: known.get(key, JournalLookup()) for name, key in keys.items()}

    def _cached_journals(self, keys: Sequence[str]) -> dict[str, JournalLookup]:
        kept = self._cache.get((AnswerKind.JOURNAL, AnswerKind.NO_JOURNAL), keys)
        return {key: _journals(value) for key, (_, value) in kept.items()}

    def _request_journals(self, keys: Sequence[str]) -> dict[str, JournalLookup]:
        try:
            self._only_online()
            answered = self._client.journals(keys)
        except (EntrezError, StoppedError) as fault:
            return dict.fromkeys(keys, JournalLookup(error=str(fault) or "the run was ended"))
        except KeyboardInterrupt:
            self._stopped.set()
            raise
        self._cache.put(
            [
                (
                    AnswerKind.JOURNAL if found.journals else AnswerKind.NO_JOURNAL,
                    key,
                    json.dumps([[astuple(journal) for journal in found.journals], found.nearest]).encode(),
                )
                for key, found in answered.items()
            ]
        )
        return answered

    def close(self) -> None:
        """End running requests, close the cache and end the threads."""
        self._stopped.set()
        self._threads.close()
        self._cache.close()

    # ------------------------------------------------------------ request plans

    def _answer_all(self, queries: Sequence[Query], lookups: Lookups) -> None:
        """Run the request plans of all queries: searches side by side, records once all are answered.

        Each plan adds its lookups when it ends. Those of other queries are kept for when they are asked.
        """
        lookups |= {
            q: replace(known, query=q) for q in queries if (known := self._beyond.pop(_content(q), None))
        }
        asked = [query for query in queries if query not in lookups]
        replies: queue.SimpleQueue[tuple[int, Response | EntrezError]] = queue.SimpleQueue()
        running = dict(enumerate(request_plans(asked)))
        fetches: dict[int, FetchRequest] = {}
        unreadable: dict[int, dict[str, str]] = {}
        under_way = 0
        due: list[tuple[int, Response | EntrezError | None]] = [(at, None) for at in running]
        while due or under_way or fetches:
            for at, reply in due:
                group, plan = running[at]
                try:
                    request = _next_request(plan, reply)
                except StopIteration as end:
                    answered = _without_unreadable(end.value, unreadable.get(at, {}))
                    lookups.update({query: answered.pop(query) for query in group if query in answered})
                    self._keep_beyond(answered)
                except EntrezError as fault:
                    lookups.update({q: Lookup(q, text_of(q), error=fault.reason) for q in group})
                else:
                    if isinstance(request, FetchRequest):
                        fetches[at] = request
                    else:
                        under_way += 1
                        self._threads.start(partial(self._reply, at, request, replies))
            due = []
            if under_way:
                due.append(_taken(replies))
                under_way -= 1
            elif fetches:
                due = list(self._fetched(fetches))
                for at, reply in due:
                    if isinstance(reply, FetchedRecords) and reply.unreadable:
                        unreadable.setdefault(at, {}).update(reply.unreadable)
                fetches = {}

    def _keep_beyond(self, lookups: Lookups) -> None:
        if len(self._beyond) >= MOST_BEYOND:
            self._beyond.clear()
        self._beyond |= {_content(query): found for query, found in lookups.items() if found.answered}

    def _reply(
        self, at: int, request: Request, replies: queue.SimpleQueue[tuple[int, Response | EntrezError]]
    ) -> None:
        answer: Response | EntrezError = EntrezError("something went wrong inside citecheck", again=False)
        try:
            answer = (
                self._search(request)
                if isinstance(request, SearchRequest)
                else self._match(request)
                if isinstance(request, CitmatchRequest)
                else answer
            )
        except EntrezError as fault:
            answer = fault
        except StoppedError:
            answer = EntrezError("the run was ended", final=True)
        finally:
            replies.put((at, answer))

    def _fetched(
        self, fetches: Mapping[int, FetchRequest]
    ) -> list[tuple[int, Response | EntrezError | None]]:
        """The records that each plan asked for, or the reason why one of them is missing."""
        wanted = tuple(dict.fromkeys(pmid for fetch in fetches.values() for pmid in fetch.pmids))
        try:
            got = self._fetcher.fetch(wanted, offline=self._options.offline) if wanted else {}
        except StoppedError:
            return [(at, EntrezError("the run was ended", final=True)) for at in fetches]
        replies: list[tuple[int, Response | EntrezError | None]] = []
        for at, fetch in fetches.items():
            mine = {pmid: got[pmid] for pmid in fetch.pmids}
            faults = [one for one in mine.values() if isinstance(one, EntrezError)]
            fault = next((one for one in faults if not isinstance(one, UnreadableRecordError)), None)
            replies.append((at, fault or _records(mine)))
        return replies

    # ------------------------------------------------------------ answers, cached or new

    def _search(self, request: SearchRequest) -> SearchResponse:
        key = json.dumps([request.db, request.limit, request.term])
        kept = self._cache.get((AnswerKind.SEARCH, AnswerKind.NO_HITS), [key]).get(key)
        if kept:
            return _found(kept[1])
        self._only_online()
        found = self._client.search(request.term, request.limit, request.db)
        self._cache.put(
            [
                (
                    AnswerKind.SEARCH if found.count else AnswerKind.NO_HITS,
                    key,
                    json.dumps(asdict(found)).encode(),
                )
            ]
        )
        return found

    def _match(self, request: CitmatchRequest) -> dict[str, CitationMatch]:
        kept = self._cache.get((AnswerKind.CITATION, AnswerKind.NO_CITATION), request.citations)
        matches = {citation: _match(value) for citation, (_, value) in kept.items()}
        asked = {
            f"k{at}k": citation for at, citation in enumerate(request.citations, 1) if citation not in kept
        }
        if asked:
            self._only_online()
            answered = self._client.match(asked)
            matches |= {asked[at]: match for at, match in answered.items()}
            self._cache.put(
                [
                    (
                        AnswerKind.CITATION if match.pmids else AnswerKind.NO_CITATION,
                        asked[at],
                        json.dumps([match.pmids, match.word]).encode(),
                    )
                    for at, match in answered.items()
                ]
            )
        return matches

    def _only_online(self) -> None:
        if self._options.offline:
            raise EntrezError("it is not in the cache, and offline nothing is asked", again=False)


def _content(query: Query) -> Query:
    return replace(query, purpose="")


def _next_request(plan: RequestPlan, reply: Response | EntrezError | None) -> Request:
    if reply is None:
        return next(plan)
    if isinstance(reply, EntrezError):
        return plan.throw(reply)
    return plan.send(reply)


def _taken(
    replies: queue.SimpleQueue[tuple[int, Response | EntrezError]],
) -> tuple[int, Response | EntrezError | None]:
    return replies.get()


def _records(mine: Mapping[str, Publication | str | EntrezError]) -> FetchedRecords:
    return FetchedRecords(
        {pmid: outcome for pmid, outcome in mine.items() if isinstance(outcome, Publication)},
        {pmid: outcome for pmid, outcome in mine.items() if isinstance(outcome, str)},
        {
            pmid: outcome.reason
            for pmid, outcome in mine.items()
            if isinstance(outcome, UnreadableRecordError)
        },
    )


def _without_unreadable(lookups: Lookups, unreadable: Mapping[str, str]) -> Lookups:
    """The lookups of a plan of which some records could not be read.

    A query that may lack one of them has an error instead; one that found others has a note.
    """
    if not unreadable:
        return lookups
    reasons = tuple(unreadable.values())
    weighed: Lookups = {}
    for query, lookup in lookups.items():
        lost = [unreadable[pmid] for pmid in query.pmids if pmid in unreadable]
        if lost or not (lookup.hits or query.pmids):
            weighed[query] = Lookup(query, lookup.text, error=(*lost, *reasons)[0])
        elif query.pmids:
            weighed[query] = lookup
        else:
            weighed[query] = replace(lookup, notes=(*lookup.notes, *reasons))
    return weighed


def _found(value: bytes) -> SearchResponse:
    kept: dict[str, Any] = json.loads(value)
    parts: dict[str, Any] = {name: tuple(p) if isinstance(p, list) else p for name, p in kept.items()}
    return SearchResponse(**parts)


def _match(value: bytes) -> CitationMatch:
    pmids, word = json.loads(value)
    return CitationMatch(tuple(pmids), word)


def _journals(value: bytes) -> JournalLookup:
    rows, nearest = json.loads(value)
    journals = (Journal(row[0], row[1], row[2], row[3], tuple(row[4])) for row in rows)
    return JournalLookup(tuple(journals), tuple(nearest))


def _usual_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("citecheck")


def _rate_file(folder: Path, base: str, *, keyed: bool) -> Path | None:
    """The file by which processes share one rate; one for each service, with a key and without."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    name = hashlib.sha256(base.encode()).hexdigest()[:12]
    return folder / f"pace-{name}-{'keyed' if keyed else 'open'}"
