"""HTML responses of WARC files, read with fastwarc (extra `citecheck-pubmed[warc]`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from citecheck.audit.articles import Article
from citecheck.errors import UsageError
from citecheck.model import Document, DocumentFormat

_LARGEST = 50_000_000


def responses(file: Path) -> Iterator[Article]:
    """Each HTML page that was got with status 200, under its URL; a later copy is an article of its own.

    A truncated or damaged file gives what comes before the damage, and then one Article with an error.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ModuleNotFoundError:
        raise UsageError("WARC files need fastwarc: pip install 'citecheck-pubmed[warc]'") from None
    seen: dict[str, int] = {}
    try:
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
                page = _page(record)
                if page:
                    url, data = page
                    seen[url] = seen.get(url, 0) + 1
                    yield Article(url if seen[url] == 1 else f"{url}#{seen[url]}", data=data)
            size = file.stat().st_size
            if stream.tell() < size or not seen:
                yield _failed(file, "it ends in the middle of a record, or holds no pages")
    except (OSError, ValueError) as fault:
        yield _failed(file, str(fault))


def _page(record: object) -> tuple[str, bytes] | None:
    http = getattr(record, "http_headers", None)
    kind = getattr(record, "http_content_type", None) or ""
    url = getattr(record, "headers", {}).get("WARC-Target-URI")
    if http is None or getattr(http, "status_code", None) != 200 or "html" not in kind or not url:
        return None
    return url, bytes(record.reader.read(_LARGEST))  # type: ignore[attr-defined]


def _failed(file: Path, reason: str) -> Article:
    error = f"The web archive can't be read to its end: {reason}."
    return Article(f"{file}#error", document=Document(str(file), DocumentFormat.UNKNOWN, error=error))
