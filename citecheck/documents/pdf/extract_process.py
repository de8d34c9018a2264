"""The text of a PDF's pages. Called in the guarded process alone.

PDF is the one format whose reader can be led into endless work or huge memory.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass

# Exceptions of pypdf for damaged files, besides its own errors.
_DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError,
    ValueError, struct.error, zlib.error,
)  # fmt: skip
_MOST_PAGES = 5_000
_MOST_TEXT = 50_000_000


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The text of each page, and the title that the file states; `problem` says why there is no text."""

    pages: tuple[str, ...] = ()
    title: str | None = None
    problem: str | None = None


def text_layer(data: bytes) -> TextLayer:
    """Return the text of a PDF. Raises what exceeds the budget; whatever else is raised means damage."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return TextLayer(problem="The PDF is protected by a password.")
        title = reader.metadata.title if reader.metadata else None
        return TextLayer(_page_texts(reader.pages), title if isinstance(title, str) else None)
    except (PyPdfError, *_DAMAGE):
        return TextLayer(problem="The PDF is damaged, or no PDF.")


def _page_texts(pages: object) -> tuple[str, ...]:
    from pypdf import PageObject

    texts: list[str] = []
    length = 0
    for page in pages:  # type: ignore[attr-defined]
        if not isinstance(page, PageObject) or len(texts) >= _MOST_PAGES or length >= _MOST_TEXT:
            break
        texts.append(page.extract_text())
        length += len(texts[-1])
    return tuple(texts)
