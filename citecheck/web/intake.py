"""What is pasted, dropped or named becomes Documents.

Whatever comes in is worked on in the guarded process: a document that takes too long or too much
memory ends there, and the server goes on answering.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath

from citecheck.corrections.source_files import EDITABLE
from citecheck.documents import read_bytes, read_records
from citecheck.documents.formats import is_csl_json
from citecheck.documents.web.fetch import fetch, kind_of
from citecheck.errors import UsageError
from citecheck.extraction.boundary import extract_within_budget
from citecheck.gate.decisions import holds_decisions, parse_decisions
from citecheck.journals import Catalogue
from citecheck.model import Decision, Document, DocumentFormat
from citecheck.safety.budget import Budget, DocumentError
from citecheck.safety.guarded_process import guarded
from citecheck.web.options import MOST_ARTICLES


@dataclass(frozen=True, slots=True)
class Received:
    """An article that came in, or what people decided in an earlier check.

    Attributes:
        document: What was read of it; of saved decisions its path is the file's name.
        data: The bytes that it was read from; None for one of several in a file.
        decisions: Those that the file holds; None if it is an article.
    """

    document: Document
    data: bytes | None = None
    decisions: tuple[Decision, ...] | None = None

    @property
    def correctable(self) -> bytes | None:
        """The bytes, if corrections can be made in them; large ones are not kept for that."""
        is_kept = self.document.format in EDITABLE and len(self.data or b"") <= _MOST_CORRECTED
        return self.data if is_kept else None


Intake = Callable[[], tuple[Received, ...]]

PASTED = "pasted text"
_EXPORTS = (".json", ".jsonl")
# Forms in which the page saves decisions.
_SAVED = (".json", ".html", ".htm", ".csv")
_LONGEST_NAME = 120
# An article has some ten thousand bytes; forty checks are kept.
_MOST_CORRECTED = 5_000_000

# Finds the citations of a document in the guarded process, however short it is.
extract_guarded = partial(extract_within_budget, longest_here=0)


def pasted(text: str) -> tuple[Received, ...]:
    """The article that somebody pasted: HTML, Markdown or plain text, by its looks."""
    return _guarded(text.encode("utf-8", "replace"), PASTED)


def uploaded(data: bytes, name: str) -> tuple[Received, ...]:
    """The article in a file, or the articles of an export.

    Args:
        data: The bytes of the file.
        name: Its name as the browser gives it; its suffix states the format.

    Returns:
        At least one article; its document has an `error` where the file can't be read.
    """
    return _guarded(data, _bare_name(name))


def fetched(url: str, *, allow_private: bool) -> tuple[Received, ...]:
    """The article at an address.

    Args:
        url: An http or https address.
        allow_private: Whether hosts in private networks are asked.

    Returns:
        One article; its document has an `error` where the page can't be fetched or read.
    """
    page = fetch(url, allow_private=allow_private)
    if page.error is not None:
        return (Received(Document(url, DocumentFormat.UNKNOWN, error=page.error)),)
    return _guarded(page.data, url, kind_of(page, url), page.charset)


def warm_up() -> None:
    """Start the guarded process, and have it load what every article needs."""
    document = Document("", DocumentFormat.TEXT, "A 2019 study in The Lancet found that tea helps.")
    extract_guarded(document, Catalogue.load())


def _guarded(
    data: bytes, name: str, kind: DocumentFormat | None = None, charset: str | None = None
) -> tuple[Received, ...]:
    try:
        found = guarded(Budget.of(len(data)), _read, data, name, kind, charset)
    except DocumentError as error:
        return (Received(Document(name, DocumentFormat.UNKNOWN, error=str(error))),)
    if isinstance(found, Received):
        return (found,)
    if len(found) > 1:
        return tuple(Received(document) for document in found)
    return (Received(found[0], data),)


def _read(
    data: bytes, name: str, kind: DocumentFormat | None, charset: str | None
) -> tuple[Document, ...] | Received:
    """Runs in the guarded process."""
    suffix = PurePosixPath(name).suffix.lower()
    if kind is None and suffix in _SAVED and (saved := _read_decisions(data, name)):
        return saved
    if kind is None and suffix in _EXPORTS and data.strip() and not is_csl_json(data):
        return _read_export(data, name, suffix)
    return (read_bytes(data, name, kind=kind, charset=charset),)


def _read_decisions(data: bytes, name: str) -> Received | None:
    """The decisions of a saved check; None if the file is not one."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if not holds_decisions(text):
        return None
    try:
        return Received(Document(name, DocumentFormat.UNKNOWN), decisions=parse_decisions(text, name))
    except UsageError as error:
        return Received(Document(name, DocumentFormat.UNKNOWN, error=str(error)))


def _read_export(data: bytes, name: str, suffix: str) -> tuple[Document, ...]:
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(data)
        file.flush()
        found = tuple(islice(read_records(Path(file.name), shown_as=name), MOST_ARTICLES + 1))
    if len(found) > MOST_ARTICLES:
        reason = f"It holds more than {MOST_ARTICLES} articles; `citecheck audit` is made for so many."
        return (Document(name, DocumentFormat.JSON, error=reason),)
    return found


def _bare_name(name: str) -> str:
    """A file's name without folders, and not longer than people read."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1].strip() or "file"
    stem, dot, suffix = bare.rpartition(".")
    return f"{stem[:_LONGEST_NAME]}{dot}{suffix[:16]}" if dot else bare[:_LONGEST_NAME]
