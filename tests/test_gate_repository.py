"""The gate in a git repository of ten articles, as an editor meets it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.repository import (
    ARTICLES,
    GENES,
    LANCET,
    PLANTED,
    ROOT,
    SKIN,
    Repository,
    configure,
    errors,
    made,
)  # fmt: skip


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def repository(tmp_path: Path, cache: Path) -> Repository:
    return made(tmp_path, cache)


def test_the_planted_citations_fail_at_their_lines(repository: Repository) -> None:
    shown = repository.check(code=1)
    assert errors(shown) == PLANTED
    assert re.search(r"(?m)^::warning file=articles/lifespan\.md,line=7,", shown)
    assert errors(repository.check("--complete", code=1)) == PLANTED | {("lifespan.md", 7), ("skin.html", 4)}


def test_each_exit_code(repository: Repository) -> None:
    repository.check(articles="articles/diabetes.md", code=0)
    repository.check(articles="articles/spread.md", code=0)
    repository.check(articles="articles/heart.md", code=1)
    repository.check("--exit-zero", articles="articles/heart.md", code=0)
    repository.check("--fail-on", "", articles="articles/heart.md", code=0)
    repository.check("--fail-on", "ambiguous", articles="articles/spread.md", code=1)
    repository.check("--min-citations", "2", articles="articles/diabetes.md", code=1)
    repository.check("--diff", "no-such-revision", code=2)
    repository.check("--fail-on", "mismach", code=2)
    repository.check(articles="articles/lifespan.md", code=3)
    repository.check("--strict", articles="articles/lifespan.md", code=1)
    repository.check("--complete", articles="articles/lifespan.md", code=1)


def test_nothing_read_is_no_pass(repository: Repository) -> None:
    repository.write("articles/broken.pdf", "%PDF-1.7\nbroken")
    shown = repository.check(articles="articles/broken.pdf", code=3)
    assert "::warning file=articles/broken.pdf::" in shown
    shown = repository.check("--min-citations", "1", articles="articles/broken.pdf", code=1)
    assert "::notice::no citation found, and at least 1 expected" in shown


def test_a_baseline_lets_only_what_is_new_fail(repository: Repository) -> None:
    configure(repository, 'baseline = ".citecheck-baseline.json"\ncomplete = true\n')
    assert ".citecheck-baseline.json" in repository.run("check", "articles", code=2).stderr
    done = repository.run("baseline", "articles", code=0)
    assert "7 findings accepted" in done.stdout
    assert errors(repository.check(code=0)) == set()

    rewrapped = LANCET.replace(" in ", "  in\n", 1)
    moved = f"# The heart\n\nA new paragraph.\n\nAnother one.\n\n{rewrapped}\n"
    repository.write("articles/heart.md", moved)
    repository.check(code=0)

    repository.write("articles/coffee.txt", ARTICLES["coffee.txt"] + "\n" + LANCET + "\n")
    assert errors(repository.check(code=1)) == {("coffee.txt", 3)}
    repository.write("articles/heart.md", f"{moved}\nSaid once more. {LANCET}\n")
    assert errors(repository.check(code=1)) == {("coffee.txt", 3), ("heart.md", 10)}


def test_what_is_fixed_is_reported_and_taken_away_by_update(repository: Repository) -> None:
    configure(repository, 'baseline = ".citecheck-baseline.json"\ncomplete = true\n')
    repository.run("baseline", "articles", code=0)
    before = repository.read(".citecheck-baseline.json")
    repository.write("articles/heart.md", "# The heart\n\nEat well.\n")
    repository.write("articles/coffee.txt", LANCET + "\n")
    assert "::notice::articles/heart.md: fixed since the baseline: mismatch: “According" in repository.check(
        code=1
    )
    repository.run("baseline", "articles/heart.md", "--update", code=0)
    after = repository.read(".citecheck-baseline.json")
    assert [f["path"] for f in json.loads(after)["findings"]] == [
        f["path"] for f in json.loads(before)["findings"] if f["path"] != "articles/heart.md"
    ]
    assert errors(repository.check(code=1)) == {("coffee.txt", 1)}
    repository.run("baseline", "articles", "--update", code=0)
    assert repository.read(".citecheck-baseline.json") == after


def test_a_baseline_serves_from_below(repository: Repository) -> None:
    repository.run("baseline", "articles", "--complete", code=0)
    configured = (
        repository.read(".citecheck.toml") + 'complete = true\nbaseline = ".citecheck-baseline.json"\n'
    )
    repository.write(".citecheck.toml", configured)
    repository.check(articles=".", within="articles", code=0)
    known = ("--complete", "--baseline", "../.citecheck-baseline.json")
    repository.check(*known, articles=".", within="articles", code=0)


@pytest.mark.parametrize("content", ["", "{", '{"version": 1}', '{"version": 9, "findings": []}'])
def test_a_damaged_baseline_is_an_error(repository: Repository, content: str) -> None:
    repository.write("known.json", content)
    for words in (("check", "articles"), ("baseline", "articles", "--update"), ("baseline", "articles")):
        done = repository.run(*words, "--baseline", "known.json", code=2)
        assert "known.json" in done.stderr
    assert repository.read("known.json") == content


def test_inline_suppressions_in_every_form(repository: Repository) -> None:
    comment = "<!-- citecheck: ignore[mismatch, retracted, not_found] the editors know -->"
    repository.write("articles/heart.md", f"# The heart\n\n{comment}\n{LANCET}\n\nNot this one. {LANCET}\n")
    repository.write("articles/skin.html", f"<p>Oil.</p>\n{comment}\n<p>{SKIN}</p>\n")
    repository.write("articles/genes.txt", f"Genes\n\n{comment}\n{GENES}\n")
    repository.write(
        "articles/more.mdx", f"# More\n\n{{/* citecheck: ignore[mismatch] agreed */}}\n\n{LANCET}\n"
    )
    assert errors(repository.check(code=1)) == {("heart.md", 6), ("references.md", 7)}
    done = json.loads(repository.run("check", "articles", "--format", "json", code=1).stdout)
    assert done["summary"]["suppressed"] == 6


def test_suppressions_that_are_unused_or_without_reason_are_reported(repository: Repository) -> None:
    repository.write("articles/heart.md", f"# The heart\n\n<!-- citecheck: ignore[mismatch] -->\n{LANCET}\n")
    repository.write("articles/sleep.txt", "<!-- citecheck: ignore[not_found] once needed -->\nSleep well.\n")
    repository.write("articles/spread.md", "# Oil\n\n<!-- citecheck: ignore[mismach] why -->\nOil.\n")
    shown = repository.check(code=1)
    assert ("heart.md", 4) in errors(shown)
    notices = [
        line.removeprefix("::notice::") for line in shown.splitlines() if line.startswith("::notice::")
    ]
    assert notices == [
        "articles/heart.md:3: a suppression needs a reason",
        "articles/spread.md:3: there is no verdict or flag 'mismach', did you mean 'mismatch'?",
        "articles/sleep.txt:1: this suppression is not needed",
    ]


def test_configured_suppressions(repository: Repository) -> None:
    configure(
        repository,
        """
[[ignore]]
path = "articles/genes.txt"
verdicts = ["retracted"]
reason = "the article is about the retraction"
[[ignore]]
journal = "Journal of Mediterranean Wellness Science"
reason = "a magazine"
[[ignore]]
pmid = "29635490"
reason = "the year of the printed edition"
[[ignore]]
quote = "women who follow a Mediterranean diet"
reason = "corrected in the next issue"
[[ignore]]
pmid = "1"
reason = "nobody cites it"
""",
    )
    shown = repository.check(code=3)
    assert errors(shown) == set()
    (unused,) = [line for line in shown.splitlines() if "not needed" in line]
    assert "ignore 5" in unused


def test_a_suppression_without_reason_in_the_configuration_is_an_error(repository: Repository) -> None:
    configure(repository, '[[ignore]]\npmid = "1"\n')
    assert "needs reason" in repository.run("check", "articles", code=2).stderr


def test_severities_by_verdict_flag_and_path(repository: Repository) -> None:
    configure(
        repository,
        """
severity = {ambiguous = "error", retracted = "warning"}
[[paths]]
match = "articles/ref*.md"
severity = {mismatch = "note"}
[[paths]]
match = "articles/skin.html"
severity = {unknown_journal = "none", unchecked = "none"}
""",
    )
    shown = repository.check(code=1)
    assert errors(shown) == {("heart.md", 5), ("spread.md", 3)}
    assert re.search(r"(?m)^::warning file=articles/genes\.txt,line=5,", shown)
    assert re.search(r"(?m)^::notice file=articles/references\.md,line=7,", shown)
    assert "skin.html" not in shown


def test_diff_checks_changed_lines_alone(repository: Repository) -> None:
    configure(repository, "min-citations = 1\n")
    repository.write("articles/neuropathy.md", "# Nerves\n\n<!-- citecheck: ignore[mismatch] x -->\nText.\n")
    repository.git("commit", "-qam", "a suppression")
    assert repository.check("--diff", "HEAD", code=0) == "PASSED: no citations found\n"
    repository.write("articles/heart.md", f"# The heart\n\nEat well, and often.\n\n{LANCET}\n")
    assert repository.check("--diff", "HEAD", code=0) == "PASSED: no citations found\n"
    repository.write("articles/heart.md", f"# The heart\n\nEat well.\n\n{LANCET.replace('women', 'Women')}\n")
    assert errors(repository.check("--diff", "HEAD", code=1)) == {("heart.md", 5)}
    repository.write("articles/new.md", f"# New\n\n{LANCET}\n")
    repository.git("mv", "articles/genes.txt", "articles/renamed.txt")
    expected = {("heart.md", 5), ("new.md", 3)}
    assert errors(repository.check("--diff", "HEAD", code=1)) == expected
    assert errors(repository.check("--diff", "HEAD", articles=".", within="articles", code=1)) == expected


def test_every_report_of_a_run_agrees(repository: Repository) -> None:
    repository.write("articles/heart.md", f"# H\n\n<!-- citecheck: ignore[mismatch] agreed -->\n{LANCET}\n")
    repository.run("baseline", "articles/references.md", code=0)
    names = ("json", "sarif", "junit", "gitlab", "markdown", "html", "csv", "jsonl", "github", "terminal")
    wanted = [word for name in names for word in ("--report", f"{name}={name}.out")]
    known = ("--baseline", ".citecheck-baseline.json")
    repository.run("check", "articles", *known, *wanted, code=1)
    first = {name: (repository.folder / f"{name}.out").read_bytes() for name in names}
    summary = json.loads(first["json"])["summary"]
    assert (summary["suppressed"], summary["known"]) == (2, 1)
    assert "2 suppressed, 1 known" in first["markdown"].decode()
    assert "2 suppressed" in first["terminal"].decode()
    assert "2 suppressed, 1 known" in first["html"].decode()
    (run,) = json.loads(first["sarif"])["runs"]
    failing = [r for r in run["results"] if r["level"] == "error" and r["baselineState"] == "new"]
    assert sorted(_place(r) for r in failing if "suppressions" not in r) == [
        ("genes.txt", 5),
    ]
    assert sum("suppressions" in result for result in run["results"]) == 2
    major = [issue for issue in json.loads(first["gitlab"]) if issue["severity"] == "major"]
    assert sorted(issue["location"]["lines"]["begin"] for issue in major) == [5]
    repository.run("check", "articles", *known, *wanted, code=1)
    assert {name: (repository.folder / f"{name}.out").read_bytes() for name in names} == first


def _place(result: Any) -> tuple[str, int]:
    physical = result["locations"][0]["physicalLocation"]
    return Path(physical["artifactLocation"]["uri"]).name, physical["region"]["startLine"]


@pytest.fixture
def readme_examples(repository: Repository) -> tuple[Path, dict[str, str]]:
    """The repository with its articles where the README has them, and an environment to run examples in."""
    repository.git("mv", "articles", "content")
    repository.git("commit", "-qm", "moved")
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    places = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return repository.folder, os.environ | {
        "PATH": places,
        "CITECHECK_CACHE_FOLDER": str(repository.cache),
        "CITECHECK_SOURCE": str(ROOT / "fixtures/pubmed"),
    }


def _bash(line: str, folder: Path, environment: dict[str, str]) -> int:
    done = subprocess.run(
        ["bash", "-e", "-c", line], cwd=folder, env=environment, capture_output=True, check=False
    )
    return done.returncode


def test_the_readmes_gitlab_job(readme_examples: tuple[Path, dict[str, str]]) -> None:
    folder, environment = readme_examples
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"(?s)```yaml\n(# \.gitlab-ci\.yml\n.*?)```", readme)
    job = yaml.safe_load(block)["citations"]
    assert job["script"][0] == "pip install citecheck-pubmed"
    assert _bash("\n".join(job["script"][1:]), folder, environment) == 1
    issues = json.loads((folder / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
    major = {issue["location"]["path"] for issue in issues if issue["severity"] == "major"}
    assert major == {f"content/{name}" for name, _ in PLANTED}


def test_the_readmes_shell_line(readme_examples: tuple[Path, dict[str, str]]) -> None:
    folder, environment = readme_examples
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"(?m)^citecheck check .*--diff origin/main.*$", readme)
    assert _bash(line, folder, environment) == 0
    (folder / "content" / "new.md").write_text(f"# New\n\n{LANCET}\n", encoding="utf-8")
    assert _bash(line, folder, environment) == 1
