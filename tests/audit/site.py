"""A web site on the loopback interface, whose pages have versions, and which counts what it is asked."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What is sent; `hangs` sends nothing at all, `turns` answers so many times "too many requests" first."""

    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    hangs: bool = False
    turns: int = 0


class Site(ThreadingHTTPServer):
    """Answers for `pages`; `asked` counts (path, status)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.root = f"http://127.0.0.1:{self.server_port}"
        self.pages: dict[str, Page] = {}
        self.asked: Counter[tuple[str, int]] = Counter()
        self.over = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site = self.server
        assert isinstance(site, Site)
        page = site.pages.get(self.path, Page(status=404))
        if page.hangs:
            site.asked[self.path, 0] += 1
            site.over.wait(20)
            return
        status = page.status
        if page.turns:
            page.turns -= 1
            status = 429
        etag, modified = page.headers.get("ETag"), page.headers.get("Last-Modified")
        if (etag and self.headers["If-None-Match"] == etag) or (
            modified and self.headers["If-Modified-Since"] == modified
        ):
            status = 304
        site.asked[self.path, status] += 1
        # Without a date and a server's name of its own.
        self.send_response_only(status)
        body = page.body if status == 200 else b""
        for name, value in ({"Content-Type": "text/html"} | page.headers).items():
            self.send_header(name, value)
        if status == 429:
            self.send_header("Retry-After", "1")
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Tests are silent."""


@contextmanager
def served() -> Iterator[Site]:
    """A site for as long as a test needs it."""
    with Site() as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        try:
            yield site
        finally:
            site.over.set()
            site.shutdown()
