"""PDF into a Document, by way of its text layer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass, replace

from citecheck.documents.document_builder import DocumentBuilder
from citecheck.documents.pdf.paragraphs import PdfLine, join_lines, join_paragraphs, page_lines, words_of
from citecheck.model import BlockKind, Document, DocumentFormat, Positions

TIMEOUT = 60.0
# A page of text has hundreds of words; a scanned one has none, or a stamp.
_FEWEST_CHARACTERS = 25
_NO_TITLE = re.compile(
    r"untitled|microsoft|powerpoint|\.(?:docx?|indd|pdf|pptx?|qxd|tex)\b|^\W*$", re.IGNORECASE
)
_LONGEST_HEADING = 90


def read_pdf(data: bytes, path: str, *, timeout: float = TIMEOUT) -> Document:
    """The text layer of a PDF: lines joined to paragraphs, hyphens at line ends and running heads taken out.

    Offsets of positions count characters of the Document's text, lines its blocks; pages are the
    file's. A scanned PDF without text, an encrypted or damaged one, and one that takes longer than
    `timeout` seconds are refused. Columns come in the order of the text layer.
    """
    layer = _text_layer(data, timeout)
    if isinstance(layer, str):
        return Document(path, DocumentFormat.PDF, error=layer)
    pages = page_lines(layer.pages)
    writer = DocumentBuilder()
    page_starts = _write(writer, join_paragraphs(pages), len(pages))
    document = writer.finish("").document(path, DocumentFormat.PDF, _title(layer.title), None)
    if document.title is None and document.blocks and document.blocks[0].kind is BlockKind.HEADING:
        document = replace(document, title=document.text[: document.blocks[0].end])
    lines = (0, *(block.start for block in document.blocks[1:]))
    return replace(document, positions=Positions(lines=lines, pages=page_starts))


@dataclass(frozen=True, slots=True)
class _Layer:
    pages: tuple[str, ...]
    title: str | None


def _text_layer(data: bytes, timeout: float) -> _Layer | str:
    """The pages' text, or a sentence that says why there is none."""
    command = (sys.executable, "-P", "-m", "citecheck.documents.pdf.extract_process")
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=timeout, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired:
        return f"Reading the PDF took longer than {timeout:g} seconds."
    except OSError as fault:
        return f"The PDF can't be read: {fault.strerror}."
    if done.returncode != 0:
        return "The PDF is damaged, or no PDF."
    answer = json.loads(done.stdout)
    if "problem" in answer:
        return "The PDF is protected by a password."
    pages = tuple(str(page) for page in answer["pages"])
    letters = sum(character.isalpha() for page in pages for character in page)
    if letters < _FEWEST_CHARACTERS * len(pages) or not letters:
        return "The PDF has no text, as scanned pages have; it needs text recognition (OCR) first."
    title = answer.get("title")
    return _Layer(pages, title if isinstance(title, str) else None)


def _write(writer: DocumentBuilder, found: list[list[PdfLine]], pages: int) -> tuple[int, ...]:
    """Write the paragraphs; returns the offsets at which pages start."""
    starts: dict[int, int] = {}
    known = words_of([line.text for paragraph in found for line in paragraph])
    for paragraph in found:
        if _is_heading(paragraph):
            writer.begin(BlockKind.HEADING, "2")
        else:
            writer.begin(BlockKind.PARAGRAPH)
        for line, following in zip(paragraph, [*paragraph[1:], None], strict=True):
            text, glue = join_lines(line.text, following.text if following else None, known)
            writer.add(text, writer.length)
            starts.setdefault(line.page, max(writer.length - len(text), 0))
            writer.add(glue, writer.length)
    offsets: list[int] = []
    for page in range(pages - 1, -1, -1):
        offsets.append(starts.get(page, offsets[-1] if offsets else writer.length))
    return (0, *offsets[::-1][1:])


def _is_heading(paragraph: list[PdfLine]) -> bool:
    text = paragraph[0].text
    return (
        len(paragraph) == 1
        and len(text) <= _LONGEST_HEADING
        and text[0].isupper()
        and text[-1].isalnum()
        and "://" not in text
    )


def _title(stated: str | None) -> str | None:
    title = " ".join((stated or "").split())
    return title if len(title) >= 8 and not _NO_TITLE.search(title) else None
