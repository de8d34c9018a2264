"""Line numbers of manuscripts."""

from __future__ import annotations

import pytest

from citecheck.documents.pdf.line_numbers import without_line_numbers
from citecheck.documents.pdf.reader import read_pdf
from tests.documents.test_pdf import pdf

MANUSCRIPT = [
    "Zinc and sleep",
    "1 A trial was done in Tokyo, where many of those who work at",
    "2 night have asked for one. It was published in the journal",
    "3 Gut, and found that zinc prolongs sleep.",
    "4 References",
    "5 1. Ito B, Reed C. Zinc at night and sleep by day in nurses and",
    "6 other interval workers. Gut. 2011;60:12-9.",
]

FIFTH = [f"{n} and others" if n % 5 == 0 else "who slept in it and" for n in range(1, 26)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (MANUSCRIPT, [line.partition(" ")[2] if line[0].isdigit() else line for line in MANUSCRIPT]),
        # each fifth line
        # each fifth line
        (FIFTH, [line.partition(" ")[2] if line[0].isdigit() else line for line in FIFTH]),
        # entries, one to a line
        ([f"{number} Ito B. Naps. {2010 + number}." for number in range(1, 9)], []),
        # figures that begin lines of prose
        (
            [
                "In 2012 there were",
                "3 of 4 who slept, and",
                "7 of 9 who did not.",
                "So it",
                "was for",
                "them.",
            ],
            [],
        ),
    ],
)
def test_numbers_in_front_of_lines(lines: list[str], expected: list[str]) -> None:
    assert without_line_numbers(lines) == (expected or lines)


def test_a_manuscript_reads_like_an_article() -> None:
    document = read_pdf(pdf(MANUSCRIPT), "a.pdf")
    assert [document.text[block.start : block.end] for block in document.blocks][-1] == (
        "Ito B, Reed C. Zinc at night and sleep by day in nurses and other interval workers. "
        "Gut. 2011;60:12-9."
    )


def test_footnotes_at_the_foot_of_a_page_are_paragraphs() -> None:
    page = [
        "A trial found that zinc prolongs the sleep of those who have to work at night. 1 More",
        "was learned of salt, which those who sleep by day should not eat before they do. 2",
        "1 Ito B, Reed C. Zinc at night and sleep by day. Gut. 2011;60:12-9.",
        "2 Stone A. Salt at night. Gut. 2012;61:20-7.",
    ]
    document = read_pdf(pdf(page), "a.pdf")
    assert [document.text[block.start : block.end] for block in document.blocks][1:] == page[2:]
