"""One article of an archive, and how archives are read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from citecheck.audit.inputs.http_cache import FetchPolicy
from citecheck.audit.inputs.progress_estimate import ProgressTotal
from citecheck.documents import FieldNames, read, read_bytes
from citecheck.gate.globs import matches_glob
from citecheck.model import Document, DocumentFormat
from citecheck.safety.files import leads_out, read_regular_file

_LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Inputs:
    """How archives are read. Fields of exports that are not named are guessed."""

    fields: FieldNames = field(default_factory=FieldNames)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    # How sitemaps, feeds and their pages are fetched, and which of them need not be.
    manners: FetchPolicy = field(default_factory=FetchPolicy)
    is_done: Callable[[str], bool] = lambda _: False
    # Takes note of how far the reading is.
    extent: ProgressTotal = field(default_factory=ProgressTotal)
    # Places of files are as seen from here.
    folder: Path = field(default_factory=Path.cwd)
    # Called with the fields that were guessed, once for each way of guessing.
    said: Callable[[str], None] = lambda _: None

    def takes(self, file: Path) -> bool:
        """Whether a file's path fits what is included, if anything is, and nothing that is excluded."""
        path = str(file)
        wanted = not self.include or any(matches_glob(path, glob) for glob in self.include)
        return wanted and not any(matches_glob(path, glob) for glob in self.exclude)


@dataclass(frozen=True, slots=True)
class Article:
    """One article that was found, read only where it is worked on.

    `id` is its name: a path, a URL, or the export's path with the record's id or number. `place` is the same
    however it is named; `file` is the place of the file that holds it, None for pages of the web. One of
    `path`, `data` and `document` says where the text is; `kind` and `charset` are what is known of `data`.
    `is_missing` says of a page that its host has no such page any more.
    """

    id: str
    place: str = ""
    file: str | None = None
    path: Path | None = None
    data: bytes | None = None
    document: Document | None = None
    kind: DocumentFormat | None = None
    charset: str | None = None
    is_missing: bool = False

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
                if leads_out(path):
                    return "", 0
                content = read_regular_file(path, _LARGEST)
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
