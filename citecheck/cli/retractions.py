"""`citecheck retractions`: the second witness of retractions."""

from __future__ import annotations

import click

from citecheck.errors import ExitCode


@click.group()
def retractions() -> None:
    """Fetch Retraction Watch's data set, a second source for retractions beside PubMed."""


@retractions.command()
@click.option("--url", help="Where the CSV lies, if not at Crossref  [setting: retractions_url].")
def update(url: str | None) -> int:
    r"""Fetch the data set. From then on checks look into it, without asking anybody.

    \b
    Example:
      citecheck retractions update
    """
    from citecheck.cli.options import data_folder
    from citecheck.settings import load_settings
    from citecheck.sources.retraction_watch import URL, fetch

    chosen = load_settings({"retractions_url": url} if url else {})
    folder = data_folder(chosen)
    count = fetch(folder, chosen.retractions_url or URL)
    click.echo(f"{count:,} retractions and expressions of concern are kept in {folder}")
    return ExitCode.PASSED


@retractions.command()
def remove() -> int:
    r"""Throw the data set away: from then on PubMed alone is heard.

    \b
    Example:
      citecheck retractions remove
    """
    from citecheck.cli.options import data_folder
    from citecheck.settings import load_settings
    from citecheck.sources.retraction_watch import FILE

    (data_folder(load_settings()) / FILE).unlink(missing_ok=True)
    return ExitCode.PASSED
