"""Sitemaps and feeds: the pages that they name, fetched politely."""

from __future__ import annotations

import gzip
import io
import re
import time
import zlib
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from citecheck.audit.articles import Article
from citecheck.documents import read_bytes
from citecheck.documents.web import fetch
from citecheck.model import Document, DocumentFormat

AGENT = "citecheck"
# A page every other second from one host, unless its robots.txt asks for longer.
PAUSE = 2.0
# sitemaps.org: at most 50,000 addresses and 50 MB, unpacked; sitemaps may name further sitemaps.
_LARGEST = 50_000_000
_DEEPEST = 3
_MOST_ADDRESSES = 1_000_000

# `<loc>https://example.org/a</loc>` (sitemaps.org), `<link>https://example.org/a</link>` (RSS),
# `<link rel="alternate" href="https://example.org/a"/>` (Atom). Read as text: a feed that is not
# well-formed still names its pages, and no entity is ever expanded but &amp;.
_LOCATION = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\s\]]{1,2000})", re.IGNORECASE)
_ITEM_LINK = re.compile(
    r"<(?:item|entry)\b[^>]{0,500}>(?:(?!</(?:item|entry)>).){0,20000}?<link\b(?:[^>]{0,500}\bhref=[\"']([^\"']{1,2000})|"
    r"[^>]{0,500}>\s*(?:<!\[CDATA\[)?\s*([^<\s\]]{1,2000}))",
    re.IGNORECASE | re.DOTALL,
)


class _Host:
    """One host's rules, and when it was last asked."""

    def __init__(self, root: str, allow_private: bool) -> None:
        self.rules = RobotFileParser()
        got = fetch(urljoin(root, "/robots.txt"), allow_private=allow_private)
        # RFC 9309: where there are no rules, all is allowed.
        self.rules.parse(got.data.decode("utf-8", "replace").splitlines())
        self._pause = max(PAUSE, float(self.rules.crawl_delay(AGENT) or 0))
        self._last = -self._pause

    def wait(self) -> None:
        """Return when the host may be asked again."""
        time.sleep(max(0.0, self._last + self._pause - time.monotonic()))
        self._last = time.monotonic()


def pages(address: str, allow_private: bool = False) -> Iterator[Article]:
    """The pages that a sitemap or feed names; the page itself where `address` is neither.

    A page that its host's robots.txt forbids, or that cannot be had, is an Article with an error.
    """
    hosts: dict[str, _Host] = {}
    for url, fault in _named(address, allow_private, 0):
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if fault or parts.scheme not in ("http", "https"):
            yield _failed(url, fault or "It is no web address.")
            continue
        if root not in hosts:
            hosts[root] = _Host(root, allow_private)
        if not hosts[root].rules.can_fetch(AGENT, url):
            yield _failed(url, "Its host's robots.txt forbids it.")
            continue
        hosts[root].wait()
        got = fetch(url, allow_private=allow_private)
        if got.error:
            yield _failed(url, got.error)
        else:
            yield Article(url, document=read_bytes(got.data, url, kind=got.format, charset=got.charset))


def _named(address: str, allow_private: bool, depth: int) -> Iterator[tuple[str, str | None]]:
    got = fetch(address, allow_private=allow_private, max_bytes=_LARGEST)
    if got.error:
        yield address, got.error
        return
    text = _unpacked(got.data)
    locations = _LOCATION.findall(text) or [href or link for href, link in _ITEM_LINK.findall(text)]
    if not locations:
        yield address, None
    is_index = "<sitemapindex" in text[:5000].lower()
    for location in locations[:_MOST_ADDRESSES]:
        url = urljoin(address, location.replace("&amp;", "&"))
        if is_index and depth < _DEEPEST:
            yield from _named(url, allow_private, depth + 1)
        else:
            yield url, None


def _unpacked(data: bytes) -> str:
    """The text of a feed, gzipped or not, and no more of it than a feed may have."""
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(_LARGEST)
        except (OSError, EOFError, zlib.error):
            data = b""
    return data.decode("utf-8", "replace")


def _failed(url: str, reason: str) -> Article:
    return Article(url, document=Document(url, DocumentFormat.UNKNOWN, error=reason))
