"""No file of a checkout runs, whatever it is called."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from citecheck.safety.child_process import child_environment
from tests.safety.command import ARTICLE, PUBMED, ROOT, checkout, documents, git, run

# What the standard library and our dependencies are called by whoever imports them.
MODULES = (
    *sys.stdlib_module_names,
    "pip", "setuptools", "click", "rich", "requests", "urllib3", "certifi", "idna", "charset_normalizer",
    "Bio", "rapidfuzz", "tantivy", "lxml", "markdown_it", "mdurl", "pypdf", "yaml", "numpy", "pathspec",
    "docx", "ahocorasick_rs", "platformdirs", "dask", "distributed", "usercustomize", "sitecustomize",
)  # fmt: skip
PROGRAMS = ("git", "python", "python3", "sh", "uname", "ldconfig", "less", "gcc")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A checkout with a module and a program of every name; each leaves a mark where it runs."""
    mark = tmp_path / "ran"
    folder = checkout(tmp_path / "checkout", a_md=ARTICLE, b_html=f"<p>{ARTICLE}</p>")
    for name in MODULES:
        (folder / f"{name}.py").write_text(f"open({str(mark)!r}, 'a').write({name!r} + '\\n')\n")
    for name in PROGRAMS:
        (folder / name).write_text(f"#!/bin/sh\necho {name} >> {mark}\nexit 1\n")
        (folder / name).chmod(0o755)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "modules")
    return folder


def ran(folder: Path) -> str:
    mark = folder.parent / "ran"
    return mark.read_text() if mark.exists() else ""


PATH = f".{os.pathsep}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize(
    "words",
    [
        ("check", ".", "--source", PUBMED, "--diff", "HEAD~1"),
        ("check", str(ROOT / "tests/safety/report.pdf"), "--source", PUBMED),
        ("audit", "run", ".", "--source", PUBMED, "--store", "../audit.db", "--processes", "2"),
        ("pubmed", "build", "../my.index", PUBMED, "--processes", "2"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_nothing_of_the_checkout_runs(words: tuple[str, ...], here: Path) -> None:
    done = run(here, *words, PATH=PATH)
    assert ran(here) == ""
    assert done.returncode in (0, 1, 3), done.stderr


def test_a_folder_that_looks_like_a_repository_makes_git_run_nothing(tmp_path: Path) -> None:
    here = checkout(tmp_path / "checkout", a_md=ARTICLE)
    bare = here / "articles"
    git(here, "init", "-q", "--bare", "articles")
    (bare / "a.md").write_text(ARTICLE)
    (tmp_path / "run.sh").write_text(f"#!/bin/sh\necho ran > {tmp_path / 'ran'}\n")
    (tmp_path / "run.sh").chmod(0o755)
    with (bare / "config").open("a") as config:
        config.write(f"[core]\n\tbare = false\n\tworktree = {bare}\n\tfsmonitor = {tmp_path / 'run.sh'}\n")
    run(bare, "check", "a.md", "--source", PUBMED, "--diff", "HEAD")
    assert ran(here) == ""


def test_tracked_files_are_never_left_out(tmp_path: Path) -> None:
    here = checkout(tmp_path / "checkout", a_md=ARTICLE, b_md=ARTICLE)
    (here / "drafts").mkdir()
    (here / "drafts" / "c.md").write_text(ARTICLE)
    git(here, "add", "-A")
    git(here, "commit", "-qm", "drafts")
    (here / ".gitignore").write_text("*.md\ndrafts/\n")
    (here / "new.md").write_text(ARTICLE)
    done = run(here, "check", ".", "--source", PUBMED, "--format", "json")
    assert sorted(document["path"] for document in documents(done)) == ["a.md", "b.md", "drafts/c.md"]
    assert done.returncode == 1


def test_children_do_not_import_from_the_current_or_a_relative_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", ".", str(tmp_path), "/elsewhere", str(ROOT)])
    assert child_environment()["PYTHONPATH"] == os.pathsep.join(["/elsewhere", str(ROOT)])
    monkeypatch.chdir(ROOT)
    assert str(ROOT) in child_environment()["PYTHONPATH"]
