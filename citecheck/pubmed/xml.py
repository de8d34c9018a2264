"""PubMed XML, streamed: records are cut out of the bytes, then parsed a few dozen at a time.

Cutting first keeps memory flat, lets one malformed record fail alone, leaves every DTD and entity
declaration outside of what is parsed, and spares the parser the reference lists, which are
half of a recent file and no part of the record's own facts.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Protocol

from lxml import etree

from citecheck.errors import RecordsError
from citecheck.model import Publication
from citecheck.pubmed.article import read_article, version_of
from citecheck.pubmed.book import read_book
from citecheck.pubmed.record_types import BadRecord, Deletion, ParsedRecord

BLOCK = 1 << 20
# The largest records in PubMed (thousands of authors with affiliations) have a few megabytes.
LARGEST_RECORD = 32 << 20
# No PubMed file has a longer prolog than this.
LARGEST_PROLOG = 1 << 16
BATCH = 64

_RECORD = re.compile(
    rb"<(PubmedArticle|PubmedBookArticle|MedlineCitation|BookDocument|DeleteCitation)(?=[\s>])"
)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*/?>")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z][\w.-]*)[\"']")
_NAMESPACE = re.compile(rb"xmlns:[\w.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*')")
_PMID = re.compile(rb"<PMID[^>]*>\s*(\d{1,9})\s*</PMID>")
_REFERENCES, _AFTER_REFERENCES = b"<ReferenceList", b"</PubmedData>"
_MATHML = b'xmlns:mml="http://www.w3.org/1998/Math/MathML"'
_ROOTS = frozenset(
    b"PubmedArticleSet PubmedBookArticleSet MedlineCitationSet PubmedArticle PubmedBookArticle "
    b"MedlineCitation BookDocument DeleteCitation".split()
)


class Readable(Protocol):
    """What a stream of bytes must offer."""

    def read(self, size: int = -1, /) -> bytes:
        """Read up to `size` bytes; b"" at the end."""


def parse_xml(stream: BinaryIO) -> Iterator[ParsedRecord]:
    """The records of PubMed XML, in order.

    A malformed record comes as BadRecord, and reading goes on after it. Raises RecordsError for
    what is not PubMed XML, or has entities of its own.
    """
    wrapping, pieces = cut_xml(stream)
    batch: list[bytes | ParsedRecord] = []
    for piece in pieces:
        batch.append(piece)
        if len(batch) >= BATCH:
            yield from parse_pieces(batch, wrapping)
            batch = []
    yield from parse_pieces(batch, wrapping)


def cut_xml(stream: BinaryIO) -> tuple[bytes, Iterator[bytes | BadRecord]]:
    """The start tag under which records are to be parsed, and the bytes of each record."""
    head, source = _utf8(stream)
    root, start, head = _prolog(head, source)
    return b"<Records " + root + b">", _pieces(head[start:], source)


def parse_pieces(pieces: Iterable[bytes | ParsedRecord], wrapping: bytes) -> Iterator[ParsedRecord]:
    """Parse the records in these pieces, in order.

    Args:
        pieces: The bytes of each record, or records already parsed, which are passed on in their place.
        wrapping: The start tag under which records are parsed.

    Returns:
        An iterator over the records; a malformed one comes as BadRecord.
    """
    batch: list[bytes] = []
    for piece in pieces:
        if not isinstance(piece, bytes):
            yield from _parsed(batch, wrapping)
            batch = []
            yield piece
            continue
        batch.append(piece)
        if len(batch) >= BATCH:
            yield from _parsed(batch, wrapping)
            batch = []
    yield from _parsed(batch, wrapping)


def _utf8(stream: BinaryIO) -> tuple[bytes, Readable]:
    """The first bytes, and the stream to go on with, both in UTF-8."""
    head = stream.read(4096)
    encoding = "utf-8"
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        encoding = "utf-32"
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif head.startswith(codecs.BOM_UTF8):
        head = head[3:]
    elif declared := _DECLARED.match(head):
        encoding = declared.group(1).decode("ascii")
    try:
        "".encode(encoding)
    except LookupError:
        raise RecordsError(f"The encoding {encoding!r} is unknown.") from None
    name = codecs.lookup(encoding).name
    if name in ("utf-8", "ascii"):
        return head, stream
    recoded = _Utf8Stream(stream, name, head)
    return recoded.read(4096), recoded


class _Utf8Stream:
    """A stream in some other encoding, read as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str, head: bytes) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._left = self._decode(head)

    def _decode(self, data: bytes, *, final: bool = False) -> bytes:
        try:
            text: str = self._decoder.decode(data, final)
        except UnicodeDecodeError as error:
            raise RecordsError(f"The file is not in the encoding that it declares: {error.reason}.") from None
        return text.encode("utf-8", "replace")

    def read(self, size: int = -1, /) -> bytes:
        while not self._left:
            data = self._stream.read(size)
            self._left = self._decode(data, final=not data)
            if not data:
                break
        taken, self._left = self._left, b""
        return taken


def _prolog(head: bytes, source: Readable) -> tuple[bytes, int, bytes]:
    """The root's namespace declarations, the offset where records may begin, and what was read."""
    while True:
        found = next(
            (m for m in _ROOT.finditer(_blank_comments(head)) if not m.group(1).startswith(b"!")), None
        )
        if found or len(head) > LARGEST_PROLOG:
            break
        more = source.read(BLOCK)
        if not more:
            break
        head += more
    if found is None:
        raise RecordsError("This is no XML." if head.strip() else "The file is empty.")
    if b"<!ENTITY" in head[: found.start()]:
        raise RecordsError("The file declares entities of its own, which PubMed files never do.")
    if found.group(1) not in _ROOTS:
        name = found.group(1).decode("utf-8", "replace")
        raise RecordsError(f"This is no PubMed XML: its outermost element is {name!r}.")
    names = dict.fromkeys([_MATHML, *_NAMESPACE.findall(found.group(2))])
    taken: dict[bytes, bytes] = {name.split(b"=")[0].strip(): name for name in names}
    start = found.start() if _RECORD.match(head, found.start()) else found.end()
    return b" ".join(taken.values()), start, head


def _blank_comments(head: bytes) -> bytes:
    return re.sub(rb"<!--.*?-->", lambda m: b" " * len(m.group()), head, flags=re.DOTALL)


def _pieces(buffer: bytes, source: Readable) -> Iterator[bytes | BadRecord]:
    """The bytes of one record after the other; a record that is cut short or too long comes as BadRecord."""
    at = 0
    while True:
        opening = _RECORD.search(buffer, at)
        end = -1
        if opening:
            closing = b"</" + opening.group(1) + b">"
            end = buffer.find(closing, opening.end())
        if opening and end >= 0:
            at = end + len(closing)
            yield _without_references(buffer[opening.start() : at])
            continue
        left = buffer[opening.start() :] if opening else buffer[max(at, len(buffer) - 32) :]
        if opening and len(left) > LARGEST_RECORD:
            yield BadRecord(f"a record has more than {LARGEST_RECORD >> 20} megabytes", _pmid(left))
            left = b""
        more = source.read(BLOCK)
        if not more:
            if opening and left:
                yield BadRecord("the file ends inside a record", _pmid(left))
            return
        buffer, at = left + more, 0


def _pmid(record: bytes) -> str | None:
    found = _PMID.search(record)
    return found.group(1).decode("ascii") if found else None


def _without_references(record: bytes) -> bytes:
    start = record.find(_REFERENCES)
    if start < 0:
        return record
    end = record.rfind(_AFTER_REFERENCES)
    return record[:start] + record[end:] if end > start else record


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _parsed(batch: list[bytes], wrapping: bytes) -> Iterator[ParsedRecord]:
    if not batch:
        return
    body = b"".join([wrapping, *batch, b"</Records>"])
    try:
        records = etree.fromstring(body, _parser())
    except etree.XMLSyntaxError:
        for piece in batch:
            yield from _parsed_alone(piece, wrapping)
        return
    for element in records:
        yield from _read(element)


def _parsed_alone(piece: bytes, wrapping: bytes) -> Iterator[ParsedRecord]:
    """Parse one record by itself; where its end is missing and it runs into the next, parse the last one."""
    try:
        records = etree.fromstring(wrapping + piece + b"</Records>", _parser())
    except etree.XMLSyntaxError as error:
        yield BadRecord(f"malformed XML: {error.msg}", _pmid(piece))
        again = None
        name = _RECORD.match(piece)
        for start in _RECORD.finditer(piece, 1):
            if name and start.group(1) == name.group(1):
                again = start
        if again:
            yield from _parsed_alone(piece[again.start() :], wrapping)
        return
    for element in records:
        yield from _read(element)


def _read(element: etree._Element) -> Iterator[ParsedRecord]:
    if element.tag == "DeleteCitation":
        for each in element:
            pmid = (each.text or "").strip()
            if pmid.isdigit():
                yield Deletion(pmid, version_of(each))
        return
    publication: Publication
    if element.tag in ("PubmedBookArticle", "BookDocument"):
        publication = read_book(element)
    else:
        publication = read_article(element)
    if _is_pmid(publication.pmid):
        yield publication
    else:
        yield BadRecord("a record without a PMID")


def _is_pmid(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9 and int(text) > 0
