"""Certain corrections, made in the bytes of an article's file: nothing else of it changes."""

from __future__ import annotations

import codecs
import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from citecheck.corrections.addresses import ADDRESS, address_suggestions, corrected_target
from citecheck.corrections.edits import apply_suggestions, without_conflicts
from citecheck.documents import read_bytes
from citecheck.documents.encoding import decode
from citecheck.model import Document, DocumentFormat, DocumentReport, MarkKind, Suggestion

__all__ = [
    "EDITABLE",
    "CorrectedFile",
    "Correction",
    "as_source",
    "certain_corrections",
    "correct_article",
    "correct_file",
    "unified_diff",
]

# Formats whose text stands in the file as it is read.
EDITABLE = (DocumentFormat.TEXT, DocumentFormat.MARKDOWN, DocumentFormat.HTML)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Tried in this order; of those that give the file's own bytes any is right.
_ENCODINGS = (
    "utf-8", "cp1252", "iso8859-1", "iso8859-15", "cp1250", "cp1251", "cp1254", "koi8-r", "utf-16-le",
    "utf-16-be", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip
# What would begin markup in Markdown; an underscore within a word does not.
_MARKDOWN_SIGN = re.compile(r"([\\`*<>\[\]])")

# The edits of one field, which are made together or not at all.
Correction = tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class CorrectedFile:
    """A file before and after its corrections.

    Attributes:
        path: the path that the document carries.
        before: the decoded text of the file.
        after: the same with the corrections that were made.
        data: the bytes of `after` in the file's own encoding.
        made: the corrections that were made.
        left_out: those that could not be made without changing something else.
    """

    path: str
    before: str
    after: str
    data: bytes
    made: tuple[Correction, ...]
    left_out: tuple[Correction, ...]


def certain_corrections(report: DocumentReport, source: str = "") -> tuple[Correction, ...]:
    """The certain suggestions of a document, those of one field of a citation together.

    A citation that somebody accepted with a reason has none.

    Args:
        report: the document and its judged citations.
        source: the decoded text of the file, in which identifiers in the addresses of links are sought;
            without it they are left.
    """
    found: dict[tuple[tuple[int, int, str], ...], Correction] = {}
    for checked in report.citations:
        if checked.judgement is None or (checked.finding and checked.finding.suppressed is not None):
            continue
        certain = [one for one in checked.judgement.suggestions if one.certain and not one.styles]
        addresses = [one for one in checked.judgement.address_corrections if one.certain]
        if addresses and source:
            in_links = address_suggestions(source, report.document, checked.citation, addresses)
            certain = [one for one in certain if one.field != "identifier" or in_links is not None]
            certain += in_links or ()
        for field in dict.fromkeys(_group(one) for one in certain):
            group = tuple(one for one in certain if _group(one) == field)
            found.setdefault(tuple((one.start, one.end, one.replacement) for one in group), group)
    return tuple(found.values())


def _group(suggestion: Suggestion) -> str:
    """The key of suggestions made together: an identifier in a text with the same in an address."""
    return "identifier" if suggestion.field == ADDRESS else suggestion.field


def correct_article(data: bytes, report: DocumentReport) -> CorrectedFile:
    """Make the certain corrections of an article in its file; see `correct_file`.

    Args:
        data: the bytes of the file.
        report: the article that was read from them, and its judged citations.

    Returns:
        The file before and after.
    """
    source = decode(data, markup=report.document.format is DocumentFormat.HTML)
    return correct_file(data, report.document, certain_corrections(report, source))


def correct_file(data: bytes, document: Document, corrections: Sequence[Correction]) -> CorrectedFile:
    """Make corrections in a file, as far as the file then reads like the article with these corrections.

    A correction is left out if it contradicts another one, if the file's encoding lacks its letters, or if
    the corrected file would be read otherwise than the corrected article: as other markup, for instance.

    Args:
        data: the bytes of the file.
        document: what was read from them; its format is one of `EDITABLE`.
        corrections: the corrections, which count in the decoded text of the file.

    Returns:
        The file before and after.
    """
    before = decode(data, markup=document.format is DocumentFormat.HTML)
    clear = set(without_conflicts(one for group in corrections for one in group))
    possible = [group for group in corrections if clear.issuperset(group)]
    made = tuple(possible)
    result = _made(data, before, document, made)
    if result is None:
        made = tuple(group for group in possible if _made(data, before, document, (group,)))
        result = _made(data, before, document, made)
    if result is None:
        made, result = (), (before, data)
    left_out = tuple(group for group in corrections if group not in made)
    return CorrectedFile(document.path, before, result[0], result[1], made, left_out)


def _made(
    data: bytes, before: str, document: Document, corrections: Sequence[Correction]
) -> tuple[str, bytes] | None:
    """Text and bytes with some corrections; None where anything else would change."""
    suggestions = [one for group in corrections for one in group]
    after = apply_suggestions(before, (as_source(one, document.format) for one in suggestions))
    written = _encoded_like(data, before, after, document.format)
    if written is None:
        return None
    again = read_bytes(written, document.path, kind=document.format)
    in_text = [_in_text(one, document) for one in suggestions if one.field != ADDRESS]
    if again.error or again.text != apply_suggestions(document.text, in_text):
        return None
    changed = [(before[one.start : one.end], one.replacement) for one in suggestions if one.field == ADDRESS]
    if changed and not _lead_where_they_did(document, again, changed):
        return None
    return (after, written) if len(again.blocks) == len(document.blocks) else None


def _lead_where_they_did(document: Document, again: Document, changed: Sequence[tuple[str, str]]) -> bool:
    """Whether all links lead where they led before, but for what was corrected in them."""
    before, after = (
        [mark.target or "" for mark in each.marks if mark.kind is MarkKind.LINK] for each in (document, again)
    )
    return len(before) == len(after) and all(
        new in (old, corrected_target(old, changed)) for old, new in zip(before, after, strict=True)
    )


def as_source(suggestion: Suggestion, format_: DocumentFormat) -> Suggestion:
    """The suggestion with its words written as the format needs them."""
    text = suggestion.replacement
    if format_ is DocumentFormat.HTML:
        text = escape(text, quote=False)
    elif format_ is DocumentFormat.MARKDOWN:
        text = _MARKDOWN_SIGN.sub(r"\\\1", text)
    return replace(suggestion, replacement=text)


def _in_text(suggestion: Suggestion, document: Document) -> Suggestion:
    start = document.positions.text_offset(suggestion.start)
    end = start + suggestion.end - suggestion.start
    return Suggestion(start, end, suggestion.replacement, suggestion.field)


def _encoded_like(data: bytes, before: str, after: str, format_: DocumentFormat) -> bytes | None:
    """The bytes of a changed text, in the encoding of the unchanged one; None where that cannot be done."""
    mark, names = _mark_and_encodings(data)
    for name in names:
        try:
            same, changed = before.encode(name), after.encode(name)
        except UnicodeError:
            continue
        if mark + same == data:
            whole = mark + changed
            return whole if decode(whole, markup=format_ is DocumentFormat.HTML) == after else None
    return None


def _mark_and_encodings(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The byte order mark of a file and the encodings that it may have."""
    found = ((mark, (name,)) for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark))
    return next(found, (b"", _ENCODINGS))


def unified_diff(corrected: CorrectedFile) -> Iterator[str]:
    """The lines of a diff that git and patch take; no line for a file without corrections.

    Yields:
        Lines with their ends.
    """
    before, after = _lines(corrected.before), _lines(corrected.after)
    path = corrected.path.lstrip("/")
    for line in difflib.unified_diff(before, after, f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """The lines as git counts them: a form feed or a lone carriage return ends none."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
