"""Pages from a loopback server: what is fetched, what is refused, and within which limits."""

import contextlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from citecheck.documents import read_url
from citecheck.documents.web.ssrf_guard import is_public
from citecheck.model import DocumentFormat

PAGE = "<html><title>Zinc</title><p>A study in caf\xe9s found zinc.</p></html>".encode("latin-1")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(50):
                    self.wfile.write(b"x")
                    time.sleep(0.1)
            return
        answers: dict[str, tuple[int, dict[str, str], bytes]] = {
            "/page": (200, {"Content-Type": "text/html; charset=iso-8859-1"}, PAGE),
            "/notes.md": (200, {"Content-Type": "text/plain"}, b"# Zinc\n\nText."),
            "/bare": (200, {}, b"<p>Bare</p>"),
            "/large": (200, {"Content-Type": "text/plain"}, b"word " * 1000),
            "/moved": (302, {"Location": "/page"}, b""),
            "/loop": (302, {"Location": "/loop"}, b""),
            "/file": (302, {"Location": "file:///etc/hostname"}, b""),
        }
        status, headers, body = answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Tests are silent."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.mark.parametrize(
    ("path", "kind", "text"),
    [
        ("/page", DocumentFormat.HTML, "A study in cafés found zinc."),
        ("/moved", DocumentFormat.HTML, "A study in cafés found zinc."),
        ("/notes.md", DocumentFormat.MARKDOWN, "Zinc\n\nText."),
        ("/bare", DocumentFormat.HTML, "Bare"),
    ],
)
def test_pages_are_read(server: str, path: str, kind: DocumentFormat, text: str) -> None:
    document = read_url(server + path, allow_private=True)
    assert (document.error, document.format, document.text) == (None, kind, text)
    assert document.path == server + path


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/none", "The server answered 404 Not Found."),
        ("/loop", "The page redirects more than 8 times."),
        ("/file", "Addresses that start with file: are not fetched."),
        ("/large", "The page is larger than 0.002 MB."),
    ],
)
def test_refusals(server: str, path: str, error: str) -> None:
    assert read_url(server + path, allow_private=True, max_bytes=2000).error == error


def test_private_addresses_are_refused(server: str) -> None:
    for host in ("127.0.0.1", "localhost", "127.1", "0x7f000001"):
        error = read_url(server.replace("127.0.0.1", host) + "/page").error
        assert error is not None
        assert "is in a private network (127.0.0.1)" in error or "can't be fetched" in error


def test_time_is_limited(server: str) -> None:
    started = time.monotonic()
    assert read_url(server + "/slow", allow_private=True, timeout=0.5).error is not None
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("url", ["ftp://example.org/x", "http:///x", "http://a:b@example.org/", "x"])
def test_addresses_that_are_not_fetched(url: str) -> None:
    assert read_url(url).error is not None


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("224.0.0.1", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public
