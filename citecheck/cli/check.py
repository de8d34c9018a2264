"""`citecheck check` and `citecheck extract`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecheck.cli.options import (
    check_output,
    output_options,
    source_options,
    to_source_options,
    wants_colour,
    write,
)
from citecheck.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from citecheck.checker import Progress
    from citecheck.model import Document, Report


@click.command()
@click.argument("articles", nargs=-1, required=True)
@source_options
@output_options
@click.option(
    "--stdin-name", default="stdin.txt", show_default=True, help="What - is called, and so its kind."
)
@click.option("--fail-on", help="Verdicts and flags that fail, with commas; empty: none.")
@click.option("--warn-on", help="Verdicts and flags that warn.")
@click.option("--complete", is_flag=True, default=None, help="Take the index as all of PubMed.")
@click.option("--exit-zero", is_flag=True, help="End with 0 whatever was found.")
def check(
    articles: tuple[str, ...],
    format_: str,
    output: Path | None,
    quiet: bool,
    verbose: int,
    stdin_name: str,
    exit_zero: bool,
    refresh: bool,
    offline: bool,
    **flags: object,
) -> int:
    r"""Look up every citation in ARTICLES and say which could be verified.

    ARTICLES are files, folders, web addresses, or - for standard input.

    \b
    Examples:
      citecheck check fixtures/articles --source fixtures/pubmed --exit-zero
      citecheck check fixtures/articles/magnesium-neuropathy.md --source fixtures/pubmed -v
      citecheck check - --stdin-name post.md --source fixtures/pubmed < post.md
    """
    from citecheck import settings
    from citecheck.checker import Checker
    from citecheck.gate import exit_code
    from citecheck.journals import Catalogue
    from citecheck.model import Report
    from citecheck.sources import open_source

    check_output(output)
    chosen = settings.load(flags)
    documents = _documents(articles, stdin_name)
    with open_source(chosen.source, to_source_options(chosen, refresh=refresh, offline=offline)) as source:
        checker = Checker(source, Catalogue.load(), complete=chosen.complete)
        report = Report(tuple(checker.check(documents, _progress(chosen.source))), checker.info)
    write(_render(report, format_, output, quiet, verbose), output)
    if exit_zero:
        return ExitCode.PASSED
    return exit_code(report, frozenset(chosen.fail_on), frozenset(chosen.warn_on))


@click.command()
@click.argument("articles", nargs=-1, required=True)
@output_options
@click.option(
    "--stdin-name", default="stdin.txt", show_default=True, help="What - is called, and so its kind."
)
def extract(
    articles: tuple[str, ...], format_: str, output: Path | None, quiet: bool, verbose: int, stdin_name: str
) -> int:
    r"""Show the citations in ARTICLES without looking anything up.

    \b
    Examples:
      citecheck extract fixtures/articles
      citecheck extract fixtures/articles/magnesium-neuropathy.md --format json
    """
    import citecheck
    from citecheck.errors import ExitCode

    check_output(output)
    report = citecheck.extract(_documents(articles, stdin_name))
    write(_render(report, format_, output, quiet, verbose), output)
    unread = any(part.document.error for part in report.documents)
    return ExitCode.UNCHECKED if unread else ExitCode.PASSED


def _documents(articles: tuple[str, ...], stdin_name: str) -> Iterator[Document]:
    """The documents that the arguments name. A path that does not exist is said before any work."""
    from citecheck.documents import read, read_bytes, read_url, walk

    missing = [a for a in articles if not (a == "-" or _is_url(a) or Path(a).exists())]
    if missing:
        raise UsageError(f"there is no file or folder {missing[0]!r}")

    def each() -> Iterator[Document]:
        for article in articles:
            if article == "-":
                yield read_bytes(sys.stdin.buffer.read(), stdin_name)
            elif _is_url(article):
                yield read_url(article)
            else:
                yield from (read(path) for path in walk([Path(article)]))

    return each()


def _is_url(article: str) -> bool:
    return article.startswith(("http://", "https://"))


def _render(report: Report, format_: str, output: Path | None, quiet: bool, verbose: int) -> str:
    if format_ != "terminal":
        from citecheck.reports import renderer

        return renderer(format_)(report)
    from citecheck.reports.to_terminal import render_terminal

    to_terminal = output is None and sys.stdout.isatty()
    width = shutil.get_terminal_size((100, 24)).columns if to_terminal else 100
    return render_terminal(
        report, colour=wants_colour(to_terminal), width=width, verbose=verbose, quiet=quiet
    )


def _progress(source: str) -> Progress | None:
    """A line on standard error that is written over, where a person is looking."""
    if not sys.stderr.isatty():
        return None

    def tell(settled: int, all_: int) -> None:
        end = "\n" if settled == all_ else ""
        click.echo(f"\r{settled} of {all_} citations looked up in {source} ", err=True, nl=False)
        click.echo(end, err=True, nl=False)

    return tell
