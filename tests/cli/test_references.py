"""`citecheck references` writes what was verified, and says what is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import rispy

ROOT = Path(__file__).parents[2]


def run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "citecheck", "references", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_was_verified_stands_there_once_in_the_order_of_the_text() -> None:
    done = run("fixtures/articles/magnesium-neuropathy.md", "--source", "fixtures/pubmed")
    assert done.returncode == 0
    assert [line[:12] for line in done.stdout.splitlines()] == ["1. Pickering", "2. Rodríguez"]
    assert done.stderr.splitlines() == ["Not in the list: 2 citations (2 not found)."]


def test_a_retracted_publication_is_named() -> None:
    done = run("fixtures/articles/pancreatic-cancer-genes.html", "--source", "fixtures/pubmed")
    assert "PMID 23999824 is in the list and was retracted.\n" in done.stderr


def test_a_file_in_another_format(tmp_path: Path) -> None:
    file = tmp_path / "found.ris"
    done = run(
        "fixtures/articles/magnesium-neuropathy.md", "--source", "fixtures/pubmed", "--format", "ris",
        "--output", str(file),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
    records = rispy.loads(file.read_text(encoding="utf-8"))
    assert [record["accession_number"] for record in records] == ["21659058", "12663588"]


def test_a_file_that_cannot_be_read_is_named_and_changes_the_exit_code(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    done = run(str(broken), "--source", str(ROOT / "fixtures/pubmed"))
    assert done.returncode == 3
    assert str(broken) in done.stderr
