"""HTML into a Document."""

from __future__ import annotations

import re
from dataclasses import replace

from citecheck.documents.comments import find_comments
from citecheck.documents.document_builder import DocumentBuilder
from citecheck.documents.html.blocks import HtmlBlockWriter
from citecheck.documents.html.main_content import find_article
from citecheck.documents.html.metadata import Metadata
from citecheck.documents.html.tokens import decode_value
from citecheck.documents.html.tree import EventKind, TreeBuilder
from citecheck.model import Document, DocumentFormat

_FRAGMENT_LINK = re.compile(r"href\s*=\s*[\"']?#([^\s\"'>]{1,200})", re.IGNORECASE)


def read_html(source: str, path: str) -> Document:
    """The article of a page (or of a fragment of one), as a browser would show it.

    Never fails: broken markup is mended as browsers mend it. Scripts are not run and nothing is fetched.

    Args:
        source: the decoded text of the page.
        path: the path or address that the Document carries.

    Returns:
        The Document with the title, date, author and section that the page states.
    """
    builder = TreeBuilder()
    events = [*builder.feed(source), *builder.finish(len(source))]
    metadata = Metadata(source, events)
    article = find_article(source, events)
    writer = DocumentBuilder()
    flow = HtmlBlockWriter(source, writer, fragment_targets(source), article.dropped)
    # The writer goes through the page in order: what its head states comes first.
    first_event = article.stretches[0][0] if article.stretches else len(events)
    begin = events[first_event].start if first_event < len(events) else len(source)
    for event in events:
        if event.start >= begin:
            break
        if event.kind is EventKind.TEXT:
            flow.structured_data(event)
    for first, last in article.stretches:
        flow.handle(events[first:last])
        flow.resume()
    written = writer.finish(source)
    comments = find_comments(source, written.positions.lines)
    document = written.document(path, DocumentFormat.HTML, metadata.title, metadata.date, comments)
    return replace(document, author=metadata.author, section=metadata.section)


def fragment_targets(source: str) -> frozenset[str]:
    """The ids that links inside the page lead to."""
    return frozenset(decode_value(found[1]) for found in _FRAGMENT_LINK.finditer(source))
