"""Sitemaps and feeds: the pages that they name, fetched politely."""

from __future__ import annotations

import gzip
import io
import re
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from citecheck.audit.inputs.article import Article
from citecheck.audit.inputs.http_cache import HttpCache
from citecheck.audit.inputs.progress_estimate import ProgressTotal
from citecheck.documents import read_bytes
from citecheck.documents.read import LARGEST
from citecheck.documents.web.fetch import FetchedPage, kind_of
from citecheck.model import Document, DocumentFormat

AGENT = "citecheck"
# Seconds between two requests to one host, unless its robots.txt asks for more.
PAUSE = 2.0
# Seconds; a longer crawl delay in robots.txt is shortened to this.
LONGEST_PAUSE = 60.0
# Crawlers read the first 500 kB (RFC 9309, 2.5).
_LARGEST_ROBOTS = 500_000
# sitemaps.org: at most 50,000 addresses and 50 MB, unpacked; sitemaps may name further sitemaps.
_LARGEST = 50_000_000
_DEEPEST = 3
# Status codes for a page that the host no longer has: RFC 9110, 15.5.5 and 15.5.11.
_MISSING = (404, 410)
# Seconds to wait after "too many requests" where the host names no time, and the longest wait.
_RETRY_AFTER, _LONGEST_REST = 10.0, 120.0
# A host that leaves so many pages in a row unanswered is given up: it would delay the run for days.
_PATIENCE = 5

# `<loc>https://example.org/a</loc>` (sitemaps.org), `<link>https://example.org/a</link>` (RSS),
# `<link rel="alternate" href="https://example.org/a"/>` (Atom). Read as text: a feed that is not
# well-formed still names its pages, and no entity is ever expanded but &amp;.
_LOCATION = re.compile(r"<loc>\s*+(?:<!\[CDATA\[)?\s*+([^<\s\]]{1,2000})", re.IGNORECASE)
# The start and the end of an item of a feed.
_ITEM = re.compile(r"<(?:item|entry)\b", re.IGNORECASE)
_ITEM_END = re.compile(r"</(?:item|entry)>", re.IGNORECASE)
_LINK = re.compile(
    r"<link\b(?:[^>]{0,500}\bhref=[\"']([^\"']{1,2000})|"
    r"[^>]{0,500}>\s*+(?:<!\[CDATA\[)?\s*+([^<\s\]]{1,2000}))",
    re.IGNORECASE,
)
_LONGEST_ITEM = 20_000


# "Crawl-delay: 99999999999999999999", "Request-rate: 1/99999999999999999999"
_TOO_MANY_DIGITS = re.compile(r"^\s*(?:crawl-delay|request-rate)\s*:.*\d{7}", re.IGNORECASE)


class _Host:
    """One host: the rules of its robots.txt, the time of the next request, and whether it answers.

    `fault` is the reason why it gets no further requests.
    """

    def __init__(self, root: str, web: HttpCache) -> None:
        self._web = web
        self._rules = RobotFileParser()
        self._pause = PAUSE
        self._next = 0.0
        self._unanswered = 0
        self.fault: str | None = None
        got = web.get(urljoin(root, "/robots.txt"), self._wait)
        if got.error and not 400 <= (got.status or 0) < 500:
            # RFC 9309, 2.3.1.4: an unreachable robots.txt forbids everything, a missing one nothing.
            self.fault = f"Its host's robots.txt can't be had: {got.error}"
        self._rules.parse(_robots_lines(got.data))
        self._pause = min(max(PAUSE, float(self._rules.crawl_delay(AGENT) or 0)), LONGEST_PAUSE)

    def allows(self, url: str) -> bool:
        """Whether its robots.txt allows the page."""
        return self._rules.can_fetch(AGENT, url)

    def get(self, url: str, max_bytes: int = LARGEST) -> FetchedPage:
        """Fetch a page at the polite rate. If the host asks to wait, wait and try once more."""
        if self.fault:
            return FetchedPage(b"", error=self.fault)
        got = self._web.get(url, self._wait, max_bytes)
        if got.status in (429, 503):
            self._next = time.monotonic() + min(got.retry_after or _RETRY_AFTER, _LONGEST_REST)
            got = self._web.get(url, self._wait, max_bytes)
        self._unanswered = self._unanswered + 1 if got.error and got.status is None else 0
        if self._unanswered == _PATIENCE:
            self.fault = f"Its host left {_PATIENCE} pages in a row unanswered, and was given up: {got.error}"
        return got

    def _wait(self) -> None:
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + self._pause


class Site:
    """Fetches the pages that sitemaps and feeds name, from each host one at a time and politely."""

    def __init__(self, web: HttpCache, extent: ProgressTotal) -> None:
        self._web = web
        self._extent = extent
        self._hosts: dict[str, _Host] = {}
        # Sitemaps that name each other would be read for ever.
        self._seen: set[str] = set()

    def pages(self, address: str, is_done: Callable[[str], bool] = lambda _: False) -> Iterator[Article]:
        """Fetch the pages that a sitemap or feed names.

        Args:
            address: The URL of a sitemap, a feed, or a page, which then is the only one.
            is_done: Whether a URL needs no article; its page is then not fetched.

        Returns:
            An iterator over the pages. A page that robots.txt forbids, or that cannot be fetched, is an
            Article with an error.
        """
        for url, got in self._named(address, 0):
            if not is_done(url):
                yield self._article(url, got)
            self._extent.finish()

    def close(self) -> None:
        """Close the cache of pages."""
        self._web.close()

    def _article(self, url: str, got: FetchedPage | None) -> Article:
        if not _is_web_address(url):
            return _failed(url, "It is not a web address.")
        if not (got and got.error):
            host = self._host(url)
            if not host.fault and not host.allows(url):
                return _failed(url, "Its host's robots.txt forbids it.")
            got = got or host.get(url)
        if got.error:
            return replace(_failed(url, got.error), is_missing=got.status in _MISSING)
        return Article(url, document=read_bytes(got.data, url, kind=kind_of(got, url), charset=got.charset))

    def _host(self, url: str) -> _Host:
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._hosts:
            self._hosts[root] = _Host(root, self._web)
        return self._hosts[root]

    def _named(self, address: str, depth: int) -> Iterator[tuple[str, FetchedPage | None]]:
        """The addresses in a sitemap or feed. An address without any is a page: itself, as it was fetched."""
        if not _is_web_address(address):
            self._extent.name_pages(1)
            yield address, None
            return
        if depth and address in self._seen:
            self._extent.name_lists(-1)
            return
        self._seen.add(address)
        got = self._host(address).get(address, _LARGEST)
        text = "" if got.error else _unpacked(got.data)
        locations = _LOCATION.findall(text) or list(_item_links(text))
        if not locations:
            self._extent.name_pages(1)
            yield address, got
        leads_on = depth < _DEEPEST and "<sitemapindex" in text[:5000].lower()
        if leads_on:
            self._extent.name_lists(len(locations))
        elif locations:
            self._extent.name_pages(len(locations))
        for location in locations:
            url = _joined(address, location.replace("&amp;", "&"))
            if leads_on:
                yield from self._named(url, depth + 1)
            else:
                yield url, None


def _is_web_address(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https") and urlsplit(url).port != 0
    except ValueError:
        return False


def _joined(base: str, location: str) -> str:
    """The absolute address of a location in the page `base`; unchanged if it is not an address."""
    try:
        return urljoin(base, location)
    except ValueError:
        return location


def _item_links(text: str) -> Iterator[str]:
    """The first link of each item of a feed."""
    for part in _ITEM.split(text)[1:]:
        end = _ITEM_END.search(part)
        found = _LINK.search(part, 0, min(end.start() if end else len(part), _LONGEST_ITEM))
        if found:
            yield found[1] or found[2]


def _robots_lines(data: bytes) -> list[str]:
    """The lines of a robots.txt, without those whose numbers have more digits than any delay."""
    lines = data[:_LARGEST_ROBOTS].decode("utf-8", "replace").splitlines()
    return [line for line in lines if not _TOO_MANY_DIGITS.search(line)]


def _unpacked(data: bytes) -> str:
    """The text of a feed, gzipped or not, cut at the largest size that sitemaps.org allows."""
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(_LARGEST)
        except (OSError, EOFError, zlib.error):
            data = b""
    return data.decode("utf-8", "replace")


def _failed(url: str, reason: str) -> Article:
    return Article(url, document=Document(url, DocumentFormat.UNKNOWN, error=reason))
