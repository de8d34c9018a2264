"""A bibliography file as a Document that is all references."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from citecheck.documents.bibliographies.bibtex import read_bibtex
from citecheck.documents.bibliographies.csl_json import read_csl_json
from citecheck.documents.bibliographies.entry import Entry
from citecheck.documents.bibliographies.nbib import read_nbib
from citecheck.documents.bibliographies.ris import read_ris
from citecheck.documents.document_builder import DocumentBuilder, visible_text
from citecheck.model import BlockKind, Document, DocumentFormat, TypedReference

__all__ = ["read_bibliography"]

_READERS: Mapping[DocumentFormat, Callable[[str], Iterator[Entry]]] = {
    DocumentFormat.BIBTEX: read_bibtex,
    DocumentFormat.RIS: read_ris,
    DocumentFormat.NBIB: read_nbib,
    DocumentFormat.CSL_JSON: read_csl_json,
}


def read_bibliography(text: str, path: str, kind: DocumentFormat) -> Document:
    """Return the references of a bibliography file.

    Args:
        text: the decoded content of the file.
        path: the path that the Document carries.
        kind: the bibliography format of the file.

    Returns:
        The Document with its references; with an `error` where the file is not valid or holds no reference.

    Raises:
        KeyError: `kind` is not a bibliography format.
    """
    try:
        entries = [entry for raw in _READERS[kind](text) if (entry := _visible(raw)).printed]
    except (ValueError, RecursionError) as fault:
        return Document(path, kind, error=f"The file is not valid {kind.value}: {fault}.")
    if not entries:
        return Document(path, kind, error="No reference was found in it.")
    writer = DocumentBuilder()
    for entry in entries:
        writer.begin(BlockKind.DATA, "references")
        writer.replace(entry.printed, entry.offset)
    writer.end()
    written = writer.finish(text)
    document = written.document(path, kind, None, None, ())
    references = tuple(
        _typed(entry, block.start, block.end) for entry, block in zip(entries, document.blocks, strict=True)
    )
    return Document(
        path,
        kind,
        document.text,
        blocks=document.blocks,
        positions=document.positions,
        references=references,
    )


def _visible(entry: Entry) -> Entry:
    """Return the entry with the visible text of its fields: exports keep soft hyphens and no-break spaces."""
    stated = {field.name: getattr(entry, field.name) for field in fields(entry)}
    texts: dict[str, Any] = {
        name: visible_text(text).strip() for name, text in stated.items() if isinstance(text, str)
    }
    authors = ((visible_text(last).strip(), visible_text(given).strip()) for last, given in entry.authors)
    return replace(entry, **texts, authors=tuple(name for name in authors if name[0]))


def _typed(entry: Entry, start: int, end: int) -> TypedReference:
    return TypedReference(
        start,
        end,
        type=entry.type,
        authors=entry.authors,
        title=entry.title.rstrip(".") or None,
        journal=entry.journal or None,
        year=entry.year,
        volume=entry.volume or None,
        issue=entry.issue or None,
        pages=entry.pages or None,
        publisher=entry.publisher or None,
        doi=entry.doi or None,
        pmid=entry.pmid or None,
        pmcid=entry.pmcid or None,
    )
