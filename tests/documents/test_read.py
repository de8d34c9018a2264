"""Files of every kind and none: what is read as what, and what is said of the rest."""

from pathlib import Path

import pytest

from citecheck.documents import read, read_bytes
from citecheck.model import DocumentFormat


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.MD", b"x", DocumentFormat.MARKDOWN),
        ("a.mdx", b"x", DocumentFormat.MARKDOWN),
        ("a.kram", b"x", DocumentFormat.MARKDOWN),
        ("a.htm", b"x", DocumentFormat.HTML),
        ("notes", b"Zinc helps.", DocumentFormat.TEXT),
        ("notes 2.0", b"# Zinc\n\nhelps", DocumentFormat.MARKDOWN),
        ("page", b"\n<!DOCTYPE html><p>Zinc", DocumentFormat.HTML),
        ("export", b'{"body": "Zinc helps."}', DocumentFormat.JSON),
    ],
)
def test_kinds(name: str, data: bytes, kind: DocumentFormat) -> None:
    document = read_bytes(data, name)
    assert (document.format, document.error) == (kind, None)


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.md", b" \n ", "The file is empty."),
        ("a.txt", b"\x7fELF\x01\x01\x00\x00\x00\x00\x02\x00\x03\x00", "The file is binary, not text."),
        ("a.md", b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, "The file is binary, not text."),
        ("a.html", b"<script>x</script>", "No text was found in it."),
        ("a.md", b"x" * 11, "The file is larger than 1e-05 MB."),
    ],
)
def test_what_cannot_be_read_says_so(name: str, data: bytes, error: str) -> None:
    document = read_bytes(data, name, largest=10 if data.startswith(b"xxx") else 1000)
    assert (document.error, document.text, document.blocks) == (error, "", ())


def test_unknown_kinds_are_named() -> None:
    error = read_bytes(b"export default 1", "a.js").error
    assert error is not None
    assert "Files that end in .js can't be read" in error
    assert ".md" in error


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Zinc helps.")
    assert read(path).path == str(path)
    assert read(path, shown_as="a.txt").path == "a.txt"
    assert read(path, largest=5).error == "The file is larger than 5e-06 MB."
    assert read(tmp_path).error == "This is a folder, not a file."
    assert read(tmp_path / "none.txt").error == "There is no such file."
    assert read(tmp_path / "nul\0.txt").error is not None
    assert read(tmp_path / ("long" * 200)).error is not None


def test_a_file_that_is_not_ours_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refuse)
    assert read(path).error == "The file can't be opened: Permission denied."
