"""`citecheck cache`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from citecheck.errors import ExitCode

if TYPE_CHECKING:
    from citecheck.sources.cache import AnswerCache


@click.group()
def cache() -> None:
    """Look at PubMed's answers that are kept, or throw them away."""


@cache.command()
def info() -> int:
    r"""Say what is kept, and where.

    \b
    Example:
      citecheck cache info
    """
    import datetime as dt

    about = _open().info()
    click.echo(f"{about.path}: {sum(about.answers.values()):,} answers, {about.bytes / 1e6:,.1f} MB")
    for kind, count in sorted(about.answers.items()):
        click.echo(f"  {kind.replace('_', ' '):12} {count:,}")
    if about.oldest is not None:
        click.echo(f"  oldest       {dt.datetime.fromtimestamp(about.oldest, dt.UTC):%Y-%m-%d}")
    for path in about.set_aside:
        click.echo(f"  damaged and set aside: {path}")
    return ExitCode.PASSED


@cache.command()
def clear() -> int:
    r"""Throw all kept answers away.

    \b
    Example:
      citecheck cache clear
    """
    click.echo(f"{_open().clear():,} answers thrown away")
    return ExitCode.PASSED


def _open() -> AnswerCache:
    import platformdirs

    from citecheck import settings
    from citecheck.sources.cache import AnswerCache

    usual = platformdirs.user_cache_path("citecheck", appauthor=False)
    return AnswerCache(settings.load().cache_folder or usual)
