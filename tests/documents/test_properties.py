"""What holds for every input: offsets in order, positions true, time in step with size."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.documents import read_bytes
from citecheck.model import Document, MarkKind

NAMES = ("a.md", "a.html", "a.txt")
# Words that stand whole in the source wherever they stand in the text: no markup is set inside them.
WORDS = ("zinc", "Gut", "sleep", "Smith", "trial")
MARKUP = (
    *("*", "**", "_", "`", "~~", "[", "](", "](http://a.b/c)", "](#r)", "[1]", "[^1]", "[^1]: "),
    *("[1]: http://a.b", ")", "<p>", "</p>", "<div>", "</div>", "<li>", "<ol>", "</ol>", "<em>", "</em>"),
    *("<a href='#r'>", "</a>", "<a id=r>", "<sup>", "</sup>", "<br>", "<table><tr><td>", "</table>"),
    *("<script>", "</script>", "<!--", "-->", "<h2>", "<", "> ", "- ", "1. ", "# ", "## ", "| ", "|-|-|"),
    *("---", "```", "    ", "\n", "\n\n", "\r\n", "  \n", "\\", " \\* ", "&amp;", "&nbsp;", "&#8212;"),
    *("&", "\x00", "\xad", "\xa0", "¹", "^2^", "é", "😀", "\"", "'", "=", "{", "}", "{{x}}"),
    *("---\ntitle: x\nreferences:\n - y\n---\n", "https://doi.org/10.1/x", "• ", "export const a\n"),
    *("Published: 2024-01-02"),
)  # fmt: skip
SOURCES = st.lists(st.sampled_from([*MARKUP, *(f" {word} " for word in WORDS)]), max_size=40).map("".join)


def check(document: Document, source: str) -> None:
    text = document.text
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(text)
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        end = block.end
    for mark in document.marks:
        assert 0 <= mark.start <= mark.end <= len(text)
        assert mark.start < mark.end or mark.kind is MarkKind.ANCHOR
        assert "\n\n" not in text[mark.start : mark.end]
    assert "\r" not in text
    assert "\n\n\n" not in text
    positions = document.positions
    assert all(before < after for before, after in pairwise(positions.texts))
    assert all(before <= after for before, after in pairwise(positions.sources))
    spans = [positions.span(at, at + 1) for at in range(len(text))]
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))
    assert all(0 <= span.start <= span.end <= len(source) for span in spans)


@settings(max_examples=150, deadline=None)
@given(source=SOURCES, name=st.sampled_from(NAMES))
def test_offsets_are_in_order_and_positions_true(source: str, name: str) -> None:
    document = read_bytes(source.encode(), name)
    check(document, source)
    for word in re.finditer(rf"(?<!\w)(?:{'|'.join(WORDS)})(?!\w)", document.text):
        span = document.positions.span(*word.span())
        assert source[span.start : span.end] == word[0]
        assert (
            source[: span.start].count("\n") + source[: span.start].replace("\r\n", "").count("\r")
            == span.line - 1
        )


@settings(max_examples=100, deadline=None)
# A NUL among a few characters is rightly taken for UTF-16.
@given(
    source=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60),
    name=st.sampled_from(NAMES),
)
def test_any_text_is_read(source: str, name: str) -> None:
    check(read_bytes(source.encode("utf-8", "replace"), name), source.encode("utf-8", "replace").decode())


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=60), name=st.sampled_from((*NAMES, "a.json", "a.docx", "a")))
def test_any_bytes_are_read(data: bytes, name: str) -> None:
    document = read_bytes(data, name)
    assert (document.error is None) == bool(document.text)


# What has led readers of these formats into quadratic time or endless recursion elsewhere.
NASTY = (
    *("[", "[a](", "![", "[^", "[[a", "*a ", "**a *b ", "_a", "`", "`a``", "<", "<a ", "<a x='"),
    *('<a b="\'', "<!--", "</", "<b><p>", "<em><p>a", "<div>", "<li>", "<ol><li>a", "<table><tr><td>"),
    *("<p>a", "</b>", "<title>", "={", "&", "&#", "&amp", "> ", "- ", "- a\n", "1. a\n"),
    *("|a|b|\n|-|-|\n", "[^1]: a\n", "[1]: http://b (\n", "[1] a\n", "a ## ", " \\* a", "• ", "http://"),
    *("http://a)))", "www.", "¹, ", "  ", "\n", "\r", "\t", "{{", "{% a ", "^a", "~~", "\\", "a-\n", "("),
    *("\"", "\xad", "<h2>References</h2>", "<div class=references>", "<aside><p>References</p>"),
    *("<a href='#a' id=a>", "<span>Sources</span>"),
)  # fmt: skip


def seconds(data: bytes, name: str) -> float:
    started = time.process_time()
    read_bytes(data, name)
    return time.process_time() - started


@pytest.mark.parametrize("nasty", NASTY)
def test_time_grows_with_size_only(nasty: str) -> None:
    """Ten microseconds a character are some ten times what these take; quadratic time is far above."""
    data = (nasty * (12_000 // len(nasty))).encode()
    for name in NAMES:
        assert seconds(data, name) < 0.5 or seconds(data, name) < 0.5


def test_a_single_long_line() -> None:
    data = b"A study in *Gut* found that <b>zinc</b> helps. " * 2_000
    assert all(len(read_bytes(data, name).text) > 70_000 for name in NAMES)


def test_deep_nesting() -> None:
    for source in ("<div>" * 5_000 + "zinc", "<p>" + "<b>" * 5_000 + "zinc", "<ul><li>" * 5_000 + "zinc"):
        assert read_bytes(source.encode(), "a.html").text == "zinc"
    assert read_bytes(("> " * 3 + "- " * 3 + "zinc").encode(), "a.md").text == "zinc"
