"""`citecheck config`."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import click

from citecheck.errors import ExitCode


@click.command()
def config() -> int:
    r"""Print the settings in force here, and where each comes from.

    \b
    Example:
      citecheck config
    """
    from citecheck import settings

    chosen = settings.load()
    for spec in fields(chosen):
        if spec.name == "origins":
            continue
        value = getattr(chosen, spec.name)
        shown = (
            "(set)" if spec.name == "api_key" and value else str(value) if isinstance(value, Path) else value
        )
        click.echo(f"{spec.name.replace('_', '-')} = {shown!r}  # {chosen.origins[spec.name]}")
    return ExitCode.PASSED
