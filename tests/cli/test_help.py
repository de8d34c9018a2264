"""Every command explains itself with examples that name what is there."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from citecheck.cli import cli

ROOT = Path(__file__).parents[2]


def commands(group: click.Group, *above: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in sorted(group.commands.items()):
        yield (*above, name), command
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)


ALL = list(commands(cli))


@pytest.mark.parametrize(("words", "command"), ALL, ids=[" ".join(words) for words, _ in ALL])
def test_every_command_has_help_and_every_option_says_what_it_does(
    words: tuple[str, ...], command: click.Command
) -> None:
    done = CliRunner().invoke(cli, [*words, "--help"])
    assert done.exit_code == 0
    assert command.help
    silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert not silent
    if not isinstance(command, click.Group):
        assert "Example" in command.help, "no example"
    assert "\\b" not in done.output


@pytest.mark.parametrize(
    "command", [command for _, command in ALL], ids=[" ".join(words) for words, _ in ALL]
)
def test_examples_name_commands_and_fixtures_that_exist(command: click.Command) -> None:
    known = {words for words, _ in ALL}
    for line in re.findall(r"^\s*(citecheck .+)$", command.help or "", re.MULTILINE):
        parts = shlex.split(line.split(" < ")[0])[1:]
        assert tuple(parts[:1]) in known or tuple(parts[:2]) in known, line
        for part in parts:
            if part.startswith("fixtures/"):
                assert (ROOT / part).exists(), line


def test_examples_stay_on_lines_of_their_own() -> None:
    done = CliRunner().invoke(cli, ["cache", "info", "--help"])
    assert "  Example:\n    citecheck cache info\n" in done.output


def test_version() -> None:
    done = CliRunner().invoke(cli, ["--version"])
    assert re.fullmatch(r"citecheck, version \d+\.\d+\.\d+\n", done.output)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    done = CliRunner().invoke(cli, ["completion", shell])
    assert "_CITECHECK_COMPLETE" in done.output
