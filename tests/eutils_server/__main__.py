"""Serve PubMed files by hand: python -m tests.eutils_server fixtures/pubmed --port 8765 --rate 3."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.eutils_server import EutilsServer, Holdings


def main() -> None:
    """Serve until interrupted, then say what came."""
    parser = argparse.ArgumentParser(prog="python -m tests.eutils_server")
    parser.add_argument(
        "files", nargs="+", type=Path, help="PubMed XML files, plain or gzip, or folders of them"
    )
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--rate", type=int, default=None, help="requests a second; without it no limit")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds added to each answer")
    arguments = parser.parse_args()
    holdings = Holdings.of(arguments.files)
    with EutilsServer(
        holdings, rate=arguments.rate, latency=arguments.latency, port=arguments.port
    ) as server:
        sys.stderr.write(f"{len(holdings)} records at {server.url}\n")
        try:
            while True:
                time.sleep(1)
        except KeyboardInterrupt:
            sys.stderr.write(f"{server.log.count()} requests, {server.log.busiest()} in the busiest second\n")


if __name__ == "__main__":
    main()
