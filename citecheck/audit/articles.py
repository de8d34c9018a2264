"""The articles of an archive, one after the other, whatever the archive is."""

from __future__ import annotations

import csv
import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from citecheck.documents import read, read_bytes, read_records, walk
from citecheck.gate.globs import fits
from citecheck.model import Document, DocumentFormat
from citecheck.reports.printable import one_line

_WEB_ARCHIVES = (".warc", ".warc.gz")
_LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Inputs:
    """How archives are read. Fields of exports that are not named are guessed."""

    text_field: str | None = None
    title_field: str | None = None
    date_field: str | None = None
    id_field: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    allow_private: bool = False
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
    `path`, `data` and `document` says where the text is.
    """

    id: str
    path: Path | None = None
    data: bytes | None = None
    document: Document | None = None

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
            return read_bytes(self.data, self.id)
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

    for archive in archives:
        if archive.startswith(("http://", "https://")):
            from citecheck.audit.feeds import pages

            yield from pages(archive, inputs.allow_private)
        else:
            for file in walk([Path(archive)]):
                if inputs.takes(file):
                    yield from _articles_in(file, inputs, once)


def _articles_in(file: Path, inputs: Inputs, once: Callable[[str, str], None]) -> Iterator[Article]:
    name = file.name.lower()
    if name.endswith(_WEB_ARCHIVES):
        from citecheck.audit.web_archives import responses

        yield from responses(file)
    elif name.endswith(".csv"):
        yield from _rows(file, inputs, once)
    elif name.endswith((".json", ".jsonl")):
        reader = read_records(file, inputs.text_field, inputs.title_field, inputs.date_field)
        if reader.fields and reader.fields.guessed:
            fields = reader.fields
            once(_guessed({"text": fields.text, "title": fields.title, "date": fields.date}), str(file))
        yield from (Article(document.path, document=document) for document in reader)
    else:
        yield Article(str(file), path=file)


def _guessed(fields: Mapping[str, str | None]) -> str:
    """Which fields hold what, for those who did not name them."""
    return "; ".join(
        f"{kind} from “{one_line(name)}”" if name else f"no {kind}" for kind, name in fields.items()
    )


def _rows(file: Path, inputs: Inputs, once: Callable[[str, str], None]) -> Iterator[Article]:
    """The rows of a CSV export whose first row names the columns."""
    # Articles are longer than the csv module's usual limit for a field.
    csv.field_size_limit(min(_LARGEST, sys.maxsize))
    try:
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            reader = csv.DictReader(lines)
            columns = _columns(reader.fieldnames or (), inputs)
            if not (inputs.text_field and inputs.title_field and inputs.date_field and inputs.id_field):
                once(_guessed(columns), str(file))
            for number, row in enumerate(reader, 1):
                yield _row(file, number, row, columns)
    except (OSError, csv.Error) as fault:
        error = f"The file can't be read as CSV: {fault}."
        yield Article(str(file), document=Document(str(file), DocumentFormat.UNKNOWN, error=error))


def _columns(names: Sequence[str], inputs: Inputs) -> dict[str, str | None]:
    guesses = {
        "text": (inputs.text_field, ("text", "body", "content", "article", "html")),
        "title": (inputs.title_field, ("title", "headline", "name")),
        "date": (inputs.date_field, ("date", "published", "pub_date", "published_at", "created")),
        "id": (inputs.id_field, ("id", "url", "link", "slug")),
    }
    folded = {name.strip().casefold(): name for name in names}
    return {
        kind: named or next((folded[guess] for guess in usual if guess in folded), None)
        for kind, (named, usual) in guesses.items()
    }


def _row(file: Path, number: int, row: dict[str, str], columns: dict[str, str | None]) -> Article:
    def cell(kind: str) -> str:
        return row.get(columns[kind] or "") or ""

    name = f"{file}#{cell('id') or number}"
    text = cell("text")
    if not text:
        return Article(name, document=Document(name, DocumentFormat.UNKNOWN, error="The row has no text."))
    looks_like_html = text.lstrip().startswith("<")
    document = read_bytes(text.encode(), f"{name}.html" if looks_like_html else f"{name}.txt")
    from citecheck.documents.dates import parse_date

    title, date = cell("title") or document.title, parse_date(cell("date")) or document.date
    return Article(name, document=replace(document, path=name, title=title, date=date))
