"""PDF: pages, hyphens, running heads, and the ways in which a PDF can be none."""

import io
from collections.abc import Sequence

import pytest
from pypdf import PdfReader, PdfWriter

from citecheck.documents import read_bytes
from citecheck.documents.pdf import read_pdf
from citecheck.documents.pdf_lines import joint, page_lines, paragraphs, words_of
from citecheck.model import Document, DocumentFormat


def pdf(*pages: Sequence[str]) -> bytes:
    """A PDF whose pages have these lines, in Helvetica."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for number, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        content = f"BT /F1 11 Tf 50 750 Td {shown} ET".encode("cp1252")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, start)
    return bytes(out)


FIRST = (
    "Journal of Made-up Health 2024",
    "Zinc and sleep",
    "A study that was published in the journal Gut found that ran-",
    "domized patients slept longer when they took zinc, in a placebo-",
    "controlled trial of 300 adults that went on for half a year and",
    "more.",
    "1",
)
SECOND = (
    "Journal of Made-up Health 2024",
    "Nobody knows why, but see https://doi.org/10.1136/",
    "bmj.m1328 for another view of the same question, which was given",
    "in a longer report that",
    "2",
)
THIRD = ("Journal of Made-up Health 2024", "came out later in spring and was read by many people there.", "3")


TRIAL = (
    "A study that was published in the journal Gut found that randomized patients slept longer when they "
    "took zinc, in a placebo-controlled trial of 300 adults that went on for half a year and more."
)
VIEW = (
    "Nobody knows why, but see https://doi.org/10.1136/bmj.m1328 for another view of the same question, "
    "which was given in a longer report that came out later in spring and was read by many people there."
)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(str(block.kind), document.text[block.start : block.end]) for block in document.blocks]


@pytest.fixture(scope="module")
def document() -> Document:
    return read_bytes(pdf(FIRST, SECOND, THIRD), "report.pdf")


def test_pages_become_paragraphs(document: Document) -> None:
    assert document.error is None
    assert (document.format, document.title) == (DocumentFormat.PDF, "Zinc and sleep")
    assert blocks(document) == [("heading", "Zinc and sleep"), ("paragraph", TRIAL), ("paragraph", VIEW)]
    assert [mark.target for mark in document.marks] == ["https://doi.org/10.1136/bmj.m1328"]


@pytest.mark.parametrize(
    ("word", "page", "line"), [("Zinc", 1, 1), ("randomized", 1, 2), ("Nobody", 2, 3), ("spring", 3, 3)]
)
def test_positions_name_page_and_block(document: Document, word: str, page: int, line: int) -> None:
    at = document.text.index(word)
    span = document.positions.span(at, at + len(word))
    assert (span.page, span.line, span.start) == (page, line, at)


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(FIRST))))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


LOOP = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [2 0 R] >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF"
)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (pdf((), ()), "The PDF has no text, as scanned pages have; it needs text recognition (OCR) first."),
        (encrypted(), "The PDF is protected by a password."),
        (b"%PDF-1.7\nnothing of the kind", "The PDF is damaged, or no PDF."),
        (LOOP, "The PDF is damaged, or no PDF."),
    ],
)
def test_what_cannot_be_read_says_so(data: bytes, error: str) -> None:
    assert read_bytes(data, "report.pdf").error == error


def test_time_is_limited() -> None:
    assert (
        read_pdf(pdf(FIRST), "report.pdf", timeout=0.001).error
        == "Reading the PDF took longer than 0.001 seconds."
    )


@pytest.mark.parametrize(
    ("line", "following", "expected"),
    [
        ("a random-", "ized trial", ("a random", "")),
        ("a placebo-", "controlled trial", ("a placebo-", "")),
        ("a follow-", "up visit", ("a follow-", "")),
        ("of micro-", "biome data", ("of micro", "")),
        ("the Mayo-", "Brown scale", ("the Mayo-", "")),
        ("https://a.org/x-", "y/z", ("https://a.org/x-", "")),
        ("ended here.", "Then", ("ended here.", " ")),
        ("ended", None, ("ended", "")),
    ],
)
def test_words_are_whole_again(line: str, following: str | None, expected: tuple[str, str]) -> None:
    assert joint(line, following, words_of(["the microbiome"])) == expected


def test_reference_lists_keep_their_entries() -> None:
    lines = (
        "References",
        "1. Smith J, Jones K. Zinc and sleep in adults: a trial. Gut.",
        "2019;68:1-9.",
        "2. Lee K. BMJ.",
    )
    found = paragraphs(page_lines(["\n".join(lines)]))
    starts = [[line.text.split()[0] for line in paragraph] for paragraph in found]
    assert starts == [["References"], ["1.", "2019;68:1-9."], ["2."]]
