"""PDF: pages, hyphens, running heads, and the ways in which a PDF can be none."""

import io
from collections.abc import Sequence

import pytest
from pypdf import PdfReader, PdfWriter

from citecheck.documents import read_bytes
from citecheck.documents.pdf.paragraphs import join_lines, join_paragraphs, page_lines, words_of
from citecheck.documents.pdf.reader import read_pdf
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
        read_pdf(pdf(FIRST * 3_000), "report.pdf", timeout=0.05).error == "It takes longer than 0.05 seconds."
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
    assert join_lines(line, following, words_of(["the microbiome"])) == expected


def test_reference_lists_keep_their_entries() -> None:
    lines = (
        "References",
        "1. Smith J, Jones K. Zinc and sleep in adults: a trial. Gut.",
        "2019;68:1-9.",
        "2. Lee K. BMJ.",
    )
    found = join_paragraphs(page_lines(["\n".join(lines)]))
    starts = [[line.text.split()[0] for line in paragraph] for paragraph in found]
    assert starts == [["References"], ["1.", "2019;68:1-9."], ["2."]]


DOI = "https://doi.org/10.1136/gutjnl-2018-310001.7"
NARROW = (
    "Zinc and sleep",
    "Results",
    "Patients who took zinc slept longer than",
    "those who did not, in all of the groups.",
    "What it means for you",
    "Nobody knows yet whether it helps people",
    "who sleep well anyway, says the author.",
    "References",
    "1. Smith J, Jones K. Zinc and the quality",
    "of sleep in adults: a trial.",
    "Gut.",
    "2019;68:1-9. https://doi.org/10.1136/gut",
    "jnl-2018-310001.7",
    "2. Lee K. Zinc in children. BMJ 2018;360.",
    "doi:10.1136/bmj.k",
    "1328 PMID: 29500229",
    "3. Roe P. Zinc.",
    "Gut.",
    "2020;69:4-5.",
    "11/26/26, 7:42 PM Zinc and sleep",
    "https://example.org/zinc-and-sleep 1/1",
)


def test_narrow_columns_keep_headings_entries_and_addresses_whole() -> None:
    found = read_bytes(pdf(NARROW), "columns.pdf")
    assert blocks(found) == [
        ("heading", "Zinc and sleep"),
        ("heading", "Results"),
        (
            "paragraph",
            "Patients who took zinc slept longer than those who did not, in all of the groups.",
        ),
        ("heading", "What it means for you"),
        (
            "paragraph",
            "Nobody knows yet whether it helps people who sleep well anyway, says the author.",
        ),
        ("heading", "References"),
        (
            "list_item",
            f"Smith J, Jones K. Zinc and the quality of sleep in adults: a trial. Gut. 2019;68:1-9. {DOI}",
        ),
        (
            "list_item",
            "Lee K. Zinc in children. BMJ 2018;360. doi:10.1136/bmj.k1328 PMID: 29500229",
        ),
        ("list_item", "Roe P. Zinc. Gut. 2020;69:4-5."),
    ]


@pytest.mark.parametrize(
    ("line", "following", "joined"),
    [
        ("see https://doi.o", "rg/10.1136/bmj.m1328 for more", True),
        ("see https://", "doi.org/10.1136/bmj.m1328", True),
        ("doi:10.", "1136/bmj.m1328", True),
        ("doi: 10.1136", "/bmj.m1328", True),
        ("https://doi.org/10.1016/j.phymed", ".2010.05.001", True),
        ("https://doi.org/10.1016/j.phym", "ed.2010.05.001. Accessed 3 May", True),
        ("https://doi.org/10.1136/bmj.m1328", "2019 was the year", False),
        ("https://doi.org/10.1136/bmj.m1328", "300 adults took part", False),
        ("https://doi.org/10.1136/bmj.m1328", "https://doi.org/10.1136/bmj.m1329", False),
        ("https://example.org/zinc", "and more", False),
    ],
)
def test_an_address_that_is_cut_anywhere_is_whole_again(line: str, following: str, joined: bool) -> None:
    text, between = join_lines(line, following, frozenset())
    assert (text, between) == (line, "" if joined else " ")


@pytest.mark.parametrize(
    "foot",
    [
        "11/26/26, 7:42 PM Zinc and sleep",
        "1 of 1 26/11/2026, 19:42",
        "file:///home/me/zinc.html 1/1",
        "© 2024 Made-up Health. All rights reserved.",
        "Downloaded from https://example.org by guest on 3 May 2024",
    ],
)
def test_what_is_printed_under_a_page_is_no_part_of_the_last_entry(foot: str) -> None:
    ((*_, last),) = page_lines([f"References\n1. Lee K. Zinc. BMJ 2018;360:k1328.\n{foot}"])
    assert last.text == "1. Lee K. Zinc. BMJ 2018;360:k1328."
