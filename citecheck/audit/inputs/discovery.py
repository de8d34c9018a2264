"""The articles of an archive, one after the other, whatever the archive is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from citecheck.audit.inputs.http_cache import KeptPages, Manners
from citecheck.audit.inputs.progress_estimate import Extent, size_of
from citecheck.audit.inputs.unique_ids import Names
from citecheck.documents import FieldNames, read, read_bytes, walk
from citecheck.gate.globs import fits
from citecheck.model import Document, DocumentFormat

_WEB_ARCHIVES = (".warc", ".warc.gz")
_EXPORTS = (".csv", ".json", ".jsonl")
_LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Inputs:
    """How archives are read. Fields of exports that are not named are guessed."""

    fields: FieldNames = field(default_factory=FieldNames)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    # How sitemaps, feeds and their pages are fetched, and which of them need not be.
    manners: Manners = field(default_factory=Manners)
    is_done: Callable[[str], bool] = lambda _: False
    # Takes note of how far the reading is.
    extent: Extent = field(default_factory=Extent)
    # Told which fields were guessed, once for each way of guessing.
    said: Callable[[str], None] = lambda _: None

    def takes(self, file: Path) -> bool:
        """Whether a file's path fits what is included, if anything is, and nothing that is excluded."""
        path = str(file)
        wanted = not self.include or any(fits(path, glob) for glob in self.include)
        return wanted and not any(fits(path, glob) for glob in self.exclude)


@dataclass(frozen=True, slots=True)
class Article:
    """One article that was found, read only where it is worked on.

    `id` is stable: a path, a URL, or the export's path with the record's id or number. One of
    `path`, `data` and `document` says where the text is; `kind` and `charset` are what is known of `data`.
    """

    id: str
    path: Path | None = None
    data: bytes | None = None
    document: Document | None = None
    kind: DocumentFormat | None = None
    charset: str | None = None

    @property
    def ending(self) -> str:
        """What its file's name ends in, which decides on how it is read; empty where it is no file."""
        return self.path.suffix.lower() if self.path else ""

    def digest(self) -> tuple[str, int]:
        """A digest of its content, and its size in bytes. What cannot be opened has an empty digest."""
        if self.document is not None:
            about = (
                f"{self.document.title}\0{self.document.date}\0{self.document.text}\0{self.document.error}"
            )
            content = about.encode("utf-8", "replace")
        elif self.data is not None:
            content = self.data
        else:
            path = self.path or Path(self.id)
            try:
                if path.stat().st_size > _LARGEST:
                    return f"{path.stat().st_size} bytes", path.stat().st_size
                content = path.read_bytes()
            except OSError:
                return "", 0
        return hashlib.sha256(content).hexdigest()[:32], len(content)

    def read(self) -> Document:
        """The article. Never raises for content."""
        if self.document is not None:
            return self.document
        if self.data is not None:
            return read_bytes(self.data, self.id, kind=self.kind, charset=self.charset)
        return read(self.path or Path(self.id), self.id)


def articles(archives: Iterable[str], inputs: Inputs) -> Iterator[Article]:
    """Every article of every archive: folders, exports, web archives, sitemaps and feeds, and single files.

    What cannot be read is an Article whose document has an error.
    """
    told: set[str] = set()

    def once(fields: str, name: str) -> None:
        if fields not in told:
            told.add(fields)
            inputs.said(f"{name}: {fields}")

    names = Names()
    # One for all addresses, since they may lie on one host.
    site = None
    try:
        for archive in archives:
            if is_address(archive):
                from citecheck.audit.inputs.sitemaps_and_feeds import Site

                site = site or Site(KeptPages(inputs.manners), inputs.extent)
                yield from site.pages(archive, inputs.is_done)
                continue
            for file in files_of([archive], inputs):
                for article in _articles_in(file, inputs, once):
                    # Files have different paths; what records call themselves is up to them.
                    own = article.id if article.path else names.own(article.id)
                    yield article if own == article.id else replace(article, id=own)
                inputs.extent.finish(size_of(file))
    finally:
        names.close()
        if site:
            site.close()


def is_address(archive: str) -> bool:
    """Whether an archive is one of the web."""
    return archive.startswith(("http://", "https://"))


def files_of(archives: Iterable[str], inputs: Inputs) -> Iterator[Path]:
    """The files of archives that are not of the web."""
    for archive in archives:
        if not is_address(archive):
            yield from (file for file in walk([Path(archive)], _WEB_ARCHIVES) if inputs.takes(file))


def _articles_in(file: Path, inputs: Inputs, once: Callable[[str, str], None]) -> Iterator[Article]:
    name = file.name.lower()
    if name.endswith(_WEB_ARCHIVES):
        from citecheck.audit.inputs.warc import responses

        yield from responses(file, inputs.extent.reach)
    elif name.endswith(_EXPORTS):
        from citecheck.audit.inputs.exports import rows

        yield from rows(file, inputs, once)
    else:
        yield Article(str(file), path=file)
