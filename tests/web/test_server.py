"""The server's life: its start, its end, what it never keeps."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from citecheck.errors import ExitCode
from tests.browser import needs_browser
from tests.web.server import ARTICLES, COMMAND, ROOT, Served, ended, serving
from tests.web.test_in_browser import paste, text, wait_for

ARTICLE = (ARTICLES / "magnesium-neuropathy.md").read_text("utf-8")
VITAMIN_D = (ARTICLES / "vitamin-d-references.md").read_text("utf-8")


def test_two_checks_at_once_do_not_mix(server: Served) -> None:
    first, second = server.begin(ARTICLE), server.begin(VITAMIN_D)
    other, one = server.news(second)[-1], server.news(first)[-1]
    assert one["about"]["totals"] == {"unsourced": 1, "not_in_index": 2, "verified": 2}
    assert other["about"]["totals"] == {
        "not_in_index": 2, "unsourced": 1, "verified": 1, "mismatch": 2,
    }  # fmt: skip


def test_only_loopback_listens(server: Served) -> None:
    lines = Path("/proc/net/tcp").read_text().splitlines() if Path("/proc/net/tcp").exists() else []
    here = [line.split()[1] for line in lines if line.split()[1].endswith(f":{server.port:04X}")]
    assert all(address.startswith("0100007F:") for address in here)


def test_an_idle_server_ends_itself(cache: Path) -> None:
    with serving("--idle-minutes", "0.03", cache=cache) as short:
        assert short.get().status_code == 200
        assert ended(short.process)
        assert short.process.returncode == ExitCode.PASSED
        assert short.process.stdout
        assert "without use" in short.process.stdout.read()


def test_a_server_that_is_used_does_not_end(cache: Path) -> None:
    with serving("--idle-minutes", "0.08", cache=cache) as short:
        for _ in range(8):
            time.sleep(1)
            assert short.post("alive").status_code == 204
        assert ended(short.process)


@needs_browser
def test_a_killed_server_loses_nothing_that_is_on_the_screen(browser: Any, cache: Path) -> None:
    with serving(cache=cache) as first:
        paste(browser, first, VITAMIN_D)
        wait_for(browser, "#progress", "Done: 6 citations")
        port, old = first.port, first.address
        os.kill(first.process.pid, signal.SIGKILL)
        first.process.wait()
    browser.execute_script(
        "const [choice, note] = document.querySelectorAll('#panel .decision > *');"
        "choice.value = 'fixed'; note.value = 'Done it.'; note.dispatchEvent(new Event('change'));"
    )
    wait_for(browser, "#progress", "does not answer")
    wait_for(browser, "#problems", "fixed")
    assert "Done it." in browser.execute_script("return saved_page()")
    assert "data-served" not in browser.execute_script("return saved_page()").split("<script>")[0]
    with serving("--port", str(port), cache=cache) as second:
        assert second.address != old
        assert requests.get(old, timeout=60).status_code == 404
        paste(browser, second, VITAMIN_D)
        wait_for(browser, "#progress", "Done: 6 citations")
        assert "mismatch" in text(browser, "#totals")


def test_the_one_request_of_the_browser_that_learns_the_token(tmp_path: Path, cache: Path) -> None:
    """Command lines can be read by other users: the browser is started with an address that opens once."""
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    command = [word for word in COMMAND if word != "--no-browser"]
    process = subprocess.Popen(
        [*command, "--source", str(ROOT / "fixtures/pubmed"), "--cache-folder", str(cache)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "BROWSER": f"{browser} %s"},
        cwd=ROOT,
    )
    try:
        assert process.stdout
        address = process.stdout.readline().split()[2]
        opened = tmp_path / "opened"
        latest = time.monotonic() + 30
        while not (opened.exists() and opened.read_text()) and time.monotonic() < latest:
            time.sleep(0.1)
        once = opened.read_text()
        token = address.split("/")[3]
        assert token not in once
        answer = requests.get(once, timeout=60, allow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/{token}/")
        assert requests.get(once, timeout=60, allow_redirects=False).status_code == 404
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        process.communicate()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "everywhere"], "takes an address in numbers"),
        (["--store", "nowhere.db"], "there is no such store"),
        (["--source", "nowhere"], "nowhere"),
    ],
)
def test_wrong_usage_is_said(options: list[str], said: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, *options], capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60
    )
    assert done.returncode == ExitCode.USAGE
    assert said in done.stderr


def test_a_port_in_use_is_said(server: Served) -> None:
    command = [*COMMAND, "--source", "fixtures/pubmed", "--port", str(server.port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)
    assert done.returncode == ExitCode.USAGE
    assert "nothing can listen" in done.stderr


def test_without_the_extra_the_command_says_what_to_install(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['uvicorn'] = None\n"
        "from citecheck.cli import main; sys.argv = ['citecheck', 'serve', '--no-browser']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == ExitCode.USAGE
    assert "citecheck-pubmed[web]" in done.stderr
