"""PDF into a Document, by way of its text layer."""

from __future__ import annotations

import re
from dataclasses import replace

from citecheck.documents.document_builder import DocumentBuilder
from citecheck.documents.pdf.extract_process import TextLayer, text_layer
from citecheck.documents.pdf.paragraphs import PdfLine, join_lines, join_paragraphs, page_lines, words_of
from citecheck.model import BlockKind, Document, DocumentFormat, Positions
from citecheck.safety.budget import Budget, DocumentError
from citecheck.safety.guarded_process import guarded

TIMEOUT = 60.0
# A page of text has hundreds of words; a scanned one has none, or a stamp.
_FEWEST_CHARACTERS = 25
_NO_TITLE = re.compile(
    r"untitled|microsoft|powerpoint|\.(?:docx?|indd|pdf|pptx?|qxd|tex)\b|^\W*$", re.IGNORECASE
)
_LONGEST_HEADING = 90


def read_pdf(data: bytes, path: str, *, timeout: float = TIMEOUT) -> Document:
    """The text layer of a PDF: lines joined to paragraphs, hyphens at line ends and running heads taken out.

    Offsets of positions count characters of the Document's text, lines its blocks; pages are the file's.
    Columns come in the order of the text layer.

    Args:
        data: the bytes of the file.
        path: the path that the Document carries.
        timeout: the most seconds that the reading may take.

    Returns:
        The Document; with an `error` for a scanned PDF without text, an encrypted or damaged one, and one
        that takes longer than `timeout`.
    """
    layer = _text_layer(data, timeout)
    if isinstance(layer, str):
        return Document(path, DocumentFormat.PDF, error=layer)
    return document_of(layer, path)


def document_of(layer: TextLayer, path: str) -> Document:
    """Build the document from the text of the pages.

    Args:
        layer: the text of each page, and the title that the file states.
        path: the path that the Document carries.

    Returns:
        The Document; its title is its first heading where the file states none.
    """
    pages = page_lines(layer.pages)
    writer = DocumentBuilder()
    page_starts = _write(writer, join_paragraphs(pages), len(pages))
    document = writer.finish("").document(path, DocumentFormat.PDF, _title(layer.title), None)
    if document.title is None and document.blocks and document.blocks[0].kind is BlockKind.HEADING:
        document = replace(document, title=document.text[: document.blocks[0].end])
    lines = (0, *(block.start for block in document.blocks[1:]))
    return replace(document, positions=Positions(lines=lines, pages=page_starts))


def _text_layer(data: bytes, timeout: float) -> TextLayer | str:
    """Return the text of the pages, or a sentence that states why there is no text."""
    try:
        layer = guarded(Budget(timeout), text_layer, data)
    except DocumentError as error:
        return str(error)
    if layer.problem:
        return layer.problem
    letters = sum(character.isalpha() for page in layer.pages for character in page)
    if letters < _FEWEST_CHARACTERS * len(layer.pages) or not letters:
        return "The PDF has no text, as scanned pages have; it needs text recognition (OCR) first."
    return layer


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
