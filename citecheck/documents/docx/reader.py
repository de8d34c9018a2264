"""DOCX into a Document.

Read straight from the package with lxml (entities and network off): python-docx shows neither
footnotes nor endnotes, and builds the whole tree first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from citecheck.documents.document_builder import DocumentBuilder, OpenMark
from citecheck.documents.docx.field_codes import LONGEST_CODE, entries_in_field, is_bibliography
from citecheck.documents.docx.package import (
    DAMAGED,
    Level,
    Package,
    Style,
    child,
    is_on,
    local,
    open_package,
    value,
)
from citecheck.model import BlockKind, Document, DocumentFormat, MarkKind, Positions

if TYPE_CHECKING:
    from lxml import etree

# Word's old format and encrypted files of any kind.
_OLE = b"\xd0\xcf\x11\xe0"
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:\\l\s+"([^"]{1,2000})"|"([^"]{1,2000})")', re.IGNORECASE)
_HEADING_STYLE = re.compile(r"heading (\d)")
_KINDS = {"quote": BlockKind.QUOTE, "intense quote": BlockKind.QUOTE, "caption": BlockKind.CAPTION}
# Text deleted with tracked changes, and the fallback rendering of drawings.
_SKIPPED = frozenset(("del", "moveFrom", "Fallback"))


def read_docx(data: bytes, path: str) -> Document:
    """The article in a DOCX file: paragraphs, tables, footnotes, endnotes; deletions left out.

    Offsets of positions count characters of the Document's text, lines its blocks.

    Args:
        data: the bytes of the file.
        path: the path that the Document carries.

    Returns:
        The Document; with an `error` where the file is damaged, encrypted, in the old format, or unfolds to
        more than an article.
    """
    if data.startswith(_OLE):
        return _unread(path, "It is encrypted, or in Word's old format; save it as .docx without a password.")
    try:
        package = open_package(data)
        with package.archive:
            reader = _Reader(package)
            reader.read()
    except DAMAGED:
        return _unread(path, "It is no DOCX file, or a damaged one.")
    document = reader.writer.finish("").document(path, DocumentFormat.DOCX, reader.title, None)
    return replace(document, positions=block_positions(document))


def block_positions(document: Document) -> Positions:
    """Positions for formats without a source text: offsets are the text's own, lines are blocks."""
    return Positions(lines=(0, *(block.start for block in document.blocks[1:])))


def _unread(path: str, error: str) -> Document:
    return Document(path, DocumentFormat.DOCX, error=error)


@dataclass(slots=True)
class _Field:
    """A field that is open: its code so far, and the mark that it turned out to be."""

    code: str = ""
    mark: OpenMark | None = None


@dataclass(slots=True)
class _Notes:
    """Footnotes or endnotes: the number that each id shows, in the order of their calls."""

    prefix: str
    numbers: dict[str, str] = field(default_factory=dict)

    def call(self, note: str) -> str:
        """The number shown where the note is called."""
        return self.numbers.setdefault(note, f"{self.prefix}{len(self.numbers) + 1}")


@dataclass(slots=True)
class _Run:
    italic: bool = False
    superscript: bool = False
    bold: bool = False


class _Reader:
    """Walks the events of one part after another."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.writer = DocumentBuilder()
        self.title = package.title
        self.footnotes = _Notes("")
        # Word numbers endnotes apart; where there are both kinds, their labels must differ.
        self.endnotes = _Notes("e" if package.has_footnotes() else "")
        self.note: str | None = None  # the number of the note being read
        self.cells = 0
        self.skipped: etree._Element | None = None
        self.run = _Run()
        self.fields: list[_Field] = []
        self.links: list[OpenMark | None] = []
        self.emphasis: OpenMark | None = None
        self.superscript: OpenMark | None = None
        self.counters: dict[str, dict[int, int]] = {}
        self.restarted: set[tuple[str, int]] = set()
        self.targets: dict[str, str] = {}
        self.has_bibliography = False
        self.cited: list[str] = []  # what the fields of reference managers cite, as printed

    def read(self) -> None:
        """Read the document, then its notes."""
        self._part(self.package.document)
        self._part(self.package.beside("footnotes.xml"))
        self._part(self.package.beside("endnotes.xml"))
        if not self.has_bibliography:
            self._write_cited()

    def _write_cited(self) -> None:
        """Write the references that only field codes state, behind the text, each once."""
        for printed in dict.fromkeys(self.cited):
            self.writer.begin(BlockKind.DATA, "references")
            self.writer.replace(printed, self.writer.length)
        self.writer.end()

    def _part(self, part: str) -> None:
        self.targets = self.package.links(part)
        for event, element in self.package.events(part):
            name = local(element)
            if self.skipped is not None:
                if event == "end" and element is self.skipped:
                    self.skipped = None
            elif event == "start":
                if name in _SKIPPED:
                    self.skipped = element
                else:
                    self._start(name, element)
            else:
                self._end(name, element)

    def _start(self, name: str, element: etree._Element) -> None:
        if name == "p":
            self._begin(BlockKind.PARAGRAPH, None)
        elif name == "r":
            self.run = _Run()
        elif name == "tc":
            self.cells += 1
        elif name == "hyperlink":
            anchor = value(element, "anchor")
            target = self.targets.get(value(element, "id") or "") or (f"#{anchor}" if anchor else None)
            self.links.append(self.writer.open(MarkKind.LINK, target) if target else None)
        elif name == "fldSimple":
            self.links.append(self._open_link(value(element, "instr") or ""))
        elif name in ("footnote", "endnote"):
            notes = self.footnotes if name == "footnote" else self.endnotes
            self.note = notes.numbers.get(value(element, "id") or "")
            if self.note is None:
                self.skipped = element
        elif name == "bookmarkStart":
            self.writer.anchor(value(element, "name") or "")

    def _end(self, name: str, element: etree._Element) -> None:
        ended = _ENDS.get(name)
        if ended:
            ended(self, element)

    def _begin(self, kind: BlockKind, label: str | None) -> None:
        """Begin a block; inside notes and table cells it is a part of those."""
        if self.note is not None:
            kind, label = BlockKind.FOOTNOTE, self.note
        elif self.cells and kind is BlockKind.PARAGRAPH:
            kind = BlockKind.TABLE_CELL
        self.writer.begin(kind, label)

    def _paragraph_properties(self, element: etree._Element) -> None:
        style = self.package.styles.get(value(child(element, "pStyle")) or "", Style())
        numbers = child(element, "numPr")
        list_id = value(child(numbers, "numId")) if numbers is not None else style.list_id
        level = value(child(numbers, "ilvl")) if numbers is not None else None
        heading = _HEADING_STYLE.match(style.name)
        if heading or style.name == "title" or style.outline is not None:
            number = heading[1] if heading else str((style.outline or 0) + 1)
            self._begin(BlockKind.HEADING, number)
        elif list_id and list_id != "0":
            self._begin(BlockKind.LIST_ITEM, self._number(list_id, int(level) if level in _LEVELS else 0))
        else:
            self._begin(_KINDS.get(style.name, BlockKind.PARAGRAPH), None)

    def _number(self, list_id: str, level: int) -> str | None:
        """Return the number that an item shows; deeper levels then start again."""
        numbering = self.package.numberings.get(list_id)
        if numbering is None:
            return None
        definition = numbering.levels.get(level, Level())
        counter = self.counters.setdefault(numbering.definition, {})
        if level in numbering.restarts and (list_id, level) not in self.restarted:
            self.restarted.add((list_id, level))
            counter[level] = numbering.restarts[level]
        else:
            counter[level] = counter.get(level, definition.start - 1) + 1
        for deeper in [other for other in counter if other > level]:
            del counter[deeper]
        return str(counter[level]) if definition.shows_figures else None

    def _run_properties(self, element: etree._Element) -> None:
        parent = element.getparent()
        if parent is None or local(parent) != "r":
            return
        style = self.package.styles.get(value(child(element, "rStyle")) or "", Style())
        self.run = _Run(
            is_on(child(element, "i")) if child(element, "i") is not None else style.italic,
            value(child(element, "vertAlign")) == "superscript" or style.superscript,
            is_on(child(element, "b")) if child(element, "b") is not None else style.bold,
        )

    def _text(self, element: etree._Element) -> None:
        self._write(element.text or "")

    def _write(self, text: str) -> None:
        """Write text with the run's formatting; a mark continues while the formatting stays the same."""
        if text.strip():
            self._dress()
        self.writer.add(text, self.writer.length)

    def _dress(self) -> None:
        if self.run.italic and self.emphasis is None:
            self.emphasis = self.writer.open(MarkKind.EMPHASIS)
        elif not self.run.italic and self.emphasis is not None:
            self.writer.close(self.emphasis)
            self.emphasis = None
        if self.run.superscript and self.superscript is None:
            self.superscript = self.writer.open(MarkKind.SUPERSCRIPT)
        elif not self.run.superscript and self.superscript is not None:
            self.writer.close(self.superscript)
            self.superscript = None
        self.writer.bold = int(self.run.bold)

    def _call(self, element: etree._Element) -> None:
        notes = self.footnotes if local(element) == "footnoteReference" else self.endnotes
        number = notes.call(value(element, "id") or "")
        mark = self.writer.open(MarkKind.NOTE, number)
        self.run = _Run()
        self._write(f"[{number}]")
        self.writer.close(mark)

    def _end_paragraph(self, _: etree._Element) -> None:
        self.run = _Run()
        self._dress()
        self._begin(BlockKind.PARAGRAPH, None)

    def _end_table_cell(self, _: etree._Element) -> None:
        self.cells -= 1

    def _end_link(self, _: etree._Element) -> None:
        mark = self.links.pop() if self.links else None
        if mark:
            self.writer.close(mark)

    def _end_note(self, _: etree._Element) -> None:
        self.note = None

    def _space(self, _: etree._Element) -> None:
        self.writer.add(" ", self.writer.length)

    def _hyphen(self, _: etree._Element) -> None:
        self._write("-")

    def _break(self, element: etree._Element) -> None:
        if value(element, "type") in ("page", "column"):
            self._space(element)
        else:
            self.writer.newline(self.writer.length)

    def _field_code(self, element: etree._Element) -> None:
        if self.fields and len(self.fields[-1].code) < LONGEST_CODE:
            self.fields[-1].code += element.text or ""

    def _field_mark(self, element: etree._Element) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self.fields.append(_Field())
        elif self.fields and kind == "separate":
            self.fields[-1].mark = self._open_link(self.fields[-1].code)
        elif self.fields and kind == "end":
            ended = self.fields.pop()
            if ended.mark:
                self.writer.close(ended.mark)
            self.has_bibliography = self.has_bibliography or is_bibliography(ended.code)
            self.cited += [entry.printed for entry in entries_in_field(ended.code)]

    def _open_link(self, code: str) -> OpenMark | None:
        link = _HYPERLINK.match(code)
        if not link:
            return None
        return self.writer.open(MarkKind.LINK, link[2] or f"#{link[1]}")


_LEVELS = frozenset("012345678")
_ENDS = {
    "pPr": _Reader._paragraph_properties,
    "rPr": _Reader._run_properties,
    "t": _Reader._text,
    "tab": _Reader._space,
    "noBreakHyphen": _Reader._hyphen,
    "br": _Reader._break,
    "cr": _Reader._break,
    "instrText": _Reader._field_code,
    "fldChar": _Reader._field_mark,
    "footnoteReference": _Reader._call,
    "endnoteReference": _Reader._call,
    "p": _Reader._end_paragraph,
    "tc": _Reader._end_table_cell,
    "hyperlink": _Reader._end_link,
    "fldSimple": _Reader._end_link,
    "footnote": _Reader._end_note,
    "endnote": _Reader._end_note,
}
