"""A check as a file: the forms in which it is saved."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from citecheck import bibliography
from citecheck.corrections.source_files import CorrectedFile
from citecheck.model import Report
from citecheck.reports import renderer
from citecheck.reports.annotated_docx import render_annotated_docx
from citecheck.reports.annotated_markdown import render_annotated_markdown

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


# Of the suffixes of files, with room to spare.
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class SavedForm:
    """A form in which a check is saved.

    Attributes:
        label: What people call it.
        suffix: The end of the file's name, with its dot.
        media_type: What the browser is told.
        render: Writes a report in it.
    """

    label: str
    suffix: str
    media_type: str
    render: Callable[[Report], bytes]


def _text(name: str) -> Callable[[Report], bytes]:
    return lambda report: renderer(name)(report).encode("utf-8", "replace")


FORMS: Mapping[str, SavedForm] = {
    "html": SavedForm("HTML, with everything", ".html", "text/html; charset=utf-8", _text("html")),
    "docx": SavedForm("Word, verdicts as comments", ".docx", _DOCX, render_annotated_docx),
    "markdown": SavedForm(
        "Markdown, verdicts as comments",
        ".md",
        "text/markdown; charset=utf-8",
        lambda report: render_annotated_markdown(report).encode("utf-8", "replace"),
    ),
    "json": SavedForm("JSON", ".json", "application/json", _text("json")),
    "csv": SavedForm("CSV, a row a citation", ".csv", "text/csv; charset=utf-8", _text("csv")),
}
REFERENCE_FORMS = bibliography.FORMATS


def references(report: Report, form: str) -> str:
    """The publications that were verified, in one of `REFERENCE_FORMS`.

    Args:
        report: The report.
        form: The form.

    Raises:
        KeyError: There is no such form.
    """
    return bibliography.render_references(bibliography.verified_publications(report.documents), form)


def file_name(title: str, form: SavedForm) -> str:
    """A file's name of plain letters, made of what was checked.

    Args:
        title: The title of the check.
        form: The form in which it is saved.
    """
    return f"{_plain_name(title)}-checked{form.suffix}"


def corrected_name(file: CorrectedFile) -> str:
    """The name of a corrected file: its own, in plain letters."""
    stem, dot, suffix = file.path.rpartition(".")
    ending = (
        f".{suffix}" if dot and suffix.isascii() and suffix.isalnum() and len(suffix) < _LONGEST else ".txt"
    )
    return f"{_plain_name(stem or file.path)}-corrected{ending}"


def _plain_name(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:50].strip("-").lower()
    return words or "article"
