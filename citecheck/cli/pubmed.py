"""`citecheck pubmed`: a local index of PubMed."""

from __future__ import annotations

from pathlib import Path

import click

from citecheck.errors import ExitCode


@click.group()
def pubmed() -> None:
    """Build a local index of PubMed records, and ask it."""


@pubmed.command()
@click.argument("index", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def build(index: Path, files: tuple[Path, ...]) -> int:
    r"""Build INDEX from FILES (PubMed XML, plain or gzipped, or MEDLINE text) or folders of them.

    \b
    Example:
      citecheck pubmed build my.index fixtures/pubmed
    """
    from citecheck.pubmed import PubMedIndex

    built = PubMedIndex.build(index, files)
    click.echo(f"{index}: {built.info.records:,} records")
    return ExitCode.PASSED
