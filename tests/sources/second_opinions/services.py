"""Loopback servers that answer as Crossref, doi.org and Open Library do."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

WORK = {
    "status": "ok",
    "message-type": "work",
    "message": {
        "DOI": "10.5555/known",
        "title": ["Naps and the tide"],
        "container-title": ["Imaginary Shores"],
        "issued": {"date-parts": [[2019, 3]]},
        "type": "journal-article",
    },
}
BOOK = {
    "title": "Diffusion",
    "authors": [{"name": "A. Lindqvist"}, {"name": "B. Hay"}],
    "publishers": [{"name": "Shore Press"}],
    "publish_date": "2003",
}
ISBN = "9780306406157"


class Services:
    """What the servers were asked, and how often they fail before they answer."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.agents: list[str] = []
        self.failures = 0
        self.body: bytes | None = None

    def answer(self, path: str) -> tuple[int, object]:
        """Status and JSON for a path."""
        parts = urlsplit(path)
        name = unquote(parts.path)
        if name.startswith("/works/"):
            return (200, WORK) if name == "/works/10.5555/known" else (404, "Resource not found.")
        if name.startswith("/api/handles/"):
            elsewhere = name == "/api/handles/10.5555/elsewhere"
            return (200, {"responseCode": 1}) if elsewhere else (404, {"responseCode": 100})
        if name == "/api/books":
            key = parse_qs(parts.query)["bibkeys"][0]
            return 200, ({key: BOOK} if key == f"ISBN:{ISBN}" else {})
        return 400, {}


@contextmanager
def running(services: Services) -> Iterator[str]:
    """A server for all three; yields its base URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            services.asked.append(self.path)
            services.agents.append(self.headers.get("User-Agent", ""))
            if services.failures > 0:
                services.failures -= 1
                self.send_response(429)
                self.send_header("Retry-After", "0")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            status, value = services.answer(self.path)
            body = services.body if services.body is not None else json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
