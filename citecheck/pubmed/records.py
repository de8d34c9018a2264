"""Opens and reads PubMed files of every kind: XML or MEDLINE text, plain or gzip."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from citecheck.errors import RecordsError
from citecheck.pubmed.foreign_formats import foreign_format
from citecheck.pubmed.record_types import ParsedRecord

SUFFIXES = (".xml", ".xml.gz", ".nbib", ".medline", ".txt")


def record_files(paths: Iterable[Path]) -> list[Path]:
    """The PubMed files among these files and in these folders, those of a folder in sorted order.

    Raises RecordsError for a path that does not exist and for a folder that holds none. A path
    to a file is taken whatever the file's name.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                p for p in path.rglob("*") if _is_record_file(p.relative_to(path)) and p.is_file()
            )
            if not inside:
                raise RecordsError(f"{path} holds no PubMed files ({', '.join(SUFFIXES)}).")
            files += inside
        elif path.is_file():
            files.append(path)
        else:
            raise RecordsError(f"There is no file or folder {path}.")
    return list(dict.fromkeys(files))


def _is_record_file(path: Path) -> bool:
    """Whether a file is PubMed's by its name; hidden folders hold what is still being fetched."""
    return path.name.endswith(SUFFIXES) and not any(part.startswith(".") for part in path.parts)


def read_records(path: Path) -> Iterator[ParsedRecord]:
    """The records of one file, in order: PubMed XML or MEDLINE text, plain or gzip.

    A bad record comes as BadRecord. Raises RecordsError, with the file's name in it, when the
    file is neither, cannot be opened, or is a damaged gzip.
    """
    from citecheck.pubmed.xml import parse_pieces

    wrapping, pieces = cut_records(path)
    yield from parse_pieces(pieces, wrapping)


def cut_records(path: Path) -> tuple[bytes, Iterator[bytes | ParsedRecord]]:
    """The same, before XML is parsed: the start tag for it, and each record's bytes."""
    from citecheck.pubmed.medline import parse_medline_bytes
    from citecheck.pubmed.xml import cut_xml

    with named_errors(path), ExitStack() as opened:
        raw = opened.enter_context(path.open("rb"))
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw
        head = stream.read(512)
        stream.seek(0)
        if other := foreign_format(head):
            raise RecordsError(
                f"This is {other}, neither PubMed XML nor MEDLINE text: "
                "save it from PubMed in the format “PubMed”."
            )
        wrapping, pieces = cut_xml(stream) if looks_like_xml(head) else (b"", parse_medline_bytes(stream))
        opened.pop_all()
    return wrapping, _closing(path, raw, pieces)


def _closing(
    path: Path, raw: BinaryIO, pieces: Iterable[bytes | ParsedRecord]
) -> Iterator[bytes | ParsedRecord]:
    with raw, named_errors(path):
        yield from pieces


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Turn errors in reading a file into RecordsError with the file's name."""
    try:
        yield
    except RecordsError as error:
        raise RecordsError(f"{path}: {error}") from None
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise RecordsError(f"{path}: the compressed file is cut short or damaged.") from None
    except OSError as error:
        raise RecordsError(f"{path}: {error.strerror or error}.") from None


def looks_like_xml(head: bytes) -> bool:
    """Whether a file that begins like this is XML in some encoding rather than MEDLINE text."""
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    return head.replace(b"\x00", b"").lstrip()[:1] == b"<"
