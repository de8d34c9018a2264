"""`citecheck config`."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import click

from citecheck.cli.options import configuration_options
from citecheck.errors import ExitCode


@click.command()
@configuration_options
def config(**flags: object) -> int:
    r"""Print the settings in force here, and where each comes from.

    \b
    Example:
      citecheck config
    """
    from citecheck import settings

    chosen = settings.load_settings(flags)
    for spec in fields(chosen):
        if spec.name == "origins":
            continue
        shown = _shown(spec.name, getattr(chosen, spec.name))
        click.echo(f"{spec.name.replace('_', '-')} = {shown!r}  # {chosen.origins[spec.name]}")
    return ExitCode.PASSED


def _shown(name: str, value: object) -> object:
    """Return a setting's value for people; of the API key only whether there is one."""
    if name == "api_key" and value:
        return "(set)"
    return str(value) if isinstance(value, Path) else value
