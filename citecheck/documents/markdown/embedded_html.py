"""HTML inside Markdown: tags over several lines, and Markdown between tags."""

from __future__ import annotations

import re
from collections.abc import Container

from citecheck.documents.document_builder import DocumentBuilder
from citecheck.documents.html.blocks import HtmlBlockWriter
from citecheck.documents.markdown.inline import InlineReader, has_markup
from citecheck.documents.markdown.inline_writer import BlockSource, InlineWriter
from citecheck.model import BlockKind

# A tag with each attribute on a line of its own, as in JSX:
#     <a
#       href="https://ods.od.nih.gov/factsheets/Zinc"
#     >
_TAG_OVER_LINES = re.compile(
    r"<[A-Za-z][\w.:-]*+"
    r"(?:\s++[\w:@.-]++(?:\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'|\{[^{}<]*+(?:\{[^{}<]*+\}[^{}<]*+)*+\}|[^\s\"'<>{}]++))?+)*+"
    r"\s*+/?>"
)
_LINE_END = re.compile(r"[\r\n]")
_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n|\Z)")
_QUOTED = re.compile(r"\s*(?:>\s?)+")
_HEADING = re.compile(r"\s*(#{1,6})\s+")


def tags_on_one_line(text: str) -> str:
    """The text with line ends inside tags made blanks, so that the rest of a tag is not read as a quote.

    As long as before, so that offsets stay.
    """
    return _TAG_OVER_LINES.sub(_on_one_line, text)


def _on_one_line(tag: re.Match[str]) -> str:
    return _LINE_END.sub(" ", tag[0]) if "\n" in tag[0] or "\r" in tag[0] else tag[0]


class MarkdownHtmlBlockWriter(HtmlBlockWriter):
    """Writes HTML blocks of a Markdown file. The text between tags is read as Markdown.

    CommonMark leaves it alone, other kinds of Markdown don't, and people who write it mean it.
    """

    def __init__(
        self, source: str, writer: DocumentBuilder, reader: InlineReader, wanted_anchors: Container[str]
    ) -> None:
        super().__init__(source, writer, wanted_anchors)
        self._inline = InlineWriter(writer, reader, wanted_anchors)

    def text(self, start: int, end: int) -> None:
        """Write `source[start:end]`."""
        if not has_markup(self._source, start, end):
            super().text(start, end)
            return
        stretch = BlockSource()
        for line in _LINE.finditer(self._source, start, end):
            at = line.start()
            text = line[0].rstrip("\r\n")
            prefix = _QUOTED.match(text) if at > start else None
            heading = _HEADING.match(text)
            if heading:
                self._inline.write_inside(stretch)
                stretch = BlockSource()
                self._writer.begin(BlockKind.HEADING, str(len(heading[1])))
            cut = heading.end() if heading else prefix.end() if prefix else 0
            stretch.add(text[cut:], at + cut)
            if heading:
                self._inline.write_inside(stretch)
                stretch = BlockSource()
                self._writer.begin(BlockKind.PARAGRAPH)
        self._inline.write_inside(stretch)
