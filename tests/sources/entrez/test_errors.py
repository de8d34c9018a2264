"""Every failure of the service: no false "0 hits", no wait beyond the budget, no API key in messages."""

from __future__ import annotations

import logging
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from citecheck.model import Lookup, Query
from citecheck.sources.rate_limit import Clock
from tests.eutils_server import EutilsServer, FaultKind, Holdings
from tests.eutils_server.faults import HARMLESS, LASTING, PASSING, SLOW
from tests.sources.live import PACE, place, source

KEY = "5ecre7" * 6


def ordered(kinds: Iterable[FaultKind]) -> list[FaultKind]:
    return sorted(kinds, key=lambda kind: int(kind.value))


def questions(holdings: Holdings) -> list[Query]:
    """One of each kind, all of which have hits."""
    records = holdings.records
    placed = next(r for r in records if r.volume and r.page and r.years and r.authors)
    return [
        Query("pmid", pmids=(records[3].pmid,)),
        Query("doi", dois=(next(r.doi for r in records if r.doi),)),
        place(placed),
        Query("title", title=next(r.title for r in records if len(r.title.split()) > 9)),
        Query("words", words=("magnesium", "pain")),
    ]


@pytest.fixture(scope="module")
def expected(holdings: Holdings, tmp_path_factory: pytest.TempPathFactory) -> list[Lookup]:
    with EutilsServer(holdings) as server, source(server, tmp_path_factory.mktemp("plain")) as pubmed:
        lookups = pubmed.answer(questions(holdings))
    assert all(lookup.hits for lookup in lookups)
    return lookups


@pytest.mark.parametrize("kind", ordered(PASSING | HARMLESS))
def test_a_passing_failure_changes_no_answer(
    kind: FaultKind, server: EutilsServer, tmp_path: Path, expected: list[Lookup]
) -> None:
    for utility in ("esearch", "efetch", "ecitmatch"):
        server.faults.order(kind, times=1, utility=utility)
    with source(server, tmp_path, timeout=1.0 if kind in SLOW else 30.0) as pubmed:
        assert pubmed.answer([lookup.query for lookup in expected]) == expected


@pytest.mark.parametrize("kind", ordered(PASSING | LASTING))
def test_a_lasting_failure_leaves_everything_unanswered(
    kind: FaultKind, server: EutilsServer, tmp_path: Path, expected: list[Lookup]
) -> None:
    server.faults.order(kind)
    budget = 40.0
    began = time.monotonic()
    with source(server, tmp_path, budget=budget, timeout=0.2, use_cache=True) as pubmed:
        lookups = pubmed.answer([lookup.query for lookup in expected])
        took = (time.monotonic() - began) * PACE
        assert all(lookup.error for lookup in lookups)
        assert all(not (lookup.hits or lookup.publications) for lookup in lookups)
        if kind not in SLOW:
            assert took <= budget + 200.0
        # Nothing of it was kept.
        server.faults.none()
        pubmed._breaker.record_success()
    with source(server, tmp_path, use_cache=True) as pubmed:
        assert pubmed.answer([lookup.query for lookup in expected]) == expected


@pytest.mark.parametrize("kind", ordered(LASTING))
def test_a_final_failure_is_not_tried_again(kind: FaultKind, server: EutilsServer, tmp_path: Path) -> None:
    server.faults.order(kind)
    with source(server, tmp_path, key=KEY) as pubmed:
        (lookup,) = pubmed.answer([Query("words", words=("magnesium",))])
        assert lookup.error
        assert server.log.count() == 1
        pubmed.answer([Query("words", words=("zinc",))])
    final = {FaultKind.BAD_KEY_400, FaultKind.FORBIDDEN_403, FaultKind.NOT_FOUND_404, FaultKind.LONG_WAIT_429}
    assert server.log.count() == (1 if kind in final else 2)


def test_a_bad_key_says_what_to_do(holdings: Holdings, tmp_path: Path) -> None:
    with (
        EutilsServer(holdings, keys=frozenset({"another"})) as server,
        source(server, tmp_path, key=KEY) as pubmed,
    ):
        (lookup,) = pubmed.answer([Query("words", words=("magnesium",))])
    assert lookup.error is not None
    assert "API key" in lookup.error
    assert "account settings" in lookup.error


def test_random_failures_change_no_answer(holdings: Holdings, tmp_path: Path) -> None:
    words = [
        "magnesium",
        "sleep",
        "zinc",
        "coffee",
        "stroke",
        "diet",
        "risk",
        "trial",
        "blood",
        "heart",
        "pain",
    ]
    queries = [
        *questions(holdings),
        *(Query("words", words=(a, b, f"{a}{b}", f"{b}{a}")) for a in words for b in words if a < b),
    ]
    with EutilsServer(holdings) as server, source(server, tmp_path) as pubmed:
        expected = pubmed.answer(queries)
    with EutilsServer(holdings) as server, source(server, tmp_path) as pubmed:
        server.faults.at_random(0.2, PASSING - SLOW)
        assert pubmed.answer(queries) == expected
        assert sum(1 for hit in server.log.hits if hit.fault) > 5


def test_after_repeated_failures_one_request_is_tried_and_then_none(
    server: EutilsServer, tmp_path: Path
) -> None:
    server.faults.order(FaultKind.UNAVAILABLE_503)
    with source(server, tmp_path, budget=60.0) as pubmed:
        lookups = pubmed.answer([Query("words", words=(f"word{n}",)) for n in range(40)])
        assert all(lookup.error for lookup in lookups)
        # 40 questions of ten tries each would be 400.
        assert server.log.count() < 60
        before = server.log.count()
        assert pubmed.trouble == "PubMed is out of order (status 503)"
        began = time.monotonic()
        (lookup,) = pubmed.answer([Query("words", words=("later",))])
        assert lookup.error is not None
        assert server.log.count() <= before + 1
        assert time.monotonic() - began < 1.0


def test_a_service_that_hangs_costs_one_budget_and_not_one_for_each_round(
    server: EutilsServer, tmp_path: Path
) -> None:
    server.faults.order(FaultKind.HANG)
    with source(server, tmp_path, budget=120.0, timeout=0.25) as pubmed:
        for word, requests in (("first", 9), ("second", 1), ("third", 0)):
            before = server.log.count()
            (lookup,) = pubmed.answer([Query("words", words=(word,))])
            assert lookup.error
            assert server.log.count() - before <= requests


def test_a_service_that_refuses_everything_is_soon_not_asked_any_more(
    server: EutilsServer, tmp_path: Path
) -> None:
    server.faults.order(FaultKind.BAD_REQUEST_400)
    with source(server, tmp_path, budget=20.0) as pubmed:
        lookups = pubmed.answer([Query("words", words=(f"word{n}",)) for n in range(60)])
        assert pubmed.trouble is not None
    assert all(lookup.error for lookup in lookups)
    assert server.log.count() < 40


def test_a_long_retry_after_delays_others_no_longer_than_their_budget(
    server: EutilsServer, tmp_path: Path
) -> None:
    server.faults.order(FaultKind.LONG_WAIT_429, times=1)
    with source(server, tmp_path, clock=Clock()) as pubmed:
        pubmed.answer([Query("words", words=("magnesium",))])
    with source(server, tmp_path, budget=5.0, clock=Clock()) as pubmed:
        assert re.fullmatch(r"PubMed wants to be left alone for another [56]\d seconds", pubmed.trouble or "")
        (lookup,) = pubmed.answer([Query("words", words=("zinc",))])
    assert lookup.error is not None
    assert "left alone" in lookup.error
    assert server.log.count() == 1


def test_when_the_service_comes_back_everything_is_answered(server: EutilsServer, tmp_path: Path) -> None:
    server.faults.order(FaultKind.BAD_GATEWAY_502, times=25)
    with source(server, tmp_path, budget=4000.0) as pubmed:
        lookups = pubmed.answer([Query("words", words=("magnesium", f"a{n}", f"b{n}")) for n in range(20)])
        assert pubmed.trouble is None
    assert all(lookup.hits for lookup in lookups)


def test_an_address_where_nothing_listens_is_an_error(holdings: Holdings, tmp_path: Path) -> None:
    server = EutilsServer(holdings)
    server._http.server_close()
    with source(server, tmp_path, budget=5.0) as pubmed:
        (lookup,) = pubmed.answer([Query("words", words=("magnesium",))])
    assert lookup.error is not None
    assert "the connection was refused" in lookup.error


# Who is started in the background of a script does not hear interrupts, unless it asks to.
ASKING = """
import signal
import sys
from pathlib import Path
from citecheck.model import Query
from citecheck.sources import SourceOptions, open_source

signal.signal(signal.SIGINT, signal.default_int_handler)
options = SourceOptions(base_url=sys.argv[1], cache_folder=Path(sys.argv[2]))
with open_source("pubmed", options) as pubmed:
    print("asking", flush=True)
    pubmed.answer([Query("words", words=("magnesium",)), Query("pmid", pmids=("1",))])
"""


@pytest.mark.parametrize("utility", ["esearch", "efetch"])
def test_an_interrupt_ends_at_once(utility: str, server: EutilsServer, tmp_path: Path) -> None:
    server.faults.order(FaultKind.HANG, utility=utility)
    command = [sys.executable, "-c", ASKING, server.url, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.readline()
        deadline = time.monotonic() + 10.0
        while not any(hit.fault for hit in server.log.hits) and time.monotonic() < deadline:
            time.sleep(0.02)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.wait(10)
        assert time.monotonic() - began < 2.0
        assert process.returncode != 0


def test_the_key_is_in_no_message_log_lookup_or_file(
    holdings: Holdings, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    said: list[str] = []
    with EutilsServer(holdings) as server:
        for kind in ordered(FaultKind):
            server.faults.none()
            server.faults.order(kind)
            with source(server, tmp_path, key=KEY, budget=2.0, timeout=0.1, use_cache=True) as pubmed:
                said += map(repr, pubmed.answer([*questions(holdings), Query("pmid", pmids=("999999999",))]))
                said += [repr(pubmed.info), repr(pubmed), repr(pubmed.trouble), repr(pubmed._options)]
        assert all(KEY not in hit.parameters.get("term", "") for hit in server.log.hits)
        assert {hit.parameters.get("api_key") for hit in server.log.hits if hit.utility} == {KEY}
        assert {hit.method for hit in server.log.hits} == {"POST"}
    out, err = capfd.readouterr()
    kept = [path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*") if path.is_file()]
    names = [str(path) for path in tmp_path.rglob("*")]
    assert not re.search(KEY, "\n".join([*said, caplog.text, out, err, *kept, *names]))
