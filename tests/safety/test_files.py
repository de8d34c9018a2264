"""Links, devices and pipes: what is read, and what is written over."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from tests.safety.command import ARTICLE, PUBMED, check, checkout, documents, run

ELSEWHERE = "A 2023 study in The Lancet found that women who follow a Mediterranean diet have a lower risk."


@pytest.fixture
def here(tmp_path: Path) -> Path:
    for number in range(3):
        (tmp_path / f"secret{number}.txt").write_text(ELSEWHERE)
    folder = checkout(tmp_path / "checkout", a_md=ARTICLE)
    (folder / "out.txt").symlink_to("/proc/self/environ")
    (folder / "up.md").symlink_to(tmp_path / "secret0.txt")
    (folder / "rows.csv").symlink_to(tmp_path / "secret1.txt")
    (folder / "rows.jsonl").symlink_to(tmp_path / "secret2.txt")
    (folder / "deep").mkdir()
    (folder / "deep" / "c.md").write_text(ARTICLE)
    (folder / "inside.md").symlink_to("deep/c.md")
    (folder / "loop.md").symlink_to("loop.md")
    return folder


@pytest.mark.parametrize("articles", [["."], ["a.md", "inside.md", "out.txt", "up.md", "rows.jsonl"]])
def test_links_that_lead_out_are_reported_and_not_read(articles: list[str], here: Path) -> None:
    done = check(here, *articles, NCBI_API_KEY="5ecre7" * 6)
    found = {document["path"]: document for document in documents(done)}
    for name in ("out.txt", "up.md", "rows.jsonl"):
        assert "leads out of its folder" in found[name]["error"]
    # One file is one document, by whichever name it comes first.
    assert found["deep/c.md" if articles == ["."] else "inside.md"]["error"] is None
    assert "5ecre7" not in done.stdout
    assert "lower risk." not in done.stdout


def test_audits_do_not_follow_them_either(here: Path) -> None:
    done = run(here, "audit", "run", ".", "--source", PUBMED, "--store", "../audit.db")
    assert done.returncode == 3, done.stderr
    asked = "SELECT * FROM errors"
    said = run(here, "audit", "query", asked, "--store", "../audit.db").stdout
    assert said.count("leads out of its folder") == 3
    assert "lower risk." not in said


def test_pipes_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    os.mkfifo(folder / "pipe.md")
    (folder / "a.md").write_text(ARTICLE)
    (folder / "zero.md").symlink_to("/dev/zero")
    os.mkfifo(folder / "known.json")
    found = {d["path"]: d for d in documents(check(folder, "a.md", "pipe.md", "zero.md"))}
    assert found["pipe.md"]["error"] == "This is not a regular file."
    assert found["zero.md"]["error"]
    assert check(folder, "a.md", "--baseline", "known.json").returncode == 2
    assert check(folder, "a.md", "--baseline", "/dev/zero").returncode == 2


def test_a_report_overwrites_no_other_file(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text(ARTICLE)
    victim = tmp_path / "victim"
    victim.write_text("mine")
    for name in (".report.md.partial", "known.json.partial", ".known.json.partial"):
        (folder / name).symlink_to(victim)
    assert check(folder, "a.md", "--report", "markdown=report.md").returncode == 1
    run(folder, "baseline", "a.md", "--source", PUBMED, "--baseline", "known.json")
    assert victim.read_text() == "mine"
    assert (folder / "report.md").stat().st_size
    assert (folder / "known.json").stat().st_size
    assert sorted(path.name for path in folder.iterdir() if not path.is_symlink()) == [
        "a.md", "known.json", "report.md",
    ]  # fmt: skip


def test_a_targets_link_mode_and_pipe_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text(ARTICLE)
    held = tmp_path / "held.md"
    held.write_text("old")
    held.chmod(0o600)
    (folder / "report.md").symlink_to(held)
    check(folder, "a.md", "--report", "markdown=report.md")
    assert (folder / "report.md").is_symlink()
    assert "mismatch" in held.read_text()
    assert stat.S_IMODE(held.stat().st_mode) == 0o600
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    check(folder, "a.md", "--report", f"markdown={pipe}")
    reader.join(30)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert "mismatch" in read[0]
