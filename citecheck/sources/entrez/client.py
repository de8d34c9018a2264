"""E-utilities as functions: each asks again after a passing failure, with growing pauses."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from citecheck.model import Journal, JournalLookup
from citecheck.sources.entrez.circuit_breaker import CircuitBreaker, UtilityBreaker
from citecheck.sources.entrez.errors import EntrezError, no_network
from citecheck.sources.entrez.name_resolution import NETWORK_WAIT, NameResolution
from citecheck.sources.entrez.query_syntax import is_issn, strip_operators
from citecheck.sources.entrez.request_sender import RequestSender
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
from citecheck.sources.interface import SourceOptions
from citecheck.sources.rate_limit import Clock, RateLimiter, StoppedError

MOST_TRIES = 10
# A run can do without these utilities: searches replace ecitmatch, and what esummary says of missing records
# is not worth waiting for. They are tried less often, and get this share of the budget.
DISPENSABLE = frozenset({"ecitmatch", "esummary"})
FEW_TRIES = 3
DISPENSABLE_SHARE = 0.15
# So many failures in a row stop requests to any other utility, while others answer.
UTILITY_THRESHOLD = 10
MOST_JOURNALS = 200
NEAREST_JOURNALS = 3
# The pauses between two tries, in seconds; the last one while no request has reached the service yet.
FIRST_PAUSE, LONGEST_PAUSE, UNREACHABLE_PAUSE = 0.5, 20.0, 1.0
# For how many seconds at most one Retry-After holds up all other requests.
LONGEST_BACK_OFF = 60.0

T = TypeVar("T")


class EntrezClient:
    """E-utilities as functions. Each returns the answer or raises EntrezError (StoppedError once stopped).

    A request that fails for a passing reason is sent again after growing pauses, up to ten times (more
    often in an outage of the whole service), until the budget is spent.
    """

    def __init__(
        self,
        options: SourceOptions,
        rate_limiter: RateLimiter,
        breaker: CircuitBreaker,
        clock: Clock,
        stopped: threading.Event,
    ) -> None:
        self._options = options
        self._rate_limiter = rate_limiter
        self._breaker = breaker
        self._clock = clock
        self._stopped = stopped
        self._random = random.Random()  # noqa: S311 - it spreads pauses
        self._reached = False
        self._breakers = {
            "esearch": UtilityBreaker("esearch", UTILITY_THRESHOLD, clock, alone=False),
            "efetch": UtilityBreaker("efetch", UTILITY_THRESHOLD, clock, alone=False),
            "ecitmatch": UtilityBreaker("ecitmatch", FEW_TRIES, clock),
            "esummary": UtilityBreaker("esummary", FEW_TRIES, clock),
        }
        self._sender = RequestSender(options, rate_limiter, breaker, clock)
        resolves = self._sender.is_direct and not options.wait_for_network
        self._resolution = NameResolution(self._sender.host if resolves else None, breaker, clock)

    @property
    def requests(self) -> int:
        """How many requests have been sent so far."""
        return self._sender.requests

    def search(self, term: str, limit: int, db: str = "pubmed") -> SearchResponse:
        """Search a database for the ids of records, the most relevant first.

        Args:
            term: The search in PubMed's language.
            limit: The greatest number of ids.
            db: The database; only PubMed's ids are sorted.
        """
        return self._request(
            "esearch",
            read_search,
            db=db,
            term=term,
            retmax=str(limit),
            retmode="xml",
            **({"sort": "relevance"} if db == "pubmed" else {}),
        )

    def fetch(self, pmids: Sequence[str]) -> dict[str, bytes]:
        """The XML of the records by PMID; unknown PMIDs are silently left out by the service."""
        return self._request("efetch", read_records, db="pubmed", id=",".join(pmids), retmode="xml")

    def match(self, citations: Mapping[str, str]) -> dict[str, CitationMatch]:
        """What ecitmatch answers for each citation, by key; some may be missing."""
        lines = "\r".join(f"{citation}|{key}|" for key, citation in citations.items())
        keys = frozenset(citations)
        return self._request("ecitmatch", lambda body: read_matches(body, keys), db="pubmed", bdata=lines)

    def summaries(self, ids: Sequence[str], db: str = "pubmed") -> dict[str, Any]:
        """The summary (a DocSum element) of each id that exists.

        Args:
            ids: The ids of records.
            db: Their database.
        """
        return self._request("esummary", read_summaries, db=db, id=",".join(ids), retmode="xml")

    def journals(self, names: Sequence[str]) -> dict[str, JournalLookup]:
        """The journals of the NLM catalogue with each name, abbreviation or ISSN."""
        tags = {name: ("issn",) if is_issn(name) else ("ta", "title") for name in names}
        asked = " OR ".join(f'"{name}"[{tag}]' for name, each in tags.items() for tag in each)
        found = self.search(f"({asked}) AND ncbijournals[filter]", MOST_JOURNALS, "nlmcatalog")
        if found.count > MOST_JOURNALS and len(names) > 1:
            half = len(names) // 2
            return self.journals(names[:half]) | self.journals(names[half:])
        held = self.summaries(found.ids, "nlmcatalog") if found.ids else {}
        entries = [(journal_of(held[each]), names_of(held[each])) for each in found.ids if each in held]
        return {name: _entries_named(name, entries) for name in names}

    @property
    def outage(self) -> str | None:
        """Which utilities are not asked at the moment, and why; None where all answer."""
        return "; ".join(filter(None, (breaker.outage for breaker in self._breakers.values()))) or None

    def _request(self, utility: str, read: Callable[[bytes], T], **parameters: str) -> T:
        """Send a request until it is answered, and return what `read` makes of the answer."""
        tries, first_sent = 0, None
        budget = self._options.budget * (DISPENSABLE_SHARE if utility in DISPENSABLE else 1.0)
        most = FEW_TRIES if utility in DISPENSABLE else MOST_TRIES
        while True:
            self._breakers[utility].allow_request()
            self._breaker.allow_request()
            self._resolution.wait()
            began = self._clock.now()
            try:
                body = self._sender.send(
                    utility, parameters, (began if first_sent is None else first_sent) + budget
                )
                answer = read(body)
            except EntrezError as raised:
                sent = self._sender.last_sent
                first_sent = sent if first_sent is None else first_sent
                fault = self._interpret(utility, raised, first_sent)
                self._record_failure(utility, fault, max(began, sent))
                tries += 1
                pause = self._pause(tries, fault)
                if not fault.again:
                    raise fault from None
                spent = tries >= most and not self._breaker.outage
                if spent or self._clock.now() + pause >= first_sent + budget:
                    raise EntrezError(f"{fault.reason} (asked {tries} times)", again=False) from None
                if self._clock.wait(pause, self._stopped):
                    raise StoppedError from None
            else:
                self._record_success(utility)
                return answer

    def _interpret(self, utility: str, fault: EntrezError, first_sent: float) -> EntrezError:
        """Return a fault with what it means for this utility and for the requests after it."""
        if (key := self._options.api_key) and key in fault.reason:
            fault = fault.with_reason(fault.reason.replace(key, "[key]"))
        if fault.pause is not None:
            self._rate_limiter.back_off(min(fault.pause, LONGEST_BACK_OFF))
            if fault.pause > self._options.budget:
                story = f"{fault.reason}: it wants to be left alone for {fault.pause:.0f} seconds"
                return EntrezError(story, final=True)
        if fault.missing_utility and utility in DISPENSABLE:
            return EntrezError(f"there is no {utility} at this address (status 404)", again=False)
        waited = self._clock.now() - first_sent
        known_to_be_there = self._reached or self._options.wait_for_network
        if fault.unreachable and not known_to_be_there and waited >= NETWORK_WAIT:
            return no_network(waited)
        return fault

    def _record_failure(self, utility: str, fault: EntrezError, began: float) -> None:
        """Count a failure against the utility, and against the whole service where it is a sign of that."""
        # A missing network counts once only: in an outage all other requests would wait for one.
        counted = fault.unreachable and not fault.final and self._breaker.last_error
        if (utility not in DISPENSABLE or fault.final or fault.unreachable) and not counted:
            self._breaker.record_failure(fault, began)
        if not fault.unreachable:
            self._breakers[utility].record_failure(fault, at_once=not fault.again)

    def _record_success(self, utility: str) -> None:
        self._reached = True
        self._breaker.record_success()
        for name, breaker in self._breakers.items():
            breaker.record_success(of_other=name != utility)

    def _pause(self, tries: int, fault: EntrezError) -> float:
        """Seconds until the next try, spread by chance over the second half of the longest pause."""
        longest = min(FIRST_PAUSE * 2.0 ** (tries - 1), LONGEST_PAUSE)
        pause = self._random.uniform(longest / 2, longest)
        return min(pause, UNREACHABLE_PAUSE) if fault.unreachable and not self._reached else pause


def _entries_named(name: str, entries: Sequence[tuple[Journal | None, frozenset[str]]]) -> JournalLookup:
    """Return the catalogue's entries with this name; if no entry has it, the titles that contain it."""
    key = strip_operators(name).lower().removeprefix("the ")
    named = tuple(journal for journal, names in entries if journal and key in names)
    near = tuple(j.title for j, names in entries if j and any(key in other for other in names))
    return JournalLookup(named, () if named else near[:NEAREST_JOURNALS])
