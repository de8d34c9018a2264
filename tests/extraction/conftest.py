from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from citecheck.extraction import extract
from citecheck.journals import Catalogue
from citecheck.model import Block, BlockKind, Citation, Document, DocumentFormat, Mark, MarkKind

TODAY = dt.date(2024, 5, 15)  # a Wednesday

Article = Callable[..., Document]
Reading = Callable[..., tuple[Citation, ...]]


def written(text: str, date: dt.date | None = None, title: str | None = None) -> Document:
    """An article of paragraphs separated by blank lines; "# " begins a heading, *…* is emphasis."""
    blocks: list[Block] = []
    marks: list[Mark] = []
    plain = ""
    for part in text.strip().split("\n\n"):
        kind = BlockKind.HEADING if part.startswith("# ") else BlockKind.PARAGRAPH
        plain += "\n\n" if plain else ""
        start = len(plain)
        for number, piece in enumerate(" ".join(part.removeprefix("# ").split()).split("*")):
            if number % 2:
                marks.append(Mark(MarkKind.EMPHASIS, len(plain), len(plain) + len(piece)))
            plain += piece
        blocks.append(Block(kind, start, len(plain)))
    return Document("article.md", DocumentFormat.MARKDOWN, plain, title, date, tuple(blocks), tuple(marks))


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture(scope="session")
def article() -> Article:
    return written


@pytest.fixture(scope="session")
def reading(catalogue: Catalogue) -> Reading:
    """Reads an article's text; returns its citations."""

    def read(text: str, date: dt.date | None = None, title: str | None = None) -> tuple[Citation, ...]:
        return extract(written(text, date, title), catalogue)

    return read
