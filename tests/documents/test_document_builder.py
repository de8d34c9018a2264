"""The quick looks of documents miss nothing: what is folded or left out, and bare addresses."""

import sys

import pytest

from citecheck.documents.document_builder import _IRREGULAR
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
