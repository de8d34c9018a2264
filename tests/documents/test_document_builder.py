"""The quick looks of documents miss nothing: what is folded or left out, and bare addresses."""

import sys

import pytest

from citecheck.documents.document_builder import _IRREGULAR, line_starts
from citecheck.documents.links import find_bare_links
from citecheck.model import MarkKind


def test_what_is_folded_or_left_out_is_not_printable() -> None:
    found = [sign for sign in map(chr, range(sys.maxunicode + 1)) if _IRREGULAR.search(sign)]
    assert "\u200b" in found
    assert not any(sign.isprintable() for sign in found)


@pytest.mark.parametrize(
    "text", ["HTTPS://x.org/a", "see Www.x.org/a", "(www.x.org/a)", "ftp://x.org and http://x.org/a"]
)
def test_bare_addresses_are_found_however_they_are_written(text: str) -> None:
    (mark,) = find_bare_links(text, ())
    assert mark.kind is MarkKind.LINK
    assert text[mark.start : mark.end].lower().endswith("x.org/a")


def test_other_texts_have_no_bare_addresses() -> None:
    assert not list(find_bare_links("Who wrote it? WWW x.org/a http:/x", ()))


@pytest.mark.parametrize("source", ["", "a", "\n", "a\nb", "a\n\nb\n", "a\r\nb\rc\nd", "é\u2028x\x0cy\n"])
def test_lines_start_behind_the_line_ends_of_every_system(source: str) -> None:
    starts = line_starts(source)
    pairs = zip(starts, (*starts[1:], len(source)), strict=True)
    lines = [source[start:end] for start, end in pairs]
    assert "".join(lines) == source
    assert all(line.endswith(("\n", "\r")) for line in lines[:-1])
    assert not any(sign in line[:-1].removesuffix("\r") for line in lines for sign in "\r\n")
    assert not lines[-1].endswith(("\n", "\r"))
