"""`citecheck journals`."""

from __future__ import annotations

import click

from citecheck.errors import ExitCode


@click.group()
def journals() -> None:
    """Ask the catalogue of journals, or bring it up to date."""


@journals.command()
@click.argument("name")
def lookup(name: str) -> int:
    r"""Say which journal NAME is, or which have a similar name.

    Ends with 1 where the catalogue does not know NAME.

    \b
    Examples:
      citecheck journals lookup NEJM
      citecheck journals lookup "Journal of Medical Chemistry"
    """
    from citecheck.journals import Catalogue

    catalogue = Catalogue.load()
    journal = catalogue.lookup(name)
    if journal:
        facts = [journal.title, journal.abbreviation]
        facts += [f"NLM id {journal.nlm_id}"] if journal.nlm_id else []
        facts += [f"ISSN {issn}" for issn in journal.issns]
        click.echo(" · ".join(facts))
        return ExitCode.PASSED
    click.echo(f"{name!r} is not in the catalogue.")
    for near, likeness in catalogue.nearest(name):
        click.echo(f"  {likeness:.0%}  {near.title} ({near.abbreviation})")
    return ExitCode.FAILED


@journals.command()
@click.option("--url", help="Where J_Medline.txt lies, if not at NLM.")
def update(url: str | None) -> int:
    r"""Fetch NLM's list of all journals into your data folder, to be used from then on.

    \b
    Example:
      citecheck journals update
    """
    from citecheck import settings
    from citecheck.journals import update as updating

    address = url or settings.load_settings().journals_url or updating.J_MEDLINE
    done = updating.update_catalogue(address)
    click.echo(f"{done.path}: {done.journals:,} journals")
    return ExitCode.PASSED
