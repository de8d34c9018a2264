"""The article in Markdown, with what is said of each citation as a comment behind it."""

from __future__ import annotations

import re

from citecheck.model import BlockKind, DocumentReport, Report
from citecheck.reports.notices import NOTICE
from citecheck.reports.printable import one_line
from citecheck.reports.printed_article import PrintedBlock, printed_text, quote_places
from citecheck.reports.remarks import Decisions, remark_lines

# What would make something else of a text in Markdown.
_SPECIAL = re.compile(r"([\\`*_\[\]<>])|^(\s*)([#+-]|\d+[.)])(?=\s)", re.MULTILINE)


def render_annotated_markdown(report: Report) -> str:
    """All articles of a report, one after the other."""
    decisions = Decisions.of(report)
    parts = [_article(part, decisions) for part in report.documents]
    return "\n\n".join([*parts, f"<!-- {_in_comment(NOTICE)} -->"]) + "\n"


def _article(part: DocumentReport, decisions: Decisions) -> str:
    document = part.document
    name = document.title or document.path
    lines = [f"# {_escaped(one_line(name))}", f"<!-- {_in_comment(one_line(document.path))} -->"]
    if document.error:
        return "\n\n".join([*lines, f"It could not be read: {_escaped(one_line(document.error))}"])
    text, blocks = printed_text(document)
    comments: dict[int, list[str]] = {}
    adrift = []
    places = quote_places(text, (checked.citation for checked in part.citations))
    for checked, place in zip(part.citations, places, strict=True):
        said = remark_lines(document, checked, decisions.about(document, checked))
        comment = f"<!-- citecheck says of {_in_comment(' | '.join(said))} -->"
        if place:
            comments.setdefault(place[1], []).append(comment)
        else:
            adrift.append(comment)
    shown = [_block(text, block, comments) for block in blocks if not _is_title(text, block, name)]
    return "\n\n".join([*lines, *shown, *adrift])


def _is_title(text: str, block: PrintedBlock, name: str) -> bool:
    return block.kind is BlockKind.HEADING and text[block.start : block.end].strip() == name.strip()


def _block(text: str, block: PrintedBlock, comments: dict[int, list[str]]) -> str:
    ends = [end for end in sorted(comments) if block.start < end <= block.end]
    written, at = "", block.start
    for end in ends:
        written += _escaped(text[at:end]) + " " + " ".join(comments[end])
        at = end
    written = " ".join((written + _escaped(text[at : block.end])).split())
    if block.level:
        return f"{'#' * (block.level - 1)} {written}"
    if block.kind in (BlockKind.LIST_ITEM, BlockKind.FOOTNOTE):
        numbered = block.label is not None and block.label.isdecimal()
        return f"{f'{block.label}.' if numbered else '-'} {written}"
    return f"> {written}" if block.kind is BlockKind.QUOTE else written


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}{_marked(found[3])}", text)


def _marked(sign: str) -> str:
    """What would begin a heading or a list, made a text: "1." is escaped before its dot."""
    return f"{sign[:-1]}\\{sign[-1]}"


def _in_comment(text: str) -> str:
    """A text that ends no comment."""
    return re.sub(r"-(?=-)|-$|^-", "‐", text).replace("<", "‹").replace(">", "›")
