"""Read files and bytes into Documents; if that fails, the Document has an `error`."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path, PurePath

from citecheck.documents.encoding import decode
from citecheck.documents.formats import BIBLIOGRAPHIES, KNOWN_SUFFIXES, format_of, is_binary, is_csl_json
from citecheck.model import Document, DocumentFormat
from citecheck.safety.budget import Budget, DocumentError, bounded
from citecheck.safety.files import (
    LEADS_OUT,
    NotRegularFileError,
    TooLargeError,
    leads_out,
    read_regular_file,
)
from citecheck.safety.guarded_process import guarded

LARGEST = 50_000_000
# A larger document, or one that unpacks to more, is read in a child process, which can be ended.
LARGEST_HERE = 1_000_000


def read(path: Path, shown_as: str | None = None, *, largest: int = LARGEST) -> Document:
    """The article in a file. Never raises for what the file is or holds.

    Args:
        path: the file.
        shown_as: the path that the Document carries; None for `path`.
        largest: the most bytes that are read; a larger file is refused unread.

    Returns:
        The Document; with an `error` where the file is refused or can't be read.
    """
    name = str(path) if shown_as is None else shown_as
    try:
        if leads_out(path):
            return _unread(name, DocumentFormat.UNKNOWN, LEADS_OUT)
        if path.is_dir():
            return _unread(name, DocumentFormat.UNKNOWN, _of_folder(path))
        data = read_regular_file(path, largest)
    except FileNotFoundError:
        return _unread(name, DocumentFormat.UNKNOWN, "There is no such file.")
    except NotRegularFileError:
        return _unread(name, DocumentFormat.UNKNOWN, "This is not a regular file.")
    except TooLargeError:
        return _unread(name, DocumentFormat.UNKNOWN, _too_large(largest))
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else "its name is not valid"
        return _unread(name, DocumentFormat.UNKNOWN, f"The file can't be opened: {reason}.")
    return read_bytes(data, name, largest=largest)


def _too_large(largest: int) -> str:
    return f"The file is larger than {largest / 1_000_000:g} MB."


def _of_folder(path: Path) -> str:
    """Return why a folder is not read: it can't be opened, or a folder is not accepted here."""
    try:
        with os.scandir(path):
            return "This is a folder, not a file."
    except OSError as fault:
        return f"The folder can't be opened: {fault.strerror}."


def read_bytes(
    data: bytes,
    name: str,
    *,
    kind: DocumentFormat | None = None,
    charset: str | None = None,
    largest: int = LARGEST,
) -> Document:
    """The article in some bytes. Never raises for content.

    Args:
        data: the bytes of a file or page.
        name: the path or address that the Document carries; its suffix states the format.
        kind: the format that the sender states; None to take the suffix, then the first bytes.
        charset: the encoding that the sender states; None to guess.
        largest: the most bytes that are read.

    Returns:
        The Document; with an `error` where the bytes are refused, can't be read or hold no text.
    """
    kind = kind or format_of(name, data)
    if problem := _problem(data, name, kind, largest):
        return _unread(name, kind, problem)
    document = _read_within_budget(kind, data, name, charset)
    if document.error is None and not document.text:
        return _unread(name, kind, "No text was found in it.")
    return document


def _read_within_budget(kind: DocumentFormat, data: bytes, name: str, charset: str | None) -> Document:
    """Read one document within its budget; whatever goes wrong becomes its error."""
    budget = Budget.of(len(data))
    try:
        if _unfolded_size(kind, data) > LARGEST_HERE:
            return guarded(budget, _read_as, kind, data, name, charset)
        return bounded(budget, _read_as, kind, data, name, charset)
    except DocumentError as error:
        return _unread(name, kind, str(error))


def _unfolded_size(kind: DocumentFormat, data: bytes) -> int:
    if kind is DocumentFormat.PDF:
        return 0  # its text is extracted in the child process, whatever its size
    if kind is DocumentFormat.DOCX:
        from citecheck.documents.docx.package import unfolded_size

        return max(len(data), unfolded_size(data))
    return len(data)


def _problem(data: bytes, name: str, kind: DocumentFormat, largest: int) -> str | None:
    if len(data) > largest:
        return _too_large(largest)
    if not data.strip():
        return "The file is empty."
    if kind is DocumentFormat.UNKNOWN:
        known = ", ".join(sorted(KNOWN_SUFFIXES))
        return f"Files that end in {PurePath(name).suffix} can't be read; these can: {known}."
    if kind not in (DocumentFormat.DOCX, DocumentFormat.PDF) and is_binary(data):
        return "The file is binary, not text."
    return None


def _read_as(kind: DocumentFormat, data: bytes, name: str, charset: str | None) -> Document:
    """Readers are imported when first needed: most runs see one or two formats."""
    if kind is DocumentFormat.PDF:
        from citecheck.documents.pdf.reader import read_pdf

        return read_pdf(data, name)
    if kind is DocumentFormat.DOCX:
        from citecheck.documents.docx.reader import read_docx

        return read_docx(data, name)
    if kind is DocumentFormat.JSON and not is_csl_json(data):
        return _single_record(data, name)
    text = decode(data, charset, markup=kind is DocumentFormat.HTML)
    if kind in BIBLIOGRAPHIES:
        from citecheck.documents.bibliographies.reader import read_bibliography

        return read_bibliography(text, name, kind)
    if kind is DocumentFormat.JSON:
        from citecheck.documents.bibliographies.reader import read_bibliography

        return read_bibliography(text, name, DocumentFormat.CSL_JSON)
    if kind is DocumentFormat.HTML:
        from citecheck.documents.html.reader import read_html

        return read_html(text, name)
    if kind is DocumentFormat.MARKDOWN:
        from citecheck.documents.markdown.reader import read_markdown

        return read_markdown(text, name)
    from citecheck.documents.plain import read_text

    return read_text(text, name)


def _single_record(data: bytes, name: str) -> Document:
    from citecheck.documents.json_export.reader import records_in

    records = records_in(data, name)
    document = next(records)
    if next(records, None) is None:
        return replace(document, path=name)
    return _unread(
        name, DocumentFormat.JSON, "The file holds several articles and must be read as an export."
    )


def _unread(name: str, kind: DocumentFormat, error: str) -> Document:
    return Document(name, kind, error=error)
