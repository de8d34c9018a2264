"""Plain text: which line ends are wrapping, and which are the author's."""

import datetime as dt

import pytest

from citecheck.documents import read_bytes
from citecheck.model import Document

WRAPPED = """A study in the journal Gut found that people who had zinc each
evening slept longer. It was small.
A break where the next word would have fitted is the author's.

Next."""
REFERENCES = """Sources
[1] Smith J, Jones K. Zinc and the quality of sleep. A trial of
    300 people. Gut. 2019;68:1-9.
[2] Lee K. Zinc. BMJ. 2020.
2. Doe A. Iron. BMJ. 2021.
• Roe B. Copper. Gut. 2022."""
ZINC = "A study in the journal Gut found that people who had zinc each evening slept longer. It was small."
SMITH = "Smith J, Jones K. Zinc and the quality of sleep. A trial of 300 people. Gut. 2019;68:1-9."
Blocks = list[tuple[str, str | None, str]]


def text(source: str) -> Document:
    document = read_bytes(source.encode(), "article.txt")
    assert document.error is None
    return document


def blocks(document: Document) -> Blocks:
    return [(str(b.kind), b.label, document.text[b.start : b.end]) for b in document.blocks]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            WRAPPED,
            [
                (
                    "paragraph",
                    None,
                    ZINC,
                ),
                ("paragraph", None, "A break where the next word would have fitted is the author's."),
                ("paragraph", None, "Next."),
            ],
        ),
        (
            REFERENCES,
            [
                ("heading", "2", "Sources"),
                (
                    "list_item",
                    "1",
                    SMITH,
                ),
                ("list_item", "2", "Lee K. Zinc. BMJ. 2020."),
                ("list_item", "2", "Doe A. Iron. BMJ. 2021."),
                ("list_item", None, "Roe B. Copper. Gut. 2022."),
            ],
        ),
        (
            "One line.\nAnother line.",
            [("paragraph", None, "One line."), ("paragraph", None, "Another line.")],
        ),
        ("a  b\tc\u00a0d\u00ade\u200bf\x00g\r\n", [("paragraph", None, "a b c defg")]),
        (
            "Does zinc help?\n\nIt does.",
            [("heading", "2", "Does zinc help?"), ("paragraph", None, "It does.")],
        ),
    ],
)
def test_blocks(source: str, expected: Blocks) -> None:
    assert blocks(text(source)) == expected


def test_title_and_date() -> None:
    document = text("Zinc and Sleep\n\nPublished on 5 March 2024\n\nIt helps.")
    assert (document.title, document.date) == ("Zinc and Sleep", dt.date(2024, 3, 5))


def test_positions_lead_to_the_source() -> None:
    source = "First.\r\n\r\n  Second  line,\rthird.\n"
    document = text(source)
    at = document.text.index("line")
    span = document.positions.span(at, at + 4)
    assert (source[span.start : span.end], span.line, span.column) == ("line", 3, 11)
    at = document.text.index("third")
    assert document.positions.span(at, at + 5).line == 4


def test_a_comment_to_citecheck_is_no_text_and_any_other_is() -> None:
    source = (
        "Zinc\n\n<!-- citecheck: ignore[mismatch]\n agreed -->\nOne study.\n\n"
        "Two <!-- citecheck: ignore x -->\n\n<!-- a note -->\n\n<!-- citecheck: open"
    )
    document = text(source)
    assert [document.text[b.start : b.end] for b in document.blocks] == [
        "Zinc", "One study.", "Two", "<!-- a note -->", "<!-- citecheck: open",
    ]  # fmt: skip
    assert [(c.text, c.line) for c in document.comments] == [
        ("citecheck: ignore[mismatch]\n agreed", 4), ("citecheck: ignore x", 7), ("a note", 9),
    ]  # fmt: skip
    at = document.text.index("One")
    assert source[document.positions.span(at, at + 3).start :].startswith("One study")


WRAPPED = (
    "1. Ito B. Naps at noon in interval workers who sleep"
    "\n{0}less than others. Gut. 2011;12:3-9.{1}\n2. Reed C. Zinc."
)
LONG = "https://www.example.org/science/article/abs/pii/S0899900718305094?via%3Dihub&utm_source=newsletter&more=1234"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # a hanging indent, an address that is longer than the lines, both
        (
            WRAPPED.format("   ", ""),
            [
                "Ito B. Naps at noon in interval workers who sleep less than others. Gut. 2011;12:3-9.",
                "Reed C. Zinc.",
            ],
        ),
        (
            WRAPPED.format("", f"\n{LONG}"),
            [
                (
                    f"Ito B. Naps at noon in interval workers who sleep less than others. Gut. "
                    f"2011;12:3-9. {LONG}"
                ),
                "Reed C. Zinc.",
            ],
        ),
        (
            WRAPPED.format("   ", f"\n   {LONG}"),
            [
                (
                    f"Ito B. Naps at noon in interval workers who sleep less than others. Gut. "
                    f"2011;12:3-9. {LONG}"
                ),
                "Reed C. Zinc.",
            ],
        ),
        # entries without numbers
        (
            (
                "Ito B. Naps at noon.\n  Gut. 2011;12:3-9.\nReed C. Zinc and naps at noon for "
                "all.\n  Sleep. 2011."
            ),
            ["Ito B. Naps at noon. Gut. 2011;12:3-9.", "Reed C. Zinc and naps at noon for all. Sleep. 2011."],
        ),
        # a first line that is indented begins no entry
        (
            (
                "   It was a long night for those who had to work until the day\nhad come. "
                "They slept no longer for it."
            ),
            [
                (
                    "It was a long night for those who had to work until the day had come. "
                    "They slept no longer for it."
                )
            ],
        ),
        # a DOI and a compound that a line's end has cut
        (
            (
                "[1] Ito B. Naps. A systematic review and a lengthy meta-\nanalysis. Gut. doi: "
                "10.1016/j.nut.\n2018.11.029"
            ),
            [
                (
                    "Ito B. Naps. A systematic review and a lengthy meta-analysis. Gut. doi: "
                    "10.1016/j.nut.2018.11.029"
                )
            ],
        ),
        (
            (
                "It was about naps before and after a night, see "
                "https://doi.org/\n10.1016/j.nut.2018.11.029 for more."
            ),
            [
                (
                    "It was about naps before and after a night, see "
                    "https://doi.org/10.1016/j.nut.2018.11.029 for more."
                )
            ],
        ),
    ],
)
def test_lines_that_belong_together(source: str, expected: list[str]) -> None:
    assert [label for _, _, label in blocks(text(source))] == expected
