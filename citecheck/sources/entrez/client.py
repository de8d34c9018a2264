"""Bio.Entrez, with what it leaves open: time-outs, a base URL, one pace for all threads, patience.

Bio.Entrez builds the requests and hands back the answers. Its own pause between requests holds
for one thread only, its repeats come without pause, and it waits for ever: these are ours.
"""

from __future__ import annotations

import http.client
import importlib.util
import random
import re
import socket
import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from email.message import Message
from functools import lru_cache
from itertools import count
from types import ModuleType
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.request import Request

from citecheck.model import Journal, JournalLookup
from citecheck.sources.entrez.circuit_breaker import CircuitBreaker, UtilityBreaker
from citecheck.sources.entrez.errors import (
    EntrezError,
    connection_broken,
    no_network,
    not_asked_during_outage,
    refused,
)
from citecheck.sources.entrez.query_syntax import is_issn, strip_operators
from citecheck.sources.entrez.response_parsers import (
    CitationMatch,
    SearchResponse,
    journal_of,
    names_of,
    read_matches,
    read_records,
    read_search,
    read_summaries,
)
from citecheck.sources.entrez.transport import Opener, check_base_url
from citecheck.sources.interface import SourceOptions
from citecheck.sources.rate_limit import Clock, RateLimiter, StoppedError

LARGEST_ANSWER = 128 << 20
MOST_TRIES = 10
# Utilities that others can do without: searches do what ecitmatch does, and what esummary says of missing
# records is worth no waiting. They are asked this often, and together get this share of the budget.
DISPENSABLE = frozenset({"ecitmatch", "esummary"})
FEW_TRIES = 3
DISPENSABLE_SHARE = 0.15
# Any other utility that fails so often in a row, while others answer, is left alone too.
PATIENCE_WITH_ONE = 10
# How long a machine without a network is given, in seconds, and how long a name may take to be resolved.
NETWORK_PATIENCE = 2.5
RESOLVING = 10.0
# What a body is given beyond the time in which it must begin.
BODY_SECONDS = 60.0
MOST_JOURNALS = 200
NEAREST_JOURNALS = 3
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 20.0
# How long others are held up because the service asked one of us to wait.
LONGEST_HOLD = 60.0
# What a last try before the budget's end is given at least.
SHORTEST_TIMEOUT = 1.0

T = TypeVar("T")


class _NoDelayTime:
    """A time module for Bio.Entrez, by which a second passes with every look at it."""

    def __init__(self) -> None:
        self.time = count().__next__

    def sleep(self, seconds: float) -> None:
        """Don't."""


def private_entrez(open_url: Callable[[Request], Any]) -> ModuleType:
    """A copy of Bio.Entrez that opens with `open_url`; the one that a program may use stays as it is."""
    spec = importlib.util.find_spec("Bio.Entrez")
    if spec is None or spec.loader is None:
        raise EntrezError("Biopython is not installed", final=True)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.urlopen = open_url  # type: ignore[attr-defined]
    module.time = _NoDelayTime()  # type: ignore[attr-defined]
    module.max_tries = 1  # type: ignore[attr-defined]
    return module


class EntrezClient:
    """E-utilities as functions. Each returns the answer or raises EntrezError (StoppedError once stopped).

    A question that fails for a passing reason is put again after growing pauses, until it has
    been put ten times (not counted in an outage of everything) or the budget is spent.
    """

    def __init__(
        self,
        options: SourceOptions,
        pace: RateLimiter,
        health: CircuitBreaker,
        clock: Clock,
        stopped: threading.Event,
    ) -> None:
        self.requests = 0
        self._options = options
        self._pace = pace
        self._health = health
        self._clock = clock
        self._stopped = stopped
        self._chance = random.Random()  # noqa: S311 - it spreads pauses
        self._here = threading.local()
        self._reached = self._resolved = False
        self._nowhere: EntrezError | None = None
        self._resolving = threading.Lock()
        self._breakers = {
            "esearch": UtilityBreaker("esearch", PATIENCE_WITH_ONE, clock, alone=False),
            "efetch": UtilityBreaker("efetch", PATIENCE_WITH_ONE, clock, alone=False),
            "ecitmatch": UtilityBreaker("ecitmatch", FEW_TRIES, clock),
            "esummary": UtilityBreaker("esummary", FEW_TRIES, clock),
        }
        base = check_base_url(options.base_url)
        self._opener = Opener(base, f"{options.tool} (Biopython)", self._turn, self._guard)
        self._entrez = lru_cache(maxsize=1)(lambda: private_entrez(self._open))
        # Without an address Bio.Entrez warns; an empty one is passed over by the service.
        self._who = {
            "tool": options.tool.replace(" ", "_"),
            "email": options.email or "",
            "api_key": options.api_key,
        }

    def search(self, term: str, limit: int, db: str = "pubmed") -> SearchResponse:
        """Search a database for the ids of records, the most relevant first.

        Args:
            term: The search in PubMed's language.
            limit: The greatest number of ids.
            db: The database; only PubMed's ids are sorted.
        """
        return self._ask(
            "esearch",
            read_search,
            db=db,
            term=term,
            retmax=str(limit),
            retmode="xml",
            **({"sort": "relevance"} if db == "pubmed" else {}),
        )

    def fetch(self, pmids: Sequence[str]) -> dict[str, bytes]:
        """The XML of the records by PMID; unknown PMIDs are left out by the service without a word."""
        return self._ask("efetch", read_records, db="pubmed", id=",".join(pmids), retmode="xml")

    def match(self, citations: Mapping[str, str]) -> dict[str, CitationMatch]:
        """What ecitmatch says of each citation, by key; some may be missing."""
        lines = "\r".join(f"{citation}|{key}|" for key, citation in citations.items())
        keys = frozenset(citations)
        return self._ask("ecitmatch", lambda body: read_matches(body, keys), db="pubmed", bdata=lines)

    def summaries(self, ids: Sequence[str], db: str = "pubmed") -> dict[str, Any]:
        """The summary (a DocSum element) of each id that exists.

        Args:
            ids: The ids of records.
            db: Their database.
        """
        return self._ask("esummary", read_summaries, db=db, id=",".join(ids), retmode="xml")

    def journals(self, names: Sequence[str]) -> dict[str, JournalLookup]:
        """What the NLM catalogue has of each name, abbreviation or ISSN."""
        tags = {name: ("issn",) if is_issn(name) else ("ta", "title") for name in names}
        asked = " OR ".join(f'"{name}"[{tag}]' for name, each in tags.items() for tag in each)
        found = self.search(f"({asked}) AND ncbijournals[filter]", MOST_JOURNALS, "nlmcatalog")
        if found.count > MOST_JOURNALS and len(names) > 1:
            half = len(names) // 2
            return self.journals(names[:half]) | self.journals(names[half:])
        held = self.summaries(found.ids, "nlmcatalog") if found.ids else {}
        entries = [(journal_of(held[each]), names_of(held[each])) for each in found.ids if each in held]
        return {name: _of_name(name, entries) for name in names}

    @property
    def trouble(self) -> str | None:
        """Which utilities are being left alone, and why; None where all answer."""
        return "; ".join(filter(None, (breaker.trouble for breaker in self._breakers.values()))) or None

    def _ask(self, utility: str, read: Callable[[bytes], T], **parameters: str) -> T:
        tries, first = 0, None
        budget = self._options.budget * (DISPENSABLE_SHARE if utility in DISPENSABLE else 1.0)
        while True:
            self._breakers[utility].admit()
            self._health.admit()
            self._resolve_name()
            began = self._here.sent = self._clock.now()
            try:
                answer = read(self._call(utility, parameters, (began if first is None else first) + budget))
            except EntrezError as raised:
                sent: float = self._here.sent
                if first is None:
                    first = sent
                fault = self._weighed(utility, raised, first)
                self._note_failure(utility, fault, max(began, sent))
                tries += 1
                pause = min(
                    self._pause(tries), 1.0 if fault.unreachable and not self._reached else LONGEST_PAUSE
                )
                if not fault.again:
                    raise fault from None
                most = FEW_TRIES if utility in DISPENSABLE else MOST_TRIES
                spent = tries >= most and not self._health.ailing
                if spent or self._clock.now() + pause >= first + budget:
                    raise EntrezError(f"{fault.reason} (asked {tries} times)", again=False) from None
                if self._clock.wait(pause, self._stopped):
                    raise StoppedError from None
            else:
                self._reached = True
                self._health.succeeded()
                for name, breaker in self._breakers.items():
                    breaker.succeeded(is_other=name != utility)
                return answer

    def _resolve_name(self) -> None:
        """Wait until the service's name is resolved, for a resolver without a network may never say no.

        Raises:
            EntrezError: No answer came from the resolver in RESOLVING seconds (unless `wait_for_network`).
        """
        with self._resolving:
            if self._nowhere:
                raise self._nowhere
            if self._resolved or self._options.wait_for_network:
                return
            began = time.monotonic()
            answered = threading.Event()

            def ask() -> None:
                with suppress(OSError):  # that there is no such name, the request itself will say
                    socket.getaddrinfo(self._opener.host, None)
                answered.set()

            if self._opener.is_direct:
                threading.Thread(target=ask, name="citecheck", daemon=True).start()
                if not answered.wait(NETWORK_PATIENCE):
                    slow = EntrezError("no name is resolved: is there a network?")
                    self._health.failed(slow, self._clock.now())
                    if not answered.wait(RESOLVING - NETWORK_PATIENCE):
                        self._nowhere = no_network(time.monotonic() - began)
                        self._health.failed(self._nowhere, self._clock.now())
                        raise self._nowhere
            self._resolved = True

    def _weighed(self, utility: str, fault: EntrezError, first: float) -> EntrezError:
        """A fault as it counts for the questions after it."""
        fault = self._redacted(fault)
        if fault.pause is not None:
            self._pace.hold(min(fault.pause, LONGEST_HOLD))
            if fault.pause > self._options.budget:
                story = f"{fault.reason}: it wants to be left alone for {fault.pause:.0f} seconds"
                return EntrezError(story, final=True)
        if fault.missing_utility and utility in DISPENSABLE:
            return EntrezError(f"there is no {utility} at this address (status 404)", again=False)
        waited = self._clock.now() - first
        known_to_be_there = self._reached or self._options.wait_for_network
        if fault.unreachable and not known_to_be_there and waited >= NETWORK_PATIENCE:
            return no_network(waited)
        return fault

    def _note_failure(self, utility: str, fault: EntrezError, began: float) -> None:
        """Count a failure against the utility, and against the whole service where it is a sign of that."""
        # That there is no network is no outage, in which all but one would wait.
        said = fault.unreachable and not fault.final and self._health.trouble
        if (utility not in DISPENSABLE or fault.final or fault.unreachable) and not said:
            self._health.failed(fault, began)
        if not fault.unreachable:
            self._breakers[utility].failed(fault, at_once=not fault.again)

    def _pause(self, tries: int) -> float:
        longest = min(FIRST_PAUSE * 2.0 ** (tries - 1), LONGEST_PAUSE)
        return self._chance.uniform(longest / 2, longest)

    def _redacted(self, fault: EntrezError) -> EntrezError:
        key = self._options.api_key
        if not key or key not in fault.reason:
            return fault
        return EntrezError(
            fault.reason.replace(key, "[key]"),
            again=fault.again,
            pause=fault.pause,
            final=fault.final,
            refused=fault.refused,
            unreachable=fault.unreachable,
            missing_utility=fault.missing_utility,
        )

    def _call(self, utility: str, parameters: Mapping[str, str], end: float) -> bytes:
        """One request and its whole body, at the latest by `end`. Raises EntrezError."""
        if (held := self._pace.held()) > self._options.budget:
            raise EntrezError(not_asked_during_outage(held), again=False)
        outage = self._health.deadline
        left = min(end, outage if outage is not None else end) - self._clock.now()
        timeout = self._here.timeout = min(self._options.timeout, max(left, SHORTEST_TIMEOUT))
        self._here.seconds = max(min(timeout + BODY_SECONDS, left), timeout)
        self._here.ended, self._here.cut_off = threading.Event(), threading.Event()
        try:
            return self._body(utility, parameters)
        except EntrezError:
            if self._here.cut_off.is_set():
                raise EntrezError("PubMed did not finish its answer in time") from None
            raise
        finally:
            self._here.ended.set()

    def _body(self, utility: str, parameters: Mapping[str, str]) -> bytes:
        try:
            handle = getattr(self._entrez(), utility)(**parameters, **self._who)
            raw = getattr(handle, "buffer", handle)
            try:
                self._heed(raw.headers)
                return unpacked(_whole(raw))
            finally:
                raw.close()
        except HTTPError as error:
            with error:
                self._heed(error.headers)
                raise refused(error, _beginning(error)) from None
        except (OSError, http.client.HTTPException) as error:
            raise connection_broken(error) from None

    def _open(self, request: Request) -> Any:
        return self._opener.open(request, self._here.timeout)

    def _guard(self, connected: socket.socket) -> None:
        """Cut a connection off when its request's time is over, however slowly it goes on talking."""
        seconds, ended, cut_off = self._here.seconds, self._here.ended, self._here.cut_off

        def watch() -> None:
            if not ended.wait(seconds):
                cut_off.set()
                with suppress(OSError):
                    socket.socket.shutdown(connected, socket.SHUT_RDWR)

        threading.Thread(target=watch, name="citecheck", daemon=True).start()

    def _turn(self) -> None:
        self._pace.take()
        self._here.sent = self._clock.now()
        self.requests += 1

    def _heed(self, headers: Message) -> None:
        """Keep to what the service says of its limits."""
        allowed, remaining = headers.get("X-RateLimit-Limit", ""), headers.get("X-RateLimit-Remaining", "")
        if re.fullmatch(r"[1-9]\d{0,4}", allowed):
            self._pace.limit(float(allowed))
            if re.fullmatch(r"\d{1,5}", remaining):
                self._pace.strangers(int(remaining), int(allowed))


def _of_name(name: str, entries: Sequence[tuple[Journal | None, frozenset[str]]]) -> JournalLookup:
    """The entries that bear a name, and the titles of those that hold it."""
    key = strip_operators(name).lower().removeprefix("the ")
    bearing = tuple(journal for journal, names in entries if journal and key in names)
    holding = tuple(j.title for j, names in entries if j and any(key in other for other in names))
    return JournalLookup(bearing, () if bearing else holding[:NEAREST_JOURNALS])


def unpacked(body: bytes) -> bytes:
    """A body that came compressed although it was asked for as it is, else the body itself."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, LARGEST_ANSWER)
    except zlib.error:
        raise EntrezError("the answer cannot be unpacked") from None
    if not unpacker.eof:
        raise EntrezError("the answer was cut short")
    return plain


def _whole(raw: Any) -> bytes:
    """The body to its end. Raises EntrezError when it stops early or does not stop."""
    length = raw.headers.get("Content-Length", "")
    expected = int(length) if length.isdecimal() else None
    parts, size = [], 0
    while expected is None or size < expected:
        part = raw.read1(65536)
        if not part:
            break
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise EntrezError("the answer is larger than any answer should be", again=False)
    if expected is not None and size < expected:
        raise EntrezError("the answer was cut short")
    return b"".join(parts)


def _beginning(error: HTTPError) -> bytes:
    """The first of an error's body, b"" where even that cannot be read."""
    try:
        return error.read(65536)
    except (OSError, http.client.HTTPException, ValueError):
        return b""
