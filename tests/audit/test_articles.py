"""Web archives, sitemaps and feeds as archives."""

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from citecheck.audit import feeds
from citecheck.audit.articles import Inputs, articles

PAGE = (
    b"<html><title>Bread</title><body><article><p>A study in <i>Gut</i> found it.</p></article></body></html>"
)


def warc(*pages: tuple[str, bytes, str]) -> bytes:
    """A WARC file (ISO 28500) with a response a page."""
    records = []
    for number, (url, body, status) in enumerate(pages):
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
        about = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
            f"WARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(head) + len(body)}\r\n\r\n"
        )
        records.append(about.encode() + head.encode() + body + b"\r\n\r\n")
    return b"".join(records)


def test_pages_of_web_archives(tmp_path: Path) -> None:
    data = warc(("https://x.example/a", PAGE, "200 OK"), ("https://x.example/b", PAGE, "404 Not Found"))
    (tmp_path / "a.warc").write_bytes(data)
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(data))
    for name in ("a.warc", "b.warc.gz"):
        (one,) = articles([str(tmp_path / name)], Inputs())
        assert one.id == "https://x.example/a"
        assert one.read().title == "Bread"


@pytest.mark.parametrize("keep", [0.4, 0.8])
def test_a_truncated_web_archive_is_one_error(tmp_path: Path, keep: float) -> None:
    data = gzip.compress(warc(*((f"https://x.example/{n}", PAGE * 20, "200 OK") for n in range(50))))
    (tmp_path / "a.warc.gz").write_bytes(data[: int(len(data) * keep)])
    *_, last = articles([str(tmp_path / "a.warc.gz")], Inputs())
    assert "web archive" in (last.read().error or "")


class _Site(BaseHTTPRequestHandler):
    pages: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        body = self.pages.get(self.path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: Any) -> None:
        """Keep the test's output quiet."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(feeds, "PAUSE", 0.01)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    root = f"http://127.0.0.1:{server.server_port}"
    _Site.pages = {
        "/robots.txt": b"User-agent: *\nDisallow: /private\n",
        "/sitemap.xml": f"<sitemapindex><sitemap><loc>{root}/part.xml</loc></sitemap>".encode(),
        "/part.xml": gzip.compress(
            f"<urlset><url><loc>{root}/a</loc></url><url><loc>{root}/private/b</loc></url>"
            f"<url><loc>{root}/none</loc></url></urlset>".encode()
        ),
        "/rss": f"<rss><link>{root}</link><item><title>t</title><link>{root}/a</link></item></rss>".encode(),
        "/a": PAGE,
    }
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield root
    finally:
        server.shutdown()
        server.server_close()


def test_sitemaps_are_followed_politely(site: str) -> None:
    found = {one.id: one.read() for one in articles([f"{site}/sitemap.xml"], Inputs(allow_private=True))}
    assert found[f"{site}/a"].title == "Bread"
    assert found[f"{site}/private/b"].error == "Its host's robots.txt forbids it."
    assert found[f"{site}/none"].error


def test_feeds_and_single_pages(site: str) -> None:
    for address in (f"{site}/rss", f"{site}/a"):
        (one,) = articles([address], Inputs(allow_private=True))
        assert (one.id, one.read().title) == (f"{site}/a", "Bread")


def test_private_addresses_are_refused(site: str) -> None:
    (one,) = articles([f"{site}/a"], Inputs())
    assert one.read().error
