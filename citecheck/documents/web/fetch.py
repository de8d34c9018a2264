"""Fetch pages of the web into Documents, safely.

Only http and https; every hop of a redirect is a new request that is checked like the first; the
connection is made to the very address that was checked, so that a name cannot point elsewhere a
moment later. Proxies, .netrc and cookies of the machine are not used.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from citecheck.documents.formats import format_of, sniff
from citecheck.documents.read import LARGEST, read_bytes
from citecheck.documents.web.http_freshness import Validator, freshness_seconds, validator_of
from citecheck.model import Document, DocumentFormat

if TYPE_CHECKING:
    from requests import Response, Session

TIMEOUT = 30.0
_MOST_REDIRECTS = 8
_CHUNK = 65_536
# "120"; a server that asks to wait for longer than some weeks is not believed.
_SECONDS = re.compile(r"[0-9]{1,7}")
_FORMATS = {
    "text/html": DocumentFormat.HTML,
    "application/xhtml+xml": DocumentFormat.HTML,
    "text/plain": DocumentFormat.TEXT,
    "text/markdown": DocumentFormat.MARKDOWN,
    "application/json": DocumentFormat.JSON,
    "application/pdf": DocumentFormat.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": DocumentFormat.DOCX,
}


class _RefusedError(Exception):
    """The page is not fetched, or not wholly; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What a server sent: the bytes, and what it says of them; or the `error` why nothing came.

    `status` is None where no server answered. With `unchanged` there are no bytes: the page is as it was when
    it had the stamp that was sent along. `stamp` is None where it must not be kept; it need not be
    asked for again for `fresh` seconds. `retry_after` is how long the server asks to be left alone.
    """

    data: bytes
    format: DocumentFormat | None = None
    charset: str | None = None
    error: str | None = None
    status: int | None = None
    unchanged: bool = False
    stamp: Validator | None = None
    fresh: float = 0.0
    retry_after: float | None = None


def read_url(
    url: str, *, allow_private: bool = False, timeout: float = TIMEOUT, max_bytes: int = LARGEST
) -> Document:
    """The article at an http or https address: see `fetch`. Never raises for what happens on the way.

    Args:
        url: the address; the Document carries it as its path.
        allow_private: whether hosts in private, loopback and link-local networks are allowed.
        timeout: the most seconds that the fetch may take in all.
        max_bytes: the most bytes of the page.

    Returns:
        The Document; with an `error` where the page is refused, can't be fetched or can't be read.
    """
    page = fetch(url, allow_private=allow_private, timeout=timeout, max_bytes=max_bytes)
    if page.error is not None:
        return _unread(url, page.error)
    return read_bytes(page.data, url, kind=kind_of(page, url), charset=page.charset, largest=max_bytes)


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    timeout: float = TIMEOUT,
    max_bytes: int = LARGEST,
    stamp: Validator | None = None,
) -> FetchedPage:
    """Fetch what lies at an http or https address. Never raises for what happens on the way.

    Args:
        url: the address; other schemes and addresses with a password are refused.
        allow_private: whether hosts in private, loopback and link-local networks are allowed.
        timeout: the most seconds that the fetch may take in all.
        max_bytes: the most bytes of the page; a larger one is refused.
        stamp: the stamp of an earlier fetch, to ask only for what has changed since; None to ask for the
            page.

    Returns:
        The page; with an `error` where it is refused or can't be fetched.
    """
    outcome: list[FetchedPage] = []
    cancelled = threading.Event()

    def work() -> None:
        deadline = time.monotonic() + timeout
        outcome.append(_fetched(url, allow_private, deadline, max_bytes, stamp, cancelled.is_set))

    # A name lookup has no time limit, and a server may send its headers very slowly: the limit is kept
    # from outside.
    worker = threading.Thread(target=work, name="citecheck-fetch", daemon=True)
    worker.start()
    worker.join(timeout)
    cancelled.set()
    return outcome[0] if outcome else _failed(f"The page took longer than {timeout:g} seconds.")


def _failed(reason: str, answer: Response | None = None) -> FetchedPage:
    if answer is None:
        return FetchedPage(b"", error=reason)
    after = answer.headers.get("retry-after", "")
    return FetchedPage(
        b"",
        error=reason,
        status=answer.status_code,
        retry_after=float(after) if _SECONDS.fullmatch(after) else None,
    )


def kind_of(page: FetchedPage, url: str) -> DocumentFormat:
    """The format of a page; its address's suffix goes before "text/plain", as which servers send Markdown.

    Args:
        page: the fetched page, with the format that the server states.
        url: the address of the page.

    Returns:
        The format; sniffed from the bytes where neither states a known one.
    """
    by_name = format_of(PurePosixPath(urlsplit(url).path).name, page.data)
    if page.format not in (None, DocumentFormat.TEXT):
        return page.format
    return by_name if by_name is not DocumentFormat.UNKNOWN else page.format or sniff(page.data)


def _unread(url: str, error: str) -> Document:
    return Document(url, DocumentFormat.UNKNOWN, error=error)


def _fetched(
    url: str,
    allow_private: bool,
    deadline: float,
    max_bytes: int,
    stamp: Validator | None,
    is_cancelled: Callable[[], bool],
) -> FetchedPage:
    import requests
    import urllib3

    from citecheck.documents.web.ssrf_guard import PrivateAddressError, checked_session

    try:
        with checked_session(allow_private) as session:
            response = _followed(session, url, deadline, stamp)
            with response:
                return _page(response, deadline, max_bytes, is_cancelled)
    except _RefusedError as refusal:
        return _failed(str(refusal))
    except PrivateAddressError as refusal:
        return _failed(f"The page is not fetched: {refusal}.")
    except requests.Timeout:
        return _failed("The server did not answer in time.")
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as fault:
        return _failed(f"The page can't be fetched: {_reason(fault)}.")


def _reason(fault: BaseException) -> str:
    """Return the innermost cause in a few words: libraries wrap exceptions several times."""
    cause = fault
    for _ in range(8):
        cause = cause.__cause__ or cause.__context__ or cause
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return type(cause).__name__


def _followed(session: Session, url: str, deadline: float, stamp: Validator | None) -> Response:
    """The answer at the end of the redirects."""
    for _ in range(_MOST_REDIRECTS + 1):
        _check_address(url)
        left = deadline - time.monotonic()
        if left <= 0:
            raise _RefusedError("The server did not answer in time.")
        known = stamp.headers(url) if stamp else {}
        response = session.get(url, stream=True, allow_redirects=False, timeout=left, headers=known)
        target = response.headers.get("location")
        if response.status_code not in (301, 302, 303, 307, 308) or not target:
            return response
        response.close()
        url = urljoin(url, target)
    raise _RefusedError(f"The page redirects more than {_MOST_REDIRECTS} times.")


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise _RefusedError(f"Addresses that start with {parts.scheme or 'nothing'}: are not fetched.")
    if not parts.hostname:
        raise _RefusedError("The address names no host.")
    if parts.username or parts.password:
        raise _RefusedError("Addresses with a name or password in them are not fetched.")


def _page(
    response: Response, deadline: float, max_bytes: int, is_cancelled: Callable[[], bool]
) -> FetchedPage:
    if response.status_code == 304:
        return FetchedPage(
            b"", status=304, unchanged=True, stamp=validator_of(response), fresh=freshness_seconds(response)
        )
    if response.status_code != 200:
        said = f"The server answered {response.status_code} {response.reason or ''}".rstrip()
        return _failed(f"{said}.", response)
    data = bytearray()
    for chunk in response.iter_content(_CHUNK):
        data += chunk
        if len(data) > max_bytes:
            return _failed(f"The page is larger than {max_bytes / 1_000_000:g} MB.", response)
        if is_cancelled() or time.monotonic() > deadline:
            raise _RefusedError("The server did not answer in time.")
    content_type, _, parameters = response.headers.get("content-type", "").partition(";")
    _, found, charset = parameters.lower().partition("charset=")
    name = charset.split(";")[0].strip(" \"'") if found else None
    return FetchedPage(
        bytes(data),
        _FORMATS.get(content_type.strip().lower()),
        name,
        status=200,
        stamp=validator_of(response),
        fresh=freshness_seconds(response),
    )
