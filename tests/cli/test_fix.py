"""`citecheck fix` shows corrections, and writes them when asked to."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures"
WRONG, RIGHT = "Am J Clin Nutr. 2012;107(4):652-663.", "Am J Clin Nutr. 2018;107(4):652-663."


def run(folder: Path, *words: str, command: str = "fix") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "citecheck", command, *words, "--source", str(FIXTURES / "pubmed")],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def article(tmp_path: Path) -> Path:
    return Path(shutil.copy(FIXTURES / "articles" / "vitamin-d-references.md", tmp_path / "article.md"))


def test_without_write_the_corrections_are_only_shown(article: Path) -> None:
    before = article.read_bytes()
    done = run(article.parent, "article.md")
    assert done.returncode == 0
    assert article.read_bytes() == before
    assert [line[-37:] for line in done.stdout.splitlines() if line[:2] in ("-2", "+2")] == [
        f" {WRONG}",
        f" {RIGHT}",
    ]
    assert done.stderr == "article.md: 1 year, 1 journal can be corrected (--write does it)\n"


def test_with_write_the_file_is_as_the_diff_says_and_keeps_its_mode(article: Path, tmp_path: Path) -> None:
    article.chmod(0o640)
    copy = tmp_path / "patched" / "article.md"
    copy.parent.mkdir()
    shutil.copy(article, copy)
    shown = run(article.parent, "article.md").stdout
    subprocess.run(["git", "apply"], cwd=copy.parent, input=shown, text=True, check=True)
    done = run(article.parent, "article.md", "--write")
    assert (done.returncode, done.stdout) == (0, shown)
    assert done.stderr == "article.md: 1 year, 1 journal corrected\n"
    assert article.read_bytes() == copy.read_bytes()
    assert article.stat().st_mode & 0o777 == 0o640


def test_after_fix_check_finds_nothing_of_it(article: Path) -> None:
    run(article.parent, "article.md", "--write")
    again = run(article.parent, "article.md")
    assert (again.stdout, again.stderr) == ("", "")
    report = json.loads(run(article.parent, "article.md", "--format", "json", command="check").stdout)
    (entry,) = [c for c in report["documents"][0]["citations"] if RIGHT in c["quote"]]
    assert (entry["verdict"], entry["suggestions"]) == ("verified", [])


def test_the_address_of_a_link_is_corrected(article: Path) -> None:
    """The entry's own PMID is 29635490; 31434697 is another publication of the fixtures."""
    link = "[PubMed](https://pubmed.ncbi.nlm.nih.gov/{}/)"
    text = article.read_text("utf-8").replace(WRONG, f"{RIGHT} {link.format(31434697)}")
    article.write_text(text, encoding="utf-8")
    done = run(article.parent, "article.md", "--write")
    assert done.stderr == "article.md: 1 link, 1 journal corrected\n"
    assert link.format(29635490) in article.read_text("utf-8")
    assert run(article.parent, "article.md").stdout == ""


def test_what_somebody_accepted_is_left(article: Path) -> None:
    text = article.read_text(encoding="utf-8")
    accepted = text.replace(
        "2. Goulão", "<!-- citecheck: ignore[mismatch] the journal prints it so -->\n2. Goulão"
    )
    article.write_text(accepted, encoding="utf-8")
    run(article.parent, "article.md", "--write")
    assert WRONG in article.read_text(encoding="utf-8")


def test_a_review_for_github_suggests_the_lines(article: Path) -> None:
    done = run(article.parent, "article.md", "--format", "github-review")
    review = json.loads(done.stdout)
    assert (review["event"], review["body"]) == ("COMMENT", "citecheck suggests 1 correction.")
    (comment,) = review["comments"]
    lines = article.read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines, 1) if WRONG in line)
    assert {name: comment[name] for name in ("path", "start_line", "line", "side")} == {
        "path": "article.md",
        "start_line": first,
        "line": first + 1,
        "side": "RIGHT",
    }
    block = comment["body"].partition("```suggestion\n")[2]
    assert block.splitlines()[0] == lines[first - 1].replace(WRONG, RIGHT)
    assert block.endswith("\n```")


@pytest.mark.parametrize("name", ["article.docx", "refs.ris", "article.pdf"])
def test_a_file_of_another_format_is_refused(tmp_path: Path, name: str) -> None:
    if name == "article.docx":
        import docx

        document = docx.Document()
        document.add_paragraph("Zinc.")
        document.save(str(tmp_path / name))
    else:
        (tmp_path / name).write_text("TY  - JOUR\nTI  - Zinc\nER  - \n")
    done = run(tmp_path, name)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{name}: only text, Markdown and HTML are corrected" in done.stderr


def test_in_a_folder_it_is_passed_over(article: Path) -> None:
    (article.parent / "refs.ris").write_text("TY  - JOUR\nTI  - Zinc\nER  - \n")
    done = run(article.parent.parent, str(article.parent), "--write")
    assert done.returncode == 0
    assert "refs.ris: only text, Markdown and HTML are corrected, not ris\n" in done.stderr
    assert RIGHT in article.read_text(encoding="utf-8")


@pytest.mark.parametrize("named", ["-", "https://example.org/a.html", "missing.md"])
def test_only_files_can_be_corrected(tmp_path: Path, named: str) -> None:
    done = run(tmp_path, named)
    assert (done.returncode, done.stdout) == (2, "")


def test_what_steers_a_terminal_is_not_printed(article: Path) -> None:
    with article.open("a", encoding="utf-8") as file:
        file.write("\x1b[31m red\n\n::error::stop\n")
    done = run(article.parent, "article.md")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert not [line for line in done.stdout.splitlines() if line.strip().startswith("::")]
