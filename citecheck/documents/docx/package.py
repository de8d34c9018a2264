"""The parts of a DOCX file, unpacked within limits: text, links, styles, numbering, notes."""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

# The text of a long book is some 10 MB of XML. A file that unpacks to more is not an article.
_LARGEST_PART = 60_000_000
_DOCUMENT = "word/document.xml"

# Exceptions of zipfile, zlib and lxml for files that are damaged, encrypted or compressed in an unknown way.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    etree.XMLSyntaxError,
    KeyError,
    ValueError,
    EOFError,
    OSError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name in small letters, its formatting, and its list."""

    name: str = ""
    italic: bool = False
    superscript: bool = False
    bold: bool = False
    outline: int | None = None
    list_id: str | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: where it starts, and whether it shows figures."""

    start: int = 1
    shows_figures: bool = False


@dataclass(frozen=True, slots=True)
class Numbering:
    """The list definition behind a list id, and levels whose count starts anew with that id."""

    definition: str
    levels: Mapping[int, Level]
    restarts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a DOCX file that the reader needs. Text parts are streamed by `events`."""

    archive: zipfile.ZipFile
    document: str
    styles: Mapping[str, Style] = field(default_factory=dict)
    numberings: Mapping[str, Numbering] = field(default_factory=dict)
    title: str | None = None

    def events(self, part: str) -> Iterator[tuple[str, etree._Element]]:
        """Start and end events of a part, none if there is no such part; elements are freed behind them."""
        return _events(self.archive, part)

    def has_footnotes(self) -> bool:
        """Whether there are footnotes beside the separators that every file has."""
        return any(
            event == "start" and local(element) == "footnote" and value(element, "type") is None
            for event, element in self.events(self.beside("footnotes.xml"))
        )

    def beside(self, name: str) -> str:
        """The path of a part next to the document's."""
        return posixpath.join(posixpath.dirname(self.document), name)

    def links(self, part: str) -> dict[str, str]:
        """The outside addresses that a part's relationship ids stand for."""
        folder, name = posixpath.split(part)
        relations = _relations(self.archive, f"{folder}/_rels/{name}.rels")
        return {key: target for key, _, target, outside in relations if outside}


def local(element: etree._Element) -> str:
    """An element's name without its namespace (there are two families of them for the same thing)."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute by its local name.

    Args:
        element: an element, or None.
        name: the attribute's name without its namespace.

    Returns:
        The attribute's value; None without the element or the attribute.
    """
    if element is None:
        return None
    for key, content in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(content)
    return None


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as <w:i/> is there and not turned off."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of a local name.

    Args:
        element: the parent.
        name: the child's name without its namespace.

    Returns:
        The child; None if the element has no such child.
    """
    return next((inner for inner in element if local(inner) == name), None)


def unfolded_size(data: bytes) -> int:
    """Return the bytes that the parts of a DOCX file say they have; 0 for what is not such a file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(info.file_size for info in archive.infolist())
    except DAMAGED:
        return 0


def open_package(data: bytes) -> Package:
    """The parts of a DOCX file. Raises one of DAMAGED for what is not a DOCX file."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    main = [
        target
        for _, kind, target, _ in _relations(archive, "_rels/.rels")
        if kind.endswith("/officeDocument")
    ]
    document = main[0].lstrip("/") if main else _DOCUMENT
    folder = posixpath.dirname(document)
    return Package(
        archive,
        document,
        dict(_styles(archive, f"{folder}/styles.xml")),
        dict(_numberings(archive, f"{folder}/numbering.xml")),
        _title(archive),
    )


def _events(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, etree._Element]]:
    try:
        info = archive.getinfo(part)
    except KeyError:
        return
    if info.file_size > _LARGEST_PART:
        raise ValueError(f"the part {part} unfolds to more than {_LARGEST_PART // 1_000_000} MB")
    with archive.open(info) as stream:
        walk = etree.iterparse(
            stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
        )
        for event, element in walk:
            yield event, element
            if event == "end" and local(element) in ("p", "style", "num", "abstractNum", "Relationship"):
                element.clear(keep_tail=False)


def _relations(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str, str, bool]]:
    """(id, type, target, whether it lies outside) of each relationship."""
    for event, element in _events(archive, part):
        if event == "end" and local(element) == "Relationship":
            get = element.attrib.get
            yield get("Id", ""), get("Type", ""), get("Target", ""), get("TargetMode") == "External"


def _styles(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, Style]]:
    for event, element in _events(archive, part):
        if event == "end" and local(element) == "style":
            run, paragraph = child(element, "rPr"), child(element, "pPr")
            numbers = child(paragraph, "numPr") if paragraph is not None else None
            outline = value(child(paragraph, "outlineLvl")) if paragraph is not None else None
            yield (
                value(element, "styleId") or "",
                Style(
                    name=(value(child(element, "name")) or "").lower(),
                    italic=run is not None and is_on(child(run, "i")),
                    bold=run is not None and is_on(child(run, "b")),
                    superscript=run is not None and value(child(run, "vertAlign")) == "superscript",
                    outline=int(outline) if outline and outline.isdecimal() else None,
                    list_id=value(child(numbers, "numId")) if numbers is not None else None,
                ),
            )


def _numberings(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, Numbering]]:
    definitions: dict[str, dict[int, Level]] = {}
    for event, element in _events(archive, part):
        if event != "end":
            continue
        if local(element) == "abstractNum":
            levels = (inner for inner in element if local(inner) == "lvl")
            definitions[value(element, "abstractNumId") or ""] = {
                _integer(value(level, "ilvl"), 0): Level(
                    _integer(value(child(level, "start")), 1),
                    (value(child(level, "numFmt")) or "").startswith("decimal"),
                )
                for level in levels
            }
        elif local(element) == "num":
            definition = value(child(element, "abstractNumId")) or ""
            restarts = {
                _integer(value(inner, "ilvl"), 0): _integer(value(child(inner, "startOverride")), 1)
                for inner in element
                if local(inner) == "lvlOverride" and child(inner, "startOverride") is not None
            }
            yield (
                value(element, "numId") or "",
                Numbering(definition, definitions.get(definition, {}), restarts),
            )


def _title(archive: zipfile.ZipFile) -> str | None:
    for event, element in _events(archive, "docProps/core.xml"):
        if event == "end" and local(element) == "title":
            return " ".join((element.text or "").split()) or None
    return None


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and len(text) < 7 and text.lstrip("-").isdecimal() else otherwise
