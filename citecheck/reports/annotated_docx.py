"""The article as a Word document, with what is said of each citation as a comment on it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from citecheck.errors import UsageError
from citecheck.model import BlockKind, DocumentReport, Report
from citecheck.reports.notices import NOTICE
from citecheck.reports.printable import one_line
from citecheck.reports.printed_article import PrintedBlock, printed_text, quote_places
from citecheck.reports.remarks import Decisions, remark_lines

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_STYLE = {BlockKind.LIST_ITEM: "List Bullet", BlockKind.FOOTNOTE: "List Bullet", BlockKind.QUOTE: "Quote"}
_AUTHOR, _INITIALS = "citecheck", "cc"
_Place = tuple[int, int]


def render_annotated_docx(report: Report) -> bytes:
    """All articles of a report in one file. Raises UsageError where python-docx is not installed."""
    try:
        import docx
    except ImportError:
        raise UsageError("DOCX needs python-docx: pip install 'citecheck-pubmed[web]'") from None
    word = docx.Document()
    decisions = Decisions.of(report)
    for part in report.documents:
        _add_article(word, part, decisions)
    word.add_paragraph(NOTICE)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _add_article(word: WordDocument, part: DocumentReport, decisions: Decisions) -> None:
    document = part.document
    name = one_line(document.title or document.path)
    word.add_heading(name, 1)
    if document.error:
        word.add_paragraph(f"It could not be read: {one_line(document.error)}")
        return
    text, blocks = printed_text(document)
    found = quote_places(text, (checked.citation for checked in part.citations))
    remarks = [
        "\n".join(remark_lines(document, checked, decisions.about(document, checked)))
        for checked in part.citations
    ]
    for block in blocks:
        if block.level and text[block.start : block.end].strip() == name:
            continue
        _add_block(
            word, text, block, [(place, said) for place, said in zip(found, remarks, strict=True) if place]
        )
    for place, said in zip(found, remarks, strict=True):
        if place is None:
            run = word.add_paragraph().add_run("A citation that is not shown in the text.")
            word.add_comment(run, said, _AUTHOR, _INITIALS)


def _add_block(
    word: WordDocument, text: str, block: PrintedBlock, remarks: Sequence[tuple[_Place, str]]
) -> None:
    """Add a block; a citation that spans several has its comment on the part in the block where it begins."""
    paragraph: Any
    if block.level:
        paragraph = word.add_heading("", block.level - 1)
    else:
        paragraph = word.add_paragraph(style=_STYLE.get(block.kind))
    if block.label:
        paragraph.add_run(f"{block.label}. ")
    here = [
        (max(start, block.start), min(end, block.end), said)
        for (start, end), said in remarks
        if block.start <= start < block.end
    ]
    cuts = sorted({block.start, block.end, *(at for start, end, _ in here for at in (start, end))})
    runs = {start: paragraph.add_run(text[start:end]) for start, end in pairwise(cuts)}
    for start, end, said in here:
        inside = [run for at, run in runs.items() if start <= at < end]
        if inside:
            word.add_comment(inside, said, _AUTHOR, _INITIALS)
