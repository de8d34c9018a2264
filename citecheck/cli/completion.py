"""`citecheck completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from citecheck.errors import UsageError


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    r"""Print the completion script for SHELL.

    \b
    Example, for bash's start-up file:
      eval "$(citecheck completion bash)"
    """
    made = get_completion_class(shell)
    if made is None:
        raise UsageError(f"there is no completion for {shell}")
    script = made(context.find_root().command, {}, "citecheck", "_CITECHECK_COMPLETE")
    click.echo(script.source())
