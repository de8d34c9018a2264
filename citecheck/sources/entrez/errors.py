"""Why a request was not answered, and whether to send it again.

    answer                                                       sent again?
    429, or its JSON in a 200                                    yes, after Retry-After
    408, 5xx, redirects; 400 that hands on a backend's failure   yes
    no connection, time-out, reset, cut short, empty             yes
    a web page, JSON or an ERROR element in a 200                yes
    400 "API key invalid", 403, 404, an untrusted certificate    no, nor any other request
    any other 4xx, "Invalid db name" and its like                no

Reasons consist of our own words and the short message of an answer. They never quote its address or its body,
which hold the API key.
"""

from __future__ import annotations

import errno
import http.client
import json
import re
import socket
import ssl
from email.message import Message
from http import HTTPStatus
from urllib.error import HTTPError, URLError

from citecheck.errors import SourceError

LONGEST_MESSAGE = 200
# The seconds to wait after a 429 without Retry-After: what NCBI has been seen to send.
USUAL_PAUSE = 2.0
LONGEST_PAUSE = 86_400.0

# Messages about an error in the request itself; all other messages are of passing errors.
_OUR_FAULT = re.compile(
    r"invalid db name|cannot be larger than|id list is empty|empty id list|invalid (uid|value)"
    r"|unable to obtain query|missing .*(term|parameter)|unknown (db|database)",
    re.IGNORECASE,
)
# "…proxy_stream(): Failed to connect to PubOne service": a 400 that hands on a 502 of a backend.
_HANDED_ON = re.compile(
    r"proxy_stream|failed to connect|pubone|\b50[0234]\b|timed? ?out|backend", re.IGNORECASE
)
_BAD_KEY = re.compile(r"api.?key.{0,20}(invalid|not valid|unknown)", re.IGNORECASE)
# "Tunnel connection failed: 407 Proxy Authentication Required"
_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")
_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
_TOO_FAST = re.compile(r"rate limit exceeded", re.IGNORECASE)


class EntrezError(SourceError):
    """A request that was not answered. `again`: sending it again may help.

    `pause` is for how many seconds the service wants no requests. `final`: every other request would fail in
    the same way. `refused`: the service did not accept this request, but may accept each half of it.
    `unreachable`: the service's name was not resolved, or there is no route. `missing_utility`: nothing
    answers at the address.
    """

    def __init__(
        self,
        reason: str,
        *,
        again: bool = True,
        pause: float | None = None,
        final: bool = False,
        refused: bool = False,
        unreachable: bool = False,
        missing_utility: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again and not final
        self.pause = pause
        self.final = final
        self.refused = refused
        self.unreachable = unreachable
        self.missing_utility = missing_utility

    def with_reason(self, reason: str) -> EntrezError:
        """Return the same fault with another reason."""
        return EntrezError(
            reason,
            again=self.again,
            pause=self.pause,
            final=self.final,
            refused=self.refused,
            unreachable=self.unreachable,
            missing_utility=self.missing_utility,
        )


class UnreadableRecordError(EntrezError):
    """One record of an answer cannot be read; the other records can."""


def not_asked_during_outage(seconds: float) -> str:
    """The message during a pause that the service asked for, from this process or from another."""
    return f"PubMed wants to be left alone for another {seconds:.0f} seconds"


def invalid_key() -> EntrezError:
    """The fault of a key that NCBI does not know."""
    return EntrezError(
        "NCBI does not accept the API key: take the current one from your NCBI account settings, or set none",
        final=True,
    )


def rate_exceeded(headers: Message | None) -> EntrezError:
    """The fault of asking more often than is allowed."""
    return EntrezError("PubMed is being asked too often (429)", pause=pause_asked(headers) or USUAL_PAUSE)


def pause_asked(headers: Message | None) -> float | None:
    """The seconds in Retry-After. A date is ignored: NCBI sends seconds."""
    value = (headers.get("Retry-After") or "").strip() if headers else ""
    return min(float(value), LONGEST_PAUSE) if re.fullmatch(r"\d{1,6}(\.\d+)?", value) else None


def redact(message: str) -> str:
    """A message of the service on one line, short and printable."""
    line = " ".join("".join(c if c.isprintable() else " " for c in message).split())
    return line if len(line) <= LONGEST_MESSAGE else line[: LONGEST_MESSAGE - 1] + "…"


def refused(error: HTTPError, body: bytes) -> EntrezError:
    """The error for an answer whose status says that the request failed.

    Args:
        error: The answer's status and headers.
        body: The answer's body.

    Returns:
        The error, not raised.
    """
    code = error.code
    message = message_in(body)
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        return rate_exceeded(error.headers)
    if _BAD_KEY.search(message):
        return invalid_key()
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR or code in (408, 421, 425):
        return EntrezError(f"PubMed is out of order (status {code})", pause=pause_asked(error.headers))
    if code < HTTPStatus.BAD_REQUEST:
        return EntrezError(
            f"the request was sent elsewhere (status {code}): is there a login page in between?"
        )
    if code == HTTPStatus.FORBIDDEN:
        return EntrezError(
            "NCBI refuses this address (status 403): write to eutilities@ncbi.nlm.nih.gov", final=True
        )
    if code == HTTPStatus.NOT_FOUND:
        return EntrezError(
            "there are no E-utilities at this address (status 404): check the base URL",
            final=True,
            missing_utility=True,
        )
    if code == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return EntrezError(
            "the proxy wants a user and password (status 407): put them into https_proxy", final=True
        )
    if _HANDED_ON.search(message):
        return EntrezError(f"PubMed is out of order (status {code})")
    if code in (HTTPStatus.REQUEST_URI_TOO_LONG, HTTPStatus.REQUEST_ENTITY_TOO_LARGE):
        story = f"the request was too long (status {code}): is there a proxy in between that cuts them?"
        return EntrezError(story, again=False, refused=True)
    story = f"PubMed refused the request (status {code}{': ' + message if message else ''})"
    return EntrezError(f"{story}; if that lasts, report it with the search", again=False, refused=True)


def message_in(body: bytes) -> str:
    """The error message of an answer, else "". Never the whole answer: it may repeat the key."""
    text = body[:65536].decode("utf-8", "replace").strip()
    if text.startswith("{"):
        try:
            # The service writes raw line breaks into JSON strings.
            answer = json.loads(text, strict=False)
        except ValueError:
            return ""
        found = answer.get("error") if isinstance(answer, dict) else None
        if found is None and isinstance(answer, dict) and isinstance(answer.get("esearchresult"), dict):
            found = answer["esearchresult"].get("ERROR")
        return redact(found) if isinstance(found, str) else ""
    marked = re.search(r"<ERROR>(.*?)</ERROR>", text, re.DOTALL)
    return redact(re.sub(r"<[^>]*>", " ", marked.group(1))) if marked else ""


def described(message: str) -> EntrezError:
    """The fault of an answer that has status 200 and an error message in it."""
    if _BAD_KEY.search(message):
        return invalid_key()
    if _TOO_FAST.search(message):
        return rate_exceeded(None)
    if _OUR_FAULT.search(message):
        story = f"PubMed could not take the request: {message}; if that lasts, report it with the search"
        return EntrezError(story, again=False, refused=True)
    return EntrezError(
        f"PubMed answered with an error: {message}" if message else "PubMed answered with an error"
    )


def connection_broken(error: OSError | http.client.HTTPException) -> EntrezError:
    """The fault of a connection that failed, on the way there or on the way back."""
    cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, OSError) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return EntrezError(
            "the certificate of the service cannot be trusted: is there a proxy in between?", final=True
        )
    if isinstance(cause, TimeoutError):
        return EntrezError("PubMed did not answer in time")
    if isinstance(cause, http.client.IncompleteRead):
        return EntrezError("the answer was cut short")
    if isinstance(cause, ConnectionRefusedError):
        return EntrezError("PubMed cannot be reached: the connection was refused")
    if tunnel := _TUNNEL.search(str(cause)):
        return _proxy_refused(int(tunnel.group(1)))
    if isinstance(cause, ConnectionError | http.client.HTTPException):
        return EntrezError("the connection broke off")
    unreachable = isinstance(cause, socket.gaierror) or cause.errno in _NO_ROUTE
    return EntrezError("PubMed cannot be reached: is there a network?", unreachable=unreachable)


def _proxy_refused(code: int) -> EntrezError:
    """The fault of a proxy that does not connect to the service."""
    if code == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return EntrezError(
            "the proxy wants a user and password (status 407): put them into https_proxy", final=True
        )
    final = code < HTTPStatus.INTERNAL_SERVER_ERROR
    return EntrezError(f"the proxy opens no way to PubMed (status {code})", final=final)


def no_network(seconds: float) -> EntrezError:
    """The fault of a machine without a network, after so many seconds."""
    return EntrezError(
        f"there is no network: no way to PubMed was found in {seconds:.0f} seconds "
        "(--wait-for-network waits for one)",
        final=True,
    )
