"""`citecheck check` against a live service: outages, interrupts, secrets, the cache."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.eutils_server import EutilsServer, FaultKind, Holdings

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("citecheck")
ARTICLE = "fixtures/articles/vitamin-d-references.md"
KEY = "5ecre7" * 6


@pytest.fixture(scope="module")
def holdings() -> Holdings:
    return Holdings.of([ROOT / "fixtures" / "pubmed"])


@pytest.fixture
def server(holdings: Holdings) -> Iterator[EutilsServer]:
    with EutilsServer(holdings, rate=3, keys=frozenset({KEY})) as running:
        yield running


def environment(server: EutilsServer, folder: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CITECHECK_", "NCBI_"))}
    ours = {"CITECHECK_PUBMED_URL": server.url, "CITECHECK_CACHE_FOLDER": str(folder), "NCBI_API_KEY": KEY}
    return kept | ours | more


def check(server: EutilsServer, folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "check", ARTICLE, "--pubmed-url", server.url, "--format", "json", *words],
        cwd=ROOT,
        env=environment(server, folder, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def verdicts(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [c["verdict"] for d in json.loads(done.stdout)["documents"] for c in d["citations"]]


def test_the_cache_answers_an_offline_run_and_not_one_that_refreshes_or_does_without(
    server: EutilsServer, tmp_path: Path
) -> None:
    """Takes its time: four processes ask the server, at the pace that NCBI allows."""
    first = check(server, tmp_path)
    asked = server.log.count()
    assert {"verified", "mismatch"} <= set(verdicts(first))
    assert verdicts(check(server, tmp_path, "--offline")) == verdicts(first)
    assert server.log.count() == asked
    assert verdicts(check(server, tmp_path, "--refresh")) == verdicts(first)
    # How many questions travel together depends on when they meet.
    again = server.log.count()
    assert again > 1.5 * asked
    assert verdicts(check(server, tmp_path, "--no-cache")) == verdicts(first)
    assert server.log.count() > again + 0.5 * asked
    assert server.log.busiest() <= 10
    assert all(hit.status == 200 for hit in server.log.hits)


@pytest.mark.parametrize("word", ["--refresh", "--no-cache"])
def test_offline_and_what_passes_over_the_cache_are_refused_together(
    word: str, server: EutilsServer, tmp_path: Path
) -> None:
    done = check(server, tmp_path, "--offline", word)
    assert done.returncode == 2
    assert f"it cannot be taken together with {word}" in done.stderr


def test_the_cache_is_shown_set_aside_and_cleared(server: EutilsServer, tmp_path: Path) -> None:
    def cache(word: str) -> str:
        ours = environment(server, tmp_path)
        done = subprocess.run([COMMAND, "cache", word], env=ours, capture_output=True, text=True, check=True)
        return done.stdout

    (tmp_path / "answers.sqlite").write_bytes(b"no database at all" * 500)
    done = check(server, tmp_path)
    assert "The cache was damaged" in done.stderr
    assert "verified" in verdicts(done)
    shown = cache("info")
    assert re.search(r"  record +\d+", shown)
    assert "damaged and set aside: " in shown
    assert re.search(r"[1-9]\d* answers thrown away", cache("clear"))
    assert ": 0 answers" in cache("info")


def test_an_outage_is_unchecked_with_exit_code_3_within_the_budget(
    server: EutilsServer, tmp_path: Path
) -> None:
    server.faults.order(FaultKind.UNAVAILABLE_503)
    began = time.monotonic()
    done = check(server, tmp_path, CITECHECK_BUDGET="3")
    # The budget, and the start of the program on a busy machine.
    assert time.monotonic() - began < 3 + 15
    assert done.returncode == 3
    assert set(verdicts(done)) == {"unchecked", "unsourced"}
    assert "out of order (status 503)" in done.stdout


@pytest.mark.parametrize("kind", [FaultKind.BAD_KEY_400, FaultKind.RATE_LIMIT])
def test_the_key_is_nowhere(kind: FaultKind, server: EutilsServer, tmp_path: Path) -> None:
    server.faults.order(kind)
    done = check(server, tmp_path, "-v", CITECHECK_BUDGET="1", CITECHECK_TIMEOUT="1")
    assert done.returncode == 3
    assert any(hit.parameters.get("api_key") == KEY for hit in server.log.hits)
    kept = [path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*") if path.is_file()]
    assert KEY not in "\n".join([done.stdout, done.stderr, *kept, *map(str, tmp_path.rglob("*"))])


def _hears_interrupts() -> None:
    """Who is started in the background of a script does not, unless it asks to."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_ends_at_once_and_prints_what_is_known(server: EutilsServer, tmp_path: Path) -> None:
    server.faults.order(FaultKind.HANG, utility="esearch")
    command = [str(COMMAND), "check", ARTICLE, "--pubmed-url", server.url, "--format", "json"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(server, tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=_hears_interrupts,  # noqa: PLW1509 - it sets a signal and nothing else
    ) as process:
        deadline = time.monotonic() + 30.0
        while not any(hit.fault for hit in server.log.hits) and time.monotonic() < deadline:
            time.sleep(0.02)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
    # To end is quick; to judge and to write the report takes a moment.
    assert time.monotonic() - began < 10.0
    report = json.loads(out)
    found = [c["verdict"] for d in report["documents"] for c in d["citations"]]
    assert "unchecked" in found
    assert process.returncode in (1, 3)
    assert "The run was interrupted" in out.decode()


@pytest.mark.parametrize(("columns", "width"), [(0, 80), (50, 50)])
def test_a_person_who_waits_sees_for_what(
    columns: int, width: int, server: EutilsServer, tmp_path: Path
) -> None:
    server.faults.order(FaultKind.UNAVAILABLE_503)
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [COMMAND, "check", ARTICLE, "--pubmed-url", server.url, "--format", "json"],
        cwd=ROOT,
        env=environment(server, tmp_path, CITECHECK_BUDGET="8"),
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        seen, deadline = b"", time.monotonic() + 40.0
        # The line is whole when the next one begins.
        while not re.search(rb"waiting: [^\r]*\r", seen) and time.monotonic() < deadline:
            if select.select([ours], [], [], 0.5)[0]:
                try:
                    seen += os.read(ours, 4096)
                except OSError:
                    break
        process.kill()
    os.close(ours)
    lines = re.split(r"\r|\x1b\[K", seen.decode())
    assert all(len(line) < width for line in lines)
    whole = r"\d of 4 citations looked up, \d+ s; waiting: PubMed is out of order \(status 503\)"
    assert any(re.fullmatch(whole if width > 78 else r"\d of 4 .*…", line) for line in lines)
