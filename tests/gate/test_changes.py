"""What changed since the merge base, from real repositories."""

import subprocess
from pathlib import Path

import pytest

from citecheck.errors import UsageError
from citecheck.gate.changes import UNCHANGED, WHOLE, ChangedLines, Changes


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main")
    allowed = ("-c", "protocol.file.allow=always")
    subprocess.run(["git", *identity, *allowed, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    git(folder, "add", ".")
    git(folder, "commit", "-qm", f"{name} written")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q")
    monkeypatch.chdir(folder)
    return folder


def test_changed_new_and_untracked_lines(repository: Path) -> None:
    commit(repository, "ünï codé.md", b"x\n")
    commit(repository, "a.md", b"one\ntwo\nthree\n")
    (repository / "a.md").write_text("zero\none\ntwo\nTHREE\n")
    (repository / "ünï codé.md").write_text("x\ny\n")
    (repository / "new.md").write_text("a\nb")
    changes = Changes("HEAD", repository)
    assert changes.of("a.md") == ChangedLines(frozenset({1, 4}))
    assert changes.of("ünï codé.md") == ChangedLines(frozenset({2}))
    assert changes.of("new.md") == WHOLE
    assert changes.notices == ()


def test_removed_lines_are_a_change_between_their_neighbours(repository: Path) -> None:
    commit(repository, "a.md", b"one\ntwo\nthree\nfour\n")
    (repository / "a.md").write_text("one\nthree\nfour\n")
    changed = Changes("HEAD", repository).of("a.md")
    assert changed.touch(1, 2)
    assert not changed.touch(1, 1)
    assert not changed.touch(2, 3)


def test_content_that_looks_like_a_header_hides_nothing(repository: Path) -> None:
    name = 'a "quoted"\tname.md'
    commit(repository, name, b"one\ntwo\nthree\nfour\n")
    (repository / name).write_text("++ b/other.md\x0c\r+++ b/x\ntwo\n-- a/other.md\n@@ -1 +1 @@\nfive")
    assert Changes("HEAD", repository).of(name).lines == {1, 3, 4, 5}


def test_renamed_files_are_unchanged_and_binary_files_change_as_a_whole(repository: Path) -> None:
    commit(repository, "old.md", b"one\ntwo\nthree\n" * 20)
    commit(repository, "a b.docx", b"PK\0\0one")
    git(repository, "mv", "old.md", "new.md")
    (repository / "a b.docx").write_bytes(b"PK\0\0two")
    changes = Changes("HEAD", repository)
    assert changes.of("new.md") == UNCHANGED
    assert changes.of("a b.docx") == WHOLE


def test_later_changes_of_the_other_branch_do_not_count(repository: Path) -> None:
    commit(repository, "a.md", b"one\n")
    git(repository, "checkout", "-qb", "topic")
    commit(repository, "b.md", b"ours\n")
    git(repository, "checkout", "-q", "main")
    commit(repository, "a.md", b"theirs\n")
    git(repository, "checkout", "-q", "topic")
    changes = Changes("main", repository)
    assert changes.of("a.md") == UNCHANGED
    assert changes.of("b.md") == ChangedLines(frozenset({1}))


def test_files_that_git_does_not_know_count_as_changed_with_a_notice(
    repository: Path, tmp_path: Path
) -> None:
    commit(repository, ".gitignore", b"drafts\n")
    (repository / "drafts").mkdir()
    (repository / "drafts" / "a.md").write_text("x")
    (tmp_path / "outside.md").write_text("x")
    changes = Changes("HEAD", repository)
    for article in ("drafts/a.md", "../outside.md", "https://example.org/a", "stdin.txt"):
        assert changes.of(article) == WHOLE
    assert [notice.split(":")[0] for notice in changes.notices] == [
        "drafts/a.md is ignored by git",
        "../outside.md lies outside the repository, or in one that it does not record",
        "https",
        "stdin.txt is no file of the repository",
    ]


def test_a_submodule_is_compared_with_the_commit_that_the_repository_recorded(
    repository: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    commit(other, "a.md", b"one\ntwo\n")
    git(repository, "submodule", "--quiet", "add", str(other), "inner")
    git(repository, "commit", "-qm", "a submodule")
    assert Changes("HEAD", repository).of("inner/a.md") == UNCHANGED
    commit(repository / "inner", "a.md", b"one\nTWO\n")
    assert Changes("HEAD", repository).of("inner/a.md") == ChangedLines(frozenset({2}))
    git(repository, "commit", "-qam", "the submodule moved on")
    assert Changes("HEAD~1", repository).of("inner/a.md") == ChangedLines(frozenset({2}))
    assert Changes("HEAD", repository).of("inner/a.md") == UNCHANGED


def test_the_articles_of_a_changed_export_are_all_changed(repository: Path) -> None:
    commit(repository, "a.jsonl", b"{}\n{}\n")
    assert Changes("HEAD", repository).of("a.jsonl#2") == UNCHANGED
    (repository / "a.jsonl").write_text('{}\n{"a": 1}\n')
    assert Changes("HEAD", repository).of("a.jsonl#1") == WHOLE


def test_a_shallow_clone_says_what_it_lacks(repository: Path, tmp_path: Path) -> None:
    commit(repository, "a.md", b"one\n")
    git(repository, "checkout", "-qb", "topic")
    commit(repository, "a.md", b"two\n")
    git(repository, "checkout", "-q", "main")
    commit(repository, "b.md", b"three\n")
    words = ("clone", "-q", "--depth=1", "--no-single-branch", repository.as_uri(), "clone")
    git(tmp_path, *words)
    with pytest.raises(UsageError, match="shallow"):
        Changes("origin/topic", tmp_path / "clone")


def test_an_unknown_revision_and_no_repository_are_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="repository"):
        Changes("HEAD", tmp_path)
    git(tmp_path, "init", "-q")
    with pytest.raises(UsageError, match="--diff"):
        Changes("no-such-revision", tmp_path)
    with pytest.raises(UsageError, match="no revision"):
        Changes("--output=/tmp/x", tmp_path)
