"""The format of a file, by its name or by its first bytes."""

from __future__ import annotations

import re
from pathlib import PurePath

from citecheck.model import DocumentFormat

_BY_SUFFIX = {
    ".txt": DocumentFormat.TEXT,
    ".text": DocumentFormat.TEXT,
    ".md": DocumentFormat.MARKDOWN,
    ".markdown": DocumentFormat.MARKDOWN,
    ".mdx": DocumentFormat.MARKDOWN,
    ".kram": DocumentFormat.MARKDOWN,
    ".kramdown": DocumentFormat.MARKDOWN,
    ".html": DocumentFormat.HTML,
    ".htm": DocumentFormat.HTML,
    ".xhtml": DocumentFormat.HTML,
    ".docx": DocumentFormat.DOCX,
    ".pdf": DocumentFormat.PDF,
    ".json": DocumentFormat.JSON,
    ".jsonl": DocumentFormat.JSON,
    ".bib": DocumentFormat.BIBTEX,
    ".bibtex": DocumentFormat.BIBTEX,
    ".ris": DocumentFormat.RIS,
    ".nbib": DocumentFormat.NBIB,
    ".csljson": DocumentFormat.CSL_JSON,
}
KNOWN_SUFFIXES = frozenset(_BY_SUFFIX)
# Files that hold references and nothing else.
BIBLIOGRAPHIES = frozenset(
    (DocumentFormat.BIBTEX, DocumentFormat.RIS, DocumentFormat.NBIB, DocumentFormat.CSL_JSON)
)

_HTML_START = re.compile(
    rb"\s*<(?:!doctype\s+html|html|head|body|article|main|div|p|h[1-6]|section)\b", re.IGNORECASE
)
_JSON_START = re.compile(rb"\s*(?:\{\s*\"|\[\s*[\[{\"])")
# A heading, a list, a link, a footnote, bold text, or front matter.
_MARKDOWN_SIGNS = re.compile(
    rb"^(?:---|\+\+\+)\r?\n|^#{1,6} |^[*-] |\]\((?:https?:|/|#)|\[\^\w+\]|\*\*[^*\n]+\*\*", re.MULTILINE
)
_HEAD = 16_384


def format_of(name: str, data: bytes) -> DocumentFormat:
    """The kind of file that its name states, sniffed from its bytes where the name has no suffix.

    Args:
        name: a file name or path.
        data: the bytes of the file, or the first of them.

    Returns:
        The format; UNKNOWN for an unknown suffix: the source code of a program is not an article.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    # "2.0 notes" has a dot, not a suffix.
    if suffix and suffix[1:].isalnum() and not suffix[1:].isdigit() and len(suffix) <= 6:
        return DocumentFormat.UNKNOWN
    return sniff(data)


def sniff(data: bytes) -> DocumentFormat:
    """Return the format by the first bytes of a file."""
    head = data[:_HEAD]
    if head.startswith(b"%PDF-"):
        return DocumentFormat.PDF
    if head.startswith(b"PK\x03\x04"):
        return DocumentFormat.DOCX
    if _HTML_START.match(head):
        return DocumentFormat.HTML
    if _JSON_START.match(head):
        return DocumentFormat.JSON
    if _MARKDOWN_SIGNS.search(head):
        return DocumentFormat.MARKDOWN
    return DocumentFormat.TEXT


_CSL_TYPE = re.compile(
    rb'"type"\s*:\s*"(?:article(?:-\w+)?|book|chapter|paper-conference|report|thesis|webpage|dataset|patent)"'
)
_CSL_FIELD = re.compile(rb'"(?:container-title|DOI|PMID|issued)"\s*:')


def is_csl_json(data: bytes) -> bool:
    """Whether JSON is a list of references in the form of the Citation Style Language."""
    head = data[:_HEAD].lstrip()
    return head.startswith((b"[", b"{")) and bool(_CSL_TYPE.search(head) and _CSL_FIELD.search(head))


def is_binary(data: bytes) -> bool:
    """Whether the bytes are not text: NULs outside of UTF-16, or many control characters."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    nuls = head.count(0)
    if nuls and _is_wide(head, nuls):
        return False
    controls = len(head) - len(head.translate(None, bytes([*range(9), *range(14, 27), *range(28, 32)])))
    return controls > 0.05 * len(head)


def _is_wide(head: bytes, nuls: int) -> bool:
    """UTF-16 of Latin text: NULs in every other place, and hardly any in between."""
    even = head[::2].count(0)
    return nuls >= len(head) // 4 and min(even, nuls - even) * 8 <= nuls
