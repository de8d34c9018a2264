"""What the README shows is what happens: its console blocks are run, in order, and compared."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from citecheck import settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def steps() -> list[tuple[str, str]]:
    """Each (command, output shown); an output of … lines may leave out anything there."""
    found = []
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def fits(shown: str, printed: str) -> bool:
    pieces = [re.escape(piece) for piece in re.split(r"…\n", shown)]
    return re.fullmatch("(?s:.*)".join(pieces), printed) is not None


def test_the_console_blocks(tmp_path: Path) -> None:
    """Takes its time: every example of the README is a command of its own."""
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "CITECHECK_CACHE_FOLDER": str(tmp_path / "cache"),
    }
    assert len(steps()) >= 8
    for command, output in steps():
        done = subprocess.run(
            shlex.split(command), cwd=tmp_path, capture_output=True, text=True, env=environment, check=False
        )
        assert done.returncode in (0, 1, 3), f"{command}\n{done.stderr}"
        assert fits(output, done.stdout), f"$ {command}\n{done.stdout}\n--- README shows ---\n{output}"


def test_examples_of_check_show_all_that_is_printed() -> None:
    shown = [output for command, output in steps() if command.startswith("citecheck check ")]
    assert len(shown) >= 3
    assert not [output for output in shown if "…\n" in output.splitlines(keepends=True)]
    assert len(shown[0].splitlines()) <= 40


def test_the_python_block(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    (block,) = blocks("python")
    exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - our own README
    assert "verified" in capsys.readouterr().out


def test_the_configuration_is_taken(tmp_path: Path) -> None:
    (block,) = blocks("toml")
    tomllib.loads(block)
    (tmp_path / "pyproject.toml").write_text(block)
    chosen = settings.load_settings({}, {}, tmp_path)
    assert chosen.severity == {"possible": "warning"}
    assert chosen.ignore[0].journal == "Proceedings of Our Own Meeting"


def test_the_workflows_are_yaml_and_the_targets_exist() -> None:
    for block in blocks("yaml"):
        assert yaml.safe_load(block)
    for line in "\n".join(blocks("sh")).splitlines():
        if line.startswith("make "):
            subprocess.run(["make", "-n", line.split()[1]], cwd=ROOT, check=True, capture_output=True)


def test_every_option_and_command_named_exists() -> None:
    named = set(re.findall(r"`(--[a-z-]+)", README))
    helps = "".join(
        subprocess.run(
            [sys.executable, "-m", "citecheck", *words, "--help"], capture_output=True, text=True, check=True
        ).stdout
        for words in (
            ["check"],
            ["extract"],
            ["baseline"],
            ["pubmed", "download"],
            ["audit", "run"],
            ["audit", "report"],
            ["audit", "decide"],
            ["audit", "sample"],
            ["serve"],
            ["lsp"],
            ["fix"],
            ["references"],
        )
    )
    missing = sorted(option for option in named if option not in helps)
    assert not missing
