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
