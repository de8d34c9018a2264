"""The cache of live PubMed: nothing is requested twice, and offline nothing at all."""

from __future__ import annotations

import threading
from pathlib import Path

from citecheck.model import Lookup, Query
from tests.eutils_server import EutilsServer, Holdings
from tests.sources.live import place, placed, source


def test_nothing_is_asked_twice_in_a_run_even_without_a_cache(server: EutilsServer, tmp_path: Path) -> None:
    queries = [Query("words", words=("magnesium",)), place(placed(server.holdings, 1)[0])]
    with source(server, tmp_path) as pubmed:
        first = pubmed.answer(queries)
        before = server.log.count()
        assert pubmed.answer(queries) == first
    assert server.log.count() == before
    assert not (tmp_path / "answers.sqlite").exists()


def test_a_second_run_asks_nothing_and_an_offline_one_neither(server: EutilsServer, tmp_path: Path) -> None:
    queries = [Query("words", words=("magnesium",)), *map(place, placed(server.holdings, 3)),
               Query("pmid", pmids=("999999999",))]  # fmt: skip
    with source(server, tmp_path, use_cache=True) as pubmed:
        first = pubmed.answer(queries)
    before = server.log.count()
    for offline in (False, True):
        with source(server, tmp_path, use_cache=True, offline=offline) as pubmed:
            assert pubmed.answer(queries) == first
    assert server.log.count() == before
    with source(server, tmp_path, use_cache=True, refresh=True) as pubmed:
        assert pubmed.answer(queries) == first
    assert server.log.count() == 2 * before


def test_offline_an_uncached_query_is_an_error_and_not_a_miss(server: EutilsServer, tmp_path: Path) -> None:
    queries = [
        Query("words", words=("zinc",)),
        place(placed(server.holdings, 1)[0]),
        Query("pmid", pmids=("1",)),
    ]
    with source(server, tmp_path, use_cache=True, offline=True) as pubmed:
        lookups = pubmed.answer(queries)
    assert {lookup.error for lookup in lookups} == {"it is not in the cache, and offline nothing is asked"}
    assert not server.log.hits


def test_threads_that_ask_at_the_same_time_share_their_fetches(holdings: Holdings, tmp_path: Path) -> None:
    wanted = [record.pmid for record in holdings.records[:40]]
    found: dict[str, Lookup] = {}
    with EutilsServer(holdings, latency=0.05) as server, source(server, tmp_path) as pubmed:

        def ask(at: int) -> None:
            for pmid in wanted[at::8]:
                (found[pmid],) = pubmed.answer([Query("pmid", pmids=(pmid, wanted[0]))])

        threads = [threading.Thread(target=ask, args=(at,)) for at in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        asked = [pmid for hit in server.log.hits for pmid in hit.parameters["id"].split(",")]
    assert {pmid: lookup.hits for pmid, lookup in found.items()} == {
        p: 1 if p == wanted[0] else 2 for p in wanted
    }
    assert set(asked) == set(wanted)
    assert server.log.count() < 40
