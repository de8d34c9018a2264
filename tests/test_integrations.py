"""The GitHub action's own steps, and the pre-commit hook as pre-commit runs it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
# The publication is of 2023, and of another journal.
WRONG = (
    "# Food\n\nPant A, Gribbin S. Primary prevention of cardiovascular disease in women with a Mediterranean "
    "diet: systematic review and meta-analysis. Lancet. 2011;9:1-9. PMID: 36918266.\n"
)


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main")
    return subprocess.run(
        ["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.md").write_text("# Food\n\nAn old text.\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def action_step(name: str) -> Any:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return action, next(step for step in action["runs"]["steps"] if step["name"] == name)


def test_the_action_checks_and_reports(repository: Path) -> None:
    action, step = action_step("Check")
    given = " ".join(str(one.get(part, "")) for one in action["runs"]["steps"] for part in ("env", "if"))
    assert all(f"inputs.{name}" in given for name in action["inputs"])
    (repository / "a.md").write_text(WRONG)
    (repository / "missing-or-not.md").write_text("# Food\n\nAnother text.\n")
    (repository / "citecheck.sarif").symlink_to("/dev/full")
    environment = {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(repository),
        "INPUT_ARTICLES": "missing-or-not.md\na.md\n",
        "INPUT_SOURCE": str(ROOT / "fixtures/pubmed"),
        "INPUT_CHANGED_ONLY": "true",
        "INPUT_FAIL_ON": "",
        "INPUT_BASELINE": "",
        "INPUT_MIN_CITATIONS": "1",
        "INPUT_STRICT_CONFIG": "auto",
        "CITECHECK_CACHE_FOLDER": str(repository / "cache"),
        "GITHUB_OUTPUT": str(repository / "output"),
        "GITHUB_STEP_SUMMARY": str(repository / "summary"),
    }
    assert {name for name in step["env"] if name.startswith("INPUT_")} == {
        n for n in environment if n.startswith("INPUT_")
    }
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "::error file=a.md,line=3," in done.stdout
    outputs = dict(line.split("=", 1) for line in (repository / "output").read_text().splitlines())
    assert outputs.keys() == {"exit-code", "sarif"}
    assert outputs["exit-code"] == "1"
    assert "mismatch" in (repository / "summary").read_text()
    assert Path(outputs["sarif"]).stat().st_size
    assert not Path(outputs["sarif"]).is_relative_to(repository)


def test_the_actions_steps_name_what_exists() -> None:
    action, step = action_step("Install")
    assert step["run"] == 'python -I -m pip install --quiet "$GITHUB_ACTION_PATH"'
    assert set(action["outputs"]) == {"exit-code"}
    for one in action["runs"]["steps"]:
        assert ("uses" in one) != ("run" in one)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="pre-commit takes hooks from a git repository")
def test_the_pre_commit_hook(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Takes its time: pre-commit clones this repository and installs it into an environment of its own."""
    config = {
        "repos": [
            {
                "repo": str(ROOT),
                "rev": git(ROOT, "rev-parse", "HEAD"),
                "hooks": [{"id": "citecheck", "args": ["--source", str(ROOT / "fixtures/pubmed")]}],
            }
        ]
    }
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (repository / "a.md").write_text(WRONG)
    git(repository, "add", ".")
    home = tmp_path_factory.mktemp("pre-commit")
    environment = os.environ | {"PRE_COMMIT_HOME": str(home), "CITECHECK_CACHE_FOLDER": str(home / "cache")}
    done = subprocess.run(
        [BIN / "pre-commit", "run", "citecheck"],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "mismatch" in done.stdout
    assert "exit code: 1" in done.stdout


def state(clone: Path) -> tuple[str, ...]:
    """What a clone holds of history: refs, whether it is shallow, and what was fetched last."""
    inside = clone / ".git"
    kept = [f"{name}: {(inside / name).exists()}" for name in ("shallow", "FETCH_HEAD")]
    history = (git(clone, "for-each-ref"), git(clone, "rev-list", "--count", "--all"))
    return *history, git(clone, "status", "--short"), *kept


@pytest.mark.parametrize("depth", [(), ("--depth=1",), ("--depth=1", "--no-single-branch")])
def test_the_action_leaves_the_clone_as_it_found_it(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, depth: tuple[str, ...]
) -> None:
    (repository / "b.md").write_text(WRONG)
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "wrong on main")
    git(repository, "checkout", "-qb", "topic")
    (repository / "a.md").write_text(WRONG)
    git(repository, "commit", "-qam", "wrong on the topic")
    git(repository, "checkout", "-q", "main")
    (repository / "c.md").write_text("# Later\n\nText.\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "main moved on")
    folder = tmp_path_factory.mktemp("clone")
    clone = folder / "clone"
    git(folder, "clone", "-q", "--branch=topic", *depth, repository.as_uri(), str(clone))
    before = state(clone)
    _, step = action_step("Check")
    environment = {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "INPUT_ARTICLES": ".",
        "INPUT_SOURCE": str(ROOT / "fixtures/pubmed"),
        "INPUT_CHANGED_ONLY": "true",
        "GITHUB_BASE_REF": "main",
        "CITECHECK_CACHE_FOLDER": str(folder / "cache"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
    }
    words = ["bash", "-e", "-c", step["run"]]
    done = subprocess.run(words, cwd=clone, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "::error file=a.md,line=3," in done.stdout
    assert "b.md" not in done.stdout
    assert state(clone) == before
