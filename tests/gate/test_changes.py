"""Changed lines, from a real repository."""

import subprocess
from pathlib import Path

import pytest

from citecheck.errors import UsageError
from citecheck.gate import changed_lines
from citecheck.gate.changes import WHOLE


def git(folder: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *words],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def test_changed_new_and_untracked_lines(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    article, name = tmp_path / "a.md", tmp_path / "ünï codé.md"
    article.write_text("one\ntwo\nthree\n")
    name.write_text("x\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    article.write_text("zero\none\ntwo\nTHREE\n")
    name.write_text("x\ny\n")
    (tmp_path / "new.md").write_text("a\nb")
    changed = changed_lines("HEAD", tmp_path)
    assert changed[article] == {1, 4}
    assert changed[name] == {2}
    assert changed[tmp_path / "new.md"] == WHOLE
    assert set(changed) == {article, name, tmp_path / "new.md"}


def test_content_that_looks_like_a_header_hides_nothing(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    article = tmp_path / 'a "quoted"\tname.md'
    article.write_text("one\ntwo\nthree\nfour\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    article.write_text("++ b/other.md\x0c\r+++ b/x\ntwo\n-- a/other.md\n@@ -1 +1 @@\nfive")
    assert changed_lines("HEAD", tmp_path) == {article: {1, 3, 4, 5}}


def test_what_was_renamed_is_unchanged_and_what_has_no_lines_is_whole(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "old.md").write_text("one\ntwo\nthree\n" * 20)
    (tmp_path / "a b.docx").write_bytes(b"PK\0\0one")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    git(tmp_path, "mv", "old.md", "new.md")
    (tmp_path / "a b.docx").write_bytes(b"PK\0\0two")
    assert changed_lines("HEAD", tmp_path) == {tmp_path / "a b.docx": WHOLE}


def test_an_unknown_revision_and_no_repository_are_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="repository"):
        changed_lines("HEAD", tmp_path)
    git(tmp_path, "init", "-q")
    with pytest.raises(UsageError, match="--diff"):
        changed_lines("no-such-revision", tmp_path)
    with pytest.raises(UsageError, match="no revision"):
        changed_lines("--output=/tmp/x", tmp_path)
