"""How much of the allowed rate is used, and whether it is ever exceeded, as the server measures it.

python -m tests.benchmarks.live_rate [--queries 60] [--latency 0.45]
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from citecheck.model import Query
from citecheck.sources import SourceOptions, open_source
from tests.eutils_server import EutilsServer, Holdings, Log

RECORDS = Path(__file__).parents[2] / "fixtures" / "pubmed"
KEY = "k" * 36


def questions(number: int) -> list[Query]:
    """Questions that cannot be put together: each is a search of its own."""
    first = [
        "magnesium",
        "sleep",
        "zinc",
        "coffee",
        "stroke",
        "diet",
        "trial",
        "blood",
        "heart",
        "pain",
        "risk",
        "children",
    ]
    pairs = [(a, b) for a in first for b in first if a < b]
    return [Query("words", words=(a, b, f"{a}{b}", f"{b}{a}")) for a, b in pairs][:number]


def ask(url: str, folder: Path, key: str | None, queries: list[Query], threads: int) -> None:
    """All queries: in one answer, or one by one from so many threads."""
    options = SourceOptions(base_url=url, cache_folder=folder, use_cache=False, api_key=key)
    with open_source("pubmed", options) as source:
        if threads == 1:
            source.answer(queries)
            return

        def some(at: int) -> None:
            for query in queries[at::threads]:
                source.answer([query])

        workers = [threading.Thread(target=some, args=(at,)) for at in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()


def in_processes(url: str, folder: Path, key: str | None, queries: list[Query], number: int) -> None:
    """The queries dealt out to processes, each with its own source."""
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=ask, args=(url, folder, key, queries[at::number], 1)) for at in range(number)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def use(log: Log, rate: int) -> float:
    """The share of the allowed rate while searches are left: the last records wait for the last of them."""
    last = max(hit.at for hit in log.hits if hit.utility == "esearch")
    moments = sorted(hit.at for hit in log.hits if hit.at <= last)
    return (len(moments) - 1) / (moments[-1] - moments[0]) / rate


def main() -> None:
    """Print one line for each way of asking."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--latency", type=float, default=0.45)
    arguments = parser.parse_args()
    holdings = Holdings.of([RECORDS])
    ways: list[tuple[str, Callable[..., None], int]] = [
        ("1 thread", ask, 1),
        ("8 threads", ask, 8),
        ("3 processes", in_processes, 3),
    ]
    for key, rate in ((None, 3), (KEY, 10)):
        for name, run, number in ways:
            server = EutilsServer(holdings, rate=3, keys=frozenset({KEY}), latency=arguments.latency)
            with server, tempfile.TemporaryDirectory() as folder:
                run(server.url, Path(folder), key, questions(arguments.queries), number)
                refused = sum(1 for hit in server.log.hits if hit.status == 429)
                sys.stdout.write(
                    f"{rate:2} a second, {name:11}: {server.log.count():3} requests,"
                    f" {use(server.log, rate):.1%} of the rate,"
                    f" {server.log.busiest()} in the busiest second, {refused} refused\n"
                )


if __name__ == "__main__":
    main()
