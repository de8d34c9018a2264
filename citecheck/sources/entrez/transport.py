"""Connections to E-utilities: each is opened first, waits for the rate limiter, and then sends its request.

Redirects are not followed: the request holds the API key. Proxies of the environment are used,
except on the way to this machine itself.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import urllib.request
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from citecheck.errors import SettingsError

NCBI = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
# The most open connections that wait for the rate limiter. More would only time out.
WAITING = 4


def check_base_url(url: str | None) -> str:
    """Return the base URL with a slash at its end; SettingsError if it would send the API key unencrypted."""
    if url is None:
        return NCBI
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise SettingsError("the PubMed URL is no URL") from None
    if parts.username or parts.password or parts.query or parts.fragment:
        raise SettingsError("the PubMed URL takes no user, query or fragment")
    if not host or parts.scheme not in ("https", "http"):
        raise SettingsError(f"the PubMed URL {url!r} does not start with https://")
    if parts.scheme == "http" and not is_this_machine(host):
        raise SettingsError(f"the PubMed URL {url!r} must be https: http is taken for this machine only")
    return url.rstrip("/") + "/"


def is_this_machine(host: str) -> bool:
    """Whether a host name or address is that of this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _RateLimitedConnection(http.client.HTTPConnection):
    """Waits for the rate limiter once it is connected, just before the request is sent."""

    def __init__(
        self,
        *args: Any,
        turn: Callable[[], None],
        guard: Callable[[socket.socket], None],
        room: threading.Semaphore,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._turn: Callable[[], None] | None = turn
        self._guard = guard
        self._room = room

    def send(self, data: Any) -> None:
        if self._turn is not None:
            turn, self._turn = self._turn, None
            with self._room:
                if self.sock is None:
                    self.connect()
                turn()
                if self.sock is not None:
                    self._guard(self.sock)
                super().send(data)
            return
        super().send(data)


class _RateLimitedTlsConnection(_RateLimitedConnection, http.client.HTTPSConnection):
    """The same over TLS."""


class _HttpHandler(urllib.request.HTTPHandler):
    def __init__(self, connection: Callable[..., http.client.HTTPConnection]) -> None:
        super().__init__()
        self._connection = connection

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, req)


class _HttpsHandler(urllib.request.HTTPSHandler):
    def __init__(self, connection: Callable[..., http.client.HTTPConnection]) -> None:
        self._ours = ssl.create_default_context()
        super().__init__(context=self._ours)
        self._connection = connection

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, req, context=self._ours)


class Opener:
    """Opens requests that Bio.Entrez has built, at the base URL, each once the rate limiter lets it.

    With an API key the parameters go into the body, which no proxy logs and no exception names.
    """

    def __init__(
        self, base: str, agent: str, turn: Callable[[], None], guard: Callable[[socket.socket], None]
    ) -> None:
        self.base = base
        self.host = urlsplit(base).hostname or ""
        on_this_machine = is_this_machine(self.host)
        proxies = {} if on_this_machine else urllib.request.getproxies()
        # A proxy resolves the service's name itself.
        self.is_direct = not on_this_machine and urlsplit(base).scheme not in proxies
        self._director = urllib.request.OpenerDirector()
        self._director.addheaders = [("User-Agent", agent)]
        room = threading.Semaphore(WAITING)
        handlers: list[urllib.request.BaseHandler] = [
            urllib.request.HTTPErrorProcessor(),
            urllib.request.HTTPDefaultErrorHandler(),
            _HttpHandler(partial(_RateLimitedConnection, turn=turn, guard=guard, room=room)),
            _HttpsHandler(partial(_RateLimitedTlsConnection, turn=turn, guard=guard, room=room)),
        ]
        if not is_this_machine(urlsplit(base).hostname or ""):
            handlers.append(urllib.request.ProxyHandler())
        for handler in handlers:
            self._director.add_handler(handler)

    def open(self, request: urllib.request.Request, timeout: float) -> Any:
        """Send a request to the base URL.

        Args:
            request: A request to NCBI's own address; an API key goes into the body.
            timeout: How long the connection may keep silent, in seconds.

        Returns:
            The answer's handle.

        Raises:
            OSError: As urllib raises it.
        """
        url, _, parameters = request.full_url.partition("?")
        url = self.base + url.removeprefix(NCBI)
        body = request.data if isinstance(request.data, bytes) else None
        if body is None and "api_key=" in parameters:
            body, parameters = parameters.encode("ascii"), ""
        moved = urllib.request.Request(  # noqa: S310 - the scheme was checked with the base URL
            f"{url}?{parameters}" if parameters else url,
            data=body,
            method="POST" if body is not None else "GET",
        )
        return self._director.open(moved, timeout=timeout)
