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
    # How sitemaps, feeds and their pages are fetched, and whether a page needs no new fetch.
    policy: FetchPolicy = field(default_factory=FetchPolicy)
    is_done: Callable[[str], bool] = lambda _: False
    # Records how much has been read.
    extent: ProgressTotal = field(default_factory=ProgressTotal)
    # The places of files are relative to this folder.
    folder: Path = field(default_factory=Path.cwd)
    # Called with each set of fields that was guessed, once.
    said: Callable[[str], None] = lambda _: None

    def takes(self, file: Path) -> bool:
        """Whether a file's path matches a pattern of `include` (if there are any) and none of `exclude`."""
        path = str(file)
        wanted = not self.include or any(matches_glob(path, glob) for glob in self.include)
        return wanted and not any(matches_glob(path, glob) for glob in self.exclude)


@dataclass(frozen=True, slots=True)
class Article:
    """One article of an archive. Its text is read where it is checked, not where it is found.

    `id` is its name: a path, a URL, or the export's path with the record's id or number. `place` does not
    depend on how the user named the archive; `file` is the place of the file that holds the article, None
    for web pages. One of `path`, `data` and `document` holds the text; `kind` and `charset` describe `data`.
    `is_missing` is true for a page that its host reports as deleted.
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
        """The suffix of its file, which decides how it is read; "" if it is not a file."""
        return self.path.suffix.lower() if self.path else ""

    def digest(self) -> tuple[str, int]:
        """Return a digest of its content and its size in bytes. The digest is "" if it cannot be opened."""
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
        """Read the article. A content that cannot be read gives a document with an error, no exception."""
        if self.document is not None:
            return self.document
        if self.data is not None:
            return read_bytes(self.data, self.id, kind=self.kind, charset=self.charset)
        return read(self.path or Path(self.id), self.id)
