"""Who may ask the server, and what every answer says to the browser.

A page of another site, open in the same browser, can send requests to this machine, too. Four things keep
it out: the token in the address, which it cannot know; the Host, which must name this machine and not a
name of the other site's that leads here (DNS rebinding); the Origin of everything that changes something;
and what browsers say of where a request comes from (Sec-Fetch-Site).
"""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_OWN_PAGE = frozenset({"same-origin", "none"})
_ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
# Of whatever is no page of ours: nothing in it is run or shown.
_NO_PAGE = "default-src 'none'; frame-ancestors 'none'; sandbox"


class TooLargeError(Exception):
    """A request has more bytes than are taken."""


def new_token() -> str:
    """A name that nobody can guess."""
    return secrets.token_urlsafe(24)


def allowed_hosts(host: str, port: int) -> frozenset[str]:
    """What the Host of a request may say.

    Args:
        host: The address that the server listens on.
        port: Its port.

    Returns:
        "name:port" for each name of this machine by which the server is reached. Numbers cannot be made to
        lead elsewhere, so with an address that stands for all of the machine's every own number is allowed.
    """
    names = {"localhost", "127.0.0.1", "[::1]"}
    address = ip_address(host)
    if not address.is_loopback:
        numbers = _own_addresses() if address.is_unspecified else {host}
        names |= {f"[{one}]" if ":" in one else one for one in numbers}
    return frozenset(f"{name}:{port}" for name in names)


def _own_addresses() -> set[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)
    except OSError:
        return set()
    return {str(address[0]).partition("%")[0] for *_, address in found}


class Access:
    """Lets through what comes from the pages of this server, and answers everything else itself."""

    def __init__(self, app: ASGIApp, token: str, hosts: Iterable[str], most_bytes: int) -> None:
        """Stand before an application.

        Args:
            app: The application; it sees paths without the token.
            token: The first part of every path.
            hosts: What the Host of a request may say.
            most_bytes: The largest body of a request.
        """
        self._app = app
        self._token = token
        self._hosts = frozenset(hosts)
        self._most = most_bytes
        self.ticket: str | None = None
        self.last_used = time.monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        answer = self._refusal(scope) if scope["type"] == "http" else _refused(403, "Not served.")
        if answer is None:
            await self._let_through(scope, receive, send)
        else:
            await answer(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer to a request that does not reach the application."""
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self._hosts or len(headers.getlist("host")) != 1:
            return _refused(421, "This server does not answer to that name.")
        if not _is_own(scope["method"], headers):
            return _refused(403, "Only the pages of this server may ask that.")
        if self._takes_ticket(scope["path"]):
            return Response(status_code=303, headers={"Location": f"/{self._token}/"})
        token = scope["path"].split("/", 2)[1]
        if not secrets.compare_digest(token.encode(), self._token.encode()):
            return _refused(404, "The address is the one that `citecheck serve` has printed.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._most:
            return _refused(413, f"More than {self._most / 1_000_000:g} MB are not taken.")
        return None

    def _takes_ticket(self, path: str) -> bool:
        """Whether this is the one request that may learn the token: command lines can be read by others."""
        given = path.removeprefix("/open/")
        if self.ticket is None or given == path:
            return False
        fits = secrets.compare_digest(given.encode(), self.ticket.encode())
        if fits:
            self.ticket = None
        return fits

    async def _let_through(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.last_used = time.monotonic()
        path = "/" + scope["path"].split("/", 2)[2] if scope["path"].count("/") > 1 else "/"
        inner = {**scope, "path": path, "raw_path": path.encode(), "root_path": ""}
        await self._app(inner, _limited(receive, self._most), _with_headers(send))


def _is_own(method: str, headers: Headers) -> bool:
    """Whether a request comes from a page of this server, or from a person who opens an address."""
    site = headers.get("sec-fetch-site")
    is_opened = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    if method in _CHANGES:
        own_origin = headers.get("origin") == f"http://{headers['host'].lower()}"
        return own_origin and site in (None, "same-origin")
    return site is None or site in _OWN_PAGE or is_opened


def _refused(status: int, sentence: str) -> Response:
    return PlainTextResponse(sentence, status)


def _limited(receive: Receive, most: int) -> Receive:
    """The body of a request, which may have more bytes than its head says."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooLargeError
        return message

    return limited


def _with_headers(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _ALWAYS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", _NO_PAGE)
        await send(message)

    return with_headers
