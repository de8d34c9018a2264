"""Patterns fit what git's and a shell's fit, and take no longer for many stars."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.documents.ignore_rules import read_ignore_rules
from citecheck.gate.globs import matches_glob
from citecheck.safety.globs import name_fits
from tests.safety.command import ARTICLE, PUBMED, check, documents, git, run


@pytest.mark.parametrize(
    ("name", "pattern", "classes", "fits"),
    [
        ("a.md", "*.md", False, True),
        ("a.md", "?.md", False, True),
        (".md", "?.md", False, False),
        ("aXbXc", "a*b*c", False, True),
        ("aXbXcd", "a*b*c", False, False),
        ("abcbc", "a*bc", False, True),
        ("[slug].md", "[slug].md", False, True),
        ("s.md", "[slug].md", False, False),
        ("s.md", "[slug].md", True, True),
        ("x.md", "[!slug].md", True, True),
        ("b", "[a-c]", True, True),
        ("d", "[a-c]", True, False),
        ("]", "[]]", True, True),
        ("[a", "[a", True, True),
        ("*", "\\*", True, True),
        ("b", "\\*", True, False),
        ("", "*", True, True),
    ],
)
def test_names(name: str, pattern: str, classes: bool, fits: bool) -> None:
    assert name_fits(name, pattern, classes=classes) is fits


@pytest.mark.parametrize(
    "pattern", ["*a" * 200 + "b", "**/" * 150 + "x", "*a*" * 150 + "b", "**/*a" * 100 + "/b"]
)
def test_patterns_of_many_stars_take_little_time(pattern: str) -> None:
    assert not matches_glob("a" * 250 + "/" + "a/" * 1_500 + "c", pattern)


def test_patterns_of_a_checkout_take_little_time(tmp_path: Path) -> None:
    here = tmp_path / "checkout"
    here.mkdir()
    git(here, "init", "-q")
    name = "a" * 200 + ".md"
    (here / name).write_text(ARTICLE)
    stars = ", ".join(f'"{"*a" * 30}{n}"' for n in range(9))
    (here / ".citecheck.toml").write_text(f"exclude = [{stars}]\n")
    (here / ".gitignore").write_text("*a" * 30 + "b\n" + "**/" * 60 + "*a" * 40 + "b\n")
    done = check(here, ".")
    assert [document["path"] for document in documents(done)] == [name]


NAMES = st.text("ab", min_size=1, max_size=3)
PATTERNS = st.lists(
    st.one_of(NAMES, st.sampled_from(["*", "**", "a*", "?", "[ab]", "[!a]", "*b", "a?b"])),
    min_size=1,
    max_size=4,
)


@given(st.lists(NAMES, min_size=1, max_size=4), PATTERNS, st.booleans(), st.booleans(), st.booleans())
def test_git_agrees(names: list[str], parts: list[str], first: bool, last: bool, negated: bool) -> None:
    folder = Path(_repository())
    rule = ("/" if first else "") + "/".join(parts) + ("/" if last else "")
    lines = ["*b", f"!{rule}"] if negated else [rule]
    (folder / ".gitignore").write_text("\n".join(lines) + "\n")
    path = "/".join(names)
    printed = subprocess.run(
        ["git", "check-ignore", "-v", "--no-index", "--", path],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    # git asks for each folder above, too, as the walk does.
    rules = read_ignore_rules(folder)
    opinion = None
    for depth in range(1, len(names) + 1):
        inner = rules.opinion(folder / "/".join(names[:depth]), depth < len(names)) if rules else None
        opinion = inner if inner is not None else None
        if inner:
            break
    expected = None if not printed else not printed.split(":", 2)[2].startswith("!")
    assert bool(opinion) == bool(expected), (lines, path, printed)


_HELD: list[str] = []


def _repository() -> str:
    if not _HELD:
        import tempfile

        _HELD.append(tempfile.mkdtemp())
        git(Path(_HELD[0]), "init", "-q")
    return _HELD[0]


def test_a_device_is_not_read_as_rules(tmp_path: Path) -> None:
    here = tmp_path / "checkout"
    here.mkdir()
    git(here, "init", "-q")
    (here / "a.md").write_text(ARTICLE)
    (here / ".gitignore").symlink_to("/dev/zero")
    assert run(here, "check", ".", "--source", PUBMED).returncode == 1
