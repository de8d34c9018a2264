"""HTML responses of WARC files, read with fastwarc (extra `citecheck-pubmed[warc]`)."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from citecheck.audit.inputs.article import Article
from citecheck.errors import UsageError
from citecheck.model import Document, DocumentFormat
from citecheck.safety.files import open_regular_file

_LARGEST = 50_000_000


def read_responses(file: Path, reach: Callable[[int], None] = lambda _: None) -> Iterator[Article]:
    """Read the HTML pages of a WARC file that were fetched with status 200, each under its URL.

    Args:
        file: The path of the WARC file, compressed or not.
        reach: Called with the number of the file's bytes that have been read so far.

    Returns:
        An iterator over the pages. A truncated or damaged file gives the pages before the damage,
        and then one Article with an error; so does a file without pages.

    Raises:
        UsageError: fastwarc is not installed.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ModuleNotFoundError:
        raise UsageError("WARC files need fastwarc: pip install 'citecheck-pubmed[warc]'") from None
    is_empty = True
    try:
        with open_regular_file(file) as raw, gzip.open(raw) if file.name.endswith(".gz") else raw as opened:
            stream = _CountingStream(opened)
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
                reach(raw.tell())
                if page := _page(record):
                    is_empty = False
                    yield page
            # fastwarc reads a truncated file without an error.
            fault = stream.fault or ("it holds no pages" if is_empty else None)
    except (OSError, ValueError) as error:
        fault = str(error)
    if fault:
        yield _failed(file, fault)


class _CountingStream(io.RawIOBase):
    """A stream of decompressed bytes that records damage in `fault` instead of raising an exception."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile) -> None:
        super().__init__()
        self._stream = stream
        self._tail = b""
        self.fault: str | None = None

    def readable(self) -> bool:
        """Return True: the stream is for reading."""
        return True

    def tell(self) -> int:
        """Return how many bytes have been read."""
        return self._stream.tell()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; no bytes after damage, because fastwarc does not pass exceptions on."""
        try:
            data = self._stream.read(size)
        except (EOFError, OSError, zlib.error) as error:
            self.fault = self.fault or str(error) or "it is damaged"
            return b""
        self._tail = (self._tail + data)[-4:]
        if not data and self._tail != b"\r\n\r\n":  # ISO 28500: every record ends so
            self.fault = self.fault or "it ends in the middle of a record"
        return data


def _page(record: object) -> Article | None:
    http = getattr(record, "http_headers", None)
    kind = getattr(record, "http_content_type", None) or ""
    url = getattr(record, "headers", {}).get("WARC-Target-URI")
    if http is None or getattr(http, "status_code", None) != 200 or "html" not in kind or not url:
        return None
    data = bytes(record.reader.read(_LARGEST))  # type: ignore[attr-defined]
    return Article(url, data=data, kind=DocumentFormat.HTML, charset=getattr(record, "http_charset", None))


def _failed(file: Path, reason: str) -> Article:
    error = f"The web archive can't be read to its end: {reason}."
    return Article(f"{file}#error", document=Document(str(file), DocumentFormat.UNKNOWN, error=error))
