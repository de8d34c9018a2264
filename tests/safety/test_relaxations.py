"""A gate that is lenient says so, and one that checked nothing does not pass."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.safety.command import ARTICLE, PUBMED, check, checkout, git, run

RULES = {
    "excluded": 'exclude = ["b.*"]\n',
    "downgraded": '[severity]\nmismatch = "none"\n',
    "suppressed": '[[ignore]]\nreason = "because"\nquote = "Mediterranean"\n',
}
FORMATS = ("terminal", "markdown", "github", "sarif", "json", "junit", "html")


@pytest.mark.parametrize("kind", RULES)
def test_every_format_states_what_a_checkouts_rules_relax(kind: str, tmp_path: Path) -> None:
    here = checkout(tmp_path / "checkout", a_md=ARTICLE, b_md=ARTICLE)
    (here / ".citecheck.toml").write_text(RULES[kind])
    reports = [word for name in FORMATS for word in ("--report", f"{name}=../{name}.out")]
    done = check(here, ".", *reports)
    assert f"relaxed: {1 if kind == 'excluded' else 2} {kind}" in done.stderr.splitlines()[-1]
    for name in FORMATS:
        assert kind in (tmp_path / f"{name}.out").read_text(), name
    (one,) = json.loads(done.stdout)["relaxations"]
    assert (one["kind"], one["count"]) == (kind, 1 if kind == "excluded" else 2)
    assert ".citecheck.toml:1" in one["cause"]


def test_comments_and_baselines_are_named_as_causes(tmp_path: Path) -> None:
    comment = "<!-- citecheck: ignore[mismatch] because -->\n"
    here = checkout(tmp_path / "checkout", a_md=ARTICLE.replace("Pant A,", comment + "Pant A,"), b_md=ARTICLE)
    run(here, "baseline", "b.md", "--source", PUBMED, "--baseline", "known.json")
    found = json.loads(check(here, ".", "--baseline", "known.json").stdout)["relaxations"]
    assert [(one["kind"], one["count"]) for one in found] == [("baselined", 1), ("suppressed", 1)]
    assert [one["cause"] for one in found] == ["known.json", "comments in a.md"]


def test_what_git_ignores_is_counted(tmp_path: Path) -> None:
    here = checkout(tmp_path / "checkout", a_md=ARTICLE)
    (here / ".gitignore").write_text("*.md\n")
    (here / "b.md").write_text(ARTICLE)
    done = check(here, ".")
    assert done.returncode == 1
    assert [(one["kind"], one["count"]) for one in json.loads(done.stdout)["relaxations"]] == [("ignored", 1)]


def test_a_gate_that_checked_nothing_reports_it_and_does_not_pass(tmp_path: Path) -> None:
    here = checkout(tmp_path / "checkout", a_md=ARTICLE)
    (here / ".citecheck.toml").write_text('exclude = ["*"]\n')
    done = check(here, "a.md")
    assert done.returncode == 3
    assert "no article was checked" in done.stderr
    assert "relaxed: 1 excluded" in done.stderr


def test_a_default_run_is_not_relaxed(tmp_path: Path) -> None:
    here = checkout(tmp_path / "checkout", a_md=ARTICLE)
    done = check(here, "a.md", "--fail-on", "mismatch,not_found,retracted,unknown_journal")
    assert "relaxed" not in done.stderr
    assert json.loads(done.stdout)["relaxations"] == []


def test_strict_config_takes_rules_from_the_base_branch_alone(tmp_path: Path) -> None:
    comment = "<!-- citecheck: ignore[mismatch] because -->\n"
    here = checkout(tmp_path / "checkout", a_md="# Food\n")
    (here / ".citecheck.toml").write_text('warn-on = ["mismatch"]\n')
    git(here, "add", "-A")
    git(here, "commit", "-qm", "rules")
    git(here, "checkout", "-qb", "branch")
    (here / "a.md").write_text(ARTICLE.replace("Pant A,", comment + "Pant A,"))
    (here / "b.md").write_text(ARTICLE)
    (here / ".citecheck.toml").write_text('exclude = ["b.md"]\nfail-on = []\n')
    (here / "known.json").write_text('{"version": 1, "findings": []}')
    lenient = check(here, "a.md", "b.md", "--diff", "main")
    assert lenient.returncode == 0
    strict = check(here, "a.md", "b.md", "--diff", "main", "--strict-config", "--baseline", "known.json")
    assert strict.returncode == 1
    assert "2 mismatch" in strict.stderr
    assert "do not count, as --strict-config asks" in strict.stdout
    for variables in ({"CITECHECK_BASE": "main"}, {"CITECHECK_BASE": "main", "CITECHECK_STRICT_CONFIG": "1"}):
        assert check(here, "a.md", "b.md", "--strict-config", **variables).returncode == 1
    unnamed = check(here, "a.md", "--strict-config")
    assert unnamed.returncode == 2
    assert "name it by --diff or CITECHECK_BASE" in unnamed.stderr
    assert check(here, "a.md", "--strict-config", "--diff", "nowhere").returncode == 2


def test_what_the_base_branch_accepts_counts_in_strict_runs(tmp_path: Path) -> None:
    comment = "<!-- citecheck: ignore[mismatch] because -->\n"
    here = checkout(tmp_path / "checkout", a_md=ARTICLE.replace("Pant A,", comment + "Pant A,"), b_md=ARTICLE)
    run(here, "baseline", "b.md", "--source", PUBMED, "--baseline", "known.json")
    git(here, "add", "-A")
    git(here, "commit", "-qm", "known")
    (here / "known.json").unlink()
    words = ("a.md", "b.md", "--strict-config", "--baseline", "known.json")
    assert check(here, *words, CITECHECK_BASE="main").returncode == 0
