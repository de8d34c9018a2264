"""The source of publications as a session sees it: what it holds, and with which credentials it is asked.

Every check opens the source for itself: an index opens in milliseconds, and live PubMed keeps one pace
for all that use it, whoever opened it.
"""

from __future__ import annotations

import threading
from dataclasses import replace

from citecheck.model import SourceInfo, SourceKind
from citecheck.sources import Source, open_source
from citecheck.web.options import ServeOptions


class SourceDesk:
    """Opens the source. An address and key that are typed live here, in memory, until the server ends."""

    def __init__(self, options: ServeOptions) -> None:
        """Open the source once, to know what it holds.

        Args:
            options: What the server is started with.

        Raises:
            SourceError: The source cannot be opened.
        """
        self._spec = options.source
        self._options = options.source_options
        self._sends_key = options.sends_key
        self._lock = threading.Lock()
        with self.open() as source:
            info = source.info
        self.info: SourceInfo = replace(info, complete=True) if options.complete else info

    @property
    def is_live(self) -> bool:
        """Whether PubMed itself is asked."""
        return self.info.kind is SourceKind.PUBMED

    @property
    def has_email(self) -> bool:
        """Whether NCBI is told who asks."""
        return bool(self._options.email)

    @property
    def has_key(self) -> bool:
        """Whether an API key is sent."""
        return bool(self._options.api_key)

    def introduce(self, email: str, api_key: str) -> None:
        """Take an address and a key for the rest of the session.

        Args:
            email: What NCBI is told; empty leaves it as it is.
            api_key: NCBI's key; empty leaves it as it is, and so does a source that may not be sent it.
        """
        with self._lock:
            key = api_key if api_key and self._sends_key else self._options.api_key
            self._options = replace(self._options, email=email or self._options.email, api_key=key)

    def open(self, *, refresh: bool = False) -> Source:
        """Open the source; the caller closes it.

        Args:
            refresh: Whether kept answers are asked for anew.
        """
        with self._lock:
            options = self._options
        return open_source(self._spec, replace(options, refresh=True) if refresh else options)
