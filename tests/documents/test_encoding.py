"""Bytes into text: marks, declarations, guesses, strays."""

import codecs

import pytest

from citecheck.documents.encoding import decode

CHINESE = "一项研究发现锌有助于睡眠"
TEXT = "Zinc “helps” in cafés – naïve?"


@pytest.mark.parametrize(
    ("data", "declared", "markup", "expected"),
    [
        (TEXT.encode(), None, False, TEXT),
        (codecs.BOM_UTF8 + TEXT.encode(), "latin-1", False, TEXT),
        (TEXT.encode("utf-16"), None, False, TEXT),
        (TEXT.encode("utf-16-le"), None, False, TEXT),
        (TEXT.encode("utf-16-be"), None, False, TEXT),
        (TEXT.encode("utf-32"), None, False, TEXT),
        (TEXT.encode("cp1252"), None, False, TEXT),
        (TEXT.encode("cp1252"), "iso-8859-1", False, TEXT),
        (TEXT.encode(), "iso-8859-1", False, TEXT),
        (
            b"<meta charset='windows-1251'>" + "Цинк".encode("cp1251"),
            None,
            True,
            "<meta charset='windows-1251'>Цинк",
        ),
        (
            b"<?xml encoding='gb2312'?>" + CHINESE.encode("gb18030"),
            None,
            True,
            f"<?xml encoding='gb2312'?>{CHINESE}",
        ),
        ("Цинк".encode("cp1251"), "windows-1251", False, "Цинк"),
        (b"<meta charset=utf-16>" + "é".encode("cp1252"), None, True, "<meta charset=utf-16>é"),
        (b"<meta charset=rot13>" + "é".encode("cp1252"), None, True, "<meta charset=rot13>é"),
        ("“é” ".encode() * 20 + b"\x93stray\x94", None, False, "“é” " * 20 + "“stray”"),
        (b"caf\xe9", "no-such-thing", False, "café"),
        (b"", None, False, ""),
    ],
)
def test_decoding(data: bytes, declared: str | None, markup: bool, expected: str) -> None:
    assert decode(data, declared, markup=markup) == expected


def test_other_alphabets_are_guessed() -> None:
    text = "Исследование показало, что цинк помогает людям спать дольше и крепче. " * 5
    assert decode(text.encode("cp1251")) == text
