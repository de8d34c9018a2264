"""HTML: broken markup as browsers read it, the article without the page around it, and metadata."""

import datetime as dt

import pytest

from citecheck.documents import read_bytes
from citecheck.model import Document, MarkKind


def html(text: str) -> Document:
    document = read_bytes(text.encode(), "page.html")
    assert document.error is None
    return document


def blocks(document: Document) -> list[tuple[str, str | None, str]]:
    return [(str(b.kind), b.label, document.text[b.start : b.end]) for b in document.blocks]


def marks(document: Document, kind: MarkKind) -> list[tuple[str, str | None]]:
    return [(document.text[m.start : m.end], m.target) for m in document.marks if m.kind is kind]


NUMBERED_TABLE = (
    "<table><tr><th>1</th><td>Smith J. Zinc and sleep. Gut. 2019.</td></tr>"
    "<tr><th>2</th><td>Lee K. Zinc again. BMJ. 2020.</td></tr></table>"
)
Blocks = list[tuple[str, str | None, str]]
BLOCKS: list[tuple[str, Blocks]] = [
    ("<p>One\n  two<p>Three", [("paragraph", None, "One two"), ("paragraph", None, "Three")]),
    ("<h2>Zinc<h2>Iron</h3>", [("heading", "2", "Zinc"), ("heading", "2", "Iron")]),
    (
        "<ul><li>tea<ul><li>green</ul><li>milk</ul>rest",
        [
            ("list_item", None, "tea"),
            ("list_item", None, "green"),
            ("list_item", None, "milk"),
            ("paragraph", None, "rest"),
        ],
    ),
    (
        "<ol start=4><li>a<li value=9><p>b</p><p>more</p><li>c</ol>",
        [
            ("list_item", "4", "a"),
            ("list_item", "9", "b"),
            ("paragraph", None, "more"),
            ("list_item", "10", "c"),
        ],
    ),
    ("<ol reversed start=2><li>b<li>a</ol>", [("list_item", "2", "b"), ("list_item", "1", "a")]),
    ("<blockquote><p>Sleep.</p></blockquote>x", [("quote", None, "Sleep."), ("paragraph", None, "x")]),
    ("<table><tr><td>a<td>b<tr><td>c</table>", [("table_cell", None, t) for t in "abc"]),
    ("<figure><img alt=x><figcaption>A chart</figure>", [("caption", None, "A chart")]),
    (
        "<p>Smith J.<br>Lee K.<br><br>Next",
        [("paragraph", None, "Smith J.\nLee K."), ("paragraph", None, "Next")],
    ),
    (
        "<p>Sources:<br>[1] Smith J. Gut.<br>[2] Lee K. BMJ.",
        [
            ("paragraph", None, "Sources:"),
            ("list_item", "1", "Smith J. Gut."),
            ("list_item", "2", "Lee K. BMJ."),
        ],
    ),
    ("<p>1. Smith J. Gut.</p>", [("list_item", "1", "Smith J. Gut.")]),
    ("<p><strong>References</strong></p><p>x", [("heading", "6", "References"), ("paragraph", None, "x")]),
    ("<div>a<p>b</p>c</div>d", [("paragraph", None, t) for t in "abcd"]),
    ("x<script>if (a<b) '<p>'</script><style>p{}</style><!-- <p>no -->y", [("paragraph", None, "xy")]),
    (
        "a &lt; b &amp;amp; c&nbsp;d &#8211; &#x2014; &copy &unknown; AT&T",
        [("paragraph", None, "a < b &amp; c d – — © &unknown; AT&T")],
    ),
    ("5 < 6 and a <b>bold</b> <3", [("paragraph", None, "5 < 6 and a bold <3")]),
    ("<p title='a > b' class=x>kept</p></div></p>", [("paragraph", None, "kept")]),
    ('<p>open <a href="x>lost', [("paragraph", None, "open lost")]),
    ("<q>Zinc</q> helps", [("paragraph", None, "“Zinc” helps")]),
    (
        "<pre><code>x = 1</code></pre><p>after",
        [("paragraph", None, "after")],
    ),
    (
        NUMBERED_TABLE,
        [
            ("list_item", "1", "Smith J. Zinc and sleep. Gut. 2019."),
            ("list_item", "2", "Lee K. Zinc again. BMJ. 2020."),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), BLOCKS)
def test_blocks(text: str, expected: Blocks) -> None:
    assert blocks(html(text)) == expected


MARKS: list[tuple[str, MarkKind, list[tuple[str, str | None]]]] = [
    (
        "in <em>Gut</em>, <i>Pain</i>, <cite>The BMJ</cite>, <b>no</b>",
        MarkKind.EMPHASIS,
        [(t, None) for t in ("Gut", "Pain", "The BMJ")],
    ),
    ("risk.<sup>1</sup> <sup><a href='#r'>2</a></sup>", MarkKind.SUPERSCRIPT, [("1", None), ("2", None)]),
    (
        "<a href='https://a.org/?x=1&amp;y=2&copy=3'>trial</a>",
        MarkKind.LINK,
        [("trial", "https://a.org/?x=1&y=2&copy=3")],
    ),
    ("<p><a href=/one>one <p>two</a> three", MarkKind.LINK, [("one", "/one")]),
    ("<a href=/x><h3>Head</h3><p>Body</p></a>", MarkKind.LINK, [("Head", "/x"), ("Body", "/x")]),
    ("<a href='javascript:x()'>a</a> <a href='mailto:b@c.d'>b</a> <a>c</a>", MarkKind.LINK, []),
    ("see https://doi.org/10.1/x.", MarkKind.LINK, [("https://doi.org/10.1/x", "https://doi.org/10.1/x")]),
    ("<a href='#r1'>1</a><ol><li id=r1>Smith<li id=r2>Lee</ol>", MarkKind.ANCHOR, [("", "r1")]),
    ("<a href='#r1'>1</a><p>Smith J.<a name=r1></a></p>", MarkKind.ANCHOR, [("", "r1")]),
]


@pytest.mark.parametrize(("text", "kind", "expected"), MARKS)
def test_marks(text: str, kind: MarkKind, expected: list[tuple[str, str | None]]) -> None:
    assert marks(html(text), kind) == expected


BODY = "<p>" + "A study in Gut found that zinc helps people sleep. " * 5 + "</p>"
TEXT = " ".join(["A study in Gut found that zinc helps people sleep."] * 5)
PAGES = [
    f"<nav><p>Home</p></nav><article>{BODY}</article><footer>Legal</footer>",
    f"<body class=sidebar-x><p id=menu>A</p><div class=sidebar-y>{BODY}</div><p class=related-posts>B",
    f"<main>{BODY}</main><aside>Buy</aside><div>Teasers <article><p>Other</p></article></div>",
    f"<header>A</header><div role=main>{BODY}<aside>Ad</aside><p hidden>x</p><b class='sr-only'>y</b></div>",
    f"<div class='shareBox'>A</div>{BODY}<p style='display: none'>z</p><select><option>o</select>",
]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_around_the_article_is_left_out(page: str) -> None:
    assert html(page).text == TEXT


LIST = "<ol><li>Smith J. Gut.</ol>"
REFERENCES = [
    f"<article>{BODY}</article><div class=article-references>{LIST}</div><div>Other</div>",
    f"<article>{BODY}</article><section><h2>References</h2>{LIST}</section>",
    f"<main>{BODY}</main><div><button>Sources:</button><div>{LIST}</div></div>",
    f"<main>{BODY}<footer><h3>Sources</h3>{LIST}</footer></main>",
    f"<main>{BODY}<aside id=references>{LIST}</aside></main>",
    f"<main>{BODY}<div hidden><p><b>References</b></p>{LIST}</div></main>",
]


@pytest.mark.parametrize("page", REFERENCES)
def test_references_are_never_lost(page: str) -> None:
    assert ("list_item", "1", "Smith J. Gut.") in blocks(html(page))


def test_answers_that_unfold_are_read() -> None:
    page = f"<main><h2>Zinc</h2><div style='display:none'>{BODY}</div>{BODY}</main>"
    assert html(page).text == f"Zinc\n\n{TEXT}\n\n{TEXT}"


def test_several_articles_on_a_page_are_all_read() -> None:
    assert html(f"<article>{BODY}</article><article>{BODY}</article>").text == f"{TEXT}\n\n{TEXT}"


LD = '<script type="application/ld+json">'


@pytest.mark.parametrize(
    ("head", "title", "date"),
    [
        ("<title>Zinc &amp; sleep</title>", "Zinc & sleep", None),
        ("<title>Zinc | Site</title><h1>Zinc</h1>", "Zinc", None),
        (
            "<title>Zinc</title><meta property=article:published_time content=2024-03-05T07:00+01:00>",
            "Zinc",
            dt.date(2024, 3, 5),
        ),
        (
            "<meta name=citation_publication_date content=2024/03/05><meta name=citation_title content=Zinc>",
            "Zinc",
            dt.date(2024, 3, 5),
        ),
        (
            LD + '{"@graph": [{"headline": "Zinc", "datePublished": "2024-03-05"}]}</script>',
            "Zinc",
            dt.date(2024, 3, 5),
        ),
        (
            LD + '{"datePublished": "2024-03-05",}</script>',
            None,
            dt.date(2024, 3, 5),
        ),
        ("<time>5 March 2024</time>", None, dt.date(2024, 3, 5)),
        (
            "<time datetime=2020-01-01>x</time><time pubdate datetime=2024-03-05>y</time>",
            None,
            dt.date(2024, 3, 5),
        ),
        ("<meta name=last-modified content='Tue, 05 Mar 2024 10:00:00 GMT'>", None, dt.date(2024, 3, 5)),
        ("<p>Last updated: March 5, 2024</p>", None, dt.date(2024, 3, 5)),
        (LD + "[" * 5000 + "</script>", None, None),
    ],
)
def test_title_and_date(head: str, title: str | None, date: dt.date | None) -> None:
    document = html(head + BODY)
    assert (document.title, document.date) == (title, date)


def test_positions_lead_to_the_source() -> None:
    source = "<html>\r\n<body><p>Caf&eacute; and\n\t<em>tea</em>&#32;help\r\n  sleep &quot;well&quot;</p>"
    document = html(source)
    for word in ("and", "tea", "help", "sleep", "well"):
        at = document.text.index(word)
        span = document.positions.span(at, at + len(word))
        assert source[span.start : span.end] == word
    at = document.text.index("tea")
    span = document.positions.span(at, at + 3)
    assert (span.line, span.column) == (3, 6)
    at = document.text.index("é")
    assert source[document.positions.span(at, at + 1).start :].startswith("&eacute;")


def test_comments_are_kept() -> None:
    document = html("<p>a</p>\n<!-- citecheck-ignore-next\n reason -->\n<p>b</p>")
    assert [(comment.text, comment.line) for comment in document.comments] == [
        ("citecheck-ignore-next\n reason", 3)
    ]


NEWS = '{"headline": "Zinc", "author": [{"name": "Ann Nut"}], "articleSection": ["Diet", "Sleep"]}'


@pytest.mark.parametrize(
    ("head", "author", "section"),
    [
        (
            '<meta name="author" content="Ann  Nut"><meta property="article:section" content="Diet">',
            "Ann Nut",
            "Diet",
        ),
        ('<meta property="article:author" content="https://x.example/ann">', None, None),
        (f'<script type="application/ld+json">{NEWS}</script>', "Ann Nut", "Diet"),
        ('<script type="application/ld+json">{"@type": "Person", "author": "Nobody"}</script>', None, None),
        ("", None, None),
    ],
)
def test_a_page_says_who_wrote_it_and_where_it_stands(
    head: str, author: str | None, section: str | None
) -> None:
    document = html(f"<head>{head}</head><p>Zinc helps.")
    assert (document.author, document.section) == (author, section)
