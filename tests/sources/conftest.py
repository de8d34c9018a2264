"""Fixtures for the tests of sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.eutils_server import EutilsServer, Holdings

RECORDS = Path(__file__).parents[2] / "fixtures" / "pubmed"


@pytest.fixture(scope="session")
def holdings() -> Holdings:
    """All records of fixtures/pubmed."""
    return Holdings.of([RECORDS])


@pytest.fixture
def server(holdings: Holdings) -> Iterator[EutilsServer]:
    """A server without limits."""
    with EutilsServer(holdings) as running:
        yield running
