"""`citecheck check`, `citecheck baseline` and `citecheck extract`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecheck.cli.options import (
    check_output,
    gate_options,
    output_options,
    report_targets,
    source_options,
    stdin_option,
    to_source_options,
    wants_colour,
    write,
)
from citecheck.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from citecheck.checker import Filter, Progress
    from citecheck.model import Document, Report
    from citecheck.settings import Settings


@click.command()
@click.argument("articles", nargs=-1, required=True)
@source_options
@output_options
@gate_options
@stdin_option
@click.option(
    "--report", "reports", multiple=True, metavar="FORMAT=FILE", help="One more report; may be repeated."
)
@click.option("--diff", metavar="REV", help="Check only citations in lines changed since this git revision.")
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="Fail only on what this baseline does not know."
)
@click.option("--exit-zero", is_flag=True, help="End with 0 whatever was found.")
def check(
    articles: tuple[str, ...],
    format_: str,
    output: Path | None,
    quiet: bool,
    verbose: int,
    stdin_name: str,
    reports: tuple[str, ...],
    diff: str | None,
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
      citecheck check articles --diff origin/main --report sarif=citecheck.sarif
    """
    from citecheck import gate, settings
    from citecheck.cli import gating

    check_output(output)
    targets = report_targets(reports)
    chosen = settings.load(flags)
    known = gate.Baseline.read(chosen.baseline) if chosen.baseline else None
    only = gating.only_changed(diff) if diff else None
    raw = _run(articles, stdin_name, chosen, only, refresh=refresh, offline=offline)
    report = gate.apply(raw, gating.policy(chosen), gating.suppressions(chosen), known, chosen.min_citations)
    for name, path in targets:
        write(_render(report, name, path, quiet, verbose), path)
    write(_render(report, format_, output, quiet, verbose), output)
    return ExitCode.PASSED if exit_zero else gate.exit_code(report, chosen.min_citations)


@click.command()
@click.argument("articles", nargs=-1, required=True)
@source_options
@gate_options
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    help="The file to write (default: .citecheck-baseline.json).",
)
@click.option("--update", is_flag=True, help="Only take away what is fixed; accept nothing new.")
def baseline(articles: tuple[str, ...], update: bool, refresh: bool, offline: bool, **flags: object) -> int:
    r"""Accept what is wrong in ARTICLES today, so that only new findings fail.

    \b
    Examples:
      citecheck baseline fixtures/articles --source fixtures/pubmed
      citecheck check fixtures/articles --source fixtures/pubmed --baseline .citecheck-baseline.json
    """
    from citecheck import gate, settings
    from citecheck.cli import gating
    from citecheck.gate.baseline import FILE_NAME
    from citecheck.model import Severity

    chosen = settings.load(flags)
    path = chosen.baseline or Path(FILE_NAME)
    before = gate.Baseline.read(path) if update else None
    raw = _run(articles, "stdin.txt", chosen, None, refresh=refresh, offline=offline)
    report = gate.apply(raw, gating.policy(chosen), gating.suppressions(chosen), before)
    found = [
        (part.document.path, checked.citation.quote, checked.judgement.verdict.value)
        for part in report.documents
        for checked in part.citations
        if checked.judgement and checked.finding and checked.finding.suppressed is None
        and checked.finding.severity is not Severity.UNCHECKED
        and checked.finding.severity in (Severity.ERROR, Severity.WARNING)
        and (checked.finding.known or not update)
    ]  # fmt: skip
    accepted = gate.Baseline.of(found)
    accepted.write(path)
    for notice in report.notices:
        click.echo(notice, err=True)
    click.echo(f"{path}: {sum(entry.count for entry in accepted.entries.values())} findings accepted")
    return ExitCode.PASSED


@click.command()
@click.argument("articles", nargs=-1, required=True)
@output_options
@stdin_option
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
    from citecheck import settings

    check_output(output)
    report = citecheck.extract(_documents(articles, stdin_name, settings.load().exclude))
    write(_render(report, format_, output, quiet, verbose), output)
    unread = any(part.document.error for part in report.documents)
    return ExitCode.UNCHECKED if unread else ExitCode.PASSED


def _run(
    articles: Sequence[str],
    stdin_name: str,
    chosen: Settings,
    only: Filter | None,
    *,
    refresh: bool,
    offline: bool,
) -> Report:
    """Extract, look up and judge; nothing is weighed yet."""
    from citecheck.checker import Checker
    from citecheck.journals import Catalogue
    from citecheck.model import Report
    from citecheck.sources import open_source

    documents = _documents(articles, stdin_name, chosen.exclude)
    with open_source(chosen.source, to_source_options(chosen, refresh=refresh, offline=offline)) as source:
        checker = Checker(source, Catalogue.load(), complete=chosen.complete)
        return Report(tuple(checker.check(documents, _progress(chosen.source), only)), checker.info)


def _documents(articles: Sequence[str], stdin_name: str, exclude: Sequence[str]) -> Iterator[Document]:
    """The documents that the arguments name. A path that does not exist is said before any work."""
    from citecheck.documents import read, read_bytes, walk

    missing = [a for a in articles if not (a == "-" or _is_url(a) or Path(a).exists())]
    if missing:
        raise UsageError(f"there is no file or folder {missing[0]!r}")

    def each() -> Iterator[Document]:
        for article in articles:
            if article == "-":
                yield read_bytes(sys.stdin.buffer.read(), stdin_name)
            elif _is_url(article):
                from citecheck.documents import read_url

                yield read_url(article)
            else:
                paths = walk([Path(article)])
                yield from (read(path) for path in paths if not any(path.match(glob) for glob in exclude))

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
