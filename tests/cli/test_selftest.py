"""`citecheck pubmed selftest` against the loopback server, as it is and as it should not be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from citecheck.cli import cli
from tests.eutils_server import EutilsServer, FaultKind, Holdings
from tests.eutils_server.utilities import Reply

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server() -> Iterator[EutilsServer]:
    with EutilsServer(Holdings.of([ROOT / "fixtures" / "pubmed"])) as running:
        yield running


def selftest(server: EutilsServer, folder: Path) -> tuple[object, str]:
    done = CliRunner().invoke(
        cli,
        ["pubmed", "selftest", "--pubmed-url", server.url, "--cache-folder", str(folder)],
        standalone_mode=False,
    )
    assert not done.exception, done.exception
    return done.return_value, done.output


def test_the_loopback_server_answers_as_is_expected_of_pubmed(server: EutilsServer, tmp_path: Path) -> None:
    code, output = selftest(server, tmp_path)
    assert (code, output.splitlines()[-1]) == (0, "0 differ, 0 were not answered"), output
    assert all(line.startswith("ok") for line in output.splitlines()[:-1])
    assert {hit.utility for hit in server.log.hits} >= {"esearch", "efetch", "esummary", "ecitmatch"}


def test_what_differs_and_what_fails_is_named(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.utilities, "ecitmatch", lambda _: Reply("x|1|1|1||k1k|4711\n", "text/plain"))
    code, output = selftest(server, tmp_path)
    assert code == 1
    assert "DIFFERS  ecitmatch: its place (22591295): expected '22591295', got '4711'" in output
    assert "ok       efetch: a record's facts (22591295)" in output
    monkeypatch.undo()
    server.faults.order(FaultKind.BAD_REQUEST_400, utility="esummary")
    code, output = selftest(server, tmp_path)
    server.faults.none()
    assert code == 3
    assert "?        esummary: it exists (22591295): " in output
