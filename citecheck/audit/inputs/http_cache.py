"""A cache of web pages, so that hosts are asked only for pages that changed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from citecheck.documents.read import LARGEST
from citecheck.documents.web.fetch import TIMEOUT, FetchedPage, fetch
from citecheck.documents.web.http_freshness import Validator
from citecheck.model import DocumentFormat
from citecheck.sources.answer_cache import AnswerCache, AnswerKind

NAME = "pages.sqlite"
# Bytes that are kept of all sites together: a few hundred thousand pages.
_LARGEST_CACHE = 4 << 30


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """How web pages are fetched. `folder` is where pages are kept; None keeps no pages.

    `refresh` fetches every page anew, `offline` takes pages from the cache alone. A page that takes longer
    than `timeout` seconds is given up.
    """

    folder: Path | None = None
    allow_private: bool = False
    refresh: bool = False
    offline: bool = False
    timeout: float = TIMEOUT


class HttpCache:
    """Gets pages from the cache while they are fresh, else from their host.

    A page is kept with its validators (ETag, Last-Modified). A later request is conditional on them, and
    within the freshness lifetime that the host gave there is no request. Failures are not kept.
    """

    def __init__(self, policy: FetchPolicy, clock: Callable[[], float] = time.time) -> None:
        self._policy = policy
        self._clock = clock
        # Pages of private networks are kept apart: they are not shown to a user who may not fetch them.
        self._cache = AnswerCache(
            policy.folder,
            name=NAME,
            service="private " if policy.allow_private else "",
            any_age=True,
            largest=_LARGEST_CACHE,
        )

    def get(
        self, url: str, before: Callable[[], None] = lambda: None, max_bytes: int = LARGEST
    ) -> FetchedPage:
        """Return a page, from the cache where the kept page is still valid.

        Args:
            url: The address of the page.
            before: Called before a request; not called if the kept page is fresh.
            max_bytes: The largest page that is read, in bytes.

        Returns:
            The page. A page that cannot be had, or that is not kept while offline, has an error.
        """
        kept = None if self._policy.refresh or not self._policy.folder else self._kept(url)
        if self._policy.offline:
            return (
                kept[1]
                if kept
                else FetchedPage(b"", error="The page is not kept, and nobody is to be asked.")
            )
        if kept and kept[0] > self._clock():
            return kept[1]
        before()
        page = fetch(
            url,
            allow_private=self._policy.allow_private,
            timeout=self._policy.timeout,
            max_bytes=max_bytes,
            stamp=kept[1].stamp if kept else None,
        )
        if kept and page.unchanged:
            page = replace(kept[1], stamp=_renewed(kept[1].stamp, page.stamp), fresh=page.fresh)
        if page.error is None and self._policy.folder:
            self._keep(url, page)
        return page

    def close(self) -> None:
        """Close the cache's file."""
        self._cache.close()

    def _kept(self, url: str) -> tuple[float, FetchedPage] | None:
        """The kept page, and the time until which it is fresh."""
        found = self._cache.get([AnswerKind.PAGE], [url]).get(url)
        if found is None:
            return None
        head, _, data = found[1].partition(b"\n")
        try:
            about = json.loads(head)
            kind = DocumentFormat(about["format"]) if about["format"] else None
            page = FetchedPage(data, kind, about["charset"], status=200, stamp=Validator(*about["stamp"]))
            return float(about["until"]), page
        except (ValueError, KeyError, TypeError):
            return None

    def _keep(self, url: str, page: FetchedPage) -> None:
        stamp = page.stamp
        if stamp is None or not (stamp.etag or stamp.modified or page.fresh):
            return
        about = {
            "until": self._clock() + page.fresh,
            "stamp": [stamp.url, stamp.etag, stamp.modified],
            "format": page.format.value if page.format else None,
            "charset": page.charset,
        }
        self._cache.put([(AnswerKind.PAGE, url, json.dumps(about).encode() + b"\n" + page.data)])


def _renewed(old: Validator | None, new: Validator | None) -> Validator | None:
    """The validators after "304 Not Modified", which may omit unchanged ones (RFC 9111, 4.3.4)."""
    if old is None or new is None:
        return new
    return Validator(new.url, new.etag or old.etag, new.modified or old.modified)
