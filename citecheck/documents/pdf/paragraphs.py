"""The lines of a PDF's pages: running heads removed, lines joined to paragraphs, words rejoined."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from citecheck.documents.line_joints import REACH, address_goes_on
from citecheck.documents.pdf.headings import entry_lines, is_heading_between, is_section
from citecheck.documents.pdf.line_numbers import without_line_numbers
from citecheck.documents.typed_reference_lists import opens_entry
from citecheck.documents.vocabulary import word_set

_PAGE_NUMBER = re.compile(r"\W*(?:page\s*|p\.\s*)?\d{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?\W*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-\xad‐]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
# A footnote at the foot of a page that is an entry: "1 Urashima M, Segawa T, …"
_FOOTNOTE = re.compile(
    r"\d{1,3} [A-ZÀ-Þ][^\W\d_]{1,25}(?:[- ][A-ZÀ-Þ][^\W\d_]{1,25})? [A-Z]{1,3}(?:, [A-ZÀ-Þ]|\. [A-Z])"
)
# What a browser prints around a page: "11/26/26, 7:42 PM Zinc and sleep", "https://a.org/zinc 1/2",
# "1 of 2 26/11/2026, 19:42"; and the footers of publishers.
_PRINTED = re.compile(
    r"(?:\d+ of \d+ )?\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d\d(?!\d).*"
    r"|(?:https?|file)://\S+ \d{1,3}/\d{1,3}"
    r"|(?:©|\(c\) ?\d|copyright [©\d(]|all rights reserved\b).*"
    r"|(?:downloaded (?:from|by|on)|printed (?:from|on))\b.*",
    re.IGNORECASE,
)
_ENDS_SENTENCE = tuple('.!?:;”"’)]')

# Heads and feet stand in the outer lines of a page.
_OUTER_LINES = 2
# A line shorter than this share of the usual one ends a paragraph if it ends a sentence …
_SHORT = 0.8
# … and is a heading if it does not end a sentence and is shorter than this.
_VERY_SHORT = 0.6


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of text and the page it stands on, from 0. A paragraph surely ends before a line with `gap`."""

    text: str
    page: int
    gap: bool = False


def page_lines(pages: Sequence[str]) -> list[list[PdfLine]]:
    """The lines of each page without heads, feet and page numbers, white space folded."""
    found = [_lines(text, number) for number, text in enumerate(pages)]
    repeated = _repeated(found)
    kept: list[list[PdfLine]] = []
    before = ""
    for lines in found:
        kept.append([])
        for at, line in enumerate(lines):
            if _ends_address(before, line.text) or not _is_furniture(line.text, at, len(lines), repeated):
                kept[-1].append(line)
                before = line.text
    return kept


def _ends_address(before: str, text: str) -> bool:
    """Whether a line at a page's edge is the rest of an address: "10.1177/", then "2333721423118"."""
    return bool(before) and " " not in text and address_goes_on(before, text)


def _lines(text: str, page: int) -> list[PdfLine]:
    lines: list[PdfLine] = []
    gap = False
    folded = [" ".join(raw.split()) for raw in text.translate(_LIGATURES).splitlines()]
    for line in without_line_numbers(folded):
        if line:
            lines.append(PdfLine(line, page, gap))
        gap = not line
    return lines


def _key(text: str) -> str:
    return _DIGITS.sub("#", text.casefold())


def _is_outer(at: int, count: int) -> bool:
    return at < _OUTER_LINES or at >= count - _OUTER_LINES


def _repeated(pages: Sequence[Sequence[PdfLine]]) -> Collection[str]:
    """Return the texts at the edge of at least half of the pages, with digits ignored."""
    if len(pages) < 2:
        return ()
    counts: Counter[str] = Counter()
    for lines in pages:
        outer = (line for at, line in enumerate(lines) if _is_outer(at, len(lines)))
        counts.update({_key(line.text) for line in outer})
    least = max(2, math.ceil(len(pages) / 2)) if len(pages) < 8 else max(3, len(pages) // 3)
    return {key for key, count in counts.items() if count >= least}


def _is_furniture(text: str, at: int, count: int, repeated: Collection[str]) -> bool:
    if not _is_outer(at, count):
        return False
    return _key(text) in repeated or bool(_PAGE_NUMBER.fullmatch(text) or _PRINTED.fullmatch(text))


def join_paragraphs(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    """Lines that belong together. A paragraph may go on from one page to the next."""
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    lengths = sorted(len(line.text) for line in lines)
    usual = lengths[int(len(lengths) * 0.8)]
    entries = entry_lines([line.text for line in lines])
    found = [[lines[0]]]
    for at in range(1, len(lines)):
        after = lines[at + 1] if at + 1 < len(lines) else None
        if entries[at] if at in entries else _starts_paragraph(lines[at - 1], lines[at], after, usual):
            found.append([])
        found[-1].append(lines[at])
    return found


def _starts_paragraph(before: PdfLine, line: PdfLine, after: PdfLine | None, usual: int) -> bool:
    length = len(before.text)
    if is_section(before.text):
        return True
    if line.page != before.page:
        return before.text.endswith(_ENDS_SENTENCE) and not line.text[0].islower()
    if line.gap:
        return not line.text[0].islower() or before.text.endswith(_ENDS_SENTENCE)
    if _FOOTNOTE.match(line.text):
        return True
    if opens_entry(line.text):
        return length < usual * _SHORT or before.text.endswith(_ENDS_SENTENCE) or before.text[-1].isdigit()
    if is_section(line.text) and (before.text.endswith(_ENDS_SENTENCE) or length < usual * _SHORT):
        return True
    if before.text.endswith(_ENDS_SENTENCE):
        return length < usual * _SHORT or _heads(before, line, after, usual)
    return length < usual * _VERY_SHORT and before.text[0].isupper() and line.text[0].isupper()


def _heads(before: PdfLine, line: PdfLine, after: PdfLine | None, usual: int) -> bool:
    """Whether a line is a heading behind a paragraph that ends with a full line."""
    if after is None or after.gap or after.page != line.page or len(line.text) >= usual * _VERY_SHORT:
        return False
    return len(after.text) >= usual * _SHORT and is_heading_between(before.text, line.text, after.text)


def words_of(lines: Sequence[str]) -> frozenset[str]:
    """The words and compounds that stand unbroken in the text, in small letters."""
    return frozenset(word.lower() for line in lines for word in _WORD.findall(line))


def join_lines(text: str, following: str | None, known: Collection[str]) -> tuple[str, str]:
    """A line as it goes on in the next.

    "random-" before "ized" loses its hyphen; "placebo-" before "controlled" keeps it. How the text writes the
    word elsewhere decides between the two, then a list of first parts.

    Args:
        text: the line.
        following: the next line, not empty; None behind the last line.
        known: the words of the whole text in small letters.

    Returns:
        The line, perhaps without its last hyphen, and what stands between the two lines: a space or nothing.
    """
    if following is None:
        return text, ""
    if address_goes_on(text, following):
        return text, ""
    broken = _BROKEN_WORD.search(text[-REACH:])
    if broken and following[0].islower():
        rest = _WORD.match(following)
        second = rest[0].lower() if rest else ""
        first = broken[1].lower()
        if text[-1] == "\xad" or f"{first}{second}" in known:
            return text[:-1], ""
        if f"{first}-{second}" in known or first in word_set("pdf", "first_parts"):
            return text, ""
        return text[:-1], ""
    # "COVID-" before "19", "Mayo-" before "Brown"
    return text, "" if text[-1] in "-‐" and text[-2:-1].isalnum() else " "
