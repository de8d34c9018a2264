"""`--diff` in a repository: the merge base, every place of a citation, and line ends of all kinds."""

import json
from pathlib import Path

import pytest

from tests.repository import ARTICLES, LANCET, WRONG_YEAR, Repository, errors

WALNUTS = (
    "According to a study published in The Lancet in 2018, [walnuts improve blood lipids][walnuts].\n\n"
    "Some more text.\n\n"
)
RIGHT = "[walnuts]: https://pubmed.ncbi.nlm.nih.gov/{}/\n"


def commit(repository: Repository, name: str, text: str) -> None:
    repository.write(name, text)
    repository.git("add", ".")
    repository.git("commit", "-qm", f"{name} written")


def test_what_the_other_branch_changed_is_not_checked(repository: Repository) -> None:
    repository.git("checkout", "-qb", "topic")
    commit(repository, "articles/new.md", "# New\n\nNothing is cited.\n")
    repository.git("checkout", "-q", "main")
    repository.git("rm", "-q", "articles/heart.md")
    repository.git("commit", "-qm", "an article withdrawn")
    repository.git("checkout", "-q", "topic")
    assert errors(repository.check("--diff", "main", code=0)) == set()


def test_a_changed_link_definition_is_a_change_of_the_sentence(repository: Repository) -> None:
    commit(repository, "articles/nuts.md", f"# Nuts\n\n{WALNUTS}{RIGHT.format('1')}")
    commit(repository, "articles/nuts.md", f"# Nuts\n\n{WALNUTS}{RIGHT.format('29931130')}")
    shown = repository.check("--diff", "HEAD~1", code=1)
    assert errors(shown) == {("nuts.md", 3)}


FOOTNOTE = "Vitamin D lowers cancer deaths, a review in Am J Clin Nutr found.[^1]\n\nText.\n\n[^1]: {}\n"
LIST = "Vitamin D lowers cancer deaths, a review in Am J Clin Nutr found [1].\n\n## References\n\n1. {}\n"


@pytest.mark.parametrize("article", [FOOTNOTE, LIST])
def test_a_changed_entry_is_a_change_of_the_sentences_that_cite_it(
    repository: Repository, article: str
) -> None:
    commit(repository, "articles/sun.md", f"# Sun\n\n{article.format(WRONG_YEAR.replace('2012', '2018'))}")
    commit(repository, "articles/sun.md", f"# Sun\n\n{article.format(WRONG_YEAR)}")
    shown = repository.run("check", "articles", "--diff", "HEAD~1", "--format", "json", code=1).stdout
    kinds = [c["kind"] for d in json.loads(shown)["documents"] for c in d["citations"]]
    assert kinds == ["attribution", "reference"]


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_lines_count_as_git_counts_them(repository: Repository, end: str) -> None:
    text = f"# Heart{end}{end}Eat well.{end}{end}{LANCET.replace('2023', '2022')}{end}{end}Bye.{end}"
    commit(repository, "articles/heart.md", text)
    repository.write("articles/heart.md", text.replace("2022", "2023"))
    assert errors(repository.check("--diff", "HEAD", code=1)) == {("heart.md", 5)}


def test_mixed_line_ends(repository: Repository) -> None:
    text = f"# Heart\r\rEat well.\r\r\n{LANCET.replace('2023', '2022')}\n\rBye.\n"
    commit(repository, "articles/heart.md", text)
    repository.write("articles/heart.md", text.replace("2022", "2023"))
    shown = repository.check("--diff", "HEAD", code=1)
    assert [name for name, _ in errors(shown)] == ["heart.md"]
    repository.write("articles/heart.md", text.replace("Bye", "Farewell"))
    assert errors(repository.check("--diff", "HEAD", code=0)) == set()


def test_a_sentence_that_lost_a_line_has_changed(repository: Repository) -> None:
    first, second = LANCET.split(" women ", 1)
    text = f"# Heart\n\n{first}\nas the Boston Globe reports,\nwomen {second}\n"
    commit(repository, "articles/heart.md", text)
    repository.write("articles/heart.md", text.replace("as the Boston Globe reports,\n", ""))
    assert errors(repository.check("--diff", "HEAD", code=1)) == {("heart.md", 3)}


def test_files_outside_the_repository_are_checked_whole(repository: Repository, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(ARTICLES["heart.md"], encoding="utf-8")
    shown = repository.check("--diff", "HEAD", articles=str(outside), code=1)
    assert "lies outside the repository, or in one that it does not record: all of it is checked" in shown


def test_a_submodule_is_not_passed_over(repository: Repository, tmp_path: Path) -> None:
    other = Repository(tmp_path / "other", repository.cache)
    other.folder.mkdir()
    other.git("init", "-q")
    commit(other, "a.md", "# Inner\n\nNothing.\n")
    repository.git("submodule", "--quiet", "add", str(other.folder), "inner")
    repository.git("commit", "-qm", "a submodule")
    repository.write("inner/a.md", ARTICLES["heart.md"])
    assert errors(repository.check("--diff", "HEAD", articles=".", code=1)) == {("a.md", 5)}


def test_a_shallow_clone_says_what_to_do(repository: Repository, tmp_path: Path) -> None:
    repository.git("checkout", "-qb", "topic")
    commit(repository, "articles/new.md", "# New\n\nNothing is cited.\n")
    repository.git("checkout", "-q", "main")
    commit(repository, "articles/other.md", "# Other\n\nNothing is cited.\n")
    clone = Repository(tmp_path / "clone", repository.cache)
    words = ("clone", "-q", "--depth=1", "--no-single-branch", repository.folder.as_uri(), str(clone.folder))
    repository.git(*words)
    said = clone.run("check", "articles", "--diff", "origin/topic", code=2).stderr
    assert "this clone is shallow" in said
    assert "git fetch --unshallow" in said
