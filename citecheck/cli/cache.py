"""`citecheck cache`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecheck.cli.options import cache_folder
from citecheck.errors import ExitCode

if TYPE_CHECKING:
    from citecheck.sources.answer_cache import AnswerCache


_folder = click.option(
    "--cache-folder",
    "folder",
    type=click.Path(path_type=Path),
    help="Where they are kept, if not in the usual place.",
)


@click.group()
def cache() -> None:
    """Look at PubMed's answers and the pages that are kept, or throw them away."""


@cache.command()
@_folder
def info(folder: Path | None) -> int:
    r"""Say what is kept, and where.

    \b
    Example:
      citecheck cache info
    """
    import datetime as dt

    for about in (one.info() for one in _open(folder)):
        click.echo(f"{about.path}: {sum(about.answers.values()):,} answers, {about.bytes / 1e6:,.1f} MB")
        for kind, count in sorted(about.answers.items()):
            click.echo(f"  {kind.replace('_', ' '):12} {count:,}")
        if about.oldest is not None:
            click.echo(f"  oldest       {dt.datetime.fromtimestamp(about.oldest, dt.UTC):%Y-%m-%d}")
        for path in about.set_aside:
            click.echo(f"  damaged and set aside: {path}")
    return ExitCode.PASSED


@cache.command()
@_folder
def clear(folder: Path | None) -> int:
    r"""Throw all kept answers and pages away.

    \b
    Example:
      citecheck cache clear
    """
    click.echo(f"{sum(one.clear() for one in _open(folder)):,} answers thrown away")
    return ExitCode.PASSED


def _open(folder: Path | None) -> tuple[AnswerCache, ...]:
    """Open the cache of PubMed's answers, and the cache of pages if it exists."""
    from citecheck import settings
    from citecheck.audit.inputs.http_cache import NAME
    from citecheck.sources.answer_cache import AnswerCache

    folder = folder or cache_folder(settings.load_settings())
    pages = (AnswerCache(folder, name=NAME),) if (folder / NAME).exists() else ()
    return AnswerCache(folder), *pages
