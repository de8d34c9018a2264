"""NCBI's E-utilities on this machine: the same language, the same answers, the same faults, over real HTTP.

    with EutilsServer(Holdings.of(paths)) as server:
        source = open_source("pubmed", SourceOptions(base_url=server.url))
        server.faults.order(FaultKind.HANG, times=2)
        server.log.busiest_second()

Run it by hand: python -m tests.eutils_server fixtures/pubmed --port 8765
"""

from tests.eutils_server.faults import FaultKind, Faults
from tests.eutils_server.holdings import Holdings
from tests.eutils_server.server import EutilsServer, Hit, Log

__all__ = ["EutilsServer", "FaultKind", "Faults", "Hit", "Holdings", "Log"]
