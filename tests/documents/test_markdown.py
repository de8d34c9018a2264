"""Markdown: what becomes text, what becomes blocks and marks, and where it all stands."""

import datetime as dt

import pytest

from citecheck.documents import read_bytes
from citecheck.model import BlockKind, Document, MarkKind


def markdown(text: str) -> Document:
    document = read_bytes(text.encode(), "article.md")
    assert document.error is None
    return document


def blocks(document: Document) -> list[tuple[str, str | None, str]]:
    return [(str(b.kind), b.label, document.text[b.start : b.end]) for b in document.blocks]


def marks(document: Document, kind: MarkKind) -> list[tuple[str, str | None]]:
    return [(document.text[m.start : m.end], m.target) for m in document.marks if m.kind is kind]


BLOCKS: list[tuple[str, list[tuple[str, str | None, str]]]] = [
    (
        "# Magnesium\n\nIt helps\nsome people.",
        [("heading", "1", "Magnesium"), ("paragraph", None, "It helps some people.")],
    ),
    (
        "1. One\n1. Two\n1. Three",
        [("list_item", "1", "One"), ("list_item", "2", "Two"), ("list_item", "3", "Three")],
    ),
    (
        "4. Four\n\n   More of it.\n5. Five",
        [("list_item", "4", "Four"), ("paragraph", None, "More of it."), ("list_item", "5", "Five")],
    ),
    ("- tea\n  - green tea\n", [("list_item", None, "tea"), ("list_item", None, "green tea")]),
    ("> Sleep matters,\n> she said.", [("quote", None, "Sleep matters, she said.")]),
    (
        "| Dose | Effect |\n|---|---|\n| 5 mg | a \\| b |",
        [("table_cell", None, t) for t in ("Dose", "Effect", "5 mg", "a | b")],
    ),
    ("Before\n\n```\ncode = 1\n```\n\nAfter", [("paragraph", None, "Before"), ("paragraph", None, "After")]),
    (
        "A trial found it.[^1]\n\n[^1]: Smith J. Gut. 2019.\n[^b]: Lee K. BMJ. 2020.",
        [
            ("paragraph", None, "A trial found it.[1]"),
            ("footnote", "1", "Smith J. Gut. 2019."),
            ("footnote", "b", "Lee K. BMJ. 2020."),
        ],
    ),
    (
        "[^1]: Smith J. Gut. 2019.\n\n    See also Lee K.",
        [("footnote", "1", "Smith J. Gut. 2019."), ("footnote", "1", "See also Lee K.")],
    ),
    (
        "Sources:\n[1] Smith J. Gut. 2019.\n[2] Lee K. BMJ.\n2020.",
        [
            ("paragraph", None, "Sources:"),
            ("list_item", "1", "Smith J. Gut. 2019."),
            ("list_item", "2", "Lee K. BMJ. 2020."),
        ],
    ),
    ("\\[1\\] Smith J. Gut. 2019.", [("list_item", "1", "Smith J. Gut. 2019.")]),
    ("1\\. Smith J. Gut. 2019.", [("list_item", "1", "Smith J. Gut. 2019.")]),
    ("The mean age was\n30. It rose.", [("paragraph", None, "The mean age was 30. It rose.")]),
    (
        "**References**\n\nSmith J. Gut.",
        [("heading", "6", "References"), ("paragraph", None, "Smith J. Gut.")],
    ),
    ("Smith J.\\\nLee K.  \nDoe A.", [("paragraph", None, "Smith J.\nLee K.\nDoe A.")]),
    (
        "import Box from '../box'\n\nexport const a = 1\n\n<Box\n  size=\"1\"\n/>\n\nText {/* note */} here.",
        [("paragraph", None, "Text here.")],
    ),
    ("    Indented by sloppiness.", [("paragraph", None, "Indented by sloppiness.")]),
    (
        "Foods: \\* Plants \\* Leaves \\* Nuts",
        [
            ("paragraph", None, "Foods:"),
            ("list_item", None, "Plants"),
            ("list_item", None, "Leaves"),
            ("list_item", None, "Nuts"),
        ],
    ),
    (
        "It ends here. ## **What is zinc?** Zinc is a metal.",
        [
            ("paragraph", None, "It ends here."),
            ("heading", "2", "What is zinc?"),
            ("paragraph", None, "Zinc is a metal."),
        ],
    ),
    (
        "<a\n  href='/x'\n  className={{a: 1}}\n>\n  See [1]\n</a>\n\nAfter",
        [("paragraph", None, "See [1]"), ("paragraph", None, "After")],
    ),
    (
        "<div markdown='1'>\n## Zinc\n![chart](x.png)\nIt *helps* &amp; more.\n</div>",
        [("heading", "2", "Zinc"), ("paragraph", None, "It helps & more.")],
    ),
    ("<p dl/>\n> Made _in vivo_\n> by light.", [("paragraph", None, "Made in vivo by light.")]),
    (
        "<ol>\n\n<li>One</li>\n\n<li>Two</li>\n\n</ol>\n\nAfter",
        [("list_item", "1", "One"), ("list_item", "2", "Two"), ("paragraph", None, "After")],
    ),
    (
        '---\nreferences:\n  - "Smith J. Gut. 2019"\n  - title: Zinc\n    url: https://doi.org/10.1/x\n---\nText',
        [
            ("data", "references", "Smith J. Gut. 2019"),
            ("data", "references", "Zinc\nhttps://doi.org/10.1/x"),
            ("paragraph", None, "Text"),
        ],
    ),
    (
        '+++\ntitle = "T"\nsources = ["Smith J. Gut."]\n+++\nText',
        [("data", "sources", "Smith J. Gut."), ("paragraph", None, "Text")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), BLOCKS)
def test_blocks(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert blocks(markdown(text)) == expected


MARKS: list[tuple[str, MarkKind, list[tuple[str, str | None]]]] = [
    ("in *Gut* and _The BMJ_, **not** bold", MarkKind.EMPHASIS, [("Gut", None), ("The BMJ", None)]),
    ("a snake_case_word and 2 * 3 * 4", MarkKind.EMPHASIS, []),
    ("***both*** ways", MarkKind.EMPHASIS, [("both", None)]),
    (
        "risk.<sup>12</sup> and x^3,4^ and it.¹²",
        MarkKind.SUPERSCRIPT,
        [("12", None), ("3,4", None), ("¹²", None)],
    ),
    ("it was found.[^smith]", MarkKind.NOTE, [("[smith]", "smith")]),
    (
        '[a *trial*](https://doi.org/10.1016/0140-6736(86)90837-8 "x")',
        MarkKind.LINK,
        [("a trial", "https://doi.org/10.1016/0140-6736(86)90837-8")],
    ),
    (
        "[a trial][1] and [2]\n\n[1]: https://a.org/1\n[2]: <https://a.org/2> 'Two'",
        MarkKind.LINK,
        [("a trial", "https://a.org/1"), ("2", "https://a.org/2")],
    ),
    (
        "<https://a.org/x> and https://b.org/y_z_1).",
        MarkKind.LINK,
        [("https://a.org/x", "https://a.org/x"), ("https://b.org/y_z_1", "https://b.org/y_z_1")],
    ),
    ("seen[[1]](#ref1)", MarkKind.LINK, [("[1]", "#ref1")]),
    ("<a href='https://a.org?a=1&amp;b=2'>trial</a>", MarkKind.LINK, [("trial", "https://a.org?a=1&b=2")]),
    ("<p>in *Gut* and <b>_Pain_</b></p>", MarkKind.EMPHASIS, [("Gut", None), ("Pain", None)]),
    ("<p>see [it](https://a.org)</p>", MarkKind.LINK, [("it", "https://a.org")]),
    ("<a\n  href='/x'\n>\n  zinc\n</a>", MarkKind.LINK, [("zinc", "/x")]),
    ("![chart](x.png) [mail](mailto:a@b.c)", MarkKind.LINK, []),
    ("[walks]({{ site.url }}{% post_url 2018-walks %}) help", MarkKind.LINK, []),
    ("[spaced]( https://a.org/b c )", MarkKind.LINK, [("spaced", "https://a.org/b c")]),
    ('see [one](#r)\n\n<a id="r"></a>Smith J.', MarkKind.ANCHOR, [("", "r")]),
    (
        "text (1)\n\n[1]: https://doi.org/10.1/x",
        MarkKind.LINK,
        [("https://doi.org/10.1/x", "https://doi.org/10.1/x")],
    ),
]


@pytest.mark.parametrize(("text", "kind", "expected"), MARKS)
def test_marks(text: str, kind: MarkKind, expected: list[tuple[str, str | None]]) -> None:
    assert marks(markdown(text), kind) == expected


def test_text_is_clean() -> None:
    document = markdown("It&nbsp;rose&mdash;`p<0.05`\\* ~~not~~ [[vitamin_d|vitamin D]] {% ad %}a\u00adb.")
    assert markdown("Take [walks]({{ site.url }}{% post_url 2018-walks %}).").text == "Take walks."
    assert document.text == "It rose—p<0.05* not vitamin D ab."


@pytest.mark.parametrize(
    ("text", "title", "date"),
    [
        ("---\ntitle: 'Zinc: a review'\ndate: 2024-03-05\n---\nText", "Zinc: a review", dt.date(2024, 3, 5)),
        (
            "---\ntitle: Zinc: a review\npubDate: Mar 5, 2024\n---\nText",
            "Zinc: a review",
            dt.date(2024, 3, 5),
        ),
        ('+++\ntitle = "Zinc"\ndate = 2024-03-05T08:00:00Z\n+++\nText', "Zinc", dt.date(2024, 3, 5)),
        ("# Zinc\n\nPublished: March 5, 2024\n\nText", "Zinc", dt.date(2024, 3, 5)),
        ("---\n\nText\n\n---\n", None, None),
        ("---\ntitle: [broken\n---\n# Zinc", "[broken", None),
    ],
)
def test_title_and_date(text: str, title: str | None, date: dt.date | None) -> None:
    document = markdown(text)
    assert (document.title, document.date) == (title, date)


def test_positions_lead_to_the_source() -> None:
    source = (
        "---\ntitle: x\n---\n\n> - A *study* in\r\n>   the [Lancet](https://a.org)\n>   found &amp; said\n"
    )
    document = markdown(source)
    for word in ("study", "the", "Lancet", "found", "said"):
        at = document.text.index(word)
        span = document.positions.span(at, at + len(word))
        assert source[span.start : span.end] == word
    at = document.text.index("Lancet")
    span = document.positions.span(at, at + 6)
    assert (span.line, span.column) == (6, 10)


def test_comments_are_kept() -> None:
    document = markdown("Text\n\n<!-- citecheck-ignore -->\n\nMore\n")
    assert [(c.text, c.line) for c in document.comments] == [("citecheck-ignore", 3)]


def test_lines_of_odd_white_space_do_not_shift_positions() -> None:
    source = "\u00a0\r\nA trial in *Gut*"
    document = markdown(source)
    at = document.text.index("Gut")
    span = document.positions.span(at, at + 3)
    assert (source[span.start : span.end], span.line) == ("Gut", 2)


def test_a_bold_sentence_is_a_paragraph_and_a_bold_line_a_heading() -> None:
    text = "**A study in Gut found that oats help.**\n\nSo it is.\n\n**What oats do**\n\nThey help.\n"
    document = read_bytes(text.encode(), "a.md")
    assert [block.kind for block in document.blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
    ]


@pytest.mark.parametrize(
    ("front", "author", "section"),
    [
        ("author: Ann Nut\ncategory: Diet", "Ann Nut", "Diet"),
        ("author:\n  name: Ann Nut\ncategories: [Diet, Sleep]", "Ann Nut", "Diet"),
        ("title: Zinc", None, None),
    ],
)
def test_front_matter_says_who_wrote_it_and_where_it_stands(
    front: str, author: str | None, section: str | None
) -> None:
    document = markdown(f"---\n{front}\n---\n\nZinc helps.")
    assert (document.author, document.section) == (author, section)
