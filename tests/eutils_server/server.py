"""The server: real HTTP on 127.0.0.1, a rate limit that is counted by arrival, a log of what came."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from tests.eutils_server.faults import FaultKind, Faults
from tests.eutils_server.holdings import Holdings
from tests.eutils_server.shapes import EFETCH, ESEARCH, MAINTENANCE, PROLOG
from tests.eutils_server.utilities import Reply, Utilities

BASE = "/entrez/eutils/"


@dataclass
class Hit:
    """One request, as it arrived; `status` is 0 until it is answered, and for good where it never is."""

    at: float
    utility: str
    method: str
    parameters: dict[str, str]
    status: int = 0
    fault: FaultKind | None = None


@dataclass
class Log:
    """All requests so far."""

    hits: list[Hit] = field(default_factory=list)

    def busiest(self, seconds: float = 1.0) -> int:
        """The most requests that arrived within any stretch of this length."""
        window: deque[float] = deque()
        most = 0
        for hit in sorted(self.hits, key=lambda hit: hit.at):
            window.append(hit.at)
            while window[0] <= hit.at - seconds:
                window.popleft()
            most = max(most, len(window))
        return most

    def count(self, utility: str | None = None) -> int:
        """How many requests came, to one utility or to all."""
        return sum(1 for hit in self.hits if utility in (None, hit.utility))


class EutilsServer:
    """Serves `holdings` until it is left. `rate` None sets no limit; `latency` is added to each answer."""

    def __init__(
        self,
        holdings: Holdings,
        *,
        rate: int | None = None,
        keys: frozenset[str] = frozenset(),
        latency: float = 0.0,
        port: int = 0,
        hang: float = 30.0,
    ) -> None:
        self.holdings = holdings
        self.utilities = Utilities(holdings)
        self.faults = Faults()
        self.log = Log()
        self.rate = rate
        self.keys = keys
        self.latency = latency
        self.hang = hang
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._recent: dict[str, deque[float]] = {}
        service = self

        class Handler(_Handler):
            server_of = service

        self._http = _Server(("127.0.0.1", port), Handler)
        self.port: int = self._http.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}{BASE}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop serving; connections are refused from now on."""
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()

    def note(self, hit: Hit) -> None:
        """Write into the log."""
        with self._lock:
            self.log.hits.append(hit)

    def limits(self, parameters: dict[str, str], at: float) -> tuple[int, int] | None:
        """The caller's limit, and what is left of it in this second (-1: too many); None for none."""
        if self.rate is None:
            return None
        key = parameters.get("api_key", "")
        limit = 10 if key in self.keys else self.rate
        with self._lock:
            recent = self._recent.setdefault(key, deque())
            while recent and recent[0] <= at - 1.0:
                recent.popleft()
            recent.append(at)
            return limit, limit - len(recent)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that leave early are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server_of: EutilsServer
    protocol_version = "HTTP/1.1"
    at = 0.0

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet."""

    def parse_request(self) -> bool:
        self.at = time.monotonic()
        return super().parse_request()

    def do_GET(self) -> None:
        self._serve(urlsplit(self.path).query)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self._serve(self.rfile.read(length).decode("utf-8"))

    def _serve(self, encoded: str) -> None:
        service = self.server_of
        self.close_connection = True
        parameters = dict(parse_qsl(encoded, keep_blank_values=True))
        utility = urlsplit(self.path).path.removeprefix(BASE).partition(".")[0]
        fault = service.faults.next(utility)
        limits = service.limits(parameters, self.at)
        if fault is None and limits and limits[1] < 0:
            fault = FaultKind.RATE_LIMIT
        if service.latency:
            service.closing.wait(max(service.latency - (time.monotonic() - self.at), 0.0))
        hit = Hit(self.at, utility, self.command, parameters, fault=fault)
        service.note(hit)
        reply = self._reply(utility, parameters)
        hit.status = self._failing(fault, reply, parameters, limits) if fault else self._send(reply, limits)

    def _reply(self, utility: str, parameters: dict[str, str]) -> Reply:
        key = parameters.get("api_key")
        if key is not None and self.server_of.keys and key not in self.server_of.keys:
            return bad_key(key)
        if not urlsplit(self.path).path.startswith(BASE):
            return Reply("<html>not found</html>", "text/html", HTTPStatus.NOT_FOUND)
        return self.server_of.utilities.reply(utility, parameters)

    def _send(self, reply: Reply, limits: tuple[int, int] | None, extra: dict[str, str] | None = None) -> int:
        body = reply.data
        self.send_response(reply.status)
        self._head(reply.type, limits, extra)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return int(reply.status)

    def _head(self, kind: str, limits: tuple[int, int] | None, extra: dict[str, str] | None = None) -> None:
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        if limits:
            self.send_header("X-RateLimit-Limit", str(limits[0]))
            self.send_header("X-RateLimit-Remaining", str(max(limits[1], 0)))
        for name, value in (extra or {}).items():
            self.send_header(name, value)

    # ------------------------------------------------------------ faults

    def _failing(
        self, fault: FaultKind, reply: Reply, parameters: dict[str, str], limits: tuple[int, int] | None
    ) -> int:
        if fault in (FaultKind.RATE_LIMIT, FaultKind.LONG_WAIT_429):
            wait = {"Retry-After": "2" if fault is FaultKind.RATE_LIMIT else "7200"}
            body = rate_limited(parameters, limits, self.client_address[0])
            return self._send(Reply(body, "application/json", HTTPStatus.TOO_MANY_REQUESTS), limits, wait)
        if fault is FaultKind.REDIRECT_302:
            return self._send(
                Reply("", "text/html", HTTPStatus.FOUND),
                limits,
                {"Location": self.server_of.url + "elsewhere.html"},
            )
        if fault in (FaultKind.HANG, FaultKind.CLOSED, FaultKind.RESET):
            return self._silent(fault)
        if fault in BROKEN_OFF:
            return self._broken_off(fault, reply, limits)
        return self._send(failure(fault, reply, parameters), limits)

    def _silent(self, fault: FaultKind) -> int:
        if fault is FaultKind.HANG:
            self.server_of.closing.wait(self.server_of.hang)
        elif fault is FaultKind.RESET:
            self._reset()
        return 0

    def _reset(self) -> None:
        """Close so that the other side gets a reset, not an end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def _broken_off(self, fault: FaultKind, reply: Reply, limits: tuple[int, int] | None) -> int:
        body = reply.data
        half = body[: max(len(body) // 2, 1)]
        self.send_response(HTTPStatus.OK)
        self._head(reply.type, limits)
        if fault is FaultKind.TRUNCATED_CHUNKED:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(f"{len(half):x}\r\n".encode() + half + b"\r\n")
            return 200
        if fault is not FaultKind.TRUNCATED_QUIETLY:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(half)
        self.wfile.flush()
        if fault is FaultKind.STALL_IN_BODY:
            self.server_of.closing.wait(self.server_of.hang)
        elif fault is FaultKind.RESET_IN_BODY:
            time.sleep(0.01)
            self._reset()
        return 200


BROKEN_OFF = {
    FaultKind.TRUNCATED,
    FaultKind.TRUNCATED_CHUNKED,
    FaultKind.TRUNCATED_QUIETLY,
    FaultKind.RESET_IN_BODY,
    FaultKind.STALL_IN_BODY,
}


def bad_key(key: str) -> Reply:
    """The service's answer to a key that it does not know: it says the key again."""
    body = {"error": "API key invalid", "api-key": key, "type": "invalid", "status": "unknown"}
    return Reply(json.dumps(body), "application/json", HTTPStatus.BAD_REQUEST)


def rate_limited(parameters: dict[str, str], limits: tuple[int, int] | None, address: str) -> str:
    """The body of a 429: JSON whatever was asked for."""
    limit = limits[0] if limits else 3
    who = parameters.get("api_key") or address
    count = str(limit - limits[1]) if limits else str(limit + 1)
    return json.dumps(
        {"error": "API rate limit exceeded", "api-key": who, "count": count, "limit": str(limit)}
    )


def failure(fault: FaultKind, reply: Reply, parameters: dict[str, str]) -> Reply:
    """The body of a fault that has one."""
    xml, html, ok = "text/xml; charset=UTF-8", "text/html; charset=UTF-8", HTTPStatus.OK
    search_head = f"{PROLOG}{ESEARCH}<eSearchResult><ERROR>"
    replies = {
        FaultKind.SERVER_ERROR_500: Reply(MAINTENANCE, html, HTTPStatus.INTERNAL_SERVER_ERROR),
        FaultKind.BAD_GATEWAY_502: Reply(MAINTENANCE, html, HTTPStatus.BAD_GATEWAY),
        FaultKind.UNAVAILABLE_503: Reply(MAINTENANCE, html, HTTPStatus.SERVICE_UNAVAILABLE),
        FaultKind.BACKEND_IN_400: Reply(
            f"{PROLOG}{EFETCH}<eFetchResult><ERROR>Error: proxy_stream(): Failed to connect to PubOne service"
            "</ERROR></eFetchResult>",
            xml,
            HTTPStatus.BAD_REQUEST,
        ),
        FaultKind.BAD_REQUEST_400: Reply(
            f"{search_head}Invalid request</ERROR></eSearchResult>", xml, HTTPStatus.BAD_REQUEST
        ),
        FaultKind.TOO_LONG_414: Reply(MAINTENANCE, html, HTTPStatus.REQUEST_URI_TOO_LONG),
        FaultKind.BAD_KEY_400: bad_key(parameters.get("api_key", "none")),
        FaultKind.FORBIDDEN_403: Reply(MAINTENANCE, html, HTTPStatus.FORBIDDEN),
        FaultKind.NOT_FOUND_404: Reply(MAINTENANCE, html, HTTPStatus.NOT_FOUND),
        FaultKind.JSON_IN_200: Reply('{"error":"Sorry, something went wrong"}', "application/json", ok),
        FaultKind.RATE_LIMIT_IN_200: Reply(
            rate_limited(parameters, None, "127.0.0.1"), "application/json", ok
        ),
        FaultKind.ERROR_IN_200: Reply(
            f"{search_head}Search Backend failed: Database is not supported: pubmed</ERROR></eSearchResult>",
            xml,
            ok,
        ),
        FaultKind.VIEWER_ERROR_IN_200: Reply(
            f"{PROLOG}{EFETCH}<eFetchResult><ERROR>External viewer error: Timeout</ERROR></eFetchResult>",
            xml,
            ok,
        ),
        FaultKind.TRACE_IN_200: Reply(
            f"{search_head}NCBI C++ Exception:\n  T0 eutils.cpp, line 1: Exception</ERROR></eSearchResult>",
            xml,
            ok,
        ),
        FaultKind.HTML_IN_200: Reply(MAINTENANCE, html, ok),
        FaultKind.PROLOG_ONLY: Reply(PROLOG, xml, ok),
        FaultKind.EMPTY: Reply("", reply.type, ok),
        FaultKind.OTHER_TYPE: Reply(reply.body, "text/plain", reply.status),
    }
    return replies[fault]
