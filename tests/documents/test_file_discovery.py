"""Folders: sorted, without what is hidden, ignored by git, or of no known kind."""

from pathlib import Path

from citecheck.documents import find_files


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def names(root: Path, *paths: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in find_files(paths)]


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    make(
        tmp_path, "b.md", "a/z.html", "a/b/c.txt", "a.txt", "x.py", "B.md", ".git/x.md", ".x.md", "a/.y/z.md"
    )
    assert names(tmp_path, tmp_path) == ["B.md", "a/b/c.txt", "a/z.html", "a.txt", "b.md"]


def test_named_files_always_come_and_nothing_twice(tmp_path: Path) -> None:
    make(tmp_path, ".x.md", "y.py", "a/b.md", ".gitignore")
    (tmp_path / ".gitignore").write_text("*.md\n")
    named = (tmp_path / "y.py", tmp_path / ".x.md", tmp_path / "none.md", tmp_path / "a", tmp_path / "y.py")
    assert names(tmp_path, *named) == ["y.py", ".x.md", "none.md", "a/b.md"]


def test_what_git_ignores_is_left_out(tmp_path: Path) -> None:
    make(
        tmp_path,
        ".git/HEAD",
        "drafts/a.md",
        "posts/a.md",
        "posts/b.tmp.md",
        "posts/keep.tmp.md",
        "posts/out/c.md",
    )
    (tmp_path / ".gitignore").write_text("drafts/\n*.tmp.md\n/out\n")
    (tmp_path / "posts/.gitignore").write_text("!keep.tmp.md\nout/\n")
    assert names(tmp_path, tmp_path) == ["posts/a.md", "posts/keep.tmp.md"]
    assert names(tmp_path, tmp_path / "posts") == ["posts/a.md", "posts/keep.tmp.md"]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "a/b.md")
    (tmp_path / "a/loop").symlink_to(tmp_path / "a")
    (tmp_path / "a/c.md").symlink_to(tmp_path / "a/b.md")
    (tmp_path / "a/broken.md").symlink_to(tmp_path / "nowhere.md")
    assert names(tmp_path, tmp_path) == ["a/b.md", "a/c.md"]
