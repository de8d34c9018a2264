"""Which addresses are public, and what a host may make us wait for."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from citecheck.documents.web.ssrf_guard import is_public
from tests.safety.command import ARTICLE, PUBMED, run


@pytest.mark.parametrize(
    "address",
    [
        "::127.0.0.1", "::10.0.0.1", "::ffff:127.0.0.1", "::ffff:0:127.0.0.1", "::ffff:0:10.1.2.3",
        "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "64:ff9b:1::8.8.8.8", "fec0::1",
        "feff::1", "2001:db8::5efe:127.0.0.1", "2606:4700::200:5efe:10.0.0.1", "2002:7f00:1::",
        "2002:a00:1::1", "fe80::1%eth0", "fc00::1", "::1", "::", "0.0.0.1", "100.64.0.1", "169.254.169.254",
        "192.0.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "ff02::1", "100::1",
    ],
)  # fmt: skip
def test_what_is_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700:4700::1111", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8", "2002:808:808::1"]
)
def test_what_is_public(address: str) -> None:
    assert is_public(address)


PAGES = {
    "/sitemap.xml": "<urlset><url><loc>http://[</loc></url><url><loc>{}/a.html</loc></url></urlset>",
    "/a.html": f"<p>{ARTICLE}</p>",
}


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

        def do_GET(self) -> None:
            page = request.param if self.path == "/robots.txt" else PAGES.get(self.path, "")
            self.send_response(200)
            self.end_headers()
            self.wfile.write(page.replace("{}", address).encode())

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()


@pytest.mark.parametrize(
    "site",
    [
        f"User-agent: *\nCrawl-delay: {'9' * 20}\n",
        f"User-agent: *\nCrawl-delay: {'9' * 5000}\n",
        f"User-agent: *\nRequest-rate: 1/{'9' * 5000}\n",
    ],
    indirect=True,
    ids=["twenty digits", "too many digits", "rate"],
)
def test_no_robots_txt_ends_the_run_or_makes_it_sleep_for_days(site: str, tmp_path: Path) -> None:
    here = tmp_path / "work"
    here.mkdir()
    done = run(
        here, "audit", "run", f"{site}/sitemap.xml", "--allow-private", "--source", PUBMED, "--store", "a.db"
    )
    assert done.returncode in (0, 3), done.stderr
    assert "2 articles checked" in done.stdout
    assert "1 could not be read" in done.stdout
